"""What is known of a question and the sentence nearest to it, as numbers that a small model can weigh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rag.protocols import CloseReading, TokenMatch
from rag.schema import Parse
from rag.stages.asking.candidates import holds_kind
from rag.stages.asking.questions import Question, is_empty_focus
from rag.stages.language.names import find_names
from rag.stages.language.words import FUNCTION_WORDS, stem
from rag.stages.weighing.hearing import fitted_head
from rag.stages.weighing.keys import Keys, is_misspelt, keys_of_word, sentence_keys, text_keys, unaccented

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "none", "without", "nor", "neither", "cannot"})
_GENERIC = frozenset(
    "people person individual human man woman citizen resident national passenger migrant immigrant worker time "
    "name language country city".split()
)
"""Nouns that texts replace by others as a matter of course."""
_TRUSTING = 0.8
"""Stands for a similarity where the question has no word of that sort."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question beside the sentence that may answer it."""

    question: Question
    sentence: Parse
    near: tuple[Parse, ...]
    """The body sentences just before and after it."""
    topic: Keys
    """Keys of the article's title and first sentence: what all of it is about."""
    article_text: str
    logit: float
    """The reranker's, for (question, sentence)."""
    runner_up: float
    """The reranker's logit of the next best sentence, or its floor of -11 where there is none."""
    match: TokenMatch
    """The question's tokens against the sentence's."""
    around: TokenMatch
    """The question's tokens against those of every candidate sentence, the best for each."""
    close: CloseReading
    """Question and sentence as the reranker saw them from inside."""


@dataclass(frozen=True, slots=True)
class Term:
    """Something of the question that evidence must bear out: a name as a whole, or a word."""

    positions: tuple[int, ...]
    """Its words in the question's parse."""
    keys: Keys
    sort: Literal["name", "number", "verb", "word"]

    def held_by(self, keys: Keys) -> bool:
        """Tell whether a text with these keys holds the term: all keys of a name, any key of a word."""
        return self.keys <= keys if self.sort == "name" else bool(self.keys & keys)


@dataclass(frozen=True, slots=True)
class Support:
    """Which terms of the question are borne out, and how near."""

    terms: tuple[Term, ...]
    sentence: frozenset[Term]
    near: frozenset[Term]
    """By the sentence or the ones beside it."""
    article: frozenset[Term]

    def missing(self, held: frozenset[Term], sort: str) -> tuple[Term, ...]:
        """Return the terms of a sort that are not among ``held``."""
        return tuple(term for term in self.terms if term.sort == sort and term not in held)


def terms_of(question: Question, article_text: str) -> tuple[Term, ...]:
    """Return the question's names, as the article helps to see them, and its other asked words."""
    words = question.parse.words
    names = find_names(question.parse.text, article_text)
    terms, taken = [], set[int]()
    for name in names:
        inside = tuple(i for i, w in enumerate(words) if w.start < name.end and w.end > name.start)
        keys = frozenset(
            w if w.startswith("@") else stem(unaccented(w))
            for w in name.words
            if w not in FUNCTION_WORDS and not is_misspelt(stem(unaccented(w)), article_text)
        )
        sure = name.sure or any(words[i].pos == "PROPN" for i in inside)
        if keys and sure and question.focus not in inside:
            terms.append(Term(inside, keys, "name"))
            taken.update(inside)
    for position in question.asked:
        if position not in taken:
            word = words[position]
            sort = {"NUM": "number", "VERB": "verb", "PROPN": "name"}.get(word.pos, "word")
            if sort == "number" and not any(character.isdigit() for character in word.text):
                continue  # "two examples", "one of the": counts what is asked for, states nothing
            terms.append(_term_of_word(position, keys_of_word(word), sort))
    return tuple(terms)


def _term_of_word(position: int, keys: Keys, sort: str) -> Term:
    if sort == "name":  # any spelling of one proper noun will do, so its sort of matching is a word's
        places = frozenset(key for key in keys if key.startswith("@"))
        return Term((position,), places or frozenset(sorted(keys)[:1]), "name")
    return Term((position,), keys, "number" if sort == "number" else "verb" if sort == "verb" else "word")


def support_of(reading: Reading) -> Support:
    """Return which terms the sentence, its surroundings and the article hold."""
    text = reading.article_text
    terms = terms_of(reading.question, text)
    own = sentence_keys(reading.sentence, text)
    near = own.union(*(sentence_keys(parse, text) for parse in reading.near))
    whole = near | text_keys(text)
    return Support(terms, *(frozenset(term for term in terms if term.held_by(keys)) for keys in (own, near, whole)))


