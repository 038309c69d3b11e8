"""Every quote of a saved answer is found in the text of its article, or is lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any, Literal

from rag.stages.proof.saved import Proof, Quote, Statement, printable

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
