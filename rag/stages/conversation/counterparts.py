"""What a fragment takes the place of in the question before."""

from __future__ import annotations

from rag.schema import Parse, Word
from rag.stages.conversation.circumstances import circumstance_like
from rag.stages.conversation.kinds import Sort, may_be_person, sort_of
from rag.stages.conversation.shapes import Built, Run


def varied(before: Built, text: str, parse: Parse) -> str:
    """Put a circumstance in the place of the one of its sort, or at the end."""
    target = circumstance_like(before, parse)
    if target is None:
        return f"{before.text(0)} {text}"
    return put(before, target, text, parse)


def counterpart(before: Built, parse: Parse) -> Run | None:
    """Return the noun phrase of the question before that a noun phrase would take the place of."""
    words = before.parse.words
    best: tuple[float, Run] | None = None
    for phrase in before.parse.noun_phrases:
        run = Run(phrase.first, phrase.last)
        asked = before.phrase is not None and before.phrase.holds(run.last)
        if words[run.last].pos not in {"NOUN", "PROPN"} or (asked and not _can_be_counted(words[run.last], parse)):
            continue
        score = _likeness(before, run, parse)
        if best is None or score > best[0]:
            best = (score, run)
    if best is None:
        return before.subject if before.shape != "subject" else None
    target = _widened(before, best[1], parse)
    if parse.words[0].tag == "NNS" and before.shape == "copula" and before.parse.words[target.last].tag == "NN":
        return None  # "What is injuries?"
    return target


def _likeness(before: Built, run: Run, parse: Parse) -> float:
    there, here = before.parse.words[run.last], parse.words[_head(parse)]
    score = 3.0 if there.entity and there.entity == here.entity else 0.0
    score += 2.0 if _is_name(there) == _is_name(here) else 0.0
    score += 1.0 if there.tag == here.tag else 0.0
    alike = _sort(before.parse, run.last) == _sort(parse, _head(parse))
    score += 2.0 if alike and "PROPN" not in {there.pos, here.pos} else 0.0
    score += 3.0 if there.lemma == here.lemma else 0.0
    if before.subject is not None and before.subject.holds(run.last) and before.shape != "subject":
        score += 1.5
    if before.phrase is not None and before.phrase.holds(run.last):
        bare = parse.words[0].pos == "NOUN" and here.tag == "NNS" and there.tag == "NNS"
        score += 1.5 if bare else -1.0
    return score


def _can_be_counted(asked: Word, parse: Parse) -> bool:
    """Tell whether a fragment may stand after "how many" or "which": no name, no "the crew", no one for many."""
    here = parse.words[_head(parse)]
    if parse.words[0].pos in {"DET", "PRON"} or _is_name(here):
        return False
    return asked.tag != "NNS" or here.tag == "NNS"


def _is_name(word: Word) -> bool:
    return word.pos == "PROPN" or word.text[:1].isupper()


def acts_on_subject(parse: Parse, before: Built) -> bool:
    """ "And the senate?" after "Has the law been passed?" asks who passed it, as no senate is passed."""
    words, subject, verb = before.parse.words, before.subject, before.verb
    if subject is None or verb is None or before.shape == "subject" or words[verb].tag != "VBN":
        return False
    if not any(w.dep == "auxpass" for w in words) or any(w.dep == "agent" for w in words):
        return False
    return _sort(parse, _head(parse)) in {"body", "person"} and _sort(before.parse, subject.last) == "thing"


def _sort(parse: Parse, position: int) -> Sort:
    sort = sort_of(parse, Run(position, position), position, None)
    return "person" if sort == "thing" and may_be_person(parse.words[position]) else sort


def _head(parse: Parse) -> int:
    root = next((i for i, w in enumerate(parse.words) if w.head == i), 0)
    if parse.words[root].pos in {"NOUN", "PROPN"}:
        return root
    nouns = [i for i, w in enumerate(parse.words) if w.pos in {"NOUN", "PROPN"} and w.dep not in {"compound", "pobj"}]
    return nouns[-1] if nouns else len(parse.words) - 1


def _widened(before: Built, run: Run, parse: Parse) -> Run:
    """Take what hangs on the subject with it, unless a name varies a name in it; of "How many arrests", the noun."""
    subject = before.subject
    here = parse.words[_head(parse)]
    if before.parse.words[run.last].lemma == here.lemma and here is not parse.words[-1]:
        return _with_what_hangs_on(before, run)
    if _has_owner(parse) and subject is not None and before.shape == "copula":
        return _with_what_hangs_on(before, subject)
    if before.phrase is not None and before.phrase.holds(run.last):
        first = next((i for i in range(run.last, run.first - 1, -1) if before.parse.words[i].pos == "ADJ"), run.first)
        return Run(min(first + 1, run.last), run.last)
    inside = subject is not None and before.shape != "subject" and subject.holds(run.first)
    if subject is not None and inside and (run.first == subject.first or parse.words[_head(parse)].pos != "PROPN"):
        return subject
    return run


def _with_what_hangs_on(before: Built, run: Run) -> Run:
    """ "the duty on tea" is replaced as a whole by "the duty on flowers"."""
    words = before.parse.words
    while run.last < before.end and words[run.last + 1].pos == "ADP" and run.holds(words[run.last + 1].head):
        following = next((p for p in before.parse.noun_phrases if p.first == run.last + 2), None)
        if following is None:
            break
        run = Run(run.first, following.last)
    return run


def _has_owner(parse: Parse) -> bool:
    """ "his age", "the victim's age"."""
    return parse.words[0].tag == "PRP$" or any(word.dep == "poss" for word in parse.words)


def put(before: Built, target: Run, text: str, parse: Parse) -> str:
    """Return the question before with a text in the place of some of its words; a time keeps its preposition."""
    first = parse.words[0] if parse.words else None
    left = before.text(0, target.first - 1) if target.first else ""
    right = before.text(target.last + 1)
    keeps = before.parse.words[target.first].pos == "ADP" and (first is None or first.pos != "ADP")
    if keeps and not _is_earlier(parse):
        left = f"{left} {before.parse.words[target.first].text}"
    return f"{left} {text} {right}"


def _is_earlier(parse: Parse) -> bool:
    """ "a year earlier" takes no preposition."""
    return any(w.text.lower() in {"earlier", "later", "ago", "before", "after", "last", "next"} for w in parse.words)
