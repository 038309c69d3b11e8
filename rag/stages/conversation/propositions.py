"""What was said, done or counted, where a question calls it "that": "Who said so?", "Did the union accept that?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.schema import Parse, Word
from rag.stages.asking.inverting import past_of, third_person_of
from rag.stages.conversation.continuing import bare_noun, base_form
from rag.stages.conversation.mentions import Said
from rag.stages.conversation.shapes import AUXILIARIES, Built, Run, lowered
from rag.stages.language.folding import word_set
from rag.stages.verify.injection import gives_orders
from rag.stages.verify.verb_words import SPEECH

_CONTESTED = word_set("confirm deny admit dispute contest acknowledge concede")
"""Verbs whose "it" may be what was said, too."""
_DECIDED = word_set("accept reject approve oppose support refuse back block welcome")
"""What is done to an offer."""
_TRUE = word_set("true right correct false wrong accurate")
_ARGUMENTS = word_set("dobj pobj nsubj nsubjpass attr")
_PAYING = word_set("pay owe spend cost earn raise")
_DO = re.compile(r"\bdo\s+(?:it|that|this|so)\b", re.IGNORECASE)
_WHO_DID = re.compile(r"^who\s+did\s+(?:it|that|this|so)\s*\??$", re.IGNORECASE)
_MEASURES = word_set("figure number amount sum level total price percentage share height rate")
_LONGEST = 40
"""Words of a statement that a question may take over."""


def is_denied(before: Built, said: Said) -> bool:
    """Tell whether the answer to a yes-or-no question denies it with the question's own verb."""
    if before.shape != "polar" or not said.answers:
        return False
    verb = before.parse.words[before.auxiliary or 0 if before.verb is None else before.verb].lemma
    words = said.answers[0].words
    return any(word.dep == "neg" and words[word.head].lemma == verb for word in words)


def points_to_statement(parse: Parse) -> bool:
    """Tell whether a question speaks of what was said before as "so"."""
    return any(_points(parse, i) for i, word in enumerate(parse.words) if word.text.lower() == "so")


def with_deed(text: str, before: Built) -> str:
    """ "When did he do that?" after "Who founded the firm?" asks when he founded it."""
    if _WHO_DID.match(text) and _is_passive(before) and before.subject is not None and before.auxiliary is not None:
        return f"Who {before.text(before.auxiliary).lower()} by?"
    deed = _deed(before)
    return text if deed is None else _DO.sub(lambda _: deed, text, count=1)


def _is_passive(before: Built) -> bool:
    words = before.parse.words
    passive = before.verb is not None and words[before.verb].tag == "VBN" and before.auxiliary is not None
    agent = any(word.dep == "agent" for word in words)
    return passive and not agent and words[before.auxiliary or 0].lemma == "be"


def _deed(before: Built) -> str | None:
    words, verb = before.parse.words, before.verb
    if before.shape == "subject" and before.text(0, 0).lower() == "what":
        return None
    if verb is None or before.shape in {"object", "copula", "none"}:
        return None
    if before.shape == "subject" and words[verb].text.lower() not in AUXILIARIES and words[verb].tag in {"VBD", "VBZ"}:
        return f"{base_form(words[verb])} {before.text(verb + 1)}".strip()
    return before.text(verb) if words[verb].tag == "VB" else None


def with_proposition(parse: Parse, said: Said, before: Built) -> str:
    """Return the question with what was said or counted in the place of "that"; unchanged where it is not plain."""
    at = next((i for i in range(len(parse.words)) if _points(parse, i)), None)
    if at is None:
        return _with_amount(parse, said, before)
    word, verb = parse.words[at], _verb_above(parse, at)
    if before.verb is not None and before.parse.words[before.verb].lemma == verb.lemma:
        return parse.text
    judged = verb.lemma == "be" and any(w.lemma in _TRUE for w in parse.words[at + 1 :])
    stated = judged or (verb.lemma in SPEECH | _CONTESTED and word.dep != "nsubj")
    put = _what_was(before) if word.text.lower() != "it" or stated or _names_no_thing(before) else None
    if put is None and stated:
        clause = _statement(said)
        if clause is not None and judged:
            return f"{parse.text[: word.start]}it true that {clause}?" if at <= 1 else parse.text
        put = None if clause is None else f"that {clause}"
    elif put is None and _may_be_amount(word, verb, share=re.match("(?i)how much of that", parse.text) is not None):
        put = _amount(said, before)
    return parse.text if put is None else f"{parse.text[: word.start]}{put}{parse.text[word.end :]}"


def _names_no_thing(before: Built) -> bool:
    """Tell whether the question before speaks of no thing but "what": its "it" is what was offered."""
    rest = before.parse.words[0 if before.verb is None else before.verb :]
    return not any(word.pos in {"NOUN", "PROPN"} for word in rest)


def _points(parse: Parse, index: int) -> bool:
    word = parse.words[index]
    lower, above = word.text.lower(), parse.words[word.head]
    if lower in {"that", "this"}:
        return word.dep in _ARGUMENTS and word.tag in {"DT", "PRP"}
    if lower == "it" and word.dep in {"dobj", "nsubjpass"} and above.lemma in _DECIDED:
        return True
    if lower == "so":
        return word.dep == "advmod" and above.lemma in SPEECH and index > word.head
    return lower == "it" and word.dep == "dobj" and above.lemma in _CONTESTED


