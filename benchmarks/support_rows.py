"""Statements that people labelled, sentence by sentence, as the product's own stages see them."""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.labelled import Statement, labelled_statements
from rag.adapters.onnx import OnnxEmbedder, OnnxReranker, OnnxTokenSimilarity
from rag.adapters.segmenting import SentencexSegmenter
from rag.loading import shared_fact_reader
from rag.pipeline.supporting import MOST_SOURCES, compare
from rag.schema import Article, SplitArticle
from rag.stages.reading import read_article
from rag.stages.splitting import split_sentences
from rag.stages.support.features import support_features
from rag.stages.verify import Cited, settle_claim, support_candidates


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence of a statement."""

    statement: int
    set_name: str
    group: str
    true: bool
    """Of the whole statement; a sentence of a false one may be true."""
    alone: bool
    """The statement has no other sentence."""
    text: str
    features: dict[str, float]
    rules: str
    """``verified``, ``wording`` where only the wording fails, or ``failed``."""
    ms: float | None
    """Milliseconds that the comparison took; None where sentences of the article were known from before."""


class Measurer:
    """Runs the product's own stages up to the features."""

    def __init__(self) -> None:
        self._embedder, self._reranker, self._similarity = OnnxEmbedder(), OnnxReranker(), OnnxTokenSimilarity()
        self._segmenter = SentencexSegmenter()
        self._split: dict[str, SplitArticle] = {}
        self._compared: set[str] = set()

    def rows(self, number: int, statement: Statement) -> Iterator[Row]:
        """Yield a row for each sentence of a statement."""
        articles = [self._article(text) for text in statement.texts if text.strip()]
        said = split_sentences(Article("said", "", statement.text, "", ""), self._segmenter)
        texts = [item.text for item in said if re.search(r"\w", item.text)]
        for text in texts if articles else ():
            found = support_candidates(text, articles)
            if found:
                fresh = self._compared.isdisjoint(statement.texts)
                self._compared.update(statement.texts)
                started = time.perf_counter()
                features = support_features(compare(text, found, self._similarity))
                taken = 1000 * (time.perf_counter() - started)
                yield Row(
                    number, statement.set_name, statement.group, statement.true, len(texts) == 1, text,
                    features | self._also(text, found), self._ruled(text, found), taken if fresh else None,
                )  # fmt: skip

    def _also(self, text: str, found: Sequence[Cited]) -> dict[str, float]:
        """Return what the score could use and does not."""
        sources = [item.sentence.text for item in found[:MOST_SOURCES]]
        vectors = self._embedder.embed([text, *sources], kind="document")
        logits = self._reranker.score(text, sources)
        return {"cosine": float((vectors[1:] @ vectors[0]).max()), "logit": float(logits.max())}

    def sources(self, text: str, statement: Statement) -> Sequence[Cited]:
        """Return the sentences that a sentence of a statement is compared with."""
        return support_candidates(text, [self._article(one) for one in statement.texts if one.strip()])[:MOST_SOURCES]

    def _ruled(self, text: str, found: Sequence[Cited]) -> str:
        asked: list[bool] = []

        def wording(*_: object) -> bool:
            asked.append(True)
            return False

        judged = settle_claim(text, found[:1], pool=found, reader=shared_fact_reader(), supports=wording)
        return "verified" if judged.verified else "wording" if asked else "failed"

    def _article(self, text: str) -> SplitArticle:
        if text not in self._split:
            article = read_article(text.encode(), source=f"{len(self._split)}.txt")
            self._split[text] = SplitArticle(article, split_sentences(article, self._segmenter))
        return self._split[text]


def chosen_statements(folder: Path, most: int) -> list[Statement]:
    """Return at most ``most`` statements of each set, always the same."""
    chosen: list[Statement] = []
    for statements in labelled_statements(folder).values():
        chosen += random.Random(1).sample(statements, min(most, len(statements)))
    return chosen


def measured_rows(folder: Path, most: int, cache: Path | None) -> list[Row]:
    """Return the rows of at most ``most`` statements of each set, from the cache where one is given and exists."""
    if cache is not None and cache.exists():
        return [Row(**json.loads(line)) for line in cache.read_text().splitlines()]
    chosen = chosen_statements(folder, most)
    measurer, rows = Measurer(), []
    for number, statement in enumerate(chosen):
        rows += measurer.rows(number, statement)
        if number % 50 == 0:
            print(f"{number}/{len(chosen)}", file=sys.stderr, flush=True)
    if cache is not None:
        cache.write_text("\n".join(json.dumps(asdict(row)) for row in rows))
    return rows
