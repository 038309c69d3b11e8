"""The article as it is read beside the answer, with the cited sentences lit."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ui.web.render.markup import Markup, element, joined, numbered_text
from ui.web.render.passages import Lit, Paragraph, Run, in_view, paragraphs, runs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.protocols import ArticleInfo
    from rag.schema import Article, SplitArticle
    from ui.web.sourcing import Sources

MOST = 300_000
"""Characters of an article that are shown whole; of a longer one, the parts around what is cited."""

_SCROLLS: dict[str, Any] = {"class_": "sources", "tabindex": 0, "role": "region", "aria_label": "Articles"}
"""The pane scrolls by itself, so it must take the keyboard's focus and have a name."""
_HASHES = re.compile(r"[ \t\n]*#{1,6}[ \t]*")


def sources_pane(sources: Sources, lit: Mapping[str, tuple[Lit, ...]]) -> Markup:
    """Return the articles one below the other, each lit, under a list of them where there are several."""
    articles = sources.articles
    sections = (
        article_section(split, lit.get(split.article.id, ()), changed=split.article.id in sources.changed)
        for split in articles
    )
    contents = _contents(articles, lit) if len(articles) > 1 else None
    return element("div", *map(_gone, sources.gone), contents, *sections, **_SCROLLS)


def _gone(title: str) -> Markup:
    return element(
        "p",
        "“",
        element("span", title, dir="auto"),
        "” is no longer in the library. What was quoted of it stands in the answer.",
        class_="gone",
    )


def article_section(split: SplitArticle, lit: Sequence[Lit], *, changed: bool = False) -> Markup:
    """Return one article typeset for reading; ``changed`` where the library holds a later version of it."""
    article = split.article
    found = _body(split)
    stretches = in_view(found, lit, most=MOST)
    gap = element("p", "Part of the article is left out here.", class_="gap")
    parts = [joined(*(_paragraph(article, item, lit) for item in stretch)) for stretch in stretches]
    return element(
        "article",
        element(
            "header",
            element("h2", article.title, class_="title", dir="auto"),
            element("p", facts_line(article), class_="facts"),
            element("p", "It has changed since. Here it stands as it was cited.", class_="gone") if changed else None,
        ),
        gap.join(parts),
        gap if stretches and stretches[-1][-1] != found[-1] else None,
        class_="paper",
        data_article=article.id,
        aria_label=f"Article: {article.title}",
        tabindex=-1,
    )


def facts_line(article: Article) -> str:
    """Return what is known of the article, in one line; what is not known is not made up."""
    published = long_date(article.published) if article.published else "date not stated"
    known = (article.publisher, article.byline, published, source_name(article.source))
    return " · ".join(part for part in known if part)


def source_name(source: str) -> str:
    """Return the file's name without its folders, which are not for a screen that others see."""
    if source.startswith("pasted/"):
        return "pasted"
    return PurePath(source.removeprefix("corpus:")).name or source


def shelf(listing: Sequence[ArticleInfo], *, most: int = 50) -> Markup:
    """Return what stands in the pane of a library of several articles before a question is asked."""
    if not listing:
        return element(
            "div",
            element("h2", "The library is empty", class_="title"),
            element("p", "Add an article under “Library”, and ask what it says.", class_="facts"),
            **{**_SCROLLS, "class_": "sources paper"},
        )
    rows = (element("li", element("span", info.title, dir="auto")) for info in listing[:most])
    rest = len(listing) - most
    return element(
        "div",
        element("h2", f"{len(listing):,} articles", class_="title"),
        element("p", "Ask a question, and the articles that it is answered from appear here.", class_="facts"),
        element("ul", *rows, class_="shelf"),
        element("p", f"and {rest:,} more", class_="facts") if rest > 0 else None,
        **{**_SCROLLS, "class_": "sources paper"},
    )


def _body(split: SplitArticle) -> tuple[Paragraph, ...]:
    """Return the paragraphs below the title: a heading that repeats it is not shown twice."""
    found = paragraphs(split.article.text, split.sentences)
    opening = split.article.text[found[0].start : found[0].end]
    repeats = _HASHES.sub("", opening, count=1).strip() == split.article.title
    return found[1:] if repeats and found[0].kind == "heading" and len(found) > 1 else found


def _paragraph(article: Article, paragraph: Paragraph, lit: Sequence[Lit]) -> Markup:
    hashes = _HASHES.match(article.text, paragraph.start, paragraph.end)
    content = paragraph
    if paragraph.kind == "heading" and hashes and hashes.end() < paragraph.end:
        content = Paragraph(hashes.end(), paragraph.end, paragraph.kind)
    return element(
        "h3" if paragraph.kind == "heading" else "p",
        *(_run(article, run) for run in runs(content, lit)),
        class_=paragraph.kind,
        dir="auto",
    )


def _run(article: Article, run: Run) -> str:
    text = article.text[run.start : run.end]
    if not run.lit:
        return text
    buttons = [_way_back(span) for span in run.lit if span.end == run.end]
    return element(
        "mark",
        numbered_text(text, buttons),
        class_=" ".join(["lit", *sorted({span.kind for span in run.lit})]),
        data_numbers=" ".join(str(span.number) for span in run.lit),
        tabindex=-1,
    )


def _way_back(span: Lit) -> Markup:
    what = "cited as" if span.kind == "cited" else "close passage"
    return element(
        "button",  # the style sheet writes the number, so that the article's text stays as it is, also when copied
        type="button",
        class_="back",
        data_back=span.number,
        aria_label=f"{what} {span.number}; go back to the answer",
    )


def _contents(articles: Sequence[SplitArticle], lit: Mapping[str, tuple[Lit, ...]]) -> Markup:
    def row(article: Article) -> Markup:
        count = len(lit.get(article.id, ()))
        return element(
            "li",
            element("button", article.title, type="button", class_="jump", data_jump=article.id, dir="auto"),
            element("span", f" {count} {'passage' if count == 1 else 'passages'}", class_="count"),
        )

    return element(
        "nav",
        element("ul", *(row(split.article) for split in articles)),
        class_="contents",
        aria_label="Articles that are cited",
    )


def long_date(iso: str) -> str:
    """Return an ISO date as a reader writes it."""
    day = date.fromisoformat(iso[:10])
    return f"{day.day} {day:%B %Y}"
