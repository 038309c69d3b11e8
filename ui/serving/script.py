"""An answer as a chat message: its sentences with numbers, what each number cites, and annotations that point at both.

The text is written for clients that render Markdown: what could make one load a picture, follow a link or run markup
out of an article's words is escaped. Offsets of annotations count code points of the message's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.schema import Answer, Citation, Claim

SOURCES = "Sources:"
_NEAREST = "The closest passages, which do not answer it:"
_ARMED = re.compile(r"!(?=\[)|\](?=[(\[:])|<(?=[A-Za-z/!?])")
_MARKS = re.compile(r"(?: ?\[\d+\])+")


@dataclass(slots=True)
class Script:
    """Writes a message piece by piece, in the order in which an answer comes."""

    address: str
    """Of the server, with a slash at its end."""
    length: int = 0
    _numbers: dict[Citation, int] = field(default_factory=dict)

    def sentence(self, claim: Claim) -> Piece:
        """Return a verified sentence with the numbers of its citations."""
        space = " " if self.length else ""
        said = harmless(claim.text)
        start = self.length + len(space)
        cited = dict.fromkeys(claim.citations)
        notes = tuple(self._note(citation, start, start + len(said)) for citation in cited)
        marks = "".join(f"[{self._numbers.setdefault(citation, len(self._numbers) + 1)}]" for citation in cited)
        return self._piece(f"{space}{said} {marks}" if marks else f"{space}{said}", notes)

    def rest(self, answer: Answer) -> Piece:
        """Return what stands under the sentences: why there are none, or what the reader must know, and the sources."""
        lines = [f"[{number}] {_shown(citation)}" for citation, number in self._numbers.items()]
        near = [f"- {_shown(citation)}" for citation in answer.closest] if answer.abstained else []
        blocks = (harmless(answer.reason or ""), _block(SOURCES, lines), _block(_NEAREST, near))
        text = "\n\n".join(block for block in blocks if block)
        return self._piece(f"\n\n{text}" if self.length and text else text, ())

    def _note(self, citation: Citation, start: int, end: int) -> dict[str, Any]:
        place = f"{self.address}articles/{citation.article_id}/text#char={citation.start},{citation.end}"
        about = {"start_index": start, "end_index": end, "title": citation.title, "url": place}
        return {"type": "url_citation", "url_citation": {**about, "citation": citation.to_dict()}}

    def _piece(self, text: str, annotations: tuple[dict[str, Any], ...]) -> Piece:
        self.length += len(text)
        return Piece(text, annotations)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message."""

    text: str
    annotations: tuple[dict[str, Any], ...]
    """As OpenAI's ``url_citation``; each also holds the ``citation`` of the answer schema."""


def written(answer: Answer, address: str) -> Piece:
    """Return a whole answer as a message."""
    script = Script(address)
    pieces = [*(script.sentence(claim) for claim in answer.claims), script.rest(answer)]
    notes = tuple(note for piece in pieces for note in piece.annotations)
    return Piece("".join(piece.text for piece in pieces), notes)


def said_of(message: str) -> str:
    """Return the sentences of an earlier message, without its numbers and sources."""
    sentences = re.split(rf"(?:^|\n\n)(?:{SOURCES}|{_NEAREST})\n", message, maxsplit=1)[0]
    return _MARKS.sub("", sentences).strip()


def harmless(text: str) -> str:
    """Return text in one line in which nothing opens a link, a picture or an element."""
    return _ARMED.sub(lambda match: "\\" + match[0], " ".join(text.split()))


def _shown(citation: Citation) -> str:
    return f"{harmless(citation.title)}: “{harmless(citation.quote)}”"


def _block(heading: str, lines: list[str]) -> str:
    return "\n".join([heading, *lines]) if lines else ""
