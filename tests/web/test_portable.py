"""What is copied or saved says what was quoted, whatever the quote looks like."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.schema import Answer, Citation, Claim
from ui.web.render.portable import as_markdown, as_plain_text, literal, one_line

MARKED = st.lists(
    st.sampled_from(
        [
            "*",
            "_",
            "# ",
            "- ",
            "1. ",
            "> ",
            "`",
            "[a](b)",
            "![x](y)",
            "<b>",
            "&amp;",
            "|",
            "~~",
            "\\",
            "\n",
            "word",
            "+ ",
            "==",
        ]
    ),
    min_size=1,
).map("".join)


def plain(rendered: str) -> str:
    return html.unescape(re.sub(r"</?p>", "", rendered)).strip()


@given(st.one_of(MARKED, st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)))
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    rendered = MarkdownIt("commonmark").render(literal(text))
    assert plain(rendered) == one_line(text)
    assert not re.search(r"<(?!/?p>)", rendered)


def made(quote: str, *, refused: bool = False) -> Answer:
    citation = Citation("a", "A *bold* title", "f" * 64, 10, 10 + len(quote), quote, "", "")
    claims = () if refused else (Claim(quote, (citation,), "verified", ""),)
    return Answer("Why?", claims, (), None, "It does not say." if refused else None, None, "quote", (citation,))


def test_an_answer_carries_its_numbers_places_and_hash() -> None:
    text = as_plain_text(made("It was *cold*."))
    assert text.startswith("Why?\n\nIt was *cold*. [1]\n\n[1] “It was *cold*.” (A *bold* title; characters 10-24")
    assert "f" * 64 in text
    assert "It was \\*cold\\*.[^1]" in as_markdown(made("It was *cold*."))


def test_a_refusal_says_that_it_is_one() -> None:
    for text in (as_plain_text(made("Near.", refused=True)), as_markdown(made("Near.", refused=True))):
        assert "Not answered. It does not say." in text
        assert "which do not answer the question" in text
        assert "Near." in text
