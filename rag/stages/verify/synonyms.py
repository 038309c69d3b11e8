"""Words that a light paraphrase may exchange: ``synonyms.txt``, written for this project, one group of equals a line.

Only words that keep a sentence true stand together. A word may be in several groups.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from rag.stages.language.words import stem

PHRASES: dict[tuple[str, str], str] = {
    ("pass", "away"): "die", ("carry", "out"): "conduct", ("set", "up"): "establish", ("call", "off"): "cancel",
    ("put", "off"): "postpone", ("go", "up"): "rise", ("go", "down"): "fall", ("come", "back"): "return",
    ("give", "up"): "abandon", ("find", "out"): "discover", ("turn", "down"): "reject", ("blow", "up"): "explode",
    ("break", "out"): "erupt", ("point", "out"): "note", ("step", "down"): "resign", ("hand", "over"): "surrender",
    ("shut", "down"): "close", ("close", "down"): "close", ("cut", "down"): "reduce", ("speed", "up"): "accelerate",
    ("pull", "out"): "withdraw", ("lay", "off"): "dismiss", ("take", "part"): "participate", ("get", "back"): "return",
}  # fmt: skip
"""Verbs with a particle, and the one verb that says the same."""


def _read_groups() -> dict[str, frozenset[str]]:
    text = resources.files("rag.stages.verify").joinpath("synonyms.txt").read_text(encoding="utf-8")
    groups: dict[str, set[str]] = {}
    for number, line in enumerate(text.splitlines()):
        words = line.split()
        if len(words) > 1:
            for word in words:
                groups.setdefault(stem(word), set()).add(f"#{number}")
    return {word: frozenset(numbers) for word, numbers in groups.items()}


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    return _read_groups()


def synonym_groups(word_stem: str) -> frozenset[str]:
    """Return the groups of equals that a stem belongs to; two words are equals where they share one."""
    return _groups().get(word_stem, frozenset())
