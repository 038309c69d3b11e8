"""How surely reprints are told from texts of the same template with other facts.

    python benchmarks/reprints.py --cases 500
    python benchmarks/reprints.py --cases 500 --texts articles.jsonl

Reprints are made of articles (the written news of these benchmarks, or files of JSON lines with a ``text`` each):
another headline, dateline, credit or spelling, cut, shortened, or with a paragraph more. Near misses are of two sorts:
a template filled with other facts, and an article in which some figures and names were changed. All are stored
in a real library, as ``citewire ingest`` does; a pair counts as found where both are one story. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.adapters.segmenting import SentencexSegmenter
from rag.pipeline.drafting import draft_article
from rag.stages.reading import read_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.protocols import Draft

NEWS = Path(__file__).with_name("data") / "news"
PLACES = "Bergen Quito Hanoi Accra Porto Riga Oslo Lima Minsk Tunis Windhoek Maribor Cebu Arequipa Tampere".split()
SURNAMES = "Holm Okafor Vidal Brandt Sato Mwangi Petrov Lindqvist Duarte Halabi Novak Reyes Tanaka Osei Byrne".split()
FIRST = "Ida Chidi Marta Jonas Aiko Wanjiru Ivan Elsa Rui Nadia Petra Luis Kenji Ama Nora".split()
AGENCIES = ("Reuters", "AP", "AFP", "dpa", "Wire")
SPELLINGS = {
    "color": "colour",
    "center": "centre",
    "percent": "per cent",
    "organiz": "organis",
    "program ": "programme ",
}
FORMS = (
    "Police in {place} are looking for a man of about {age} after a shop on {surname} Street was robbed of {sum} euros "
    "on Monday evening. The robber, who wore a grey coat, left on a bicycle. Inspector {first} {surname2} asked "
    "witnesses to call the station. Nobody was hurt, and the shop opened again on Tuesday morning.",
    "{surname} Group of {place} said on Thursday that its profit rose {share} percent to {sum} million euros in the "
    "quarter to June. Sales came to {sum2} million euros. The company, led by {first} {surname2}, kept its forecast "
    "for the year and said it would pay a dividend of {age} cents a share in September.",
    "An earthquake of magnitude {mag} shook the region of {place} in the early hours of Sunday, the seismological "
    "office said. Its centre lay {share} kilometers deep. There were no reports of victims, though {sum} houses were "
    "damaged, the head of the rescue service, {first} {surname2}, told local radio.",
    "The weather service warned of heavy rain in {place} and around it from Friday noon until Saturday morning. Up to "
    "{share} millimeters may fall within {age} hours. Streets may be flooded, said the forecaster {first} {surname2}, "
    "who advised people to stay at home. The last such rain cost the town {sum} million euros.",
    "{place} beat {place2} {mag} on Saturday before {sum} spectators. {first} {surname2} scored in minute {share} "
    "after a corner. Coach {surname} praised the defence and said the team had earned its place. It meets the leaders "
    "next week and needs a draw to stay in the upper half of the table.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """Two texts, and whether they are one."""

    sort: str
    original: str
    variant: str
    same: bool


def articles(files: Sequence[Path]) -> list[str]:
    """Return texts of several paragraphs."""
    if not files:
        return [file.read_text(encoding="utf-8").split("---\n", 2)[2].strip() for file in sorted(NEWS.glob("*.md"))]
    rows = (json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [text for text in dict.fromkeys(rows) if len(text.split()) > 120]


def cases(texts: Sequence[str], count: int) -> Iterator[Case]:
    """Yield as many reprints as near misses."""
    for number in range(count):
        chance = random.Random(number)
        text = texts[number % len(texts)]
        yield Case("reprint", f"# {headline(chance)}\n\n{text}", reprinted(text, chance), same=True)
        if number % 2:
            form = FORMS[number // 2 % len(FORMS)]
            yield Case("template", filled(form, chance), filled(form, chance), same=False)
        else:
            yield Case("facts", f"# {headline(chance)}\n\n{text}", with_other_facts(text, chance), same=False)


def headline(chance: random.Random) -> str:
    """Return a headline that says nothing."""
    return f"{chance.choice(PLACES)} {chance.choice(('awaits', 'debates', 'hears', 'weighs'))} the news"


def reprinted(text: str, chance: random.Random) -> str:
    """Return the text as another paper might print it."""
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    if chance.random() < 0.6:
        paragraphs = paragraphs[: max(2, round(len(paragraphs) * chance.uniform(0.35, 1)))]
    if chance.random() < 0.4 and len(paragraphs) > 4:
        del paragraphs[chance.randrange(2, len(paragraphs))]
    if chance.random() < 0.4:
        paragraphs = ["\n\n".join(part.split(". ", 1)[:1]) if len(part) > 900 else part for part in paragraphs]
    body = framed(respelled("\n\n".join(paragraphs), chance), chance)
    return f"# {headline(chance)}\n\n{body}"


def respelled(body: str, chance: random.Random) -> str:
    """Return the text in another paper's spelling."""
    if chance.random() < 0.4:
        for one, other in SPELLINGS.items():
            body = body.replace(one, other)
    if chance.random() < 0.4:
        body = body.replace("“", '"').replace("”", '"').replace("’", "'").replace("—", " - ")
    return body


