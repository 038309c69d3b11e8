"""Made-up articles for the benchmarks of the library: any number, each with a word that no other has."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from rag.adapters.segmenting import SentencexSegmenter
from rag.pipeline.drafting import draft_article
from rag.stages.reading import read_article

if TYPE_CHECKING:
    from rag.protocols import Draft

PLACES = ("Tashkent", "Lima", "Oslo", "Nairobi", "Quito", "Riga", "Hanoi", "Accra", "Minsk", "Porto")
PEOPLE = ("the mayor", "a court", "the ministry", "two unions", "a bank", "the police", "farmers", "a judge")
DEEDS = ("opened", "delayed", "approved", "criticised", "financed", "closed", "inspected", "sold")
THINGS = (
    "a bridge",
    "the harbour",
    "three schools",
    "a clinic",
    "the budget",
    "an archive",
    "a railway line",
)


def source_of(number: int) -> str:
    """Return where the made-up article of this number comes from; its id follows from it."""
    return f"/made-up/story-{number:06}.md"


def marker(number: int, version: int) -> str:
    """Return the word that stands in this version of this article and nowhere else."""
    return f"marker{number}v{version}"


def made_up(number: int, version: int = 0, *, sentences: int = 12) -> Draft:
    """Return an article; the same arguments give the same text."""
    chance = random.Random(f"{number} {version}")
    lines = [f"# Story {number} from {chance.choice(PLACES)}", ""]
    body = [
        f"On day {chance.randrange(1, 366)} {chance.choice(PEOPLE)} in {chance.choice(PLACES)} "
        f"{chance.choice(DEEDS)} {chance.choice(THINGS)} for {chance.randrange(2, 9999)} people."
        for _ in range(sentences)
    ]
    body.insert(len(body) // 2, f"The report was filed under {marker(number, version)} by its editors.")
    text = "\n".join([*lines, " ".join(body), ""])
    return draft_article(read_article(text.encode(), source=source_of(number)), SentencexSegmenter())
