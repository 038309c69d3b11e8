"""JSON that arrives in pieces: each whole object is read as soon as its brace closes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from rag.stages.writing.markers import cited_numbers
from rag.stages.writing.records import DraftClaim

_TEXTS = ("text", "claim", "sentence", "answer", "statement")
_SOURCES = ("sources", "source", "citations", "citation", "ids", "id", "cites", "sentences")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_CUT_OFF = re.compile(rf'"(?:{"|".join(_TEXTS)})"\s*:\s*("(?:[^"\\]|\\.)*)$', re.DOTALL)
_DEEPEST = 8


class ObjectReader:
    """Finds claims in JSON, whole or cut off, with anything around it. Never raises for any text."""

    def __init__(self) -> None:
        self._text = ""
        self._at = 0
        self._opened: list[int] = []
        self._in_string = False

    def feed(self, piece: str) -> Iterator[DraftClaim]:
        """Take more text; yield the claims that are now whole."""
        self._text += piece
        while self._at < len(self._text):
            character = self._text[self._at]
            if self._in_string and character == "\\":
                if self._at + 1 == len(self._text):
                    return  # what is escaped is still to come
                self._at += 2
                continue
            self._at += 1
            if character == '"':
                self._in_string = not self._in_string and bool(self._opened)
            elif not self._in_string:
                yield from self._brace(character)

    def cut_off(self) -> str:
        """Return the words of the claim in which the text ends; empty where it ends in none."""
        found = _CUT_OFF.search(self._text, self._opened[-1]) if self._in_string and self._opened else None
        if found is None:
            return ""
        try:
            return str(json.loads(f'{found[1]}"', strict=False))
        except ValueError:
            return ""

    def _brace(self, character: str) -> Iterator[DraftClaim]:
        if character == "{":
            self._opened = [*self._opened, self._at - 1][-_DEEPEST:]
        elif character == "}" and self._opened:
            yield from _claims_in(self._text[self._opened.pop() : self._at])


def _claims_in(text: str) -> Iterator[DraftClaim]:
    """Yield the claim that an object is; an object around claims holds none of its own."""
    try:
        found = json.loads(_TRAILING_COMMA.sub("", text), strict=False)
    except (ValueError, RecursionError):
        return
    if isinstance(found, dict) and (draft := _claim_of(found)) is not None:
        yield draft


def _claim_of(found: Mapping[str, Any]) -> DraftClaim | None:
    words = next((found[key] for key in _TEXTS if isinstance(found.get(key), str)), None)
    if not words or not words.strip():
        return None
    given = next((found[key] for key in _SOURCES if key in found), ())
    listed = given if isinstance(given, list) else [given]
    numbers = [number for item in listed for number in _numbers_of(item)]
    return DraftClaim(words, tuple(dict.fromkeys(numbers)))


def _numbers_of(item: object) -> tuple[int, ...]:
    match item:
        case bool() | None:
            return ()
        case int():
            return (item,)
        case str():
            return cited_numbers(item if "[" in item else f"[{item}]")
        case dict():
            return tuple(value for value in item.values() if type(value) is int)
        case _:
            return ()
