"""A figure keeps the words that hedge it when it is cut out of its sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.stages.asking.hedges import with_hedges
from rag.stages.asking.pointing import Window

WORDS = st.lists(st.sampled_from(["over", "nearly", "12", "up", "to", "40,000", "euros", "or", "more", "ships"]))


@pytest.mark.parametrize(
    ("text", "bare", "kept"),
    [
        ("It reports over 66,000 arrests.", "66,000", "over 66,000"),
        ("It reports nearly 66,000 removals.", "66,000 removals", "nearly 66,000 removals"),
        ("As many as 300 jobs will go.", "300 jobs", "As many as 300 jobs"),
        ("Some 12 or more ships sank.", "ships sank", "ships sank"),
        ("The town has 66,000 voters.", "66,000", "66,000"),
        ("At least 12 roads and 3 bridges closed.", "3 bridges", "3 bridges"),
    ],
)
def test_a_hedge_stays_with_its_figure(text: str, bare: str, kept: str) -> None:
    start = text.index(bare)
    found = with_hedges(Window(start, start + len(bare)), text)
    assert text[found.start : found.end] == kept


@given(WORDS, st.data())
def test_a_window_only_grows_and_stays_in_its_text(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = with_hedges(Window(start, end), text)
    assert 0 <= found.start <= start
    assert end <= found.end <= len(text)
