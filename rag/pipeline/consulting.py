"""A second opinion: a chat model on this machine says how likely a passage states the answer.

Only a model that passes an examination is heard, since a small one says yes to everything. A model that is not heard,
or whose server fails, changes nothing: the embedded confidence stands.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from rag.errors import ModelError
from rag.schema import Part
from rag.stages.writing.opinion import (
    PASSING,
    Probe,
    fitted_scale,
    opinion_request,
    ordered_rightly,
    passage_of,
    probes,
)
from rag.stages.writing.records import ChatModel, Memory

Revision = Callable[[float], float]
"""Turns the embedded confidence in a sentence into the one to act on."""

_log = logging.getLogger("citewire")


def unrevised(confidence: float) -> float:
    """Return a confidence as it is."""
    return confidence


class Consultant:
    """Asks one model for its opinion. Safe to share between threads."""

    def __init__(self, model: ChatModel, memory: Memory) -> None:
        self._model = model
        self._memory = memory
        self._lock = threading.Lock()
        self._fit: bool | None = None

    def revision(self, part: Part) -> Revision:
        """Return how the model's opinion of the part's passage changes a confidence in a sentence of it."""
        passage = passage_of(part.evidence)
        try:
            if not passage or not self._is_fit():
                return unrevised
            log_odds = self._model.log_odds(opinion_request(part.question, passage))
        except ModelError as exc:
            _log.info("the model %r was not heard: %s", self._model.name, exc)
            return unrevised
        if log_odds is None:
            return unrevised
        scale = fitted_scale()
        return lambda confidence: scale.revised(confidence, log_odds)

    def _is_fit(self) -> bool:
        with self._lock:
            if self._fit is None:
                self._fit = self._memory.recall()
            if self._fit is None:
                self._fit = self._examine()
            return self._fit

    def _examine(self) -> bool:
        share = examination(self._model)
        if share is None:
            return False
        self._memory.note(share >= PASSING)
        return share >= PASSING


def examination(model: ChatModel) -> float | None:
    """Return the share of pairs of probes that a model orders rightly, in [0, 1]; .5 is guessing.

    None where it tells no probabilities. Raises ModelError.
    """
    found: dict[Probe, float] = {}
    for probe in probes():
        log_odds = model.log_odds(opinion_request(probe.question, probe.passage))
        if log_odds is None:
            return None
        found[probe] = log_odds
    return ordered_rightly(found)
