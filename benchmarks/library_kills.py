"""Kills a process that writes a library, again and again, and looks for what it had acknowledged.

    python benchmarks/library_kills.py --kills 200

Half of the kills come at a random moment, half as soon as the writer touches a new index folder. The writer
ingests, replaces, removes and rebuilds. After each kill a fresh process opens the library, and every article
that was acknowledged must be listed, hold the acknowledged text, and be found by its words and by its vector.
Prints one JSON object; the exit code is 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samples import made_up, marker, source_of

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.stages.reading import article_id

ARTICLES = 60


@dataclass
class Ledger:
    """What the writer promised. A version of None means that the article is gone."""

    promised: dict[int, int | None] = field(default_factory=dict)
    intended: dict[int, list[int | None]] = field(default_factory=dict)
    """What had been begun and not acknowledged when the writer died: both states are right."""
    acknowledged: int = 0

    def note(self, line: dict[str, Any]) -> None:
        """Take in one line of the writer's."""
        for number, version in line.get("intend", []):
            self.intended.setdefault(number, []).append(version)
        for number, version in line.get("done", []):
            self.promised[number] = version
            self.intended.pop(number, None)
            self.acknowledged += 1

    def allowed(self, number: int) -> list[int | None]:
        """Return the versions that the library may hold of an article."""
        return [self.promised.get(number), *self.intended.get(number, [])]


def write(folder: Path, seed: int) -> None:
    """Write until killed, saying first what is intended and then what is done."""
    chance = random.Random(seed)
    version = seed * 1000
    with open_library(folder, embedder=FakeEmbedder()) as library:
        there = {info.article_id for info in library.listing()}
        while True:
            version += 1
            deed = chance.choices(("ingest", "remove", "rebuild"), (6, 2, 2))[0]
            if deed == "ingest":
                numbers = chance.sample(range(ARTICLES), chance.randint(1, 8))
                say(intend=[(number, version) for number in numbers])
                drafts = [made_up(number, version, sentences=chance.randint(3, 60)) for number in numbers]
                for number, stored in zip(numbers, library.ingest(drafts), strict=True):
                    there.add(stored.article_id)
                    say(done=[(number, version)])
            elif deed == "remove" and there:
                number = chance.randrange(ARTICLES)
                if (chosen := article_id(source_of(number))) in there:
                    say(intend=[(number, None)])
                    library.remove(chosen)
                    there.discard(chosen)
                    say(done=[(number, None)])
            else:
                library.rebuild()


def say(**line: object) -> None:
    """Print one line that a kill cannot take back."""
    print(json.dumps(line), flush=True)


def answer(folder: Path, allowed: dict[int, list[int | None]]) -> None:
    """Open the library as a user would, answer once, then look for every article."""
    started = time.perf_counter()
    embedder = FakeEmbedder()
    with open_library(folder, embedder=embedder) as library:
        listed = {info.article_id for info in library.listing()}
        probe = next((number for number in allowed if article_id(source_of(number)) in listed), 0)
        library.search_words([marker(probe, allowed.get(probe, [0])[0] or 0)], 3)
        library.search_vectors(embedder.embed([marker(probe, 0)], kind="query")[0], 3)
        say(first_answer_s=time.perf_counter() - started)
        lost = [number for number in allowed if not found(library, embedder, number, allowed[number])]
        say(lost=lost, articles=len(listed), state=library.status().index.state)


def found(library: Any, embedder: FakeEmbedder, number: int, versions: list[int | None]) -> bool:
    """Return whether the library holds one of these versions of an article, and only that."""
    chosen = article_id(source_of(number))
    listed = chosen in {info.article_id for info in library.listing()}
    if not listed:
        return None in versions
    text = library.article(chosen).text
    version = next((v for v in versions if v is not None and marker(number, v) in text), None)
    if version is None:
        return False
    word = marker(number, version)
    by_words = library.search_words([word], 1)
    chunk = next(chunk for chunk in by_words if word in chunk.chunk.text).chunk
    by_vector = library.search_vectors(embedder.embed([chunk.text], kind="query")[0], 3)
    return chunk.article_id == chosen and any(hit.chunk == chunk for hit in by_vector)


