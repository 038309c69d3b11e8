"""A fragment and the question before it become one whole question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.schema import Parse, Word
from rag.stages.asking.inverting import is_known_verb
from rag.stages.conversation.auxiliaries import ELLIPTIC, clause_with, is_elliptic, split_auxiliary, who_else_did
from rag.stages.conversation.circumstances import PERIODS, is_circumstance
from rag.stages.conversation.continuing import bare_noun, capital, closed, subject_clause, with_circumstance
from rag.stages.conversation.counterparts import acts_on_subject, counterpart, put, varied
from rag.stages.conversation.fragments import EVENT, OF_THEM, REPEATED, Fragment, repeats
from rag.stages.conversation.mentions import Candidate
from rag.stages.conversation.remnants import (
    from_remnant,
    is_remnant,
    owner_for,
    possessive_of,
    statement_about,
    why_of_place,
)
from rag.stages.conversation.shapes import Built, Run, lowered, question_phrase
from rag.stages.language.folding import word_set

_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|last)\b", re.IGNORECASE)
_ANYONE = word_set("anyone anybody someone somebody")


def complete(
    fragment: Fragment, parse: Parse, before: Built, answered: Sequence[Candidate], *, denied: bool = False
) -> str | None:
    """Return the question before with the fragment in the place of what it varies, or None where none is plain.

    ``denied`` tells that the answer was no, so that "Why?" asks why not.
    """
    if before.shape == "none" or before.parse.words[0].text.lower() in {"and", "what's"}:
        return None
    event = EVENT.match(fragment.text)
    if event is not None:
        asked = "why" if fragment.text.lower() == "how come" else event["asked"]
        return with_circumstance(capital(asked.lower()), before, answered, negated=denied and asked.lower() == "why")
    if is_elliptic(fragment.text):
        return _with_verb(fragment.text, before, answered)
    repeated = REPEATED.match(fragment.text)
    if repeated is not None and repeats(fragment, parse):
        return _with_subject(fragment.text.split()[0], repeated["who"], parse, before)
    if is_remnant(fragment.text):
        return from_remnant(fragment.text, before, answered)
    phrase = question_phrase(parse)
    if phrase is not None:
        return _with_phrase(fragment, parse, phrase, before, answered, denied=denied)
    if fragment.text.endswith(("'s", "’s")) and possessive_of(fragment.text, before) is None:
        return None
    if is_circumstance(parse):
        return closed(varied(before, _inside(fragment.text, parse.words[0]), parse))
    return _with_other(fragment.text, parse, before)


def _with_other(text: str, parse: Parse, before: Built) -> str | None:
    """Ask the same of another thing, owner or deed: "And the hospital?", "And Brightwell's?", "And reopened?"."""
    owned = possessive_of(text, before)
    if owned is not None:
        return closed(put(before, owned, owner_for(text, owned, before), parse))
    if before.verb is not None and (_is_other_deed(parse.words[0], before) or _does_the_same(parse, before)):
        if len(parse.words) == 2 and parse.words[1].tag == "PRP":
            text = parse.words[0].text
        alone = len(parse.words) == 1 or parse.words[-1].tag == "PRP"
        kept = before.text(before.verb + 1) if alone else ""
        return closed(f"{before.text(0, before.verb - 1)} {text} {kept}")
    if _ORDINAL.fullmatch(text):
        varied_ordinal = _ORDINAL.sub(text, before.text(0), count=1)
        return None if varied_ordinal == before.text(0) else closed(varied_ordinal)
    if acts_on_subject(parse, before):
        return closed(f"{before.text(0)} by {_inside(text, parse.words[0])}")
    if _is_of_what_was_asked(parse, before):
        return None
    target = counterpart(before, parse)
    if target is None:
        return statement_about(parse, None, before)
    if parse.words[-1].tag in {"JJS", "RBS"} and before.parse.words[target.last].pos == "NOUN":
        text = f"{text} {before.parse.words[target.last].text}"
    first = _inside(text, parse.words[0])
    return statement_about(parse, target, before) or closed(put(before, target, first, parse))


def _inside(text: str, first: Word) -> str:
    """Return a fragment as it stands inside a question: "The crew" loses its capital, a name does not."""
    opens = first.pos in {"DET", "PRON", "ADP", "SCONJ"} or first.text.lower() == "according"
    return lowered(text, first) if opens else text


def _does_the_same(parse: Parse, before: Built) -> bool:
    """ "And support it?": another verb with the same object."""
    forms = {"VB", "VBP"}
    pronoun = len(parse.words) == 2 and parse.words[1].tag == "PRP"
    return pronoun and parse.words[0].tag in forms and before.parse.words[before.verb or 0].tag in forms


def _is_of_what_was_asked(parse: Parse, before: Built) -> bool:
    """ "And the other jobs?" after "How many jobs will Norvane cut?" takes no place in it."""
    if before.phrase is None or parse.words[0].pos != "DET" or parse.words[-1].pos != "NOUN":
        return False
    asked = before.parse.words[before.phrase.first : before.phrase.last + 1]
    return any(word.lemma == parse.words[-1].lemma for word in asked)


def _is_other_deed(word: Word, before: Built) -> bool:
    """ "reopened" after "closed", "end" after "start", but no name and no plural."""
    verb = before.parse.words[before.verb or 0]
    if verb.tag == "VB":
        return word.text.islower() and (word.tag == "VB" or (is_known_verb(word.text) and word.tag != "NNS"))
    return word.tag in {"VBN", "VBD"} and word.text.endswith(("ed", "en")) and verb.tag in {"VBN", "VBD"}


def _with_verb(text: str, before: Built, answered: Sequence[Candidate]) -> str | None:
    """Ask with the verb of the question before: "Why didn't they?", "Who did?"."""
    who = who_else_did(text, before)
    if who is not None or before.subject is None:
        return None if who is None else closed(who)
    match = ELLIPTIC.match(text)
    if match is None:
        return None
    same = before.shape == "object" and _same_auxiliary(match["auxiliary"], before)
    if before.shape == "subject" or same:
        return with_circumstance(match["asked"], before, answered, negated=_is_negated(match))
    negated = match["negation"] is not None
    clause = clause_with(match["auxiliary"], before.subject.text(before.parse), before, negated=negated)
    return None if clause is None else closed(f"{match['asked']} {clause}")


def _same_auxiliary(auxiliary: str, before: Built) -> bool:
    return before.text(before.auxiliary or 0, before.auxiliary).lower() == split_auxiliary(auxiliary)[0]


def _is_negated(match: re.Match[str]) -> bool:
    return match["negation"] is not None or split_auxiliary(match["auxiliary"])[1]


def _with_subject(auxiliary: str, who: str, parse: Parse, before: Built) -> str | None:
    """Ask the same of somebody else; of a pronoun, of the same again."""
    if before.subject is None:
        return None
    if before.shape == "subject":
        asked_who = before.text(0, 0).lower() in {"who", "which"} and parse.words[-1].tag != "PRP"
        return closed(subject_clause(before, who)) if asked_who else None
    if parse.words[-1].tag == "PRP":
        clause = None if before.shape != "polar" else clause_with(auxiliary, before.subject.text(before.parse), before)
        return None if clause is None else closed(clause)
    clause = clause_with(auxiliary, who, before) if before.shape == "polar" else None
    return closed(clause or put(before, before.subject, who, parse))


def _with_phrase(
    fragment: Fragment, parse: Parse, phrase: Run, before: Built, answered: Sequence[Candidate], *, denied: bool
) -> str | None:
    rest = parse.text[parse.words[phrase.last].end :].strip()
    asked = phrase.text(parse)
    if OF_THEM.search(fragment.text):
        return _with_noun(OF_THEM.sub("", fragment.text), None, before)
    negated = rest.lower() == "not" or (denied and asked.lower() == "why")
    if asked.lower() == "why" and rest and rest.lower() not in {"not", "else"}:
        return why_of_place(rest, before, answered)
    if rest and rest.lower() != "not" and rest.lower() != "else":
        cut = _cut(parse, phrase.last + 1)
        if not is_circumstance(cut):
            return None
        whole = varied(before, rest, cut)
        return closed(whole if before.phrase is not None else f"{capital(asked)} {whole[:1].lower()}{whole[1:]}")
    if rest.lower() == "else" or asked.lower().endswith(" else"):
        return _same_phrase(f"{asked.split()[0]} else", before)
    first = parse.words[0]
    noun = _noun_of(parse, phrase)
    counted = first.text.lower() in {"which", "what", "whose"} or noun is not None or _asks_many(parse, phrase)
    if counted and first.pos != "ADP" and not _is_measure(parse, phrase, before):
        return _with_noun(asked, noun, before)
    if first.text.lower() in {"who", "whom", "what"} and len(asked.split()) == 1:
        return _same_phrase(asked, before)
    return with_circumstance(asked, before, answered, negated=negated)


def _cut(parse: Parse, first: int) -> Parse:
    """Return the words of a parse from one on, with heads that stay inside."""
    words = parse.words[first:]
    kept = tuple(
        Word(w.start, w.end, w.text, w.lemma, w.pos, w.tag, w.dep, max(0, w.head - first), w.entity) for w in words
    )
    return Parse(parse.text, kept, (), ())


def _asks_many(parse: Parse, phrase: Run) -> bool:
    return any(parse.words[i].text.lower() == "many" for i in range(phrase.first, phrase.last + 1))


def _is_measure(parse: Parse, phrase: Run, before: Built) -> bool:
    """ "What time?" asks for a circumstance, unless the question before asked for a thing."""
    return before.shape in {"adjunct", "polar"} and parse.words[phrase.last].lemma in PERIODS | {"time", "date"}


def _noun_of(parse: Parse, phrase: Run) -> str | None:
    """Return the noun that a phrase names itself; "ones" and "of them" name none."""
    named = [
        word
        for word in parse.words[phrase.first : phrase.last + 1]
        if word.pos in {"NOUN", "PROPN"} and word.text.lower() not in {"ones", "one"}
    ]
    return named[-1].text if named else None


def _with_noun(asked: str, noun: str | None, before: Built) -> str | None:
    """Ask for another noun in the way of the question before: "How many removals did ICE report?"."""
    head = asked
    plural = _plural_run(before)
    if noun is None:
        spoken = before.noun() or _counted(before, plural)
        if spoken is None:
            return None
        bare = re.sub(r"\s+ones?$", "", asked, flags=re.IGNORECASE)
        head = f"{bare} {bare_noun(spoken)}"
    if before.phrase is not None and before.shape in {"object", "subject", "copula"}:
        following = before.text(before.phrase.last + 1)
        if noun is not None and noun.casefold() in following.casefold().split():
            return None
        return closed(f"{capital(head)} {following}")
    if plural is None or before.auxiliary is None:
        return None
    left = before.text(before.auxiliary, plural.first - 1)
    right = before.text(plural.last + 1)
    return closed(f"{capital(head)} {lowered(left, before.parse.words[before.auxiliary])} {right}")


def _counted(before: Built, plural: Run | None) -> str | None:
    if plural is None:
        return None
    text = plural.text(before.parse)
    return "people" if text.lower() in _ANYONE else text


def _plural_run(before: Built) -> Run | None:
    """Return the plural noun phrase that can be counted: an object first, else the subject."""
    words = before.parse.words
    if before.subject is not None and before.subject.text(before.parse).lower() in _ANYONE:
        return before.subject
    runs = [
        Run(p.first, p.last) for p in before.parse.noun_phrases if words[p.last].tag in {"NNS", "NNPS"} and p.first > 0
    ]
    outside = [run for run in runs if before.subject is None or not before.subject.holds(run.last)]
    objects = [run for run in outside if words[run.last].dep == "dobj"]
    return next(iter(objects or [run for run in runs if run not in outside] or outside), None)


def _same_phrase(asked: str, before: Built) -> str | None:
    """ "Who else?" after "Who voted?"; "Who?" after "Was anyone arrested?"."""
    if before.phrase is not None and before.text(0, before.phrase.last).lower() == asked.lower().split()[0]:
        return closed(f"{capital(asked)} {before.text(before.phrase.last + 1)}")
    subject = before.subject
    if before.shape == "polar" and subject is not None and subject.text(before.parse).lower() in _ANYONE:
        auxiliary = lowered(before.text(0, 0), before.parse.words[0])
        return closed(f"{capital(asked)} {auxiliary} {before.text(subject.last + 1)}")
    return None
