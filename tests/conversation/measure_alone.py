"""How many questions of a data set are altered after an unrelated turn: ``measure_alone.py FILE.jsonl...``.

Each line holds a ``question``. At most 500 of each file are drawn, always the same.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from rag.adapters.grammar import SpacyParser
from rag.schema import Turn
from rag.stages.conversation import standalone_question

_MOST = 500
_TURNS = (
    Turn(
        "Who won the runoff?",
        "Opposition leader Voahangy Randriamaro has won Madagascar’s presidential runoff, defeating incumbent Solofo "
        "Ratsimbazafy by about 184,000 votes.",
    ),
    Turn(
        "How many jobs will Norvane cut?",
        "Norvane said Wednesday it will cut about 1,900 jobs, or 14 percent of its workforce, a day after the Dutch "
        "data regulator fined it 168 million euros.",
    ),
    Turn(
        "What did the hospital offer to pay?",
        "The hospital had offered to pay 40 per cent of the arrears at once and the rest in six monthly instalments.",
    ),
)


def main() -> None:
    """Count, and show what was altered."""
    parser = SpacyParser()
    for name in sys.argv[1:]:
        rows = [json.loads(line)["question"] for line in Path(name).read_text(encoding="utf-8").splitlines()]
        questions = list(dict.fromkeys(rows))
        random.Random(7).shuffle(questions)
        asked = questions[:_MOST]
        found = [(q, standalone_question(q, [_TURNS[i % 3]], parser)) for i, q in enumerate(asked)]
        altered = [(question, text) for question, text in found if text != question]
        print(f"{name}: {len(altered)} of {len(asked)} altered")
        for question, text in altered:
            print(f"  {question}\n    {text}")


if __name__ == "__main__":
    main()
