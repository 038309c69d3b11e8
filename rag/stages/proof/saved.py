"""What is read of a saved answer, and of the file that holds its article. Nothing of either is trusted."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

SCHEMAS = ("citewire.answer/1", "citewire.summary/1")
MAX_PROOF_BYTES = 10_000_000
MAX_QUOTES = 2000
"""Each is looked for in the whole article, so a file of very many would keep its reader busy for hours."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


class UnreadableProof(ValueError):
    """The file is no answer of Citewire, or not text; ``str(error)`` is one sentence."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation as the file states it."""

    article_id: str
    title: str
    sha256: str
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as the file states it."""

    text: str
    verdict: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What is checked of a saved answer or summary."""

    text: str
    short_answer: str | None
    refused: bool
    """Whether the file says that nothing was answered."""
    statements: tuple[Statement, ...]
    closest: tuple[Quote, ...]
    """Passages that a refusal shows."""


def read_proof(data: bytes) -> Proof:
    """Return the answer or summary that ``data`` states as JSON; raises UnreadableProof."""
    if len(data) > MAX_PROOF_BYTES:
        megabytes = MAX_PROOF_BYTES // 1_000_000
        raise UnreadableProof(f"The answer is larger than {megabytes} MB; that is no answer of Citewire.")
    try:
        loaded = json.loads(data, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as exc:
        raise UnreadableProof("The answer is not JSON as `citewire ask --json` writes it.") from exc
    if not isinstance(loaded, dict) or loaded.get("schema") not in SCHEMAS:
        raise UnreadableProof(f"The answer states no schema that is known here ({' or '.join(SCHEMAS)}).")
    short = loaded.get("short_answer")
    statements = tuple(_statement(item) for item in _items(loaded, "claims"))
    closest = tuple(_quote(item) for item in _items({"closest": [], **loaded}, "closest"))
    if len(closest) + sum(len(statement.quotes) for statement in statements) > MAX_QUOTES:
        raise UnreadableProof(f"The answer has more than {MAX_QUOTES:,} quotes; that is no answer of Citewire.")
    return Proof(
        text=_string(loaded, "text"),
        short_answer=None if short is None else _string(loaded, "short_answer"),
        refused=bool(loaded.get("abstained", not statements)),
        statements=statements,
        closest=closest,
    )


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that states a key twice: two readers could take it for two different answers."""
    loaded = dict(pairs)
    if len(loaded) != len(pairs):
        raise ValueError("a key is stated twice")
    return loaded


def _string(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    if not isinstance(value, str):
        raise UnreadableProof(f"The answer is damaged: {key!r} is missing or is not text.")
    return value


def _offset(item: dict[str, Any], key: str) -> int:
    value = item.get(key)
    if type(value) is not int or not 0 <= value < 2**53:
        raise UnreadableProof(f"The answer is damaged: {key!r} is missing or is not an offset.")
    return value


def _items(item: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = item.get(key)
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise UnreadableProof(f"The answer is damaged: {key!r} is missing or is not a list of objects.")
    return value


def _statement(item: dict[str, Any]) -> Statement:
    quotes = tuple(_quote(each) for each in _items(item, "citations"))
    return Statement(_string(item, "text"), _string(item, "verdict"), quotes)


def _quote(item: dict[str, Any]) -> Quote:
    keys = ("article_id", "title", "sha256", "quote", "prefix", "suffix")
    quote = Quote(**{key: _string(item, key) for key in keys}, start=_offset(item, "start"), end=_offset(item, "end"))
    if not quote.quote.strip() or quote.end - quote.start != len(quote.quote):
        raise UnreadableProof("The answer is damaged: a quote is empty or is not as long as its offsets say.")
    return quote


def readings_of(data: bytes) -> tuple[str, ...]:
    """Return what the stored text may be if ``data`` is an exported text or the source it was read from.

    The stored text is the source without byte-order mark and front matter, with ``\\n`` line ends. An
    exported text may itself begin as a front matter does, so both readings are given. Raises UnreadableProof.
    """
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as exc:
        raise UnreadableProof("The article's file is not text in UTF-8; give what `show --text` exports.") from exc
    whole = (text, text.removeprefix("\ufeff"))
    return tuple(dict.fromkeys((*whole, *(_FRONT_MATTER.sub("", each, count=1) for each in whole))))


def printable(text: str) -> str:
    """Return ``text`` on one line, with what could steer a terminal or reorder its letters written out."""
    return _UNPRINTABLE.sub(lambda match: " " if match[0] in "\t\n\r" else repr(match[0])[1:-1], text)
