"""What a chat model is asked before it writes: whether the passage states the answer at all."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from rag.schema import Evidence
from rag.stages.quoting import in_article_order
from rag.stages.verify.injection import gives_orders
from rag.stages.writing.prompts import LONGEST_SENTENCE, without_marks
from rag.stages.writing.records import Request

SENTENCES = 3
"""Sentences of the passage: the reranker's best three hold the answer where any does."""
PASSING = 0.85
"""Share of the pairs of probes that a model must order rightly; guessing orders half of them."""
_SYSTEM = "You judge whether a passage states the answer to a question. Reply with one word: yes or no."


@dataclass(frozen=True, slots=True)
class Probe:
    """A question whose answer a passage states, or does not: an examination of the model itself."""

    passage: str
    question: str
    stated: bool


@dataclass(frozen=True, slots=True)
class OpinionScale:
    """How a confidence and a model's log odds of "yes" become one confidence: a logistic regression of the two."""

    own: float
    """Weight of the log odds of the embedded confidence."""
    heard: float
    """Weight of the model's log odds, in nats."""
    intercept: float

    def revised(self, confidence: float, log_odds: float) -> float:
        """Return the probability in [0, 1] that the passage answers."""
        kept = min(max(confidence, 1e-6), 1.0 - 1e-6)
        total = self.intercept + self.own * math.log(kept / (1.0 - kept)) + self.heard * log_odds
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))


@lru_cache(maxsize=1)
def fitted_scale() -> OpinionScale:
    """Return the scale that ships with Citewire; ``benchmarks/fit_opinion.py`` writes it."""
    data = _read("opinion.json")
    return OpinionScale(data["own"], data["heard"], data["intercept"])


@lru_cache(maxsize=1)
def probes() -> tuple[Probe, ...]:
    """Return the examination: for each passage one question that it answers and one that it does not."""
    return tuple(
        Probe(pair["passage"], pair[name], name == "stated")
        for pair in _read("probes.json")["pairs"]
        for name in ("stated", "unstated")
    )


def opinion_request(question: str, passage: str) -> Request:
    """Return the request whose first word is to be yes or no."""
    asked = without_marks(question, LONGEST_SENTENCE)
    user = (
        f"Passage:\n{without_marks(passage, SENTENCES * LONGEST_SENTENCE)}\n\nQuestion: {asked}\n\n"
        "Does the passage state the answer to this exact question? Reply yes or no."
    )
    return Request(_SYSTEM, user, None)


def passage_of(evidence: Sequence[Evidence]) -> str:
    """Return the best sentences, given best first, in article order; those that give orders stay out."""
    fit = [item for item in evidence if not gives_orders(item.sentence.text)][:SENTENCES]
    return " ".join(item.sentence.text for item in in_article_order(fit))


def ordered_rightly(log_odds: Mapping[Probe, float]) -> float:
    """Return the share of pairs of a stated and an unstated probe that a model's log odds rank rightly, an AUROC."""
    stated = [value for probe, value in log_odds.items() if probe.stated]
    unstated = [value for probe, value in log_odds.items() if not probe.stated]
    right = sum((yes > no) + 0.5 * (yes == no) for yes in stated for no in unstated)
    return right / (len(stated) * len(unstated))


def _read(name: str) -> dict[str, Any]:
    text = (resources.files("rag.stages.writing") / name).read_text("utf-8")
    return json.loads(text)  # type: ignore[no-any-return]
