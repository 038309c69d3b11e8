"""Time, memory and disk of a library of many chunks, against bare Chroma and the bare embedding model.

    python benchmarks/library.py --texts articles.jsonl --chunks 10000
    python benchmarks/library.py --texts articles.jsonl --chunks 100000 --vectors kept.npz

Articles come from files of JSON lines with a ``text`` each, or are made up. Their chunks are embedded by the
embedded model; where more chunks are wanted than there are, copies are added whose real vectors are perturbed.
``--vectors`` keeps the vectors between runs. Prints one JSON object.

``retrieval`` is the question's embedding, the search by meaning and the search by words, against the question's
embedding and one query of a plain Chroma collection of the same vectors, measured in turn in one process.
``ingest`` is the storing of new articles, index included, against the embedding of the same chunks alone.
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
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from samples import made_up

from rag.adapters.library import open_library
from rag.adapters.onnx import OnnxEmbedder
from rag.adapters.segmenting import SentencexSegmenter
from rag.pipeline.drafting import draft_article
from rag.pipeline.retrieving import query_words
from rag.stages.reading import read_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rag.protocols import Draft, Floats

K = 24
BATCH = 128
COPY = "\n\nCopy "
NOISE = 0.35
"""Length of the noise added to a unit vector: a copy is about as near to its original as a similar passage."""


class KeptVectors:
    """Hands out vectors made before, and perturbs them for copies; questions go to the real model."""

    def __init__(self, vectors: Mapping[str, Floats]) -> None:
        self._model = OnnxEmbedder()
        self.fingerprint = self._model.fingerprint
        self.dimension = self._model.dimension
        self._vectors = vectors

    def embed(self, texts: Sequence[str], *, kind: Literal["query", "document"]) -> Floats:
        """Return unit vectors of shape (len(texts), dimension)."""
        if kind == "query":
            return self._model.embed(texts, kind=kind)
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Floats:
        original, _, copy = text.partition(COPY)
        vector = self._vectors[original]
        if not copy:
            return vector
        noise = np.random.default_rng(int(copy)).standard_normal(self.dimension).astype(np.float32)
        moved = vector + NOISE * noise / np.linalg.norm(noise)
        return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)


def originals(files: Sequence[Path], limit: int) -> list[Draft]:
    """Return articles until they have ``limit`` chunks."""
    drafts: list[Draft] = []
    chunks = 0
    for number, text in enumerate(texts_of(files)):
        if chunks >= limit:
            break
        draft = (
            draft_article(read_article(text.encode(), source=f"/bench/{number}.txt"), SentencexSegmenter())
            if files
            else made_up(number)
        )
        drafts.append(draft)
        chunks += len(draft.chunks)
    return drafts


def texts_of(files: Sequence[Path]) -> Iterator[str]:
    """Yield the texts of the files, or endless empty ones where articles are made up."""
    if not files:
        while True:
            yield ""
    for file in files:
        with file.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)


def with_copies(drafts: Sequence[Draft], limit: int) -> Iterator[Draft]:
    """Yield the articles, then copies of them with chunks of their own, until there are ``limit`` chunks."""
    chunks, copy = 0, 0
    while chunks < limit:
        for draft in drafts:
            if chunks >= limit:
                return
            yield copied(draft, chunks) if copy else draft
            chunks += len(draft.chunks)
        copy += 1


def copied(draft: Draft, first: int) -> Draft:
    """Return an article of other texts with the same passages, one sentence to a chunk."""
    text, sentences, chunks = "", [], []
    name = f"{draft.article.id}-{first}"
    for number, chunk in enumerate(draft.chunks):
        start = len(text)
        text += f"{chunk.text}{COPY}{first + number + 1}"
        place = {"article_id": name, "index": number, "start": start, "end": len(text), "text": text[start:]}
        sentences.append(replace(draft.sentences[0], **place))
        chunks.append(replace(chunk, first=number, last=number, **place))
        text += "\n\n"
    article = replace(draft.article, id=name, text=text)
    return replace(draft, article=article, sentences=tuple(sentences), chunks=tuple(chunks))


def embedded(drafts: Sequence[Draft], kept: Path | None) -> KeptVectors:
    """Return the vectors of the articles' chunks, from ``kept`` or from the model."""
    texts = list(dict.fromkeys(chunk.text for draft in drafts for chunk in draft.chunks))
    known: dict[str, Floats] = {}
    if kept is not None and kept.exists():
        with np.load(kept) as data:
            known = dict(zip(map(str, data["texts"]), data["matrix"], strict=True))
    missing = [text for text in texts if text not in known]
    model = OnnxEmbedder()
    for start in range(0, len(missing), BATCH):
        part = missing[start : start + BATCH]
        known |= dict(zip(part, model.embed(part, kind="document"), strict=True))
    if kept is not None and missing:
        np.savez(kept, texts=np.array(list(known)), matrix=np.stack(list(known.values())))
    return KeptVectors(known)


def ingest_ratio(place: Path, drafts: Sequence[Draft], wanted: int) -> dict[str, float]:
    """Compare storing articles with embedding their chunks, in turn, on as many chunks as wanted."""
    model = OnnxEmbedder()
    model.embed(["warm"], kind="document")
    bare = stored = 0.0
    chunks = 0
    part: list[Draft] = []
    with open_library(place / "ingested", embedder=model) as library:
        for draft in drafts:
            part.append(draft)
            texts = [chunk.text for item in part for chunk in item.chunks]
            if len(texts) < BATCH:
                continue
            bare += timed(lambda texts=texts: model.embed(texts, kind="document"))
            part, full = [], part
            stored += timed(lambda full=full: list(library.ingest(full)))
            chunks += len(texts)
            if chunks >= wanted:
                break
        index = timed(library.rebuild)
    return {"chunks": chunks, "bare_s": bare, "ingest_s": stored, "ratio": stored / bare, "rebuild_s": index}


