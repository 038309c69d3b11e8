"""The reader's check list: every fact stands in what it cites."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import BadInput
from rag.summarising import read_facts
from rag.summary import KeyFacts

ROOT = Path(__file__).parents[2]
SHIPPED = next((ROOT / "corpus").glob("uzbekistan*.md"))
ARTICLES = [SHIPPED, *sorted((ROOT / "benchmarks/data/news").glob("*.md"))]


@pytest.fixture(scope="module")
def shipped() -> KeyFacts:
    return read_facts(SHIPPED)


def texts(facts: KeyFacts, sort: str) -> list[str]:
    return [fact.text for fact in facts.facts if fact.sort == sort]


def test_the_shipped_article_gives_its_facts(shipped: KeyFacts) -> None:
    assert len(texts(shipped, "what")) == 3
    assert {"Kristi Noem", "Donald Trump", "Shavkat Mirziyoyev"} <= set(texts(shipped, "who"))
    assert {"Kyrgyzstan", "Kazakhstan", "El Salvador", "Colombia"} <= set(texts(shipped, "where"))
    assert texts(shipped, "when") == ["Wednesday morning", "February", "March"]
    assert {"131 Central Asian nationals", "66,000 arrests", "66,000 removals", "11,363"} <= set(
        texts(shipped, "figure")
    )
    speakers = [fact.speaker for fact in shipped.of("quotation")]
    assert speakers == ["DHS Secretary Kristi Noem", "DHS Secretary Kristi Noem", "DHS"]


def test_no_fact_is_given_twice(shipped: KeyFacts) -> None:
    for sort in ("what", "who", "where", "when", "figure", "quotation"):
        assert len(set(texts(shipped, sort))) == len(texts(shipped, sort))
    assert "Noem" not in texts(shipped, "who")


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_fact_stands_in_a_sentence_that_it_cites(path: Path) -> None:
    facts = read_facts(path)
    assert facts.of("who")
    assert facts.of("figure")
    for fact in facts.facts:
        assert any(fact.text in citation.quote for citation in fact.citations)
        if fact.speaker is not None:
            assert any(fact.speaker in citation.quote for citation in fact.citations)
    assert facts.to_dict()["facts"] == [fact.to_dict() for fact in facts.facts]


def test_facts_are_of_one_article() -> None:
    with pytest.raises(BadInput, match="holds 10 articles"):
        read_facts(ROOT / "benchmarks/data/news")
