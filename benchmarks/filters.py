"""Retrieval with filters in libraries of growing size, against bare Chroma and against exact search.

    python benchmarks/filters.py --sizes 1000 10000 100000 --texts articles.jsonl --vectors kept.npz

Vectors are those of real passages (files of JSON lines with a ``text`` each, or made-up ones), kept between runs by
``--vectors``. Chunks beyond them have the words of a passage in another order and its vector perturbed. Articles have
four chunks, one of four publishers, a day of a year, one of twenty tags, and one of three topics, which are thirds of
the passages as the files hold them. ``--keep`` names a folder in which the libraries stay for the next run.

Prints one JSON object a size. ``first`` is the first filtered question of a new process, by words and then by meaning,
with the memory that both leave taken. A filter's ``cold`` times are those of the first question that has it, with
other values for each question as far as there are any; ``warm`` repeats the question. Each is in milliseconds: the
search by meaning and the search by words, against one query of a plain Chroma collection of the same vectors, asked in
between.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from library import NOISE, QUESTIONS, K, embedded, open_collection, originals, size, timed

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
TOPICS = 3
FIRST_DAY = date(2025, 1, 1)
MONTHS = [(f"2025-{month:02}-01", f"2025-{month:02}-28") for month in range(1, 13)]
FILTERS = {
    "none": [Filters()],
    "publisher (1 in 4)": [Filters(publishers=frozenset({name.lower()})) for name in PUBLISHERS],
    "tag (1 in 20)": [Filters(tags=frozenset({f"tag {number}"})) for number in range(20)],
    "month (1 in 13)": [Filters(*days) for days in MONTHS],
    "half a year (1 in 2)": [Filters(since=FIRST_DAY.replace(month=month).isoformat(), until=f"2025-{month + 5:02}-30")
                             for month in range(1, 8)],
    "topic (1 in 3)": [Filters(tags=frozenset({f"topic {number}"})) for number in range(TOPICS)],
    "publisher, month and tag": [
        Filters(*days, frozenset({name}), frozenset({f"tag {(4 * number + place) % 20}"}))
        for number, days in enumerate(MONTHS)
        for place, name in enumerate(PUBLISHERS)
    ],
}  # fmt: skip
RECALLED = 10
WARM = 4


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
        return np.stack([self.numbered(number_of(text)) for text in texts])

    def numbered(self, number: int) -> Floats:
        """Return the vector of one chunk."""
        vector = self._matrix[number % len(self._matrix)]
        if number < len(self._matrix):
            return vector
        noise = np.random.default_rng(number).standard_normal(self.dimension).astype(np.float32)
        moved = vector + NOISE * noise / np.linalg.norm(noise)
        return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)


def number_of(text: str) -> int:
    """Return the number of a chunk, which stands at its end."""
    return int(text.rpartition(" ")[2])


def made(number: int, passages: Sequence[str]) -> Draft:
    """Return an article of four chunks, each a passage or, beyond the first round, the words of one shuffled."""
    name = f"article-{number:06}"
    parts, start = [], 0
    for place in range(4 * number, 4 * number + 4):
        words = passages[place % len(passages)].split()
        if place >= len(passages):
            np.random.default_rng(place).shuffle(words)
        text = f"{' '.join(words)} {place}"
        parts.append((start, start + len(text), text))
        start += len(text) + 2
    text = "\n\n".join(part[2] for part in parts)
    topic = TOPICS * (4 * number % len(passages)) // len(passages)
    article = Article(
        name, name, text, sha256_of(text), f"/bench/{name}", str(FIRST_DAY + timedelta(days=number % 365)), None,
        PUBLISHERS[number % 4], (f"tag {number % 20}", f"topic {topic}"),
    )  # fmt: skip
    sentences = tuple(Sentence(name, place, *part) for place, part in enumerate(parts))
    return Draft(article, sentences, tuple(Chunk(name, place, place, place, *part) for place, part in enumerate(parts)))


def plain_collection(folder: Path, whole: Floats, articles: Sequence[Article]) -> Any:
    """Return a plain collection of all vectors."""
    collection = open_collection(folder)
    for start in range(collection.count(), len(whole), 5_000):
        part = articles[start : start + 5_000]
        rows = [{"publisher": a.publisher, a.tags[0]: 1, a.tags[1]: 1, "day": _day(str(a.published))} for a in part]
        ids = [str(start + place) for place in range(len(part))]
        collection.add(ids=ids, embeddings=whole[start : start + 5_000], metadatas=rows)
    return collection


def _day(iso: str) -> int:
    return int(iso.replace("-", ""))


def where(filters: Filters) -> dict[str, Any] | None:
    """Return the same filter in Chroma's words."""
    terms: list[dict[str, Any]] = [{tag: 1} for tag in filters.tags]
    if filters.publishers:
        folded = {name.casefold() for name in filters.publishers}
        terms.append({"publisher": {"$in": [name for name in PUBLISHERS if name.casefold() in folded]}})
    for operator, day in (("$gte", filters.since), ("$lte", filters.until)):
        terms += [{"day": {operator: _day(day)}}] if day else []
    return None if not terms else terms[0] if len(terms) == 1 else {"$and": terms}


