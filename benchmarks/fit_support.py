"""Fits the threshold of the support check and freezes it in ``rag/stages/verify/support.json``.

The threshold is the largest share of a claim's content words that its source need not have. It is fitted on
statements that people labelled, with every other check on. A false statement shown costs as much as ten true ones
withheld, and a larger threshold must pay even if it shows as many more false ones as the 95% Wilson interval
allows: that none was seen among a few hundred is no proof that there is none.

Sets are read from a folder of JSON lines, one file ``SET/dev.jsonl`` each; a set that is missing is skipped.
Usage: ``python benchmarks/fit_support.py FOLDER [--write]``.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.adapters.grammar import SpacyParser
from rag.adapters.segmenting import SentencexSegmenter
from rag.schema import Article, SplitArticle
from rag.stages.language.aliases import read_aliases
from rag.stages.reading import read_article
from rag.stages.splitting import split_sentences
from rag.stages.verify import FactReader, Place, support_candidates
from rag.stages.verify.align import sentences_around
from rag.stages.verify.checks import GRAMMAR_CHECKS, WORD_CHECKS
from rag.stages.verify.checks.support import check_support, missing_share
from rag.stages.verify.fillers import Sides
from rag.stages.verify.judging import LOOK_BACK, make_case, read_setting, readings
from rag.stages.verify.verifier import verbatim_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FROZEN = Path(__file__).parents[1] / "rag" / "stages" / "verify" / "support.json"
FALSE_SHOWN, TRUE_WITHHELD = 10, 1
"""What a mistake of either kind costs."""

GRID = [round(step * 0.02, 2) for step in range(26)]
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Statement:
    """A labelled statement about some texts."""

    set_name: str
    group: str
    """Statements about one article share it; folds never part them."""
    text: str
    texts: tuple[str, ...]
    true: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """What a statement needs to be shown."""

    statement: Statement
    needed: float
    """Smallest threshold at which it is shown; infinite where another check fails."""


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / name / "dev.jsonl"
    if not path.exists():
        sys.stderr.write(f"{path} is missing; skipped.\n")
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _summaries(folder: Path, name: str) -> Iterator[Statement]:
    for row in _rows(folder, name):
        yield Statement(name, row["group"], row["summary"], (row["context"],), bool(row["consistent"]))


def _qags(folder: Path) -> Iterator[Statement]:
    for row in _rows(folder, "qags"):
        for item in row["sentences"]:
            yield Statement("qags", row["group"], item["sentence"], (row["context"],), bool(item["majority"]))


def _quotesum(folder: Path) -> Iterator[Statement]:
    """People's answers with the passages that they quote; all are true."""
    for row in _rows(folder, "quotesum"):
        texts = {doc["doc_id"]: doc["text"] for doc in row["docs"]}
        for reference in row["references"]:
            plain = re.sub(r"\s([.,;:!?])", r"\1", re.sub(r"\[ \d+ |\s?\](?=\W|$)", "", reference))
            cited = dict.fromkeys(re.findall(r"\[ (\d+) ", reference))
            yield Statement("quotesum", row["group"], plain, tuple(texts[key] for key in cited if key in texts), True)


def _halueval(folder: Path) -> Iterator[Statement]:
    """Made-up answers that are whole sentences; the right answers there are single words."""
    for row in _rows(folder, "halueval_qa"):
        if len(row["hallucinated_answer"].split()) >= 5:
            yield Statement("halueval_qa", row["group"], row["hallucinated_answer"], (row["context"],), False)


def load(folder: Path, most: int) -> list[Statement]:
    """Return at most ``most`` statements of each set."""
    sets: tuple[Callable[[], Iterable[Statement]], ...] = (
        lambda: _qags(folder), lambda: _summaries(folder, "cliff_aggrefact"),
        lambda: _summaries(folder, "faithbench"), lambda: _quotesum(folder), lambda: _halueval(folder),
    )  # fmt: skip
    return [statement for read in sets for statement in list(read())[:most]]