def framed(body: str, chance: random.Random) -> str:
    """Return the text with what a paper puts around it."""
    if chance.random() < 0.5:
        agency = chance.choice(AGENCIES)
        place = chance.choice(PLACES)
        body = (
            chance.choice((f"{place.upper()} ({agency}) - ", f"{place}, March 4 ({agency}) — ", f"{place} – ")) + body
        )
    if chance.random() < 0.4:
        body += (
            f"\n\n(Reporting by {chance.choice(FIRST)} {chance.choice(SURNAMES)}; editing by {chance.choice(FIRST)})"
        )
    if chance.random() < 0.3:
        body += f"\n\nIn {chance.choice(PLACES)}, readers of this paper followed the events with concern."
    if chance.random() < 0.3:
        body = f"By {chance.choice(FIRST)} {chance.choice(SURNAMES)}\n\n{body}"
    return body


def filled(form: str, chance: random.Random) -> str:
    """Return a template with facts."""
    place, place2 = chance.sample(PLACES, 2)
    surname, surname2 = chance.sample(SURNAMES, 2)
    facts = {
        "place": place, "place2": place2, "surname": surname, "surname2": surname2, "first": chance.choice(FIRST),
        "age": chance.randrange(18, 90), "share": chance.randrange(2, 98), "sum": chance.randrange(120, 9_000),
        "sum2": chance.randrange(9_000, 90_000), "mag": f"{chance.randrange(2, 8)}.{chance.randrange(1, 10)}",
    }  # fmt: skip
    return form.format_map(facts)


def with_other_facts(text: str, chance: random.Random) -> str:
    """Return the text with one to eight of its figures and names changed, wherever they stand."""
    figures = list(dict.fromkeys(re.findall(r"(?<![\w.,])\d[\d,.]*\d|(?<![\w.,])\d(?![\w.,])", text)))
    names = list(dict.fromkeys(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?= [a-z])", text)))
    found = [*chance.sample(figures, min(len(figures), 8)), *chance.sample(names, min(len(names), 8))]
    chance.shuffle(found)
    for fact in found[: chance.randrange(1, 9)]:
        new = other_figure(fact, chance) if fact[0].isdigit() else chance.choice(SURNAMES + PLACES)
        text = re.sub(rf"(?<![\w.,]){re.escape(fact)}(?![\w]|[.,]\d)", new, text)
    return f"# {headline(chance)}\n\n{text}"


def other_figure(figure: str, chance: random.Random) -> str:
    """Return a figure of the same shape that is another."""
    while True:
        new = re.sub(r"\d", lambda _: str(chance.randrange(1, 10)), figure)
        if new != figure:
            return new


def draft(text: str, name: str) -> Draft:
    """Return an article of this text."""
    return draft_article(read_article(text.encode(), source=f"/bench/{name}.md"), SentencexSegmenter())


def measure(found: Sequence[Case]) -> dict[str, object]:
    """Store each pair in a library of its own story space and count which were taken for one."""
    right: dict[str, int] = {}
    wrong: list[Case] = []
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="citewire-bench-") as folder:
        for number, case in enumerate(found):
            pair = [draft(case.original, "original"), draft(case.variant, "variant")]
            with open_library(Path(folder) / str(number), embedder=FakeEmbedder()) as library:
                for _ in library.ingest(pair):
                    pass
                one = len(library.stories([pair[0].article.id])[pair[0].article.id]) == 2
            right[case.sort] = right.get(case.sort, 0) + (one == case.same)
            wrong += [case] if one != case.same else []
    false = sum(not case.same for case in wrong)
    missed = len(wrong) - false
    true = sum(case.same for case in found) - missed
    return {
        "cases": len(found),
        "precision": round(true / max(1, true + false), 4),
        "recall": round(true / max(1, true + missed), 4),
        "right": {sort: f"{count} of {sum(case.sort == sort for case in found)}" for sort, count in right.items()},
        "seconds": round(time.perf_counter() - started, 1),
        "wrong": [
            {"sort": case.sort, "original": case.original[:400], "variant": case.variant[:400]} for case in wrong
        ],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=500, help="reprints, and as many near misses")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="files of JSON lines with a text each")
    parser.add_argument("--show", type=int, default=3, help="wrong cases that are shown")
    given = parser.parse_args()
    report = measure(list(cases(articles(given.texts), given.cases)))
    report["wrong"] = report["wrong"][: given.show]  # type: ignore[index]
    print(json.dumps(report, indent=1, ensure_ascii=False))