def timed(act: Any) -> float:
    """Return how many seconds it takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def retrieval(folder: Path, vectors: KeptVectors, plain: Any, questions: Sequence[str]) -> dict[str, float]:
    """Compare the library's search with a plain collection's, question by question."""
    ours, bare, parts = [], [], {"embed_ms": [], "vectors_ms": [], "words_ms": [], "chroma_ms": []}
    hit = 0
    with open_library(folder, embedder=vectors) as library:
        for question in ["warm up", *questions]:
            started = time.perf_counter()
            query = vectors.embed([question], kind="query")[0]
            one = time.perf_counter()
            found = library.search_vectors(query, K)
            two = time.perf_counter()
            library.search_words(query_words(question), K)
            three = time.perf_counter()
            said = plain.query(query_embeddings=query.reshape(1, -1), n_results=K, include=["distances"])
            four = time.perf_counter()
            ours.append(three - started)
            bare.append(four - three + one - started)
            for name, span in zip(parts, (one - started, two - one, three - two, four - three), strict=True):
                parts[name].append(span * 1000)
            hit += len(found) == K == len(said["ids"][0])
    assert hit == len(questions) + 1
    report = {name: round(statistics.median(values[1:]), 2) for name, values in parts.items()}
    p50, base = statistics.median(ours[1:]), statistics.median(bare[1:])
    return report | {"p50_ms": p50 * 1000, "bare_p50_ms": base * 1000, "ratio": p50 / base}


def open_collection(folder: Path) -> Any:
    """Return a Chroma collection with its defaults, made where there is none."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return client.get_or_create_collection(
        "plain", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )


def plain_collection(folder: Path, drafts: Iterator[Draft], vectors: KeptVectors) -> Any:
    """Return a Chroma collection with its defaults, holding the same vectors."""
    collection = open_collection(folder)
    number = 0
    for draft in drafts:
        matrix = vectors.embed([chunk.text for chunk in draft.chunks], kind="document")
        collection.add(ids=[str(number + row) for row in range(len(matrix))], embeddings=matrix)
        number += len(matrix)
    return collection


def open_once(folder: Path) -> None:
    """Open a library as a new process does, and print what it took. No model is loaded."""

    class NoModel:
        fingerprint = OnnxEmbedder().fingerprint
        dimension = OnnxEmbedder.dimension

        def embed(self, *_: object, **__: object) -> Any:
            raise AssertionError

    started = time.perf_counter()
    with open_library(folder, embedder=NoModel()) as library:
        library.search_words(["minister"], K)
        opened = time.perf_counter() - started
        query = np.random.default_rng(1).standard_normal(NoModel.dimension).astype(np.float32)
        library.search_vectors(query / np.linalg.norm(query), K)
        searched = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"open_s": opened, "with_first_vector_search_s": searched, "peak_mb": memory}))


def opening(folder: Path, times: int = 5) -> dict[str, float]:
    """Return the median over new processes."""
    seen = []
    for _ in range(times):
        command = [sys.executable, __file__, "--open", str(folder)]
        seen.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
    return {name: statistics.median(one[name] for one in seen) for name in seen[0]}


def size(folder: Path) -> float:
    """Return megabytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main(files: Sequence[Path], chunks: int, ingest: int, kept: Path | None, questions: Sequence[str]) -> None:
    """Fill a library, measure, report."""
    drafts = originals(files, min(chunks, 10_000))
    vectors = embedded(drafts, kept)
    report: dict[str, object] = {"embedded_chunks": sum(len(draft.chunks) for draft in drafts)}
    with tempfile.TemporaryDirectory(prefix="citewire-bench-") as name:
        place = Path(name)
        folder = place / "library"
        with open_library(folder, embedder=vectors) as library:
            report["fill_s"] = timed(lambda: list(library.ingest(with_copies(drafts, chunks))))
            status = library.status()
        report |= {"chunks": status.chunks, "index": status.index.state, "in_index": status.index.held}
        report["opening"] = opening(folder)
        report["disk_mb"] = {"all": size(folder), "index": size(folder / "index")}
        plain = plain_collection(place / "plain", with_copies(drafts, chunks), vectors)
        report["disk_mb"] |= {"plain_chroma": size(place / "plain")}  # type: ignore[operator]
        report["retrieval"] = retrieval(folder, vectors, plain, questions)
        if ingest:
            report["ingest"] = ingest_ratio(place, drafts, ingest)
    print(json.dumps(rounded(report), indent=1))


def rounded(value: Any) -> Any:
    """Return the report with three decimals."""
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    return round(value, 3) if isinstance(value, float) else value


QUESTIONS = (
    "Who was arrested?", "When did the ministry close the harbour?", "How many people were killed?",
    "What did the president say about the treaty?", "Which countries joined the alliance?",
    "Why was the election postponed?", "Where was the virus first found?", "How is the disease treated?",
    "Who wrote the report?", "What caused the explosion?", "What is the population of the region?",
    "When was the bridge opened?", "Who leads the opposition party?", "How much did the project cost?",
    "What are the symptoms of infection?", "Which company bought the railway?",
)  # fmt: skip

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="files of JSON lines with a text each")
    parser.add_argument("--chunks", type=int, default=10_000)
    parser.add_argument("--ingest", type=int, default=1_000, help="chunks for the comparison of ingest; 0: none")
    parser.add_argument("--vectors", type=Path, help="a .npz file that keeps the vectors between runs")
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.open:
        open_once(given.open)
    else:
        main(given.texts, given.chunks, given.ingest, given.vectors, QUESTIONS * 4)
