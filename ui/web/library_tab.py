"""The tab where articles are added, found, removed, and chosen to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from ui.web.components import PRIVATE, html, sent
from ui.web.render.library import receipts, shelf_list
from ui.web.shelving import ShelfPage, Shelving
from ui.web.wishes import Wishes


@dataclass(frozen=True, slots=True)
class LibraryTab:
    """The components that handlers read or write."""

    files: Any
    address: Any
    fetch: Any
    title: Any
    published: Any
    text: Any
    add: Any
    told: Any
    search: Any
    articles: Any
    wishes: Any
    page: Any

    @property
    def listed(self) -> list[Any]:
        """What :func:`list_articles` gives values for, in its order."""
        return [self.wishes, self.page, self.articles]


def lay_out_library(wishes: Any, *, read_only: bool) -> LibraryTab:
    """Put the tab's components where they belong; nothing to add with where the library is ``read_only``."""
    with gr.Row(elem_id="library"):
        with gr.Column(elem_id="adding", visible=not read_only):
            files = gr.File(
                label="Files: text, web page, PDF, Word, feed", file_count="multiple", elem_id="files", height=150
            )
            with gr.Row(elem_id="fetching"):
                address = gr.Textbox(
                    label="Address of a page or a feed",
                    placeholder="https://",
                    max_lines=1,
                    elem_id="address",
                    scale=4,
                )
                fetch = gr.Button("Add by address", elem_id="address-add", scale=1, min_width=120)
            told = html(elem_id="told")
            with gr.Accordion("Paste an article", open=False, elem_id="pasting"):
                title = gr.Textbox(label="Title", max_lines=1, elem_id="paste-title")
                published = gr.Textbox(
                    label="Date of publication, if known",
                    placeholder="2025-04-30",
                    max_lines=1,
                    elem_id="paste-date",
                )
                text = gr.Textbox(label="Text", lines=8, max_lines=16, elem_id="paste-text")
                add = gr.Button("Add to the library", variant="primary", elem_id="paste-add")
        with gr.Column(elem_id="shelves"):
            search = gr.Textbox(label="Search titles and sources", max_lines=1, elem_id="library-search")
            articles = html(elem_id="articles", sends=True)
    page = gr.State(ShelfPage())
    return LibraryTab(files, address, fetch, title, published, text, add, told, search, articles, wishes, page)


def wire_library(shelving: Shelving, tab: LibraryTab) -> None:
    """Bind the tab's controls to the library."""
    _wire_adding(shelving, tab)
    _wire_list(shelving, tab)


def _wire_adding(shelving: Shelving, tab: LibraryTab) -> None:
    def add_files(paths: list[str] | None) -> Iterator[str]:
        for done in shelving.add_files([str(path) for path in paths or []]):
            yield str(receipts(done))

    def add_address(address: str) -> Iterator[str]:
        for done in shelving.add_address(address or ""):
            yield str(receipts(done))

    def add_text(title: str, published: str, text: str) -> list[Any]:
        receipt = shelving.add_text(text or "", title=title or "", published=published or "")
        kept = (gr.skip(), gr.skip(), gr.skip()) if receipt.kind == "refused" else ("", "", "")
        return [str(receipts([receipt])), *kept]

    def refresh(wishes: Wishes, page: ShelfPage) -> list[Any]:
        return list_articles(shelving, wishes, page)

    fields = [tab.title, tab.published, tab.text]
    uploading = tab.files.upload(
        add_files,
        tab.files,
        tab.told,
        concurrency_id="library",
        trigger_mode="multiple",  # what is dropped while others are added is added after them, and not lost
        **PRIVATE,
    )
    uploading.then(lambda: None, None, tab.files, **PRIVATE).then(
        refresh, [tab.wishes, tab.page], tab.listed, **PRIVATE
    )
    fetching = gr.on(
        [tab.fetch.click, tab.address.submit], add_address, tab.address, tab.told, concurrency_id="library", **PRIVATE
    )
    fetching.then(refresh, [tab.wishes, tab.page], tab.listed, **PRIVATE)
    pasting = tab.add.click(add_text, fields, [tab.told, *fields], concurrency_id="library", **PRIVATE)
    pasting.then(refresh, [tab.wishes, tab.page], tab.listed, **PRIVATE)


def _wire_list(shelving: Shelving, tab: LibraryTab) -> None:
    def find(wishes: Wishes, page: ShelfPage, search: str) -> list[Any]:
        return list_articles(shelving, wishes, replace(page, search=(search or "").strip()[:200], number=1))

    def turn_page(wishes: Wishes, page: ShelfPage, event: gr.EventData) -> list[Any]:
        number = sent(event, "page")
        return list_articles(shelving, wishes, replace(page, number=int(number) if number.isdecimal() else 1))

    def choose(wishes: Wishes, page: ShelfPage, event: gr.EventData) -> list[Any]:
        return list_articles(shelving, wishes.toggling(sent(event, "article")), page)

    def choose_all(wishes: Wishes, page: ShelfPage) -> list[Any]:
        return list_articles(shelving, wishes.choosing(None), page)

    def doubt(wishes: Wishes, page: ShelfPage, event: gr.EventData) -> list[Any]:
        return list_articles(shelving, wishes, replace(page, removing=sent(event, "article")))

    def keep(wishes: Wishes, page: ShelfPage) -> list[Any]:
        return list_articles(shelving, wishes, replace(page, removing=""))

    def remove(wishes: Wishes, page: ShelfPage, event: gr.EventData) -> list[Any]:
        receipt = shelving.remove(sent(event, "article"))
        return [*list_articles(shelving, wishes, replace(page, removing="")), str(receipts([receipt]))]

    known = [tab.wishes, tab.page]
    tab.search.change(find, [*known, tab.search], tab.listed, trigger_mode="always_last", **PRIVATE)
    tab.articles.edit(turn_page, known, tab.listed, **PRIVATE)
    tab.articles.select(choose, known, tab.listed, **PRIVATE)
    tab.articles.clear(choose_all, known, tab.listed, **PRIVATE)
    tab.articles.delete(doubt, known, tab.listed, **PRIVATE)
    tab.articles.undo(keep, known, tab.listed, **PRIVATE)
    tab.articles.apply(remove, known, [*tab.listed, tab.told], concurrency_id="library", **PRIVATE)


def list_articles(shelving: Shelving, wishes: Wishes, page: ShelfPage) -> list[Any]:
    """Return the values of ``LibraryTab.listed``; an article that is gone is no longer among the chosen."""
    now = shelving.page(page)
    kept = wishes.among(shelving.ids())
    return [kept, now, str(shelf_list(now, kept.chosen))]
