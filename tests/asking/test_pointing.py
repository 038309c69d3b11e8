"""The window of a short answer: exact, as short as its certainty allows, and made of whole words."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.protocols import CloseReading
from rag.stages.asking.pointing import Pointer, Window, fitted_pointer, point, span_probabilities
from rag.stages.asking.short_answers import trimmed

LOGITS = st.lists(st.tuples(st.floats(-30, 30, width=32), st.floats(-30, 30, width=32)), min_size=1, max_size=40)


def reading_of(logits: list[tuple[float, float]]) -> CloseReading:
    """A text of one-letter words whose states are the logits themselves."""
    offsets = tuple((2 * i, 2 * i + 1) for i in range(len(logits)))
    return CloseReading(offsets, np.array(logits, dtype=np.float32).reshape(-1, 2), np.zeros(2, dtype=np.float32))


POINTER = Pointer(np.eye(2, dtype=np.float32), 0.75, 0.5)


@given(LOGITS, st.floats(0.05, 1.0))
def test_the_window_holds_the_answer_as_surely_as_asked_and_none_shorter_does(
    logits: list[tuple[float, float]], certainty: float
) -> None:
    reading = reading_of(logits)
    found = point(POINTER, reading, certainty)
    assert found is not None
    likely = span_probabilities(POINTER, reading)
    first, last = found.start // 2, (found.end - 1) // 2
    assert likely[first : last + 1, first : last + 1].sum() >= certainty - 1e-6
    for start in range(len(logits) - (last - first) + 1):
        stop = start + last - first
        assert likely[start:stop, start:stop].sum() < certainty + 1e-6


@given(LOGITS, st.data())
def test_an_allowed_window_is_touched(logits: list[tuple[float, float]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(logits) - 1))
    allowed = Window(2 * place, 2 * place + 1)
    found = point(POINTER, reading_of(logits), 0.5, [allowed])
    assert found is not None
    assert found.start < allowed.end
    assert found.end > allowed.start


def test_a_text_without_tokens_has_no_window() -> None:
    empty = CloseReading((), np.zeros((0, 384), dtype=np.float32), np.zeros(384, dtype=np.float32))
    assert point(fitted_pointer(), empty, 0.75) is None


@given(st.text(max_size=60), st.data())
def test_what_is_trimmed_is_written_so_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = trimmed(text, Window(start, end))
    assert span in text
    assert span == span.strip()


@pytest.mark.parametrize("filler", [" ", ", ", " and ", "- ", "\u00a0", "the "])
def test_long_runs_cost_no_time(filler: str) -> None:
    text = "x" + filler * 5000 + "y" + filler * 5000 + "."
    started = time.process_time()
    trimmed(text, Window(0, len(text)))
    trimmed(text, Window(1, len(text) - 1))
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("text", "cut", "span"),
    [
        ("It cost 4.2 million euros.", "4.2 million euros.", "4.2 million euros"),
        ("It was paid for by the state of Ohio.", "by the state of", "the state"),
        ("They met in Tashkent, and left.", "Tashkent, and", "Tashkent"),
        ("A charter carried 131 people home.", "31 peop", "131 people"),
        ("He called it “a win for all of us”.", "“a win for all of us", "a win for all of us"),
    ],
)
def test_edges_are_trimmed(text: str, cut: str, span: str) -> None:
    start = text.index(cut)
    assert trimmed(text, Window(start, start + len(cut))) == span
