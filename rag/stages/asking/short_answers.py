"""The shortest span of a quoted sentence that answers by itself."""

from __future__ import annotations

from rag.schema import Parse
from rag.stages.asking.candidates import Span, answer_spans
from rag.stages.asking.questions import Question
from rag.stages.weighing.features import tree_distance
from rag.stages.weighing.keys import keys_of_word

_BEST_SOURCES = {"count": 2.0, "amount": 2.0, "money": 3.0, "date": 2.0, "person": 1.0, "place": 1.0}


def short_answer_in(question: Question, sentence: Parse) -> str | None:
    """Return the span that answers, exactly as the sentence has it, or None where no span does.

    Spans are of the kind asked for, hold something that the question does not, and stand near the words that
    sentence and question share.
    """
    if question.kind in {"yes_no", "topic"}:
        return None
    spans = answer_spans(question, sentence)
    asked = {key for word in question.parse.words for key in keys_of_word(word)}
    anchors = _anchors(question, sentence)
    scored = [(_score(question, sentence, span, asked, anchors), -span.first, span) for span in spans]
    best = max(scored, key=lambda item: item[:2], default=None)
    if best is None or best[0] <= 0:
        return None
    return best[2].text(sentence)


def _anchors(question: Question, sentence: Parse) -> list[int]:
    """Return the sentence's words that match words that the question asks about."""
    wanted = [keys_of_word(question.word(position)) for position in question.asked]
    return [i for i, word in enumerate(sentence.words) if any(keys & keys_of_word(word) for keys in wanted)]


def _score(question: Question, sentence: Parse, span: Span, asked: set[str], anchors: list[int]) -> float:
    words = sentence.words[span.first : span.last + 1]
    content = [word for word in words if word.pos not in {"DET", "ADP", "PUNCT", "PART", "CCONJ", "AUX", "PRON"}]
    fresh = [word for word in content if not keys_of_word(word) & asked]
    if not fresh:
        return 0.0
    head = _head(sentence, span)
    near = min(
        (tree_distance(sentence, head, anchor) for anchor in anchors if not span.first <= anchor <= span.last),
        default=4,
    )
    score = 4.0 * len(fresh) / len(content) + 4.0 / (1.0 + near) - 0.08 * len(words)
    if span.source not in {"phrase", "subtree", "clause", "quote", "number"}:
        score += _BEST_SOURCES.get(question.kind, 0.5)
    if question.kind == "count" and question.focus is not None:
        counted = keys_of_word(question.word(question.focus))
        following = sentence.words[span.last : span.last + 5]
        score += 3.0 * any(counted & keys_of_word(word) for word in following)
    return score


def _head(sentence: Parse, span: Span) -> int:
    """Return the span's word whose head lies outside it."""
    inside = range(span.first, span.last + 1)
    return next((i for i in inside if sentence.words[i].head not in inside or sentence.words[i].head == i), span.last)
