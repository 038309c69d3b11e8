"""Who says a quotation: its own sentence, the one beside it in the line, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.loading import shared_fact_reader
from rag.schema import Evidence
from rag.stages.speakers import Speakers
from rag.stages.verify import settle_claim

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.schema import SplitArticle

LINES = (
    "The mayor of Riga closed the bridge on Monday.\n"
    "“The bridge is unsafe,” said the engineer, Ilze Kalna. “It was never inspected.”\n"
    "Minister Bo Lind said the bridge had been inspected in May.\n"
    "“Nobody asked me about the steel,” he said.\n"
    "“The steel was cheap and it came from Lima.”\n"
    "Ana Ruiz, a merchant, told the court that it was sound.\n"
    "Governor Rex Holm called the bridge “a danger to every child in Riga”.\n"
    "According to the union, the work “was done in nine weeks”.\n"
)
SAID = {
    "The bridge is unsafe": "the engineer, Ilze Kalna",
    "It was never inspected": "the engineer, Ilze Kalna",
    "Nobody asked me": "Bo Lind",
    "The steel was cheap": None,
    "a danger to every child": "Governor Rex Holm",
    "was done in nine weeks": "the union",
}


@pytest.mark.parametrize("words", SAID)
def test_the_speaker_is_the_one_that_the_line_names(words: str, split: Callable[..., SplitArticle]) -> None:
    article = split(LINES)
    sentence = next(item for item in article.sentences if words in item.text)
    (facts,) = shared_fact_reader().read([sentence.text], context=LINES)
    speaker = Speakers(article, shared_fact_reader()).of(sentence, facts)
    expected = SAID[words]
    if expected is None:
        assert speaker is None
    else:
        assert speaker is not None
        assert speaker.text in (expected, expected.removeprefix("the engineer, "))


@pytest.mark.parametrize(
    ("claim", "verified"),
    [
        ("Ilze Kalna said the bridge was never inspected.", True),
        ("Ana Ruiz said the steel was cheap and it came from Lima.", False),
        ("Bo Lind said the steel was cheap and it came from Lima.", False),
    ],
)
def test_nobody_is_given_the_words_of_another_line(
    claim: str, verified: bool, split: Callable[..., SplitArticle]
) -> None:
    article = split(LINES)
    pool = [Evidence(sentence, article, 0.0) for sentence in article.sentences]
    assert settle_claim(claim, pool, pool=pool, reader=shared_fact_reader()).verified == verified
