"""Whether a claim says anything that the question did not, of the sort that it asks for."""

from __future__ import annotations

from rag.schema import Parse
from rag.stages.asking.candidates import holds_kind
from rag.stages.asking.questions import Question
from rag.stages.weighing.keys import keys_of_word

_EMPTY = frozenset({"DET", "ADP", "PUNCT", "PART", "AUX", "CCONJ", "SCONJ", "PRON", "SPACE"})


def emptiness_of(question: Question, claim: Parse) -> str | None:
    """Return why a claim tells the asker nothing, in a sentence for a person; None where it does tell something."""
    if not holds_kind(question, claim):
        return "The sentence gives nothing of the kind that the question asks for."
    if question.kind == "yes_no":
        return None  # the answer may be the question's own words, stated
    asked = {key for word in question.parse.words for key in keys_of_word(word)}
    if all(word.pos in _EMPTY or keys_of_word(word) & asked for word in claim.words):
        return "The sentence only repeats the question."
    return None