def measured(
    library: Any, plain: Any, queries: Floats, whole: Floats, articles: Sequence[Article], kind: Sequence[Filters]
) -> dict[str, Any]:
    """Return the times and the recall under one kind of filter."""
    times: dict[str, list[float]] = {}
    recalled, shares, asked = [], [], set()
    for number, (question, query) in enumerate(zip(QUESTIONS, queries, strict=True)):
        filters = kind[number % len(kind)]
        admitted = np.repeat([filters.admits(article) for article in articles[::4]], 4)
        shares.append(float(admitted.mean()))
        best = set(np.argsort(-np.where(admitted, whole @ query, -2.0))[: min(RECALLED, int(admitted.sum()))].tolist())
        acts = {
            "vectors": lambda q=query, f=filters: library.search_vectors(q, K, filters=f),
            "words": lambda q=question, f=filters: library.search_words(query_words(q), K, filters=f),
            "chroma": lambda q=query: plain.query(query_embeddings=q.reshape(1, -1), n_results=K, include=[]),
        }
        filtered = {"where": where(filters)} if filters else {}
        for turn in ("cold", *["warm"] * WARM):
            for act, do in acts.items():
                if turn == "warm" or filters not in asked:
                    times.setdefault(f"{turn} {act}", []).append(1000 * timed(do))
            asked.add(filters)
        times.setdefault("chroma filtered", []).append(
            1000 * timed(lambda q=query, w=filtered: plain.query(query_embeddings=q.reshape(1, -1), n_results=K, **w))
        )
        hits = library.search_vectors(query, RECALLED, filters=filters)
        if best:
            recalled.append(len({number_of(hit.chunk.text) for hit in hits} & best) / len(best))
    return _summary(times) | {
        "share": round(statistics.mean(shares), 3),
        "recall@10": round(statistics.mean(recalled), 4),
    }


def _summary(times: dict[str, list[float]]) -> dict[str, Any]:
    report: dict[str, Any] = {
        "p50_ms": {act: round(statistics.median(values), 2) for act, values in times.items()},
        "p95_ms": {act: round(float(np.percentile(values, 95)), 2) for act, values in times.items()},
    }
    for turn in ("cold", "warm"):
        whole = [sum(pair) for pair in zip(times[f"{turn} vectors"], times[f"{turn} words"], strict=True)]
        bare = statistics.median(times[f"{turn} chroma"])  # asked in between, as new to the question or as used to it
        report[f"{turn}: times a bare query"] = round(statistics.median(whole) / bare, 2)
    return report


def open_once(folder: Path) -> None:
    """Ask one filtered question as a new process does, and print what it took. No model is loaded."""

    class NoModel:
        fingerprint = OnnxEmbedder().fingerprint
        dimension = OnnxEmbedder.dimension

        def embed(self, *_: object, **__: object) -> Any:
            raise AssertionError

    def held() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6

    query = np.random.default_rng(1).standard_normal(NoModel.dimension).astype(np.float32)
    filters = Filters(tags=frozenset({"tag 3"}))
    with open_library(folder, embedder=NoModel()) as library:
        library.search_words(["minister"], K)
        before = held()
        words = timed(lambda: library.search_words(["minister"], K, filters=filters))
        vectors = timed(lambda: library.search_vectors(query / np.linalg.norm(query), K, filters=filters))
    report = {"words_ms": 1000 * words, "vectors_ms": 1000 * vectors, "memory_mb": held() - before}
    print(json.dumps({name: round(value, 1) for name, value in report.items()}))


def measured_size(place: Path, chunks: int, vectors: NumberedVectors, passages: Sequence[str]) -> dict[str, Any]:
    """Fill a library and a plain collection, unless they are there, and return what is measured in them."""
    folder, started = place / "library", time.perf_counter()

    def drafts() -> Iterator[Draft]:
        return (made(number, passages) for number in range(chunks // 4))

    with open_library(folder, embedder=vectors) as library:
        if not library.status().chunks:
            for _ in library.ingest(drafts()):
                pass
    filled = time.perf_counter() - started
    articles = [draft.article for draft in drafts() for _ in draft.chunks]
    whole = np.stack([vectors.numbered(number) for number in range(len(articles))])
    plain = plain_collection(place / "plain", whole, articles)
    queries = vectors.embed(QUESTIONS, kind="query")
    with open_library(folder, embedder=vectors) as library:
        status = library.status()
        plain.query(query_embeddings=queries[:1], n_results=K)
        library.search_vectors(queries[0], K)
        library.search_vectors(queries[0], K, filters=Filters(tags=frozenset({"of no article"})))
        report = {kind: measured(library, plain, queries, whole, articles, FILTERS[kind]) for kind in FILTERS}
    first = subprocess.run([sys.executable, __file__, "--open", str(folder)], check=True, stdout=subprocess.PIPE)
    return {
        "chunks": len(whole), "real_vectors": len(passages), "index": status.index.state, "fill_s": round(filled, 1),
        "disk_mb": round(size(folder), 1), "first": json.loads(first.stdout), "filters": report,
    }  # fmt: skip


def main(files: Sequence[Path], sizes: Sequence[int], real: int, kept: Path | None, keep: Path | None) -> None:
    """Measure each size and report."""
    drafts = originals(files, real)
    known = embedded(drafts, kept)
    passages = list(dict.fromkeys(chunk.text for draft in drafts for chunk in draft.chunks))[:real]
    for chunks in sizes:
        spread = passages[:: max(1, len(passages) // chunks)][:chunks]
        vectors = NumberedVectors(known.embed(spread, kind="document"))
        with tempfile.TemporaryDirectory(prefix="citewire-bench-") as name:
            place = (keep or Path(name)) / str(chunks)
            print(json.dumps(measured_size(place, chunks, vectors, spread), indent=1), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="files of JSON lines with a text each")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000], help="chunks")
    parser.add_argument("--real", type=int, default=9_000, help="passages whose vectors are real")
    parser.add_argument("--vectors", type=Path, help="a .npz file that keeps the vectors between runs")
    parser.add_argument("--keep", type=Path, help="a folder in which the libraries stay for the next run")
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.open:
        open_once(given.open)
    else:
        main(given.texts, given.sizes, given.real, given.vectors, given.keep)
