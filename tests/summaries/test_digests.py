"""Several articles, one summary: what they share is one claim with several citations, what differs stays apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.loading import shared_fact_reader
from rag.stages.summarising.lines import lines_of
from rag.stages.summarising.merging import says_the_same

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.schema import SplitArticle
    from rag.summary import Summary

    Split = Callable[..., SplitArticle]
    Summarise = Callable[..., Summary]

FIRST = (
    "A cargo ship with 23 sailors sank off Riga on 4 May 2024. The harbour of Riga was closed for nine hours. "
    "Captain Ilze Kalna blamed a storm from Gotland.\n"
)
SECOND = (
    "The shipping line Balta of Tallinn lost 40 million euros. A cargo ship with 23 sailors sank off Riga "
    "on 4 May 2024. Its shares fell by 12 percent in Stockholm.\n"
)


def test_what_two_articles_say_is_one_claim_with_two_citations(summarise_text: Summarise) -> None:
    summary = summarise_text(FIRST, SECOND, sentences=4)
    shared = [claim for claim in summary.claims if "cargo ship" in claim.text]
    assert len(shared) == 1
    assert {citation.article_id for citation in shared[0].citations} == set(summary.article_ids)
    assert {citation.article_id for claim in summary.claims for citation in claim.citations} == set(summary.article_ids)


def test_texts_of_one_template_stay_apart(summarise_text: Summarise) -> None:
    places = {"Riga": 14, "Lima": 92, "Accra": 31, "Porto": 7}
    texts = [f"Floods in {place} killed {dead} people on 4 May 2024.\n" for place, dead in places.items()]
    summary = summarise_text(*texts, sentences=4)
    assert [claim.text for claim in summary.claims] == [text.strip() for text in texts]
    assert all(len(claim.citations) == 1 for claim in summary.claims)


def dated(body: str, published: str | None) -> str:
    return f"---\ntitle: A story\ndate: {published}\n---\n{body}\n" if published else f"{body}\n"


SAME = [
    ("The council of Riga closed the port.", None, "The council of Riga closed the port.", None, True),
    ("Floods in Riga killed 14 people.", None, "Floods in Riga killed 41 people.", None, False),
    ("Floods in Riga killed 14 people.", None, "Floods in Lima killed 14 people.", None, False),
    ("The council of Riga closed the port.", None, "The council of Riga has not closed the port.", None, False),
    ("The port of Riga may close.", None, "The port of Riga will close.", None, False),
    ("The port closed on Friday.", "2024-05-04", "The port closed on Friday.", "2024-05-04", True),
    ("The port closed on Friday.", "2024-05-04", "The port closed on Friday.", "2024-05-05", True),
    ("The port closed on Friday.", "2024-05-04", "The port closed on Friday.", "2024-06-04", False),
    ("The port closed on Friday.", None, "The port closed on Friday.", None, False),
    ("The port closed last week.", "2024-05-04", "The port closed last week.", "2024-06-04", False),
    ("The port closed on 3 May.", "2023-05-04", "The port closed on 3 May.", "2024-05-04", False),
]


@pytest.mark.parametrize(("text", "published", "other", "also", "same"), SAME)
def test_sentences_are_merged_where_one_bears_the_other_out_on_the_same_days(
    text: str, published: str | None, other: str, also: str | None, same: bool, split: Split
) -> None:
    (line,) = lines_of(split(dated(text, published), "one"))
    (beside,) = lines_of(split(dated(other, also), "two"))
    assert says_the_same(line, beside, shared_fact_reader()) == same


def test_a_sentence_is_never_merged_inside_its_article(split: Split) -> None:
    article = split("Floods in Riga killed 14 people. Floods killed 14 people in Riga.\n")
    first, second = lines_of(article)
    assert not says_the_same(first, second, shared_fact_reader())


def test_the_same_article_twice_is_one(summarise_text: Summarise) -> None:
    summary = summarise_text(FIRST, FIRST, sentences=3)
    assert len({claim.text for claim in summary.claims}) == len(summary.claims)
    assert all(len(claim.citations) == 2 for claim in summary.claims)
