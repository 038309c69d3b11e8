"""Comparisons over the news articles: how many are concluded rightly or wrongly, shown without one, or refused.

    python benchmarks/comparisons.py

The questions were written before the first run and are not tuned on. A conclusion is the side, or the yes or no, that
the reason begins with; where the articles do not tell, any is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import yaml

from rag import Pipeline
from rag.schema import Answer

_DATA = Path(__file__).parent / "data"
_CONCLUDED = re.compile(
    r"(?:(yes|no): )?(.+?) has the (?:(?:higher|lower) figure|(?:earlier|later) date)", re.IGNORECASE
)


def concluded(answer: Answer) -> str | None:
    """Return what an answer concludes: a side, "yes" or "no"; None where it draws no conclusion."""
    found = _CONCLUDED.match(answer.reason or "")
    return None if found is None else (found[1] or found[2]).lower()


def outcome(answer: Answer, right: str | None) -> str:
    """Return how an answer fares beside the side that is right, or None where the articles do not tell."""
    told = concluded(answer)
    if told is None:
        return "shown" if answer.claims else "refused"
    return "right" if right is not None and told.lower() == right.lower() else "wrong"


def main() -> None:
    """Ask each question of all articles, and print what became of it."""
    outcomes: Counter[str] = Counter()
    with Pipeline(corpus=_DATA / "news") as pipeline:
        for case in yaml.safe_load((_DATA / "comparisons.yaml").read_text(encoding="utf-8")):
            answer = pipeline.ask(case["question"])
            found = outcome(answer, case["right"])
            outcomes[found] += 1
            print(f"{found}: {case['question']}\n    {answer.short_answer} | {answer.reason} | {answer.text}")
    print(dict(outcomes))


if __name__ == "__main__":
    main()
