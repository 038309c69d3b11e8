"""The span of a sentence that bears out, or denies, what a question asks to be confirmed.

"Yes" stands in no source. What stands there is a predicate: for "Did Uzbekistan pay for the flight?" it is "was paid
for by the government of Uzbekistan", and a reader sees at once whether that is a yes.
"""

from __future__ import annotations

from rag.schema import Parse
from rag.stages.asking.questions import Question
from rag.stages.weighing.keys import Keys, keys_of_word

LEAST = 0.5
"""Share of the question's asked words that a span must hold."""
LONGEST = 16
"""Words of the longest span that still reads as a short answer."""
_SAYING = frozenset({"VERB", "AUX", "ADJ", "ADV"})
"""Parts of speech of which a span needs one: a name alone confirms nothing."""
_KEPT_WITH_VERB = frozenset({"neg", "aux", "auxpass", "prt"})


def confirming_span(question: Question, sentence: Parse) -> tuple[int, int] | None:
    """Return the span (start, end) of the sentence from the first to the last word that the question asks about.

    A verb brings its negation and its auxiliaries. None where too few of the words are there, no predicate is among
    them, or they lie too far apart.
    """
    asked = [keys_of_word(question.word(position)) for position in question.asked]
    held = [index for index, word in enumerate(sentence.words) if _meets(keys_of_word(word), asked)]
    met = sum(any(keys & keys_of_word(sentence.words[index]) for index in held) for keys in asked)
    if met < LEAST * len(asked) or not any(sentence.words[index].pos in _SAYING for index in held):
        return None
    words = sorted({*held, *_with_verbs(sentence, held)})
    if words[-1] - words[0] >= LONGEST:
        return None
    return sentence.words[words[0]].start, sentence.words[words[-1]].end


def _meets(keys: Keys, asked: list[Keys]) -> bool:
    return any(keys & wanted for wanted in asked)


def _with_verbs(sentence: Parse, held: list[int]) -> list[int]:
    """Return the words that belong to the verbs among ``held``."""
    verbs = {index for index in held if sentence.words[index].pos in {"VERB", "AUX"}}
    return [i for i, word in enumerate(sentence.words) if word.head in verbs and word.dep in _KEPT_WITH_VERB]
