"""Retrieval with filters in libraries of growing size, against bare Chroma and against exact search.

    python benchmarks/filters.py --sizes 1000 10000 100000 --texts articles.jsonl

Vectors are those of real passages (files of JSON lines with a ``text`` each, or made-up ones), perturbed for every
chunk beyond them. Articles have four chunks, one of four publishers, a day of a year and one of twenty tags. Prints one
JSON object a size: the median milliseconds of a search by meaning and by words under each filter, of one query of a
plain Chroma collection of the same vectors with and without the same filter, and recall@10 against exact search.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from library import NOISE, QUESTIONS, K, empty_collection, originals, size, timed

from rag.adapters.library import open_library
from rag.adapters.onnx import OnnxEmbedder
from rag.filters import Filters
from rag.pipeline.retrieving import query_words
from rag.protocols import Draft
from rag.schema import Article, Chunk, Sentence
from rag.stages.reading import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.protocols import Floats

PUBLISHERS = ("The Gazette", "The Courier", "The Post", "The Herald")
FIRST_DAY = date(2025, 1, 1)
FILTERS = {
    "none": Filters(),
    "publisher (1 in 4)": Filters(publishers=frozenset({"the gazette"})),
    "tag (1 in 20)": Filters(tags=frozenset({"tag 7"})),
    "month (1 in 12)": Filters(since="2025-03-01", until="2025-03-31"),
    "publisher, month and tag": Filters("2025-03-01", "2025-03-31", frozenset({"The Gazette"}), frozenset({"tag 8"})),
}
RECALLED = 10


class NumberedVectors:
    """Gives the chunk of number ``n`` a real vector, perturbed beyond the first round; questions go to the model."""

    def __init__(self, matrix: Floats) -> None:
        self._model = OnnxEmbedder()
        self.fingerprint = self._model.fingerprint
        self.dimension = self._model.dimension
        self._matrix = matrix

    def embed(self, texts: Sequence[str], *, kind: Literal["query", "document"]) -> Floats:
        """Return unit vectors of shape (len(texts), dimension)."""
        if kind == "query":
            return self._model.embed(texts, kind=kind)
        return np.stack([self.numbered(int(text.rpartition(" ")[2])) for text in texts])

    def numbered(self, number: int) -> Floats:
        """Return the vector of one chunk."""
        vector = self._matrix[number % len(self._matrix)]
        if number < len(self._matrix):
            return vector
        noise = np.random.default_rng(number).standard_normal(self.dimension).astype(np.float32)
        moved = vector + NOISE * noise / np.linalg.norm(noise)
        return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)


def made(number: int) -> Draft:
    """Return an article of four chunks, each of words of its own and some that questions have."""
    chance = np.random.default_rng(number)
    name = f"article-{number:06}"
    asked = [word for question in QUESTIONS for word in query_words(question)]
    parts, start = [], 0
    for place in range(4):
        words = [*(f"w{value}" for value in chance.integers(0, 30_000, 60)), *chance.choice(asked, 3)]
        text = f"{' '.join(words)} {4 * number + place}"
        parts.append((start, start + len(text), text))
        start += len(text) + 2
    text = "\n\n".join(part[2] for part in parts)
    article = Article(
        name, name, text, sha256_of(text), f"/bench/{name}", str(FIRST_DAY + timedelta(days=number % 365)), None,
        PUBLISHERS[number % 4], (f"tag {number % 20}",),
    )  # fmt: skip
    sentences = tuple(Sentence(name, place, *part) for place, part in enumerate(parts))
    return Draft(article, sentences, tuple(Chunk(name, place, place, place, *part) for place, part in enumerate(parts)))


def plain_rows(drafts: Iterator[Draft], vectors: NumberedVectors, collection: Any) -> tuple[Floats, list[Article]]:
    """Fill a plain collection, and return all vectors with the article of each."""
    matrix, articles = [], []
    for draft in drafts:
        matrix.append(vectors.embed([chunk.text for chunk in draft.chunks], kind="document"))
        articles += [draft.article] * len(draft.chunks)
    whole = np.concatenate(matrix)
    for start in range(0, len(whole), 5_000):
        part = articles[start : start + 5_000]
        rows = [
            {
                "publisher": article.publisher,
                "tag": article.tags[0],
                "day": int((article.published or "").replace("-", "")),
            }
            for article in part
        ]
        ids = [str(start + place) for place in range(len(part))]
        collection.add(ids=ids, embeddings=whole[start : start + 5_000], metadatas=rows)
    return whole, articles


def where(filters: Filters) -> dict[str, Any] | None:
    """Return the same filter in Chroma's words."""
    terms: list[dict[str, Any]] = [{"publisher": {"$in": [n for n in PUBLISHERS if n.casefold() in _folded(filters)]}}]
    terms = terms if filters.publishers else []
    terms += [{"tag": {"$in": sorted(filters.tags)}}] if filters.tags else []
    for operator, day in (("$gte", filters.since), ("$lte", filters.until)):
        terms += [{"day": {operator: int(day.replace("-", ""))}}] if day else []
    return None if not terms else terms[0] if len(terms) == 1 else {"$and": terms}


