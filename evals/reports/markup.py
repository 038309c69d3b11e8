"""The parts of which pages of reports are made."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PAGE = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>$title</title>
<style>$style</style></head><body><main>$body</main></body></html>
""")


def whole_page(title: str, body: str) -> str:
    """Return a page; ``body`` is HTML already."""
    return _PAGE.substitute(title=escape(f"Citewire, {title}"), style=_style(), body=body)


@lru_cache(maxsize=1)
def _style() -> str:
    return (resources.files("evals.reports") / "report.css").read_text(encoding="utf-8")


def table_html(title: str, caption: str, heads: Sequence[str], rows: Iterable[str]) -> str:
    """Return a table under a heading; everything in it but ``title`` and ``caption`` is HTML already."""
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        f'<h2>{title}</h2><div class="scroll" tabindex="0" role="region" aria-label="{title}"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def row_html(name: str, numbers: Iterable[str], *texts: str) -> str:
    """Return a row of a table; everything in it is HTML already."""
    cells = [f'<td class="n">{number}</td>' for number in numbers] + [f"<td>{text}</td>" for text in texts]
    return f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>'


def words_of(name: str) -> str:
    """Return the name of a figure in words."""
    return escape(name.replace("_", " "))
