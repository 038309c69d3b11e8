"""The one place where text becomes HTML.

An element is made of text, which is escaped, and of other elements. Nothing else in the page's code writes an
angle bracket, so there is no second place at which to forget the escaping.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Markup", "element", "joined", "numbered_text", "visible"]

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LAST_WORD = re.compile(r"(?<!\S)\S{1,24}\Z")
"""What a number keeps with; a longer word must be free to break."""
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_SCRIPTED = frozenset({"script", "style", "iframe", "object", "embed", "link", "base", "meta", "svg", "math"})
_VOID = frozenset({"br", "hr", "input", "wbr"})


def visible(text: str) -> str:
    """Return ``text`` with the characters that HTML cannot carry, or that turn the text around them, shown.

    Each becomes one U+FFFD, so that the length and every offset stay as they are.
    """
    return _STEERING.sub("\ufffd", _UNSEEN.sub("\ufffd", text))


def element(tag: str, /, *children: str | None, **attributes: str | int | bool | None) -> Markup:
    """Return ``<tag attributes>children</tag>`` with everything escaped that is not itself an element.

    Underscores in attribute names stand for hyphens and a trailing one is dropped (``class_``,
    ``aria_label``). ``True`` gives an attribute without value; ``False`` and ``None`` leave it out. Raises
    ValueError for a name that is no plain tag or attribute, or that could carry a script.
    """
    if tag in _SCRIPTED:
        raise ValueError(f"an element {tag!r} could carry a script")
    opening = f"<{_named(tag)}{''.join(_attribute(name, value) for name, value in attributes.items())}>"
    whole = opening if tag in _VOID else f"{opening}{joined(*children)}</{tag}>"
    return Markup(whole)  # noqa: S704 - every part of it was escaped or checked


def joined(*children: str | None) -> Markup:
    """Return the children one after the other, escaped where they are text; None is left out."""
    return Markup("").join(_safe(child) for child in children if child is not None)


def numbered_text(text: str, buttons: Sequence[Markup]) -> Markup:
    """Return a text and the buttons that follow it, of which the first never opens a line by itself."""
    last = _LAST_WORD.search(text)
    if last is None or not buttons:
        return joined(text, *buttons)
    kept = element("span", last[0], buttons[0], class_="last-word")
    return joined(text[: last.start()], kept, *buttons[1:])


def _safe(child: str) -> Markup:
    return child if isinstance(child, Markup) else escape(visible(child))


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    plain = _named(name.rstrip("_").replace("_", "-"))
    if plain.startswith("on") or plain in {"style", "srcdoc"}:
        raise ValueError(f"an attribute {plain!r} could carry a script")
    return f" {plain}" if value is True else f' {plain}="{escape(visible(str(value)))}"'


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no plain name")
    return name
