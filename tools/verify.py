#!/usr/bin/env python3
"""Check an answer of Citewire against its articles: ``python verify.py ANSWER.json --article FILE``.

Needs Python 3.11 or newer and nothing else. Licensed under the Apache License, Version 2.0.
Made by tools/make_verify.py from rag/stages/proof; edit that, not this.
"""
# ruff: noqa

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal, TextIO


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


MAX_PLACES = 10_000
"""A quote that stands at more places than this tells nothing of where it was taken from."""
CONTEXT = 32
"""Characters of prefix and suffix that are compared at most."""

Standing = Literal["held", "moved", "lost"]
"""At its offsets; elsewhere in a text that has changed; nowhere, or not to be told where."""

Sources = Callable[[str], Sequence[str]]
"""Gives the texts that may be the article of that id; none where it is not there."""

_QUOTATION = re.compile(r'“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|"([^"]+)"')
_MARKS = str.maketrans("“”„«»‘’‚", '"""""\'\'\'')


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """Where a quote stands now."""

    quote: Quote
    standing: Standing
    start: int | None
    """Its offset in the text that was read; None when lost."""
    source: Literal["same", "changed", "missing"]
    """Whether that text has the hash that the answer states."""

    @property
    def detail(self) -> str:
        """What was found, as the rest of a sentence about the quote."""
        if self.source == "missing":
            return "its article is not there"
        if self.source == "same":
            return "the text is the same" + ("" if self.standing == "held" else ", and does not say this there")
        if self.start is None:
            return "the text has changed and does not say this, or does not tell where"
        shift = self.start - self.quote.start
        return f"the text has changed around it ({shift:+,} characters)" if shift else "the text has changed elsewhere"

    def to_dict(self) -> dict[str, Any]:
        """Return the check as an item of ``citations`` or ``closest``."""
        return {
            "article_id": self.quote.article_id,
            "title": self.quote.title,
            "quote": self.quote.quote,
            "standing": self.standing,
            "start": self.start,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """What was found of one claim."""

    text: str
    wording: Literal["quoted", "written"]
    """``quoted``: its words are its quotes'. ``written``: somebody put them so."""
    quotes: tuple[QuoteCheck, ...]
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether all its quotes stand in the source and nothing is wrong with it."""
        return not self.faults and all(check.standing != "lost" for check in self.quotes)

    def to_dict(self) -> dict[str, Any]:
        """Return the check as an item of ``claims``."""
        return {
            "text": self.text,
            "wording": self.wording,
            "holds": self.holds,
            "faults": list(self.faults),
            "citations": [check.to_dict() for check in self.quotes],
        }


@dataclass(frozen=True, slots=True)
class ProofCheck:
    """What was found of an answer."""

    claims: tuple[ClaimCheck, ...]
    closest: tuple[QuoteCheck, ...]
    faults: tuple[str, ...]

    @property
    def quotes(self) -> tuple[QuoteCheck, ...]:
        """All quotes that were checked, in the file's order."""
        return tuple(quote for claim in self.claims for quote in claim.quotes) + self.closest

    @property
    def drifted(self) -> bool:
        """Whether a quote stands elsewhere than the answer says."""
        return any(check.standing != "held" for check in self.quotes)

    @property
    def holds(self) -> bool:
        """Whether everything that the answer shows stands in the source."""
        closest = all(check.standing != "lost" for check in self.closest)
        return closest and not self.faults and all(claim.holds for claim in self.claims)

    def to_dict(self) -> dict[str, Any]:
        """Return the check as ``citewire verify --json`` prints it."""
        return {
            "holds": self.holds,
            "drifted": self.drifted,
            "faults": list(self.faults),
            "claims": [claim.to_dict() for claim in self.claims],
            "closest": [check.to_dict() for check in self.closest],
        }


def check_proof(proof: Proof, sources: Sources) -> ProofCheck:
    """Check all that ``proof`` shows against the texts of its articles."""
    claims = tuple(_check_statement(statement, sources) for statement in proof.statements)
    closest = tuple(check_quote(quote, sources(quote.article_id)) for quote in proof.closest)
    return ProofCheck(claims, closest, tuple(_faults(proof)))


def _faults(proof: Proof) -> Iterator[str]:
    said = [statement.text for statement in proof.statements]
    if proof.text not in (" ".join(said), "\n".join(f"- {text}" for text in said)):  # a summary may be a list
        yield "The answer's text is not its claims."
    if proof.refused != (not proof.statements):
        yield "The answer says that it is a refusal and makes claims, or makes none and does not say so."
    quotes = [quote.quote for statement in proof.statements for quote in statement.quotes]
    if proof.short_answer is not None and not any(proof.short_answer in quote for quote in quotes):
        yield "The short answer stands in no quote."


def _check_statement(statement: Statement, sources: Sources) -> ClaimCheck:
    quotes = tuple(check_quote(quote, sources(quote.article_id)) for quote in statement.quotes)
    cited = [_folded(quote.quote) for quote in statement.quotes]
    words = _folded(statement.text)
    quoted = bool(words) and (words == " ".join(cited) or any(words in quote for quote in cited))
    faults = [] if quoted else list(_misquotations(statement.text, " ".join(cited)))
    if not statement.quotes:
        faults.append("It cites nothing.")
    if statement.verdict != "verified":
        faults.append(f"Its verdict is {printable(statement.verdict)!r}, so it must not be shown.")
    return ClaimCheck(statement.text, "quoted" if quoted else "written", quotes, tuple(faults))


def _misquotations(text: str, cited: str) -> Iterator[str]:
    for match in _QUOTATION.finditer(text):
        words = next(group for group in match.groups() if group)
        if _folded(words).strip(" .,;:!?…") not in cited:
            yield f"“{printable(words)}” stands in none of its quotes."


def _folded(text: str) -> str:
    """Return ``text`` with plain quotation marks, single spaces and no capitals."""
    return " ".join(text.translate(_MARKS).split()).casefold()


def check_quote(quote: Quote, texts: Sequence[str]) -> QuoteCheck:
    """Find ``quote`` in that of ``texts`` which has its hash, or, where all have changed, in any of them."""
    if not texts:
        return QuoteCheck(quote, "lost", None, "missing")
    same = [text for text in texts if _sha256(text) == quote.sha256]
    if same:
        stands = same[0][quote.start : quote.end] == quote.quote
        return QuoteCheck(quote, "held" if stands else "lost", quote.start if stands else None, "same")
    places = [place for text in texts if (place := find_quote(text, quote)) is not None]
    start = min(places, key=lambda place: abs(place - quote.start), default=None)
    standing: Standing = "lost" if start is None else "held" if start == quote.start else "moved"
    return QuoteCheck(quote, standing, start, "changed")


def find_quote(text: str, quote: Quote) -> int | None:
    """Return where ``quote`` stands in ``text``, told by what stood around it; None if that cannot be told.

    A quote that stands once needs no more than that. Of several places the one that keeps most of prefix and
    suffix is taken, the nearest to the old place among equals; none if all have lost both.
    """
    places = list(_places(text, quote.quote))
    if len(places) <= 1:
        return places[0] if places else None
    if len(places) > MAX_PLACES:
        return None
    best = max(places, key=lambda place: (_kept(text, place, quote), -abs(place - quote.start)))
    return best if _kept(text, best, quote) else None


def _places(text: str, words: str) -> Iterator[int]:
    place, found = text.find(words), 0
    while place >= 0 and found <= MAX_PLACES:
        yield place
        place, found = text.find(words, place + 1), found + 1


def _kept(text: str, place: int, quote: Quote) -> int:
    """Return how many characters of the quote's prefix and suffix stand around ``place``."""
    before, after = quote.prefix[-CONTEXT:], quote.suffix[:CONTEXT]
    end = place + len(quote.quote)
    left = _shared(text[max(0, place - len(before)) : place][::-1], before[::-1])
    return left + _shared(text[end : end + len(after)], after)


def _shared(left: str, right: str) -> int:
    """Return how many characters both begin with."""
    pairs = zip(left, right, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


@lru_cache(maxsize=8)
def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def report_lines(check: ProofCheck) -> Iterator[str]:
    """Describe ``check`` for a person, a line at a time, with nothing that could steer a terminal."""
    for number, claim in enumerate(check.claims, 1):
        yield f"claim {number} ({claim.wording}): {printable(claim.text)}"
        yield from (f"  fault: {fault}" for fault in claim.faults)
        yield from _quote_lines(claim.quotes)
    if check.closest:
        yield "closest passages"
        yield from _quote_lines(check.closest)
    yield from (f"fault: {fault}" for fault in check.faults)
    standing = [quote.standing for quote in check.quotes]
    counts = ", ".join(f"{standing.count(kind)} {kind}" for kind in ("held", "moved", "lost"))
    yield f"{'The proof holds' if check.holds else 'The proof does not hold'}: {counts}."


def _quote_lines(quotes: Iterable[QuoteCheck]) -> Iterator[str]:
    for check in quotes:
        place = "" if check.start is None else f" at {check.start}-{check.start + len(check.quote.quote)}"
        yield f"  {check.standing}{place} in {printable(check.quote.title)!r}: {check.detail}."


HOLDS, BAD_INPUT, DOES_NOT_HOLD = 0, 2, 5


def verify(arguments: list[str]) -> int:
    """Check the answer that ``arguments`` name, print what was found, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="Check that an answer of Citewire stands, word for word, in the articles that it cites. "
        f"Exit codes: {HOLDS} it holds, {BAD_INPUT} a file cannot be used, {DOES_NOT_HOLD} it does not hold.",
    )
    parser.add_argument("answer", metavar="ANSWER.json", help="what `citewire ask --json` wrote")
    parser.add_argument(
        "--article",
        metavar="FILE",
        action="append",
        required=True,
        help="the article: text, Markdown, or what `citewire show --text` exports; once for each article",
    )
    parser.add_argument("--strict", action="store_true", help="fail also where a quote has only moved")
    options = parser.parse_args(arguments)
    try:
        texts = [text for file in options.article for text in readings_of(Path(file).read_bytes())]
        check = check_proof(read_proof(Path(options.answer).read_bytes()), lambda _: texts)
    except UnreadableProof as exc:
        return _say(str(exc), BAD_INPUT)
    except OSError as exc:
        return _say(f"{exc.filename!r} cannot be read: {exc.strerror}.", BAD_INPUT)
    for line in report_lines(check):
        _write(sys.stdout, line)
    return HOLDS if check.holds and not (options.strict and check.drifted) else DOES_NOT_HOLD


def _say(message: str, code: int) -> int:
    _write(sys.stderr, printable(message))
    return code


def _write(stream: TextIO, line: str) -> None:
    """Write a line as UTF-8, whatever the terminal's own encoding is."""
    stream.buffer.write(f"{line}\n".encode())


if __name__ == "__main__":
    sys.exit(verify(sys.argv[1:]))