def features_of(reading: Reading, support: Support) -> dict[str, float]:
    """Return the features by name; ``benchmarks/fit_confidence.py`` fits their weights."""
    question, terms = reading.question, support.terms
    share = max(1, len(terms))
    soft = {term: _similarity(question, reading.match, term) for term in terms}
    around = {term: _similarity(question, reading.around, term) for term in terms}
    focus = None if question.focus is None else Term((question.focus,), frozenset(), "word")
    best = reading.match.best
    return {
        "logit": reading.logit,
        "heard": fitted_head().score(reading.close),
        "gap": reading.logit - reading.runner_up,
        "covered": len(support.sentence) / share,
        "covered_near": len(support.near) / share,
        "covered_article": len(support.article) / share,
        "linked": linked_share(question, reading.sentence),
        "similarity_mean": float(np.mean(best)) if best else _TRUSTING,
        "similarity_low": float(np.mean(sorted(best)[:2])) if best else _TRUSTING,
        "similarity_least": min(soft.values(), default=_TRUSTING),
        "similarity_terms": float(np.mean(list(soft.values()))) if soft else _TRUSTING,
        "around_least": min(around.values(), default=_TRUSTING),
        "around_terms": float(np.mean(list(around.values()))) if around else _TRUSTING,
        "verb_similarity": min((soft[term] for term in terms if term.sort == "verb"), default=_TRUSTING),
        "word_similarity": min((soft[term] for term in terms if term.sort == "word"), default=_TRUSTING),
        "name_similarity": min((soft[term] for term in terms if term.sort == "name"), default=_TRUSTING),
        "names_missing": float(len(support.missing(support.sentence, "name"))),
        "names_missing_near": float(len(support.missing(support.near, "name"))),
        "names_missing_article": float(len(support.missing(support.article, "name"))),
        "numbers_missing": float(len(support.missing(support.near, "number"))),
        "kind_held": float(holds_kind(question, reading.sentence)),
        "focus_missing": float(_focus_is_missing(question, reading.article_text)),
        "focus_similarity": _TRUSTING if focus is None else _similarity(question, reading.match, focus),
        "verbs_missing": float(len(support.missing(support.article, "verb"))),
        "polarity_differs": float(_negated(question.parse) != _negated(reading.sentence)),
        "question_negated": float(_negated(question.parse)),
        "asked": float(len(terms)),
        "asks_how_or_why": float(question.kind in {"reason", "manner", "speech"}),
        "asks_yes_no": float(question.kind == "yes_no"),
    }


def _focus_is_missing(question: Question, article_text: str) -> bool:
    """Tell whether the question asks for a sort of thing ("airline", "visas") that the article has no word for."""
    if question.focus is None or question.kind not in {"count", "thing"}:
        return False
    word = question.word(question.focus)
    if word.lemma in _GENERIC or is_empty_focus(word.lemma):
        return False
    return not keys_of_word(word) & text_keys(article_text) and not is_misspelt(word.text.lower(), article_text)


def _similarity(question: Question, match: TokenMatch, term: Term) -> float:
    words = [question.word(position) for position in term.positions]
    spans = zip(match.offsets, match.best, strict=True)
    inside = [best for (start, end), best in spans if any(start < word.end and end > word.start for word in words)]
    return float(np.mean(inside)) if inside else _TRUSTING


def _negated(parse: Parse) -> bool:
    return any(word.text.lower() in _NEGATIONS for word in parse.words)


def linked_share(question: Question, sentence: Parse, *, reach: int = 4) -> float:
    """Return the share of the question's word pairs that the sentence holds together.

    A pair is an asked word and the asked word that it depends on ("president" of "Kazakhstan"). It is held together
    where words that match them stand at most ``reach`` steps apart in the sentence's dependency tree. 1 for a
    question without pairs.
    """
    pairs = list(_pairs(question))
    if not pairs:
        return 1.0
    places = {i: _places_of(question, i, sentence) for pair in pairs for i in pair}
    held = sum(
        any(tree_distance(sentence, a, b) <= reach for a in places[first] for b in places[second])
        for first, second in pairs
    )
    return held / len(pairs)


def _pairs(question: Question) -> Iterator[tuple[int, int]]:
    asked = frozenset(question.asked)
    words = question.parse.words
    for position in question.asked:
        above, steps = position, 0
        while words[above].head != above and steps < 4:
            above, steps = words[above].head, steps + 1
            if above in asked:
                yield position, above
                break


def _places_of(question: Question, position: int, sentence: Parse) -> list[int]:
    keys = keys_of_word(question.word(position))
    return [index for index, word in enumerate(sentence.words) if keys & keys_of_word(word)]


def tree_distance(parse: Parse, first: int, second: int) -> int:
    """Return the steps between two words in the dependency tree; 99 where they stand in different trees."""
    up_first, up_second = _ancestors(parse, first), _ancestors(parse, second)
    return min((up_first[node] + up_second[node] for node in up_first if node in up_second), default=99)


def _ancestors(parse: Parse, position: int) -> dict[int, int]:
    found: dict[int, int] = {}
    steps = 0
    while position not in found:
        found[position] = steps
        position, steps = parse.words[position].head, steps + 1
    return found