def _verb_above(parse: Parse, index: int) -> Word:
    above = parse.words[parse.words[index].head]
    return parse.words[above.head] if above.pos == "ADP" else above


def _what_was(before: Built) -> str | None:
    """ "What did the hospital offer to pay?" speaks of "what the hospital offered to pay"."""
    if before.shape != "object" or before.text(0, 0).lower() != "what" or before.phrase is None:
        return None
    if before.phrase.last > 0 or before.subject is None or before.verb is None or before.auxiliary is None:
        return None
    subject, rest = before.subject.text(before.parse), before.text(before.verb + 1)
    auxiliary, verb = before.text(before.auxiliary, before.auxiliary).lower(), before.text(before.verb, before.verb)
    forms = {"did": past_of(verb), "does": third_person_of(verb), "do": verb}
    told = forms.get(auxiliary, f"{auxiliary} {verb}")
    return f"what {subject} {told} {rest}".strip()


def _statement(said: Said) -> str | None:
    """Return what the answer states, without who said it, as a clause."""
    if not said.answers or len(said.answers[0].words) > _LONGEST:
        return None
    parse = said.answers[0]
    root = next((i for i, word in enumerate(parse.words) if word.head == i), 0)
    clauses = [i for i, word in enumerate(parse.words) if word.dep == "ccomp" and word.head == root]
    if parse.words[root].lemma in SPEECH and clauses:
        inside = [i for i in range(len(parse.words)) if _is_under(parse, i, clauses[0])]
        run = Run(min(inside), max(inside))
    else:
        run = Run(0, len(parse.words) - 1)
    text = run.text(parse).strip(' .,;“”"')
    text = text.removeprefix("that ")
    return None if not text or gives_orders(text) else lowered(text, parse.words[run.first])


def _is_under(parse: Parse, position: int, above: int) -> bool:
    seen: set[int] = set()
    while position not in seen:
        if position == above:
            return True
        seen.add(position)
        position = parse.words[position].head
    return False


def _with_amount(parse: Parse, said: Said, before: Built) -> str:
    """ "that figure" is the one that the answer gave."""
    for index, word in enumerate(parse.words[:-1]):
        following = parse.words[index + 1]
        if word.text.lower() in {"that", "this"} and following.lemma in _MEASURES:
            amount = _amount(said, before)
            return parse.text if amount is None else f"{parse.text[: word.start]}{amount}{parse.text[following.end :]}"
    return parse.text


def _may_be_amount(word: Word, verb: Word, *, share: bool) -> bool:
    """Tell whether "that" may be a figure; ``share`` tells that "how much of" stands before it."""
    if word.text.lower() == "it":
        return False
    return verb.lemma == "be" or (verb.lemma in _PAYING and word.dep == "dobj") or share


def _amount(said: Said, before: Built) -> str | None:
    """Return how many or how much the answer gave: "4,000 people", "340 million euros"."""
    if not said.answers or before.phrase is None or before.text(0, 0).lower() != "how":
        return None
    parse, noun = said.answers[0], before.noun()
    if noun is None or noun == "money" or not before.counts():
        found = list(_measured(parse))
        verb = None if before.verb is None else before.parse.words[before.verb].lemma
        own = [run for run in found if parse.words[run.last].dep in _ARGUMENTS - {"pobj"}]
        same = [run for run in own if parse.words[parse.words[run.last].head].lemma == verb]
        told = next((runs for runs in (same, own) if len(runs) == 1), found)
        return told[0].text(parse) if len(told) == 1 else None
    wanted = bare_noun(noun).split()[-1].casefold()
    for index, word in enumerate(parse.words):
        numbers = [i for i, w in enumerate(parse.words) if w.dep == "nummod" and w.head == index and i < index]
        if word.text.casefold() == wanted and numbers:
            return Run(numbers[0], index).text(parse)
    return None


def _measured(parse: Parse) -> Iterator[Run]:
    """Yield the amounts with a unit or currency."""
    for index, word in enumerate(parse.words):
        numbers = [i for i, w in enumerate(parse.words) if w.dep == "nummod" and w.head == index and i < index]
        money = word.entity in {"MONEY", "PERCENT"} or word.text.startswith(("$", "£", "€"))
        if numbers and word.pos == "NOUN" and word.entity not in {"DATE", "TIME"}:
            yield Run(min(_below(parse, numbers[0])), index)
        elif money and not numbers and word.pos == "NUM" and parse.words[word.head].pos != "NOUN":
            yield Run(min(_below(parse, index)), index)


def _below(parse: Parse, position: int) -> list[int]:
    """Return a number and the numbers that hang on it: "2.4 billion"."""
    hanging = [
        i for i, w in enumerate(parse.words) if w.head == position and (w.pos in {"NUM", "SYM"} or w.text in "$£€")
    ]
    return [position, *hanging]
