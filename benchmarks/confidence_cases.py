"""Questions with and without an answer, from development data, for fitting and measuring confidence."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.facts_file import load_facts, packaged_facts
from evals.public.catalogue import public_suite
from evals.schema import Case
from rag.schema import Article
from rag.stages.language.names import find_names

NEWS = Path(__file__).resolve().parent / "data" / "news"


@dataclass(frozen=True, slots=True)
class AskedCase:
    """One question of some texts."""

    question: str
    texts: tuple[Article, ...]
    answers: tuple[str, ...]
    """Empty where the texts do not answer."""
    proof: tuple[tuple[int, int], ...]
    """Spans of the first text that prove the answer; empty where only the answers are known."""
    group: str
    """The document it comes from; folds and intervals go by it."""
    origin: str


def collect_cases(folder: Path, *, sample: int | None, seed: int) -> tuple[AskedCase, ...]:
    """Return the cases of SQuAD 2.0 below ``folder``, of facts files, and of two made sets.

    ``news`` are facts about ten articles that were written for this; ``seed`` those about the article that ships.

    ``unrelated`` pairs a question with another document's text. ``renamed`` puts a name of another document into a
    question. Both are unanswerable by construction.
    """
    chance = random.Random(seed)
    squad = _sampled([_public(case, "squad2") for case in public_suite("squad2", folder).cases], sample, chance)
    news = list(facts_cases(packaged_facts(), "seed"))
    for file in sorted(NEWS.glob("*.yaml")):
        news += facts_cases(file, "news")
    answerable = [case for case in (*squad, *news) if case.answers]
    share = max(60, len(squad) // 6)
    unrelated = list(_unrelated(answerable, share, chance))
    renamed = list(_renamed(answerable, share, chance))
    return (*squad, *news, *unrelated, *renamed)


def facts_cases(file: Path, origin: str) -> Iterator[AskedCase]:
    """Yield the cases of a facts file."""
    facts = load_facts(file)
    for case in facts.cases:
        spans = tuple((span.start, span.end) for proof in case.proof for span in proof.spans)
        yield AskedCase(case.question, tuple(facts.articles), case.answers, spans, f"{origin}:{file.stem}", origin)


def _public(case: Case, origin: str) -> AskedCase:
    return AskedCase(case.question, case.texts, case.answers, (), f"{origin}:{whole_article(case.group)}", origin)


def whole_article(group: str) -> str:
    """Return the article that a paragraph is of: SQuAD's are named ARTICLE#PARAGRAPH, and share their vocabulary."""
    return group.rsplit("#", 1)[0]


def _sampled(cases: list[AskedCase], size: int | None, chance: random.Random) -> list[AskedCase]:
    return cases if size is None or size >= len(cases) else chance.sample(cases, size)


def _unrelated(cases: Sequence[AskedCase], size: int, chance: random.Random) -> Iterator[AskedCase]:
    for case in chance.sample(cases, min(size, len(cases))):
        others = [other for other in cases if other.group != case.group]
        text = chance.choice(others).texts
        yield replace(case, texts=text, answers=(), proof=(), origin="unrelated")


def _renamed(cases: Sequence[AskedCase], size: int, chance: random.Random) -> Iterator[AskedCase]:
    named = [case for case in cases if find_names(case.question, case.texts[0].text)]
    for case in chance.sample(named, min(size, len(named))):
        old = chance.choice(find_names(case.question, case.texts[0].text))
        other = chance.choice([other for other in named if other.group != case.group])
        new = chance.choice(find_names(other.question, other.texts[0].text)).text
        if new.lower() not in case.texts[0].text.lower():
            question = case.question[: old.start] + new + case.question[old.end :]
            yield replace(case, question=question, answers=(), proof=(), origin="renamed")