class Bench:
    """Reads texts once."""

    def __init__(self) -> None:
        self.reader = FactReader(SpacyParser())
        self._segmenter = SentencexSegmenter()
        self._split: dict[str, SplitArticle] = {}

    def split(self, text: str) -> SplitArticle:
        """Return the text as an article with its sentences."""
        if text not in self._split:
            article = read_article(text.encode(), source=f"{len(self._split)}.txt")
            self._split[text] = SplitArticle(article, split_sentences(article, self._segmenter))
        return self._split[text]

    def measure(self, statement: Statement) -> Measured:
        """Return the smallest threshold at which all sentences of a statement are shown."""
        articles = [self.split(text) for text in statement.texts if text.strip()]
        said = Article("said", "", statement.text, "", "")
        parts = [item.text for item in split_sentences(said, self._segmenter) if re.search(r"\w", item.text)]
        needed = [self._needed(part, articles) for part in parts] if articles and parts else [math.inf]
        return Measured(statement, max(needed))

    def _needed(self, text: str, articles: list[SplitArticle]) -> float:
        found = support_candidates(text, articles)
        if verbatim_of(text, found):
            return 0.0
        return min((self._needed_on(text, place) for place in found), default=math.inf)

    def _needed_on(self, text: str, place: Place) -> float:
        article = place.origin.article
        (claim,) = self.reader.read([text], context=article.text)
        setting = read_setting(place, self.reader)
        best = math.inf
        for reading in readings(setting, sentences_around(place, LOOK_BACK)):
            sides = Sides(claim, setting.source, reading.referents, read_aliases(article.text), None, reading.voice)
            if missing_share(sides) >= best:
                continue
            if not all(check(sides).passed for check in WORD_CHECKS if check is not check_support):
                continue
            case = make_case(sides)
            if all(check(case).passed for check in GRAMMAR_CHECKS):
                best = missing_share(sides)
        return best


def gain(measured: list[Measured], threshold: float) -> float:
    """Return what a threshold saves against zero, at the upper end of what it may show that is false."""
    newly = [item for item in measured if 0 < item.needed <= threshold]
    true_shown = sum(item.statement.true for item in newly)
    false = sum(not item.statement.true for item in measured)
    false_shown = false * wilson_upper(len(newly) - true_shown, false)
    return TRUE_WITHHELD * true_shown - FALSE_SHOWN * (false_shown if newly else 0)


def wilson_upper(hits: int, total: int) -> float:
    """Return the upper end of the 95% Wilson score interval of a proportion."""
    square = 1.959964**2
    share = hits / total
    half = math.sqrt(square * (share * (1 - share) / total + square / (4 * total * total)))
    return (share + square / (2 * total) + half) / (1 + square / total)


def best_threshold(measured: list[Measured]) -> float:
    """Return the threshold that saves most, the smallest of equals."""
    return max(GRID, key=lambda threshold: (gain(measured, threshold), -threshold))


def table(measured: list[Measured], threshold: float) -> dict[str, dict[str, int]]:
    """Return for each set how many true and false statements are shown."""
    rows: dict[str, dict[str, int]] = {}
    for item in measured:
        row = rows.setdefault(item.statement.set_name, {"true": 0, "true_shown": 0, "false": 0, "false_shown": 0})
        kind = "true" if item.statement.true else "false"
        row[kind] += 1
        row[f"{kind}_shown"] += item.needed <= threshold
    return rows


def without_each_fold(measured: list[Measured]) -> list[float]:
    """Return the threshold that the rest would choose without each fold of articles."""
    groups = sorted({item.statement.group for item in measured})
    fold = {group: number % FOLDS for number, group in enumerate(groups)}
    return [
        best_threshold([item for item in measured if fold[item.statement.group] != number]) for number in range(FOLDS)
    ]


def main() -> None:
    """Print the table; with ``--write`` freeze the threshold."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--most", type=int, default=400)
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--show", action="store_true", help="print the false statements that are shown")
    options = arguments.parse_args()
    bench = Bench()
    measured = [bench.measure(statement) for statement in load(options.folder, options.most)]
    threshold = best_threshold(measured)
    for candidate in (0.0, 0.1, 0.2, 0.3, 0.5):
        print(candidate, "saves", gain(measured, candidate), table(measured, candidate))
    for item in measured if options.show else ():
        if not item.statement.true and item.needed <= threshold:
            print("FALSE AND SHOWN", item.statement.set_name, item.statement.text)
    frozen = {
        "missing_share": threshold,
        "fitted_by": "benchmarks/fit_support.py",
        "rule": f"saves most where a false one shown costs {FALSE_SHOWN} and a true one withheld {TRUE_WITHHELD}, "
        "at the upper end of the 95% interval of what is false and newly shown",
        "statements": len(measured),
        "without_each_fold": without_each_fold(measured),
        "shown": table(measured, threshold),
    }
    print(json.dumps(frozen, indent=2))
    if options.write:
        FROZEN.write_text(json.dumps(frozen, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
