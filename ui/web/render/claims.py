"""What answers and summaries share: claims with their citations, the proof, what was withheld, what can be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.web.render.markup import Markup, element, joined, numbered_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.schema import Citation, Claim, Verdict

_NOT_SHOWN: dict[Verdict, str] = {
    "verified": "verified",
    "unsupported": "not supported",
    "contradicted": "contradicted",
    "unresponsive": "beside the question",
}


def claim_line(claim: Claim, citations: Sequence[Citation], *, tag: str = "p", class_: str = "claim") -> Markup:
    """Return a claim with a button for each of its citations, numbered by their place among all ``citations``."""
    cited = [cite_button(*place) for place in _places(claim.citations, citations)]
    said = element("span", numbered_text(claim.text, cited), dir="auto")
    return element(tag, said, class_=class_, data_numbers=numbers_of(claim.citations, citations))


def numbers_of(cited: Sequence[Citation], citations: Sequence[Citation]) -> str:
    """Return the numbers of what is cited, as the script reads them."""
    return " ".join(str(number) for number, _ in _places(cited, citations))


def cite_buttons(cited: Sequence[Citation], citations: Sequence[Citation]) -> Markup:
    """Return a button for each of what is cited, numbered by its place among all ``citations``."""
    return joined(*(cite_button(number, citation) for number, citation in _places(cited, citations)))


def _places(cited: Sequence[Citation], citations: Sequence[Citation]) -> list[tuple[int, Citation]]:
    places = {citation: number for number, citation in enumerate(citations, 1)}
    return [(places[citation], citation) for citation in dict.fromkeys(cited)]


def cite_button(number: int, citation: Citation) -> Markup:
    """Return the button that brings a cited sentence into view."""
    return element(
        "button",  # the style sheet writes the number, so that a sentence that is selected holds no digits of ours
        type="button",
        class_="cite",
        data_cite=number,
        aria_label=f"Citation {number}: show the sentence in {citation.title}",
    )


def proof_list(citations: Sequence[Citation], *, heading: str) -> Markup:
    """Return the exact quotes with their offsets, behind a disclosure."""
    return element(
        "details",
        element("summary", heading),
        element("ol", *(_span(citation, number) for number, citation in enumerate(citations, 1))),
        class_="proof",
    )


def _span(citation: Citation, number: int) -> Markup:
    return element(
        "li",
        element("blockquote", citation.quote, dir="auto"),
        element(
            "p",
            element("span", citation.title, dir="auto"),
            f", characters {citation.start:,} to {citation.end:,} ",
            element("span", f"SHA-256 {citation.sha256[:12]}…", class_="hash", title=citation.sha256),
            class_="where",
        ),
        data_numbers=number,
    )


def withheld_list(claims: Sequence[Claim]) -> Markup | None:
    """Return what a model wrote and nothing bears out, behind a disclosure; nothing where there is none."""
    if not claims:
        return None
    return element(
        "details",
        element("summary", f"{len(claims)} {'sentence' if len(claims) == 1 else 'sentences'} withheld"),
        element(
            "p",
            "The model wrote this, and the articles do not bear it out. Do not rely on it.",
            class_="hint",
        ),
        element("ul", *map(_struck, claims)),
        class_="withheld",
    )


def _struck(claim: Claim) -> Markup:
    return element(
        "li",
        element("p", claim.text, class_="unproven", dir="auto"),
        element(
            "p",
            element("span", _NOT_SHOWN[claim.verdict], class_="tag quiet"),
            f" {claim.reason}",
            class_="why",
            dir="auto",
        ),
    )


def copy_button(label: str, text: str) -> Markup:
    """Return a button that copies a text; the script takes it from the element after the button."""
    return joined(
        element("button", label, type="button", class_="action", data_copy=True),
        element("pre", text, hidden=True),
    )


def download(label: str, text: str, name: str) -> Markup:
    """Return a button that saves a text as a file; the script takes it from the element after the button."""
    return joined(
        element("button", label, type="button", class_="action", data_save=name),
        element("pre", text, hidden=True),
    )