def _folded(filters: Filters) -> set[str]:
    return {name.casefold() for name in filters.publishers}


def measured(
    folder: Path, vectors: NumberedVectors, plain: Any, whole: Floats, articles: list[Article]
) -> dict[str, Any]:
    """Return the times and the recall under each filter."""
    report: dict[str, Any] = {}
    queries = vectors.embed(QUESTIONS, kind="query")
    with open_library(folder, embedder=vectors) as library:
        for name, filters in FILTERS.items():
            admitted = np.array([filters.admits(article) for article in articles])
            times: dict[str, list[float]] = {"vectors": [], "words": [], "chroma": [], "chroma filtered": []}
            recalled = []
            for question, query in zip(QUESTIONS, queries, strict=True):
                exact = np.where(admitted, whole @ query, -2.0)
                best = set(np.argsort(-exact)[: min(RECALLED, int(admitted.sum()))].tolist())
                acts: dict[str, Any] = {
                    "vectors": lambda q=query, f=filters: library.search_vectors(q, K, filters=f),
                    "words": lambda q=question, f=filters: library.search_words(query_words(q), K, filters=f),
                    "chroma": lambda q=query: plain.query(query_embeddings=q.reshape(1, -1), n_results=K, include=[]),
                    "chroma filtered": lambda q=query, f=filters: plain.query(
                        query_embeddings=q.reshape(1, -1), n_results=K, include=[], where=where(f)
                    ),
                }
                for act, do in acts.items():
                    times[act].append(1000 * timed(do))
                hits = library.search_vectors(query, RECALLED, filters=filters)
                found = {int(hit.chunk.text.rpartition(" ")[2]) for hit in hits}
                recalled.append(len(found & best) / max(1, len(best)))
            p50 = {act: round(statistics.median(values), 2) for act, values in times.items()}
            report[name] = {
                "articles": sum(filters.admits(article) for article in articles[::4]), "p50_ms": p50,
                "times a bare query": round((p50["vectors"] + p50["words"]) / p50["chroma"], 2),
                "recall@10": round(statistics.mean(recalled), 4),
            }  # fmt: skip
    return report


def main(files: Sequence[Path], sizes: Sequence[int], real: int) -> None:
    """Measure each size and report."""
    texts = [chunk.text for draft in originals(files, real) for chunk in draft.chunks][:real]
    vectors = NumberedVectors(OnnxEmbedder().embed(texts, kind="document"))
    for chunks in sizes:
        with tempfile.TemporaryDirectory(prefix="citewire-bench-") as name:
            folder, place = Path(name) / "library", Path(name) / "plain"
            started = time.perf_counter()
            with open_library(folder, embedder=vectors) as library:
                for _ in library.ingest(made(number) for number in range(chunks // 4)):
                    pass
            filled = time.perf_counter() - started
            collection = empty_collection(place)
            whole, articles = plain_rows((made(n) for n in range(chunks // 4)), vectors, collection)
            report = measured(folder, vectors, collection, whole, articles)
            costs = {"fill_s": round(filled, 1), "disk_mb": round(size(folder), 1)}
            print(json.dumps({"chunks": len(whole), "real_vectors": len(texts), **costs, "filters": report}, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="files of JSON lines with a text each")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000], help="chunks")
    parser.add_argument("--real", type=int, default=1_000, help="passages whose vectors are real")
    given = parser.parse_args()
    main(given.texts, given.sizes, given.real)
