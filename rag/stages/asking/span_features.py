"""What speaks for and against a span as the short answer to a question, as numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.schema import Parse
from rag.stages.asking.candidates import LABELS, Span
from rag.stages.asking.questions import Kind, Question
from rag.stages.weighing.features import tree_distance
from rag.stages.weighing.keys import Keys, keys_of_word

_GROUPS: dict[Kind, str] = {
    "count": "number", "amount": "number", "money": "number", "age": "number", "duration": "time", "date": "time",
    "place": "place", "person": "person", "organisation": "person", "reason": "why", "manner": "why",
    "speech": "thing", "thing": "thing", "topic": "thing", "yes_no": "thing",
}  # fmt: skip
_GRAMMAR = frozenset({"DET", "ADP", "PUNCT", "PART", "CCONJ", "SCONJ", "AUX", "PRON"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_OBJECTS = frozenset({"dobj", "obj", "attr", "oprd", "dative", "acomp", "xcomp", "ccomp"})
_BEYOND = 12
"""Steps at which distance stops to matter."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A question beside a sentence, with what all spans of the sentence share."""

    question: Question
    sentence: Parse
    asked: Keys
    """Keys of all words of the question."""
    anchors: tuple[int, ...]
    """The sentence's words that match words which the question asks about."""
    verb: int | None
    """The sentence's word that matches the verb which the question word depends on."""
    role: str
    """What the question word is to that verb: ``subject``, ``object`` or ``other``."""
    focus: int | None
    """The sentence's word that matches the question's focus."""


def scene_of(question: Question, sentence: Parse) -> Scene:
    """Return what all spans of the sentence share."""
    asked = frozenset(key for word in question.parse.words for key in keys_of_word(word))
    wanted = [keys_of_word(question.word(position)) for position in question.asked]
    anchors = tuple(i for i, w in enumerate(sentence.words) if any(keys & keys_of_word(w) for keys in wanted))
    verb, role = _wanted_role(question)
    place = None if verb is None else _match(question, verb, sentence)
    focus = None if question.focus is None else _match(question, question.focus, sentence)
    return Scene(question, sentence, asked, anchors, place, role, focus)


def _wanted_role(question: Question) -> tuple[int | None, str]:
    """Return the verb that the question word, or the noun it goes with, depends on, and as what."""
    words = question.parse.words
    start = question.focus
    if start is None:
        start = next((i for i, w in enumerate(words) if w.tag in {"WP", "WDT", "WRB", "WP$"}), None)
    if start is None:
        return None, "other"
    word, steps = start, 0
    while words[word].pos not in {"VERB", "AUX"} and words[word].head != word and steps < 4:
        dep, word, steps = words[word].dep, words[word].head, steps + 1
        if words[word].pos in {"VERB", "AUX"}:
            return word, "subject" if dep in _SUBJECTS else "object" if dep in _OBJECTS else "other"
    return None, "other"


def _match(question: Question, position: int, sentence: Parse) -> int | None:
    keys = keys_of_word(question.word(position))
    return next((i for i, word in enumerate(sentence.words) if keys & keys_of_word(word)), None)


def span_features(scene: Scene, span: Span) -> Mapping[str, float]:
    """Return the features of one span by name; a feature that is not there is 0."""
    sentence, question = scene.sentence, scene.question
    words = sentence.words[span.first : span.last + 1]
    content = [word for word in words if word.pos not in _GRAMMAR] or list(words)
    fresh = sum(not keys_of_word(word) & scene.asked for word in content) / len(content)
    head = head_of(sentence, span)
    group = _GROUPS[question.kind]
    named = span.source in LABELS.get(question.kind, frozenset())
    source = "named" if named else "entity" if span.source.isupper() else span.source
    found = {
        f"{group}:{source}": 1.0,
        f"pos:{sentence.words[head].pos}": 1.0,
        f"{group}:{'after' if _is_after(scene, span) else 'before'}": 1.0,
        "fresh": fresh,
        "nothing_fresh": float(fresh == 0),
        "begins_asked": float(bool(keys_of_word(words[0]) & scene.asked)),
        "length": math.log(len(words)),
        "long": float(len(words) > 8),
        "near_tree": _nearness(min((tree_distance(sentence, head, a) for a in _outside(scene, span)), default=_BEYOND)),
        "near_line": _nearness(min((_gap(span, a) for a in _outside(scene, span)), default=_BEYOND)),
        "anchors_around": min(4, sum(_gap(span, a) <= 4 for a in _outside(scene, span))) / 4,
        "holds_anchor": float(any(span.first <= a <= span.last for a in scene.anchors)),
    }
    return found | _role_features(scene, span, head) | _focus_features(scene, span, head)


def _role_features(scene: Scene, span: Span, head: int) -> dict[str, float]:
    """Whether the span is to the sentence's verb what the question word is to the question's."""
    if scene.verb is None:
        return {"no_verb": 1.0}
    word = scene.sentence.words[head]
    under = word.head == scene.verb
    role = "subject" if word.dep in _SUBJECTS else "object" if word.dep in _OBJECTS else "other"
    steps = tree_distance(scene.sentence, head, scene.verb)
    side = "left" if span.last < scene.verb else "right"
    return {
        "role_held": float(under and role == scene.role),
        "role_other": float(under and role != scene.role),
        "verb_near": _nearness(steps),
        f"{scene.role}_{side}": 1.0,
    }


def _focus_features(scene: Scene, span: Span, head: int) -> dict[str, float]:
    if scene.focus is None:
        return {}
    words = scene.sentence.words
    inside = span.first <= scene.focus <= span.last
    return {
        "focus_inside": float(inside),
        "focus_is_head": float(head == scene.focus),
        "modifies_focus": float(not inside and words[head].head == scene.focus),
        "under_focus": float(not inside and tree_distance(scene.sentence, head, scene.focus) <= 2),
    }


def head_of(sentence: Parse, span: Span) -> int:
    """Return the span's word whose head lies outside it."""
    inside = range(span.first, span.last + 1)
    outer = (i for i in inside if sentence.words[i].head not in inside or sentence.words[i].head == i)
    return next(outer, span.last)


def _outside(scene: Scene, span: Span) -> Sequence[int]:
    return [anchor for anchor in scene.anchors if not span.first <= anchor <= span.last]


def _gap(span: Span, position: int) -> int:
    return span.first - position if position < span.first else position - span.last


def _is_after(scene: Scene, span: Span) -> bool:
    return bool(scene.anchors) and span.first > min(scene.anchors)


def _nearness(steps: int) -> float:
    return 1.0 / (1.0 + min(steps, _BEYOND))
