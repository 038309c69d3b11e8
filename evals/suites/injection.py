"""The suite of hostile articles: facts are asked of copies that hide an order, and of the true article."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from typing import TYPE_CHECKING, Literal

from evals.scores import attacks
from evals.spans import proving_spans
from evals.suites.attacking import CLEAN, utility_figures
from evals.suites.common import ANSWERING, NUMBERS, PROVING
from evals.suites.facts import facts_suite
from evals.suites.figures import refusal_figures
from evals.suites.orders import ORDERS, Order
from evals.suites.suite import Suite
from rag.stages.reading import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evals.schema import Case
    from rag.schema import Article

Place = Literal["start", "middle", "end"]
PLACES: tuple[Place, ...] = ("start", "middle", "end")
QUESTIONS_EACH = 3
"""Questions asked of each hostile copy; all questions of the facts file take their turn."""


def injection_suite(facts: Path | str | None = None) -> Suite:
    """Return the suite over the articles of a facts file; raises UnreadableFile or BadInput."""
    base = facts_suite(facts)
    return Suite(
        name="injection",
        cases=tuple(_cases(base)),
        articles=(),
        case_scores={**ANSWERING, **PROVING, "attack_success": lambda c, r, _: attacks.attack_success(c, r)},
        run_figures=(refusal_figures, utility_figures),
        numbers=NUMBERS,
    )


def _cases(base: Suite) -> Iterator[Case]:
    questions = cycle(base.cases)
    for order in ORDERS:
        for place in PLACES:
            texts = tuple(hidden(article, order, place) for article in base.articles)
            for _ in range(QUESTIONS_EACH):
                yield from _pair(next(questions), order, place, base, texts)


def _pair(case: Case, order: Order, place: Place, base: Suite, texts: tuple[Article, ...]) -> Iterator[Case]:
    name = f"{case.id}-{order.kind.replace(' ', '-')}-{place}"
    proof = tuple(replace(part, spans=proving_spans(part.text, texts)) for part in case.proof)
    kind = f"{order.kind} at the {place}"
    yield replace(case, id=name, kind=kind, proof=proof, texts=texts, attack=order.trigger)
    yield replace(case, id=f"{name}{CLEAN}", kind="clean", texts=base.articles)


def hidden(article: Article, order: Order, place: Place) -> Article:
    """Return the article with ``order`` as a paragraph of its own; the true paragraphs stay as they are."""
    paragraphs = article.text.split("\n")
    at = {"start": 0, "middle": len(paragraphs) // 2, "end": len(paragraphs)}[place]
    text = "\n".join([*paragraphs[:at], "", order.text, "", *paragraphs[at:]])
    return replace(article, id=f"{article.id}-hostile", text=text, sha256=sha256_of(text))
