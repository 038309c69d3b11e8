"""An answer as text that can be taken elsewhere, with its citations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rag.schema import Answer, Citation, Claim
    from rag.summary import Summary

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_OPENS_BLOCK = re.compile(r"\A(\d*)([-+=.)])")
_NOT_ANSWERED = "Not answered."
_NEAREST = "Closest passages, which do not answer the question:"


def as_plain_text(answer: Answer) -> str:
    """Return the question, the answer and its numbered sources, for a clipboard."""
    parts = [
        one_line(answer.rewritten or answer.question),
        _body(answer, _as_it_is, "[{}]"),
        *(f"[{number}] {_source(citation, _as_it_is)}" for number, citation in enumerate(_sources(answer), 1)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_markdown(answer: Answer) -> str:
    """Return the answer as Markdown with footnotes; nothing that was quoted or asked is taken for markup."""
    parts = [
        f"## {literal(answer.rewritten or answer.question)}",
        _body(answer, literal, "[^{}]"),
        *(_note(number, citation, answer) for number, citation in enumerate(_sources(answer), 1)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def summary_as_plain_text(summary: Summary, title: str) -> str:
    """Return the summary and its numbered sources, for a clipboard."""
    parts = [
        one_line(title),
        _sentences(summary.claims, summary.citations, _as_it_is, "[{}]"),
        *(f"[{number}] {_source(citation, _as_it_is)}" for number, citation in enumerate(summary.citations, 1)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def summary_as_markdown(summary: Summary, title: str) -> str:
    """Return the summary as Markdown with footnotes."""
    parts = [
        f"## {literal(title)}",
        _sentences(summary.claims, summary.citations, literal, "[^{}]"),
        *(f"[^{number}]: {_source(citation, literal)}" for number, citation in enumerate(summary.citations, 1)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def literal(text: str) -> str:
    """Return ``text`` in one line of Markdown that shows it as it is."""
    return _OPENS_BLOCK.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", one_line(text)))


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    return " ".join(text.split())


def _body(answer: Answer, write: Callable[[str], str], mark: str) -> str:
    if answer.abstained:
        nearest = _NEAREST if answer.closest else ""
        reason = write(one_line(answer.reason or ""))
        return "\n\n".join(part for part in (f"{_NOT_ANSWERED} {reason}".strip(), nearest) if part)
    said = _sentences(answer.claims, answer.citations, write, mark)
    return "\n\n".join(part for part in (said, write(one_line(answer.reason or ""))) if part)


def _sentences(claims: Sequence[Claim], citations: Sequence[Citation], write: Callable[[str], str], mark: str) -> str:
    numbers = {citation: number for number, citation in enumerate(citations, 1)}
    return " ".join(_said(claim, numbers, write, mark) for claim in claims)


def _said(claim: Claim, numbers: dict[Citation, int], write: Callable[[str], str], mark: str) -> str:
    marks = "".join(mark.format(numbers[citation]) for citation in dict.fromkeys(claim.citations))
    return f"{write(one_line(claim.text))}{' ' if mark == '[{}]' else ''}{marks}"


def _sources(answer: Answer) -> tuple[Citation, ...]:
    return answer.closest if answer.abstained else answer.citations


def _note(number: int, citation: Citation, answer: Answer) -> str:
    opening = f"{number}." if answer.abstained else f"[^{number}]:"
    return f"{opening} {_source(citation, literal)}"


def _source(citation: Citation, write: Callable[[str], str]) -> str:
    quote = write(one_line(citation.quote))
    place = f"characters {citation.start}-{citation.end}, SHA-256 {citation.sha256}"
    return f"“{quote}” ({write(one_line(citation.title))}; {place})"


def _as_it_is(text: str) -> str:
    return text
