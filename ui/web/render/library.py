"""The library as a list of its articles, and what came of adding to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.web.render.article import long_date, source_name
from ui.web.render.markup import Markup, element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import ArticleInfo
    from ui.web.shelving import Receipt, ShelfPage


def shelf_list(page: ShelfPage, chosen: frozenset[str] | None) -> Markup:
    """Return one page of the library with what can be done to each article."""
    rows = (_row(info, chosen=chosen, removing=page.removing == info.article_id) for info in page.rows)
    return element(
        "section",
        element("p", _asked(page.total, chosen), _all_again(chosen), class_="asked-of", role="status"),
        element("p", _matches(page), class_="hint") if page.search else None,
        element("ul", *rows, class_="articles") if page.rows else _nothing(page),
        _pager(page) if page.pages > 1 else None,
        aria_label="Articles in the library",
    )


def receipts(found: Sequence[Receipt]) -> Markup:
    """Return what became of each thing that was added or removed."""
    rows = (element("li", receipt.message, class_=f"receipt {receipt.kind}", dir="auto") for receipt in found)
    return element("ul", *rows, class_="receipts", role="status")


def _asked(total: int, chosen: frozenset[str] | None) -> str:
    if total == 0:
        return "The library is empty. Add an article, and ask about it."
    if chosen is None:
        return (
            "Questions are asked of the one article."
            if total == 1
            else f"Questions are asked of all {total:,} articles."
        )
    return f"Questions are asked of {len(chosen):,} of {total:,} articles. "


def _all_again(chosen: frozenset[str] | None) -> Markup | None:
    if chosen is None:
        return None
    return element("button", "Ask all", type="button", class_="jump", data_event="clear")


def _matches(page: ShelfPage) -> str:
    return f"{page.found:,} {'match' if page.found == 1 else 'matches'} for “{page.search}”"


def _nothing(page: ShelfPage) -> Markup | None:
    return element("p", "No title or source holds these words.", class_="hint") if page.search else None


def _row(info: ArticleInfo, *, chosen: frozenset[str] | None, removing: bool) -> Markup:
    asked = chosen is not None and info.article_id in chosen
    return element(
        "li",
        element(
            "div",
            element("h3", info.title, dir="auto"),
            element("p", _facts(info), class_="facts", dir="auto"),
        ),
        _confirm(info)
        if removing
        else element(
            "div",
            _button("Ask only this" if chosen is None else "Ask this too", "select", info, pressed=asked),
            _button("Remove", "delete", info),
            class_="row-actions",
        ),
        class_="chosen" if asked else None,
    )


def _facts(info: ArticleInfo) -> str:
    published = long_date(info.published) if info.published else "date not stated"
    count = f"{info.sentences:,} sentence{'' if info.sentences == 1 else 's'}"
    return f"{published} · {source_name(info.source)} · {count}"


def _confirm(info: ArticleInfo) -> Markup:
    return element(
        "div",
        element("span", "Remove it from the library?", class_="hint"),
        _button("Remove it", "apply", info),
        _button("Keep it", "undo", info),
        class_="row-actions",
        role="group",
    )


def _button(label: str, event: str, info: ArticleInfo, *, pressed: bool | None = None) -> Markup:
    return element(
        "button",
        label,
        type="button",
        class_="action danger" if event == "apply" else "action",
        data_event=event,
        data_article=info.article_id,
        aria_pressed=None if pressed is None else str(pressed).lower(),
        aria_label=f"{label}: {info.title}",
    )


def _pager(page: ShelfPage) -> Markup:
    def step(label: str, number: int) -> Markup:
        possible = 1 <= number <= page.pages
        return element(
            "button",
            label,
            type="button",
            class_="action",
            data_event="edit",
            data_page=number,
            disabled=not possible,
        )

    return element(
        "nav",
        step("Previous", page.number - 1),
        element("span", f"Page {page.number} of {page.pages}", class_="hint"),
        step("Next", page.number + 1),
        class_="pager",
        aria_label="Pages of the library",
    )
