"""How many follow-ups the rules get right, and which not: ``python tests/conversation/measure.py [--ask] [NAME]...``.

With ``--ask`` the first question is really asked of its article, and the answer stands before the second.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from rag import Pipeline
from rag.adapters.grammar import SpacyParser
from rag.schema import Turn
from rag.stages.conversation import standalone_question
from rag.stages.language.words import tokens

DATA = Path(__file__).with_name("data")
ROOT = Path(__file__).parents[2]
_UNSAID = frozenset("a an the is are was were be do does did has have had s".split())
"""Words in which two wordings of one question may differ."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Two turns, and the wordings in which the second is right."""

    article: str
    question: str
    answer: str
    follow_up: str
    right: tuple[str, ...]


def read_conversations(name: str) -> list[Conversation]:
    """Return the conversations of a file in ``data``."""
    rows = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return [
        Conversation(row["article"], row["question"], row["answer"], row["follow_up"], tuple(row.get("right", ())))
        for row in rows
    ]


def essence(question: str) -> tuple[str, ...]:
    """Return the stems of a question's words in order, without articles and auxiliaries."""
    return tuple(token.stem for token in tokens(question) if token.text.lower() not in _UNSAID)


def is_right(found: str, conversation: Conversation) -> bool:
    """Tell whether a question says the same as one of the right wordings, word for word but for articles.

    One that stands by itself must be left as it was.
    """
    if not conversation.right:
        return found == conversation.follow_up
    return essence(found) in {essence(right) for right in conversation.right}


def rewritten(conversation: Conversation, parser: SpacyParser) -> str:
    """Return what the rules make of the second turn."""
    turns = [Turn(conversation.question, conversation.answer)]
    return standalone_question(conversation.follow_up, turns, parser)


def rewritten_after_asking(conversation: Conversation, parser: SpacyParser) -> str:
    """Return the same with the answer that Citewire gives to the first question."""
    with Pipeline(corpus=ROOT / conversation.article) as pipeline:
        turns = [Turn(conversation.question, pipeline.ask(conversation.question))]
    return standalone_question(conversation.follow_up, turns, parser)


def main() -> None:
    """Count, and show what is wrong."""
    parser = SpacyParser()
    names = [name for name in sys.argv[1:] if name != "--ask"]
    second = rewritten_after_asking if "--ask" in sys.argv else rewritten
    for name in names or [path.stem for path in sorted(DATA.glob("*.yaml"))]:
        conversations = read_conversations(name)
        found = [(one, second(one, parser)) for one in conversations]
        wrong = [
            (one, text) for one, text in found if not (is_right(text, one) if one.right else text == one.follow_up)
        ]
        print(f"{name}: {len(found) - len(wrong)} of {len(found)} right")
        for one, text in wrong:
            print(f"  {one.question} | {one.follow_up}\n    {text}")


if __name__ == "__main__":
    main()
