"""Claims written by hand about articles written for the tests: false ones and honest paraphrases.

The aligner looks for support in the whole article, so a false claim has every sentence to hide behind.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.schema import SplitArticle
from rag.stages.verify import FactReader, Judgement, Place, settle_claim

FOLDER = Path(__file__).parent
SETS = [
    json.loads((FOLDER / name).read_text(encoding="utf-8"))
    for name in ("claims.json", "claims_more.json", "claims_deep.json", "claims_acts.json")
]
ATTACKS = [tuple(row) for claims in SETS for row in claims["attacks"]]
PARAPHRASES = [tuple(row) for claims in SETS for row in claims["paraphrases"]]


def settle(claim: str, article: SplitArticle, reader: FactReader) -> Judgement:
    body = [Place(sentence, article) for sentence in article.sentences if sentence.kind == "body"]
    return settle_claim(claim, [], pool=body[:1], reader=reader)


def test_the_lists_are_whole() -> None:
    assert len(ATTACKS) >= 170
    assert len(PARAPHRASES) >= 140


@pytest.mark.parametrize(("name", "kind", "claim"), ATTACKS)
def test_a_false_claim_is_withheld(
    name: str, kind: str, claim: str, articles: Callable[[str], SplitArticle], reader: FactReader
) -> None:
    judgement = settle(claim, articles(name), reader)
    assert not judgement.verified, kind
    assert judgement.cited == ()
    assert judgement.reason.endswith(".")


def test_honest_paraphrases_are_shown(articles: Callable[[str], SplitArticle], reader: FactReader) -> None:
    withheld = [claim for name, claim in PARAPHRASES if not settle(claim, articles(name), reader).verified]
    assert len(withheld) <= 0.05 * len(PARAPHRASES), withheld
