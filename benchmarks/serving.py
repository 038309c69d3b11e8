"""How the server bears a crowd: ``python benchmarks/serving.py [--users 200] [--seconds 60]``.

The real server runs as a process over a fresh library. Users ask over HTTP, each as a stream and each the next
question as soon as the last is answered; who is told to come again later (429) waits as long as it was told. Prints
one JSON object: responses by status, streams that failed, seconds for an answer, the longest time in which a user was
told nothing, and the server's memory while they asked.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

QUESTIONS = (
    "Who is the president of Uzbekistan?",
    "How many migrants were repatriated?",
    "What did Kristi Noem say about Uzbekistan's president?",
    "How many arrests did ICE report?",
    "What does the article say about Turkey?",
    "Who paid for the flight?",
)


@dataclass
class Seen:
    """What all users saw."""

    statuses: Counter[int] = field(default_factory=Counter)
    last_events: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    silences: list[float] = field(default_factory=list)
    """For each stream, the longest time between two things that were said in it, or before the first."""
    waits: list[int] = field(default_factory=list)
    """The longest line that each user was told of."""
    faults: Counter[str] = field(default_factory=Counter)


async def ask(client: httpx.AsyncClient, question: str, seen: Seen) -> float:
    """Ask once, and return for how long to wait before the next question."""
    begun = last = time.perf_counter()
    silence, ahead, name = 0.0, 0, ""
    async with client.stream("POST", "/ask", json={"question": question, "stream": True}) as response:
        seen.statuses[response.status_code] += 1
        if response.status_code != 200:
            return float(response.headers.get("Retry-After", 1))
        async for line in response.aiter_lines():
            now = time.perf_counter()
            silence, last = max(silence, now - last), now
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif name == "waiting" and line.startswith("data: "):
                ahead = max(ahead, json.loads(line.removeprefix("data: "))["ahead"])
    seen.last_events[name] += 1
    seen.seconds.append(time.perf_counter() - begun)
    seen.silences.append(silence)
    seen.waits.append(ahead)
    return 0.0


async def use(client: httpx.AsyncClient, number: int, until: float, seen: Seen) -> None:
    """Ask question after question until it is time to stop."""
    while time.perf_counter() < until:
        try:
            pause = await ask(client, QUESTIONS[number % len(QUESTIONS)], seen)
        except httpx.HTTPError as exc:
            seen.faults[type(exc).__name__] += 1
            pause = 1.0
        await asyncio.sleep(min(pause, max(0.0, until - time.perf_counter())))
        number += 1


async def watch(client: httpx.AsyncClient, until: float) -> list[float]:
    """Return the server's memory in MB, once a second."""
    found = []
    while time.perf_counter() < until:
        lines = (await client.get("/metrics")).text.splitlines()
        size = next(line for line in lines if line.startswith("process_resident_memory_bytes"))
        found.append(float(size.split()[1]) / 1e6)
        await asyncio.sleep(1)
    return found


async def crowd(address: str, users: int, seconds: float) -> dict[str, Any]:
    """Let so many users ask for so long, and return the figures."""
    seen = Seen()
    limits = httpx.Limits(max_connections=users + 10, max_keepalive_connections=users + 10)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:
        while (await client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0.2)
        await ask(client, QUESTIONS[0], Seen())
        until = time.perf_counter() + seconds
        watching = asyncio.create_task(watch(client, until))
        await asyncio.gather(*(use(client, number, until, seen) for number in range(users)))
        memory = await watching
    return figures(seen, memory, users, seconds)


def figures(seen: Seen, memory: list[float], users: int, seconds: float) -> dict[str, Any]:
    """Return what is printed."""
    times = sorted(seen.seconds)
    tenth = max(1, len(memory) // 10)
    steps = [round(statistics.median(memory[start : start + tenth])) for start in range(0, len(memory), tenth)]
    return {
        "users": users,
        "seconds": seconds,
        "statuses": {str(status): count for status, count in sorted(seen.statuses.items())},
        "streams_ended_with": dict(seen.last_events),
        "connection_faults": dict(seen.faults),
        "answers_a_second": round(len(times) / seconds, 2),
        "answer_p50_s": round(statistics.median(times), 2),
        "answer_p95_s": round(times[max(0, round(0.95 * len(times)) - 1)], 2),
        "longest_line_told": max(seen.waits),
        "longest_silence_s": round(max(seen.silences), 2),
        "memory_mb": steps,
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    from page import served

    with tempfile.TemporaryDirectory() as folder, served(f"{folder}/library") as address:
        print(json.dumps(asyncio.run(crowd(address, options.users, options.seconds)), indent=2))


if __name__ == "__main__":
    sys.exit(main())
