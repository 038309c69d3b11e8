"""Words before a claim that only say that somebody's text says it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.stages.verify import Judgement

FACT = "The bridge over the Aller was closed on 3 May 2024 after engineers found cracks in two pillars."


@pytest.mark.parametrize(
    "frame",
    [
        "According to the article, the bridge",
        "One source says that the bridge",
        "Another source states the bridge",
        "Other sources also mention that the bridge",
        "According to another source, the bridge",
        "Another article reports that the bridge",
        "In addition, the source states that the bridge",
    ],
)
def test_a_frame_adds_nothing_to_check(compare: Callable[..., Judgement], frame: str) -> None:
    assert compare(f"{frame} over the Aller was closed on 3 May 2024.", FACT).verified


@pytest.mark.parametrize(
    "claim",
    [
        "Another source states that the bridge over the Aller was closed on 4 May 2024.",
        "One source says that the bridge over the Aller was not closed.",
        "Sources say the bridge over the Aller was closed on 3 May 2024.",
        "Sources close to the engineers say the bridge over the Aller was closed.",
        "A source told the paper that the bridge over the Aller was closed.",
    ],
)
def test_what_follows_is_checked_and_unnamed_people_are_no_frame(compare: Callable[..., Judgement], claim: str) -> None:
    assert not compare(claim, FACT).verified


def test_an_article_with_sources_of_its_own_keeps_its_speakers(compare: Callable[..., Judgement]) -> None:
    before = "Two sources in the ministry spoke to this paper."
    assert not compare("Another source says that the bridge over the Aller was closed.", FACT, before=before).verified
