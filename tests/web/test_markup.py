"""Text of any kind becomes text of an element, and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.web.render.markup import Markup, element, joined, visible

HOSTILE = st.one_of(
    st.text(),
    st.sampled_from(["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</p><p>", "&lt;b&gt;", "'\"`"]),
)


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(str(html))  # a Markup would escape what is taken from it
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(HOSTILE, HOSTILE)
def test_text_and_attributes_come_back_as_they_went_in(text: str, label: str) -> None:
    seen = Reader(element("p", text, aria_label=label))
    assert seen.tags == ["p"]
    assert seen.text == visible(text)
    assert seen.attributes == {"aria-label": visible(label)}


@given(st.text())
def test_what_is_made_visible_keeps_its_length(text: str) -> None:
    assert len(visible(text)) == len(text)
    visible(text).encode()  # no lone surrogate is left


@given(HOSTILE)
def test_elements_are_not_escaped_twice(text: str) -> None:
    assert element("p", element("b", text)) == Markup("<p>") + element("b", text) + Markup("</p>")
    assert joined(text, None) == joined(text)


@pytest.mark.parametrize("tag", ["script", "style", "iframe", "p onclick", "", "P", "b>"])
def test_no_tag_can_carry_a_script(tag: str) -> None:
    with pytest.raises(ValueError, match=r"plain name|could carry"):
        element(tag)


@pytest.mark.parametrize("name", ["onclick", "onerror", "style", "srcdoc"])
def test_no_attribute_can_carry_a_script(name: str) -> None:
    with pytest.raises(ValueError, match="script"):
        element("p", **{name: "alert(1)"})
