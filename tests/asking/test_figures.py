"""The figure of each side: read from its short answer, with hedge and unit, and never that of the other side."""

from __future__ import annotations

from datetime import date

import pytest

from rag.schema import Citation
from rag.stages.asking.attachment import name_in, shared_out
from rag.stages.asking.figures import Figure, days_in, figures_in, precede, same

NAMES = ("Ana Prieto", "Luc Moreau")


def cited(quote: str) -> tuple[Citation, ...]:
    return (Citation("seat", "", "", 0, len(quote), quote, "", ""),)


def the_figure(quote: str, short: str) -> Figure:
    (figure,) = figures_in(short, cited(quote))
    return figure


@pytest.mark.parametrize(
    ("quote", "short", "text"),
    [
        ("She got 4,412 votes.", "4,412", "4,412"),
        ("The union has about 700 members.", "700 members", "about 700"),
        ("It took five hours to count.", "five hours", "five hours"),
        ("They paid more than 1.08 billion euros.", "1.08", "more than 1.08 billion euros"),
        ("Some 300 or more were hurt.", "300", "Some 300"),
    ],
)
def test_a_figure_is_told_with_its_hedge_and_its_unit(quote: str, short: str, text: str) -> None:
    figure = the_figure(quote, short)
    assert figure.text == text
    assert text in quote


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("The meeting took five hours.", "The strike took 11 days."),
        ("It cost 31 million euros.", "It cost 1.08 billion euros."),
        ("He got 47.9 percent.", "She got more than half."),
        ("It has up to 37 seats.", "It has about 1,900 seats."),
    ],
)
def test_figures_of_one_sort_are_ordered(less: str, more: str) -> None:
    one, other = (the_figure(quote, quote.split(maxsplit=2)[2].rstrip(".")) for quote in (less, more))
    assert precede(one, other)
    assert not precede(other, one)
    assert not same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It cost 31 million euros.", "It cost 540 million kroner."),
        ("It carried about 400 people.", "It carried more than 300 people."),
        ("It grew 14 percent.", "It grew 14 metres."),
        ("It took five hours.", "It took two months."),
    ],
)
def test_other_figures_leave_the_order_open(one: str, other: str) -> None:
    figures = [the_figure(quote, quote.split(maxsplit=2)[2].rstrip(".")) for quote in (one, other)]
    assert not precede(*figures)
    assert not precede(*figures[::-1])
    assert not same(*figures)


def test_what_is_no_figure_gives_none() -> None:
    assert figures_in(None, cited("She got 4,412 votes.")) == ()
    assert figures_in("thousands", cited("She got thousands of votes.")) == ()
    assert figures_in("first", cited("She came first.")) == ()
    assert figures_in("4,412", cited("She got many votes.")) == ()


def test_dates_are_days_where_the_year_is_known() -> None:
    quote = cited("The bridge opened on Tuesday.")
    assert days_in("Tuesday", quote, {"seat": None}) == ()
    (day,) = days_in("Tuesday", quote, {"seat": date(2025, 10, 29)})
    (month,) = days_in("May 2024", cited("The tunnel opened in May 2024."), {})
    (year,) = days_in("2024", cited("The mill opened in 2024."), {})
    assert (int(day.low), int(day.high)) == (date(2025, 10, 28).toordinal(),) * 2
    assert (int(month.low), int(month.high)) == (date(2024, 5, 1).toordinal(), date(2024, 5, 31).toordinal())
    assert precede(month, day)
    assert not precede(month, year)
    assert not precede(year, month)


@pytest.mark.parametrize(
    ("sentence", "shorts", "texts"),
    [
        ("Ana Prieto got 4,412 votes and Luc Moreau 3,980.", ("4,412 votes", "3,980"), ("4,412", "3,980")),
        ("Ana Prieto got 4,412 votes and Luc Moreau 3,980.", ("3,980", "4,412 votes"), None),
        ("Ana Prieto got 4,412 votes and Luc Moreau 3,980.", ("4,412", "4,412"), None),
        ("Ana Prieto and Luc Moreau got 4,412 and 3,980 votes.", ("4,412", "3,980"), ("4,412", "3,980")),
        ("Ana Prieto and Luc Moreau got 4,412 and 3,980 votes.", ("3,980", "4,412"), None),
        ("He got 4,412 votes, down from 3,980.", ("4,412", "3,980"), None),
        (
            "Ana Prieto got 4,412 votes, against 3,980 for Luc Moreau.",
            ("4,412 votes, against 3,980", "4,412 votes, against 3,980"),
            ("4,412", "3,980"),
        ),
        (
            "Ana Prieto got 4,412 votes, against 3,980 for Luc Moreau and 512 for others.",
            ("4,412 votes, against 3,980", "4,412 votes, against 3,980"),
            None,
        ),
    ],
)
def test_one_sentence_gives_each_side_its_own(
    sentence: str, shorts: tuple[str, str], texts: tuple[str, str] | None
) -> None:
    one, other = (figures_in(short, cited(sentence)) for short in shorts)
    found = shared_out((one, other), NAMES)
    assert (None if found is None else (found[0].text, found[1].text)) == texts


@pytest.mark.parametrize(
    ("ana", "luc", "plain"),
    [
        ("Ana Prieto got 4,412 votes.", "Luc Moreau got 3,980 votes.", True),
        ("She got 4,412 votes.", "He got 3,980 votes.", True),
        ("Luc Moreau got 4,412 votes.", "He got 3,980 votes.", False),
        ("Ana Prieto got 4,412 votes, 432 more than Luc Moreau.", "Luc Moreau got 3,980 votes on Friday.", False),
    ],
)
def test_two_sentences_are_compared_where_each_tells_of_its_side(ana: str, luc: str, plain: bool) -> None:
    found = figures_in("4,412", cited(ana)), figures_in("3,980", cited(luc))
    assert (shared_out(found, NAMES) is not None) is plain


def test_a_name_is_a_span_of_a_quote_or_none() -> None:
    assert name_in("the mill", ["The mill is old."]) == "mill"
    assert name_in("Ana", ["Anabel won."]) is None
