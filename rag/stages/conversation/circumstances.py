"""Circumstances in a question: times, places and other prepositional phrases, and what takes their place."""

from __future__ import annotations

from rag.schema import Parse, Word
from rag.stages.conversation.shapes import Built, Run
from rag.stages.language.folding import word_set

PERIODS = word_set(
    "year month week day quarter season decade century morning afternoon evening night summer winter spring autumn "
    "today yesterday tomorrow weekend administration government presidency term reign"
)
_PLACES = frozenset({"GPE", "LOC", "FAC"})


def is_circumstance(parse: Parse) -> bool:
    """Tell whether a text without a clause is a time or begins with a preposition."""
    return bool(parse.words) and (_opens(parse.words[0]) or is_time(parse, Run(0, len(parse.words) - 1)))


def _opens(word: Word) -> bool:
    return word.pos == "ADP" or word.text.lower() in {"according", "because", "compared", "including"}


def circumstance_like(before: Built, parse: Parse) -> Run | None:
    """Return the phrase of the question before that says the same sort of thing: a time, a place, or with the same
    preposition.
    """
    runs = _circumstances(before)
    whole = Run(0, len(parse.words) - 1)
    lead = parse.words[0].text.lower()
    if is_time(parse, whole):
        return next((run for run in reversed(runs) if is_time(before.parse, run)), None)
    places = [run for run in runs if _labels(before.parse, run) & _PLACES]
    if _labels(parse, whole) & _PLACES and places:
        return places[-1]
    same = [run for run in runs if before.parse.words[run.first].text.lower() == lead]
    return next((run for run in reversed(same) if not is_time(before.parse, run)), None)


def _circumstances(before: Built) -> list[Run]:
    """Return the prepositional phrases and times of a question, outside its question phrase."""
    words = before.parse.words
    start = 0 if before.phrase is None else before.phrase.last + 1
    runs = []
    for index in range(start, len(words)):
        inside = [i for i, w in enumerate(words) if i > index and _hangs_on(before.parse, i, index)]
        if _opens(words[index]) and inside:
            runs.append(_shortened(before.parse, Run(index, max(i for i in inside if words[i].pos != "PUNCT"))))
    covered = {i for run in runs if is_time(before.parse, run) for i in range(run.first, run.last + 1)}
    times = [Run(e.first, e.last) for e in before.parse.entities if e.label in {"DATE", "TIME"}]
    runs += [run for run in times if run.first not in covered and run.first >= start]
    return sorted(runs, key=lambda run: run.first)


def _shortened(parse: Parse, run: Run) -> Run:
    """End a phrase before a time that the parser hung on it: "between the two countries worth last year"."""
    late = (e.first for e in parse.entities if e.label in {"DATE", "TIME"} and run.first + 1 < e.first <= run.last)
    cut = next(late, None)
    if cut is None or parse.words[cut - 1].pos in {"CCONJ", "ADP", "DET"}:
        return run
    return Run(run.first, cut - 1)


def _hangs_on(parse: Parse, position: int, above: int) -> bool:
    seen: set[int] = set()
    while position not in seen:
        seen.add(position)
        position = parse.words[position].head
        if position == above:
            return True
    return False


def is_time(parse: Parse, run: Run) -> bool:
    """Tell whether a run of words names a time or a period."""
    words = parse.words[run.first : run.last + 1]
    if words and words[0].text.lower() in {"during", "until", "since"}:
        return True
    return any(word.entity in {"DATE", "TIME"} or word.lemma in PERIODS for word in words)


def _labels(parse: Parse, run: Run) -> set[str]:
    return {word.entity for word in parse.words[run.first : run.last + 1]}
