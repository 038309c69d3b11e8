"""Whatever a system returns becomes a ``Response``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evals.schema import Cited, Response, Statement
from evals.wording import reads_as_refusal, sound_text
from rag.errors import BadInput
from rag.schema import Answer


def to_json(returned: Answer | Mapping[str, Any] | str | None) -> dict[str, Any]:
    """Return what a system gave as JSON: the answer schema, or the part of it that the system knows.

    Raises BadInput for a value of another type.
    """
    if isinstance(returned, Answer):
        return returned.to_dict()
    if isinstance(returned, Mapping):
        return dict(returned)
    if isinstance(returned, str) or returned is None:
        return {"text": returned or ""}
    raise BadInput(
        f"The system returned {type(returned).__name__!r}; "
        "let it return an Answer, a dict of the answer schema or a string."
    )


def read_response(raw: Mapping[str, Any]) -> Response:
    """Return the response that ``raw`` describes: the answer schema, of which only ``text`` is needed.

    Other keys: ``abstained`` (else the words decide), ``reason``, ``short_answer``, ``confidence``, ``claims`` or
    ``citations`` (items with ``quote`` and, where known, ``sha256``, ``start``, ``end``), for a search
    ``passages`` of the same form and ``ranking`` of documents' ids, ``usage`` with ``input_tokens`` and
    ``output_tokens`` or OpenAI's names, ``first_sentence_seconds``, and ``model``, which is ``quote`` where it only
    quotes. Raises BadInput where a key holds something else.
    """
    text = _text(raw, "text")
    abstained = raw.get("abstained")
    refused = bool(abstained) if abstained is not None else reads_as_refusal(text)
    claims = _items(raw, "claims")
    return Response(
        text="" if refused else text,
        refused=refused,
        reason=_text(raw, "reason") or (text if refused and text else None),
        short_answer=_text(raw, "short_answer") or None,
        cited=_cited(raw, claims),
        claims=tuple(_statement(claim) for claim in claims),
        confidence=_number(raw, "confidence"),
        withheld=len(_items(raw, "withheld")),
        ranking=_names(raw, "ranking"),
        passages=tuple(map(_one_cited, _items(raw, "passages"))),
        first_seconds=_number(raw, "first_sentence_seconds"),
        input_tokens=_tokens(raw, "input_tokens", "prompt_tokens"),
        output_tokens=_tokens(raw, "output_tokens", "completion_tokens"),
        writer=_text(raw, "model") or None,
    )


def _cited(raw: Mapping[str, Any], claims: list[Mapping[str, Any]]) -> tuple[Cited, ...] | None:
    """Return each citation once, in order; None where the system has neither claims nor citations."""
    if "claims" not in raw and "citations" not in raw:
        return None
    items = [item for holder in (*claims, raw) for item in _items(holder, "citations")]
    return tuple(dict.fromkeys(_one_cited(item) for item in items))


def _statement(claim: Mapping[str, Any]) -> Statement:
    return Statement(_text(claim, "text"), tuple(map(_one_cited, _items(claim, "citations"))))


def _one_cited(item: Mapping[str, Any]) -> Cited:
    sha256 = item.get("sha256")
    return Cited(
        quote=_text(item, "quote"),
        sha256=str(sha256) if sha256 else None,
        start=_offset(item, "start"),
        end=_offset(item, "end"),
    )


def _text(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    if value is None or isinstance(value, str):
        return sound_text(value or "")
    raise BadInput(f"The system's {key!r} is {type(value).__name__!r}; it must be a string.")


def _items(holder: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = holder.get(key)
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
        return value
    raise BadInput(f"The system's {key!r} must be a list of objects.")


def _tokens(raw: Mapping[str, Any], *names: str) -> int | None:
    usage = raw.get("usage")
    stated = [usage.get(name) for name in names] if isinstance(usage, Mapping) else []
    return next((count for count in stated if isinstance(count, int)), None)


def _names(holder: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = holder.get(key) or ()
    if isinstance(value, (list, tuple)) and all(isinstance(name, str) for name in value):
        return tuple(value)
    raise BadInput(f"The system's {key!r} must be a list of strings.")


def _number(holder: Mapping[str, Any], key: str) -> float | None:
    value = holder.get(key)
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    raise BadInput(f"The system's {key!r} is {type(value).__name__!r}; it must be a number.")


def _offset(holder: Mapping[str, Any], key: str) -> int | None:
    value = holder.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
