"""What a question will be asked of, and what could be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.web.render.markup import Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Sequence


def scope_line(titles: Sequence[str] | None) -> Markup:
    """Return which articles are asked, where the reader chose some; nothing where all are."""
    if titles is None:
        return Markup()
    if not titles:
        gone = "What you chose to ask is no longer in the library, so all its articles are asked."
        return element("p", gone, class_="scope", role="status")
    what = f"“{titles[0]}”" if len(titles) == 1 else f"{len(titles)} chosen articles"
    return element(
        "p",
        "Asking only ",
        element("strong", what, dir="auto"),
        " ",
        element("button", "Ask all", type="button", class_="jump", data_event="clear"),
        class_="scope",
    )


def opening_block(suggested: Sequence[str]) -> Markup:
    """Return what stands where the answer will be, before the first question."""
    return element(
        "div",
        element(
            "p",
            "Every sentence of the answer will be tied to its place in an article. "
            "What the articles do not say is not answered.",
            class_="hint",
        ),
        suggestions(suggested),
        class_="opening",
    )


def suggestions(suggested: Sequence[str], *, heading: str = "You could ask") -> Markup | None:
    """Return questions that were tried and that the articles answer, as buttons that ask them."""
    if not suggested:
        return None
    rows = (
        element(
            "li",
            element(
                "button",
                question,
                type="button",
                class_="suggestion",
                data_event="submit",
                data_question=question,
                dir="auto",
            ),
        )
        for question in suggested
    )
    return joined(
        element("h3", heading, class_="suggested"),
        element("ul", *rows, class_="suggestions"),
    )
