"""The lines of ``key: value`` between two ``---`` at the top of a file, and the text under them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_FIELD = 300
"""Characters kept of a value: a longer one is no title, name or date."""

MAX_ITEMS = 100
"""Items kept of a list."""

_BLOCK = re.compile(r"\A---[ \t]*\n((?:.{0,8000}?\n)??)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"([A-Za-z_][\w-]{0,40})[ \t]*:(?:[ \t]+(.*))?")
_KEY = re.compile(r"[A-Za-z_][\w-]{0,40}")
_KEYS = """
title headline subtitle date published updated author authors byline publisher site source url link canonical
description summary excerpt keywords tags tag categories category section topic lang language layout draft
slug permalink image cover thumbnail id type license licence supersedes corrects
"""
"""Keys by one of which front matter is told from a paragraph with a colon between two thematic breaks."""
_KNOWN = frozenset(_KEYS.split())
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file states of itself, and the text under it."""

    fields: Mapping[str, str]
    """Values by lower-cased key, in one line each, as written; lists and mappings are left out."""
    text: str
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values that are lists, by lower-cased key; what is no text in them is left out."""

    def named(self, *keys: str) -> str | None:
        """Return the first value stated under one of ``keys``; a list's items are joined by commas."""
        for key in keys:
            if value := self.fields.get(key) or ", ".join(self.lists.get(key, ())):
                return value
        return None

    def listed(self, *keys: str) -> tuple[str, ...]:
        """Return all items stated under ``keys``, each once, in order; a text is cut at its commas."""
        found: list[str] = []
        for key in keys:
            found += self.lists.get(key, ())
            found += (part.strip() for part in self.fields.get(key, "").split(","))
        return tuple(dict.fromkeys(item for item in found if item))


def split_front_matter(text: str) -> FrontMatter:
    """Cut front matter off ``text``. A block without a key that articles have is text, and stays."""
    match = _BLOCK.match(text)
    loaded = None if match is None else _load(match.group(1))
    if match is None or loaded is None:
        return FrontMatter({}, text)
    fields = {key.lower(): one_line(value) for key, value in loaded.items() if isinstance(value, str)}
    stated = {key: value for key, value in fields.items() if value and value.lower() not in {"~", "null"}}
    lists = {key.lower(): _items(value) for key, value in loaded.items() if isinstance(value, list)}
    return FrontMatter(stated, text[match.end() :], lists)


def _items(values: list[object]) -> tuple[str, ...]:
    texts = (one_line(value) for value in values[:MAX_ITEMS] if isinstance(value, str))
    return tuple(text for text in texts if text)


def one_line(text: str) -> str:
    """Return ``text`` in one line, cut at ``MAX_FIELD`` characters, without codes that steer a terminal."""
    kept = "".join(" " if _steers(character) else character for character in text[: 4 * MAX_FIELD])
    return " ".join(kept.split())[:MAX_FIELD].rstrip()


def _load(block: str) -> dict[str, object] | None:
    """Read the block as YAML or, since titles with a colon are seldom quoted, line by line."""
    try:
        # Scalars stay strings: no date, number, merge key or tag of a stranger's is ever interpreted.
        loaded = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):
        loaded = _load_lines(block)
    if not isinstance(loaded, dict):
        return None
    keys = [key for key in loaded if isinstance(key, str) and _KEY.fullmatch(key)]
    known = len(keys) == len(loaded) and any(key.lower() in _KNOWN for key in keys)
    return loaded if known else None


def _load_lines(block: str) -> dict[str, object] | None:
    matches = [_LINE.fullmatch(line) for line in block.splitlines() if line.strip() and line[0] not in " \t#-"]
    pairs = [(match.group(1), _unquoted(match.group(2) or "")) for match in matches if match]
    return dict(pairs) if len(pairs) == len(matches) else None


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if quoted else value


def _steers(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in _BIDI_CONTROLS