def kill_once(folder: Path, ledger: Ledger, seed: int, *, at_flush: bool, longest: float) -> bool:
    """Start a writer, kill it, and return whether it died at an index's flush."""
    chance = random.Random(seed)
    before = set(index_files(folder))
    writer = subprocess.Popen([sys.executable, __file__, "--write", str(folder), str(seed)], stdout=subprocess.PIPE)
    reader = threading.Thread(target=take_lines, args=(writer, ledger))
    reader.start()
    deadline = time.monotonic() + chance.uniform(0.4, longest)
    flushed = False
    while time.monotonic() < deadline + (10 if at_flush else 0):
        flushed = at_flush and time.monotonic() > deadline - longest / 2 and bool(set(index_files(folder)) - before)
        if flushed:
            time.sleep(chance.uniform(0, 0.1))
            break
        if at_flush:
            before &= set(index_files(folder))
        time.sleep(0.002)
    writer.kill()
    writer.wait()
    reader.join()
    return flushed


def index_files(folder: Path) -> list[str]:
    """Return the files of the index now; a folder may vanish meanwhile."""
    try:
        return [str(path) for path in (folder / "index").rglob("*.bin")]
    except OSError:
        return []


def take_lines(writer: subprocess.Popen[bytes], ledger: Ledger) -> None:
    """Note every whole line that the writer got out before it died."""
    assert writer.stdout is not None
    for line in writer.stdout:
        if line.endswith(b"\n"):
            ledger.note(json.loads(line))


def look(folder: Path, ledger: Ledger) -> tuple[float, float, dict[str, Any]]:
    """Return the time to the first answer, as the process and as its user see it, and what was found."""
    allowed = {number: ledger.allowed(number) for number in {*ledger.promised, *ledger.intended}}
    started = time.perf_counter()
    reader = subprocess.Popen(
        [sys.executable, __file__, "--answer", str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    reader.stdin.write(json.dumps([[n, v] for n, v in allowed.items()]).encode())
    reader.stdin.close()
    first = reader.stdout.readline()
    wall = time.perf_counter() - started
    rest = reader.stdout.read()
    if reader.wait() != 0 or not rest:
        return wall, wall, {"lost": ["the reader died"], "state": "?", "articles": 0}
    return json.loads(first)["first_answer_s"], wall, json.loads(rest.splitlines()[-1])


def main(kills: int, seed: int, longest: float, prefill: int) -> int:
    """Kill, look, report."""
    ledger = Ledger(promised=dict.fromkeys(range(ARTICLES, ARTICLES + prefill), 0))
    opened: list[float] = []
    walls: list[float] = []
    lost: list[object] = []
    flushes = 0
    with tempfile.TemporaryDirectory(prefix="citewire-kills-") as place:
        folder = Path(place) / "library"
        if prefill:
            with open_library(folder, embedder=FakeEmbedder()) as library:
                list(library.ingest(made_up(number, sentences=40) for number in ledger.promised))
        for number in range(kills):
            flushes += kill_once(folder, ledger, seed + number, at_flush=number % 2 == 1, longest=longest)
            if not folder.exists():
                continue  # killed before it began
            inside, wall, seen = look(folder, ledger)
            opened.append(inside)
            walls.append(wall)
            if seen["lost"]:
                lost.append({"kill": number, "lost": seen["lost"]})
    report = {
        "kills": kills,
        "at_index_flush": flushes,
        "acknowledged": ledger.acknowledged,
        "lost": lost,
        "first_answer_s": spread(opened),
        "first_answer_with_process_start_s": spread(walls),
    }
    print(json.dumps(report))
    return 1 if lost else 0


def spread(values: list[float]) -> dict[str, float]:
    """Return the median, the 95th percentile and the largest, rounded to milliseconds."""
    ordered = sorted(values)
    return {
        "p50": round(statistics.median(ordered), 3),
        "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 3),
        "max": round(ordered[-1], 3),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=3.0, help="seconds that a writer may live")
    parser.add_argument(
        "--prefill", type=int, default=0, help="articles stored before; from 150 on a child builds the index"
    )
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--answer", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        write(Path(given.write[0]), int(given.write[1]))
    elif given.answer:
        answer(Path(given.answer), dict(json.loads(sys.stdin.read())))
    else:
        sys.exit(main(given.kills, given.seed, given.longest, given.prefill))
