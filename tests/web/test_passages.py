"""The pane shows any article's text as it is, and lights exactly what is cited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from rag.adapters.segmenting import SentencexSegmenter
from rag.schema import Article, SplitArticle
from rag.stages.reading import read_article
from rag.stages.splitting import split_sentences
from ui.web.render.article import article_section, sources_pane
from ui.web.render.markup import visible
from ui.web.render.passages import Lit, in_view, paragraphs, runs
from ui.web.sourcing import Sources

WORDS = st.sampled_from(
    [
        "A first line.",
        "It ended.",
        "# Heading",
        "* item",
        "\n",
        "\n\n",
        " ",
        "<b>bold</b>",
        "“Quote.”",
        "𝒳 & é",
        "***",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=12)), min_size=1, max_size=14).map("".join).filter(bool)


def split(text: str, title: str = "Title") -> SplitArticle:
    article = Article("a", title, text, "0" * 64, "corpus:a.md")
    return SplitArticle(article, split_sentences(article, SentencexSegmenter()))


@st.composite
def lit_articles(draw: st.DrawFn) -> tuple[SplitArticle, tuple[Lit, ...]]:
    made = split(draw(TEXTS))
    length = len(made.article.text)
    spans = st.tuples(st.integers(0, length), st.integers(0, length)).filter(lambda span: span[0] < span[1])
    found = draw(st.lists(spans, max_size=4))
    return made, tuple(Lit(number, start, end) for number, (start, end) in enumerate(found, 1))


@dataclass
class Shown:
    """The text that a browser would show of an article's body, and each lit stretch of it."""

    body: str
    lit: dict[int, str]


class Body(HTMLParser):
    """Reads the paragraphs back, without the header and the numbers that lead back to the answer."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = Shown("", {})
        self._skip = 0
        self._numbers: list[int] = []
        self.feed(str(html))  # a Markup would escape what is taken from it
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"header", "button"}:
            self._skip += 1
        elif tag == "mark":
            self._numbers = [int(number) for number in (dict(attrs)["data-numbers"] or "").split()]

    def handle_endtag(self, tag: str) -> None:
        if tag in {"header", "button"}:
            self._skip -= 1
        elif tag == "mark":
            self._numbers = []

    def handle_data(self, data: str) -> None:
        if self._skip:
            return
        self.shown.body += data
        for number in self._numbers:
            self.shown.lit[number] = self.shown.lit.get(number, "") + data


def without_hashes(text: str) -> str:
    return re.sub(r"[#\s]+", "", text)


@given(lit_articles())
def test_paragraphs_cover_the_text_in_order(made: tuple[SplitArticle, tuple[Lit, ...]]) -> None:
    article, lit = made
    found = paragraphs(article.article.text, article.sentences)
    assert "".join(article.article.text[p.start : p.end] for p in found) == article.article.text
    for paragraph in found:
        pieces = list(runs(paragraph, lit))
        assert [p.start for p in pieces[:1]] + [p.end for p in pieces] == sorted(
            {paragraph.start, paragraph.end} | {p.end for p in pieces}
        )


@given(lit_articles())
def test_the_pane_shows_all_of_the_text_and_lights_what_is_cited(
    made: tuple[SplitArticle, tuple[Lit, ...]],
) -> None:
    article, lit = made
    shown = Body(article_section(article, lit)).shown
    assert without_hashes(shown.body) == without_hashes(visible(article.article.text))
    for span in lit:
        cited = visible(article.article.text[span.start : span.end])
        assert without_hashes(shown.lit.get(span.number, "")) == without_hashes(cited)


def test_a_heading_that_repeats_the_title_is_shown_once() -> None:
    article = read_article(b"# Big news\n\nIt happened. Nobody was hurt.\n", source="corpus:a.md")
    html = article_section(SplitArticle(article, split_sentences(article, SentencexSegmenter())), ())
    assert html.count("Big news</h") == 1


def test_hand_wrapped_lines_stay_one_paragraph() -> None:
    first = "The plane left the airport of the capital on\nWednesday morning. It was full, they say.\n"
    text = f"{first}Nobody slept.\n\nA second one.\n"
    assert len(paragraphs(text, split(text).sentences)) == 2


def test_of_a_very_long_article_the_parts_around_the_citations_are_shown() -> None:
    text = "\n".join(f"Sentence number {number} is here." for number in range(4000))
    long = split(text)
    start = text.index("number 3000 ")
    lit = (Lit(1, start, start + 20),)
    stretches = in_view(paragraphs(text, long.sentences), lit, most=1000)
    assert [len(stretch) for stretch in stretches] == [6, 13]
    assert any(p.start <= start < p.end for p in stretches[1])


def test_several_articles_stand_under_a_list_of_them() -> None:
    one, two = split("One thing happened.", "One"), split("Two things happened.", "Two")
    html = sources_pane(Sources((one, two)), {"a": (Lit(1, 0, 3),)})
    assert html.count("data-jump") == 2
    assert "data-jump" not in sources_pane(Sources((one,)), {})
