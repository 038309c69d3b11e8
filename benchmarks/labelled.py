"""Statements about texts that people labelled as borne out or not, from public development sets."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Statement:
    """A labelled statement about some texts."""

    set_name: str
    group: str
    """Statements about one article share it; folds never part them."""
    text: str
    texts: tuple[str, ...]
    true: bool


def labelled_statements(folder: Path) -> dict[str, list[Statement]]:
    """Return the statements of each set below ``folder``; QAGS by where its articles come from."""
    found: dict[str, list[Statement]] = {}
    for read in (_qags, _cliff, _faithbench, _quotesum, _halueval):
        for statement in read(folder):
            found.setdefault(statement.set_name, []).append(statement)
    return found


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a set; none, with a word on standard error, where it is missing."""
    path = folder / name / "dev.jsonl"
    if not path.exists():
        sys.stderr.write(f"{path} is missing; skipped.\n")
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _qags(folder: Path) -> Iterator[Statement]:
    for row in rows_of(folder, "qags"):
        name = row["source"].replace("/", "_").lower()
        for item in row["sentences"]:
            yield Statement(name, row["group"], item["sentence"], (row["context"],), bool(item["majority"]))


def _cliff(folder: Path) -> Iterator[Statement]:
    return _summaries(folder, "cliff_aggrefact")


def _faithbench(folder: Path) -> Iterator[Statement]:
    return _summaries(folder, "faithbench")


def _summaries(folder: Path, name: str) -> Iterator[Statement]:
    for row in rows_of(folder, name):
        yield Statement(name, row["group"], row["summary"], (row["context"],), bool(row["consistent"]))


def _quotesum(folder: Path) -> Iterator[Statement]:
    """People's answers with the passages that they quote; all are true."""
    for row in rows_of(folder, "quotesum"):
        texts = {doc["doc_id"]: doc["text"] for doc in row["docs"]}
        for reference in row["references"]:
            plain = re.sub(r"\s([.,;:!?])", r"\1", re.sub(r"\[ \d+ |\s?\](?=\W|$)", "", reference))
            cited = dict.fromkeys(re.findall(r"\[ (\d+) ", reference))
            yield Statement("quotesum", row["group"], plain, tuple(texts[key] for key in cited if key in texts), True)


def _halueval(folder: Path) -> Iterator[Statement]:
    """Right and made-up answers, each after its question: the right ones are single words."""
    for row in rows_of(folder, "halueval_qa"):
        for name, true in (("right_answer", True), ("hallucinated_answer", False)):
            right = row[name] if name in row else row["answers"][0]
            yield Statement("halueval_qa", row["group"], f"{row['question']} {right}", (row["context"],), true)
