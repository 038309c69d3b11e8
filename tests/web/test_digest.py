"""A summary and an article's facts as markup: whatever they hold stays text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.schema import Citation, Claim
from rag.summary import Coverage, Fact, KeyFacts, Style, Summary
from ui.web.digesting import Digest
from ui.web.render.digest import coverage_picture, digest_card
from ui.web.render.markup import visible
from ui.web.render.portable import summary_as_markdown, summary_as_plain_text

TEXTS = st.one_of(
    st.text(min_size=1), st.sampled_from(["<script>alert(1)</script>", '"><img src=x onerror=a()>', "</li>"])
)
RECORD = Coverage(10, 4, 5, 0, (0.0, 0.5, 1.0), 30, 600)
TAGS = {
    *("article", "header", "h2", "h3", "p", "span", "div", "ul", "ol", "li", "button", "figure", "progress"),
    *("figcaption", "details", "summary", "blockquote", "pre"),
}


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(str(html))  # a Markup would escape what is taken from it
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def cited(number: int, text: str = "quote") -> Citation:
    return Citation("a", text, "0" * 64, number, number + 5, text, "", "")


def summed_up(*claims: Claim, withheld: tuple[Claim, ...] = (), style: Style = "paragraph") -> Digest:
    summary = Summary(("a",), claims, withheld, "a-model", RECORD, style)
    return Digest("done", "Title", ("a",), style, claims=claims, withheld=withheld, summary=summary)


def seen(digest: Digest) -> Reader:
    reader = Reader(digest_card(digest))
    assert reader.tags <= TAGS
    assert not [name for name, _ in reader.attributes if name.startswith("on") or name == "style"]
    return reader


@given(TEXTS, TEXTS)
def test_nothing_leaves_its_element(text: str, title: str) -> None:
    claim = Claim(text, (cited(1, title),), "verified", "")
    bad = Claim(title, (), "unsupported", text)
    assert visible(text) in seen(summed_up(claim, withheld=(bad,))).text
    facts = KeyFacts("a", title, (Fact("quotation", text, (cited(1, title),), title),))
    assert visible(text) in seen(Digest("done", title, ("a",), facts=facts)).text


@pytest.mark.parametrize(("style", "tag"), [("bullets", "ul"), ("paragraph", "div"), ("headline", "div")])
def test_each_style_shows_every_claim_with_its_number(style: Style, tag: str) -> None:
    one, two = (Claim(f"Sentence {number}.", (cited(number),), "verified", "") for number in (1, 2))
    reader = seen(summed_up(one, two, style=style))
    assert tag in reader.tags
    assert [value for name, value in reader.attributes if name == "data-cite"] == ["1", "2"]


def test_facts_number_each_sentence_once() -> None:
    found = (Fact("who", "Ann", (cited(1), cited(2)), None), Fact("where", "Oslo", (cited(2),), None))
    digest = Digest("done", "Title", ("a",), facts=KeyFacts("a", "Title", found))
    assert digest.citations == (cited(1), cited(2))
    cites = [value for name, value in seen(digest).attributes if name == "data-cite"]
    assert cites == ["1", "2", "2"]


def test_the_picture_tells_what_is_held_and_where_it_stands() -> None:
    picture = coverage_picture(RECORD)
    reader = Reader(picture)
    assert "4 of 10 names" in reader.text
    assert "0 of 5 figures and dates" in reader.text
    assert str(picture).count('class="on"') == 3
    assert ("aria-label", "At 0%, 50%, 100% of the article") in reader.attributes


def test_a_summary_is_taken_away_with_its_sources() -> None:
    claim = Claim("It rose *fast*.", (cited(1),), "verified", "")
    summary = Summary(("a",), (claim,), (), "quote", RECORD)
    assert summary_as_plain_text(summary, "Flood").startswith("Flood\n\nIt rose *fast*. [1]\n\n[1] “quote”")
    assert r"It rose \*fast\*.[^1]" in summary_as_markdown(summary, "Flood")
