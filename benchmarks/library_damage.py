"""Damages a library's files in every way that a disk does, and looks at what its readers then say.

    python benchmarks/library_damage.py --index 50 --sqlite 20

Each case copies a library, alters one file (cut, zeroed, overwritten, lengthened, deleted, swapped), and asks
a fresh process for the listing and for 40 searches. Right are the answers of the whole library, or one clear
refusal. Then it is repaired, and the answers must be right again or the refusal must stand. Prints one JSON
object; the exit code is 1 when an answer was wrong or a process died. ``--same-times`` sets the file's times
back, as silent decay of a disk does.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from samples import made_up, marker

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.errors import LibraryError

ARTICLES = 150
QUESTIONS = 20
WAYS = ("cut", "zero", "overwrite", "lengthen", "delete", "shuffle")


def answers(folder: Path) -> list[object]:
    """Return what a library says to every question."""
    embedder = FakeEmbedder()
    with open_library(folder, embedder=embedder, create=False) as library:
        said: list[object] = [[info.article_id, info.sha256] for info in library.listing()]
        for number in range(0, ARTICLES, ARTICLES // QUESTIONS):
            words = [marker(number, 0), "harbour", "Tashkent"]
            query = embedder.embed([" ".join(words)], kind="query")[0]
            for hits in (library.search_words(words, 5), library.search_vectors(query, 5)):
                said.append([[hit.chunk.article_id, hit.chunk.text, round(hit.score, 3)] for hit in hits])
            said.append([sentence.text for sentence in library.sentences(hits[0].chunk.article_id)])
        return said


def act(folder: Path, *, repair: bool) -> None:
    """Print the answers, or the refusal, as one line of JSON."""
    try:
        if repair:
            with open_library(folder, embedder=FakeEmbedder(), create=False) as library:
                library.check(repair=True)
        print(json.dumps({"answers": answers(folder)}))
    except LibraryError as exc:
        print(json.dumps({"refused": str(exc)}))


def ask(folder: Path, expected: list[object], *, repair: bool = False) -> str:
    """Return ``right``, ``refused``, ``wrong`` or ``dead`` for what a fresh process says."""
    command = [sys.executable, __file__, "--act", str(folder), *(["--repair"] if repair else [])]
    process = subprocess.run(command, capture_output=True, check=False, timeout=120)
    if process.returncode != 0:
        sys.stderr.buffer.write(process.stderr)
        return "dead"
    said = json.loads(process.stdout)
    if "refused" in said:
        return "refused"
    return "right" if said["answers"] == expected else "wrong"


def damage(file: Path, way: str, chance: random.Random) -> None:
    """Alter a file as a failing disk, a full one or a careless person does."""
    data = bytearray(file.read_bytes())
    at = chance.randrange(max(1, len(data)))
    piece = slice(at, at + chance.choice((1, 64, 512, 4096, 8192, 65536)))
    if way == "delete":
        file.unlink()
        return
    if way == "cut":
        del data[at:]
    elif way == "zero":
        data[piece] = bytes(len(data[piece]))
    elif way == "overwrite":
        data[piece] = chance.randbytes(len(data[piece]))
    elif way == "lengthen":
        data += chance.randbytes(chance.randint(1, 20_000))
    else:
        pages = [data[start : start + 8192] for start in range(0, len(data), 8192)]
        one, two = chance.randrange(len(pages)), chance.randrange(len(pages))
        pages[one], pages[two] = pages[two], pages[one]
        data = bytearray().join(pages)
    file.write_bytes(data)


def try_case(base: Path, place: Path, number: int, kind: str, expected: list[object], *, same_times: bool) -> str:
    """Damage a copy once and return what was said before and after the repair."""
    chance = random.Random(f"{kind} {number}")
    folder = place / "case"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    files = [folder / "library.sqlite3"] if kind == "sqlite" else sorted((folder / "index").rglob("*.*"))
    file = chance.choice([path for path in files if path.is_file()])
    way = WAYS[number % len(WAYS)]
    before = file.stat()
    damage(file, way, chance)
    if same_times and file.exists():
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    first, then = ask(folder, expected), ask(folder, expected, repair=True)
    if {first, then} & {"wrong", "dead"}:
        sys.stderr.write(f"{kind} {number}: {file.name} {way}: {first}, then {then}\n")
    return f"{first}, after repair {then}"


def main(index: int, sqlite: int, *, same_times: bool) -> int:
    """Damage, look, report."""
    with tempfile.TemporaryDirectory(prefix="citewire-damage-") as name:
        place = Path(name)
        base = place / "base"
        with open_library(base, embedder=FakeEmbedder()) as library:
            for _ in library.ingest(made_up(number) for number in range(ARTICLES)):
                pass
            state = library.status().index
        expected = answers(base)
        report: dict[str, object] = {"chunks": state.held + state.newer, "index": state.state}
        for kind, count in (("index", index), ("sqlite", sqlite)):
            outcomes = Counter(
                try_case(base, place, number, kind, expected, same_times=same_times) for number in range(count)
            )
            report[kind] = dict(outcomes)
    print(json.dumps(report))
    return 1 if any("wrong" in str(value) or "dead" in str(value) for value in report.values()) else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=int, default=50)
    parser.add_argument("--sqlite", type=int, default=20)
    parser.add_argument("--same-times", action="store_true")
    parser.add_argument("--act", help=argparse.SUPPRESS)
    parser.add_argument("--repair", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.act:
        act(Path(given.act), repair=given.repair)
    else:
        sys.exit(main(given.index, given.sqlite, same_times=given.same_times))
