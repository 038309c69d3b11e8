"""Questions as a command asks them: one, one that follows saved answers, or a conversation on a terminal."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from rich.text import Text

from rag.errors import BadInput, CitewireError
from rag.schema import ClaimShown, Finished, QuestionRewritten, Turn
from rag.stages.proof.saved import printable
from ui.cli.answers import AnswerWriter
from ui.cli.files import read_bytes
from ui.cli.output import write_error, write_json, write_line, write_styled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rag.api import Pipeline
    from rag.filters import Filters
    from rag.schema import Answer

_LONGEST = 10_000_000
_PROMPT = "> "


def write_answer(
    pipeline: Pipeline,
    question: str,
    *,
    articles: Sequence[str] | None,
    history: Sequence[Turn],
    as_json: bool,
    filters: Filters | None = None,
) -> Answer:
    """Ask one question and write each sentence as it is verified, or with ``as_json`` the whole answer."""
    writer = AnswerWriter()
    for event in pipeline.stream(question, articles=articles, history=history, filters=filters):
        if isinstance(event, Finished):
            answer = event.answer
        elif not as_json and isinstance(event, QuestionRewritten):
            write_styled(Text(f"Asked as: {printable(event.question)}", style="dim"))
        elif not as_json and isinstance(event, ClaimShown):
            writer.write_claim(event.claim)
    if as_json:
        write_json(answer.to_dict())
    else:
        writer.write_rest(answer)
    return answer


def converse(
    pipeline: Pipeline,
    questions: Iterable[str],
    *,
    articles: Sequence[str] | None,
    history: Sequence[Turn],
    as_json: bool,
    filters: Filters | None = None,
) -> None:
    """Answer one question after the other, each with those before it as its history; an error ends none but its own."""
    asked: dict[str, Any] = {"articles": articles, "filters": filters}
    turns = [*history]
    for question in questions:
        if not question.strip():
            continue
        try:
            answer = write_answer(pipeline, question, history=turns, as_json=as_json, **asked)
        except CitewireError as exc:
            write_error(str(exc))
        except KeyboardInterrupt:
            write_error("Stopped.")
        else:
            turns.append(Turn(question, answer))
        if not as_json:
            write_line()


def typed_questions() -> Iterator[str]:
    """Yield what is typed on the terminal, line by line, until the input ends or Ctrl-C is pressed."""
    with suppress(ImportError):
        import readline  # noqa: F401 - lines can be edited and called back once it is loaded

    with suppress(EOFError, KeyboardInterrupt):
        while True:
            yield input(_PROMPT)
    write_line()


def saved_turn(file: Path) -> Turn:
    """Return the question and the words of an answer that was saved as JSON; raises BadInput and UnreadableFile."""
    data = read_bytes(file)
    try:
        saved = json.loads(data) if len(data) <= _LONGEST else None
    except (ValueError, RecursionError) as exc:
        raise BadInput(f"{str(file)!r} is not JSON as `citewire ask --json` writes it.") from exc
    fields = saved if isinstance(saved, dict) else {}
    question, text = fields.get("rewritten") or fields.get("question"), fields.get("text")
    if not isinstance(question, str) or not isinstance(text, str):
        raise BadInput(f"{str(file)!r} is no answer that `citewire ask --json` wrote.")
    return Turn(question, text)
