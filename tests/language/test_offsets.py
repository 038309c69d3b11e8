"""Whatever the text, finders never raise and their offsets are exact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.stages.language.aliases import read_aliases
from rag.stages.language.dates import find_dates
from rag.stages.language.folding import listed
from rag.stages.language.names import comparable, find_names
from rag.stages.language.numbers import find_quantities


class Span(Protocol):
    start: int
    end: int
    text: str


FINDERS: tuple[Callable[[str], tuple[Span, ...]], ...] = (find_dates, find_quantities, find_names)
PIECES = listed(
    """
    66,000 sixty-six thousand five six half a dozen 3.5bn $ € USD 12 % percent in five May March 5 2026
    Jan. last Tuesday two years ago 7:30 p.m. the of and The U.S. DHS (DHS) Department Homeland Security
    von der al-Assad ½ second third 21st İstanbul ſeven ı K — – - ’s ' “ ” . , ; : ? \n 2019-20
    13/05/2024 1/3 AD 500 BC 99999999 to
    """
)
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))


@pytest.mark.parametrize("find", FINDERS)
@given(text=TEXTS)
def test_offsets_are_exact_and_spans_do_not_overlap(find: Callable[[str], tuple[Span, ...]], text: str) -> None:
    last = 0
    for span in find(text):
        assert text[span.start : span.end] == span.text
        assert last <= span.start < span.end
        last = span.end


@given(text=TEXTS)
def test_no_quantity_lies_in_a_date(text: str) -> None:
    dated = {place for mention in find_dates(text) for place in range(mention.start, mention.end)}
    counted = {place for quantity in find_quantities(text) for place in range(quantity.start, quantity.end)}
    assert not dated & counted


@given(text=TEXTS)
def test_comparable_words_are_their_own_normal_form(text: str) -> None:
    words = comparable(text)
    plain = " ".join(word for word in words if not word.startswith("@"))
    assert set(comparable(plain)) <= set(words) | {word for word in comparable(plain) if word.startswith("@")}


@given(text=TEXTS, context=TEXTS)
def test_names_in_a_context_have_exact_offsets(text: str, context: str) -> None:
    assert all(text[name.start : name.end] == name.text for name in find_names(text, context))


@given(text=TEXTS)
def test_aliases_of_any_text_can_be_read(text: str) -> None:
    aliases = read_aliases(text)
    assert all(aliases.expansions(name) for name in aliases.names)
