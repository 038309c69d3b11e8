"""Asking on: why, when or how what the question before asked about came to be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.schema import Word
from rag.stages.conversation.mentions import SURELY_ASKED, Candidate
from rag.stages.conversation.shapes import AUXILIARIES, Built, is_stranded, lowered
from rag.stages.language.folding import word_set

_STRONG = word_set(
    "took gave wrote began broke drove chose ate fell flew froze knew rode rose saw shook spoke stole swore threw wore "
    "came became ran went did drew grew hid blew forgot tore woke was had sang drank swam bit showed"
)
"""Pasts that are no participles, and "had"."""
_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
"""One syllable that ends with one consonant after one vowel."""


def with_circumstance(asked: str, before: Built, answered: Sequence[Candidate], *, negated: bool = False) -> str | None:
    """Ask for a circumstance of what the question before was about: "Why will Norvane cut jobs?"."""
    vague = before.shape == "copula" and before.text(0, 0).lower() == "what"
    if before.auxiliary is None or (before.shape == "copula" and asked.lower() in {"since when", "until when"}):
        return None
    if vague and before.parse.words[before.auxiliary + 1].pos == "ADJ":  # "What is wrong with it?"
        return None
    if before.shape == "subject":
        told = _statement_of_subject(before, answered)
        if told is None:
            return None
        clause = told
    elif before.shape == "object" and before.noun() is None and is_stranded(before):
        clause = before.text(before.auxiliary, before.end - 1)
    elif before.shape == "object":
        clause = _with_object(before)
    elif before.shape == "copula" and answered and before.text(0, 0).lower() == "who":
        clause = (
            f"{before.text(before.auxiliary, before.auxiliary)} {answered[0].text} {before.text(before.auxiliary + 1)}"
        )
    else:
        last = before.end - 1 if is_stranded(before) and before.phrase is not None else before.end
        clause = before.text(before.auxiliary, last)
    clause = lowered(clause, before.parse.words[before.auxiliary])
    if asked.lower() == "when" and before.verb is not None:
        clause = _in_past(clause, before)
    return closed(f"{capital(asked)} {_negated(clause, before) if negated else clause}")


def _in_past(clause: str, before: Built) -> str:
    """ "has the law been passed" is "was the law passed" after "when"."""
    verb = before.parse.words[before.verb or 0]
    match = re.match(r"(has|have)\s+(.*?)\s+(been\s+)?" + re.escape(verb.text) + r"\b(.*)$", clause)
    if match is None:
        return clause
    if match[3]:
        return f"{'was' if match[1] == 'has' else 'were'} {match[2]} {verb.text}{match[4]}"
    return f"did {match[2]} {base_form(verb)}{match[4]}"


def _negated(clause: str, before: Built) -> str:
    if before.subject is None or before.shape == "subject":
        return f"not {clause}"
    subject = before.subject.text(before.parse)
    head, found, rest = clause.partition(subject)
    if re.search(r"\bnot\b|n['’]t\b", clause):
        return clause
    return f"{head}{found} not{rest}" if found else clause


def _statement_of_subject(before: Built, answered: Sequence[Candidate]) -> str | None:
    """ "Who won the runoff?" asks on as "did Voahangy Randriamaro win the runoff"."""
    noun = before.noun()
    if noun is None and not answered:
        return _passive(before)
    if noun is not None and not before.counts() and answered and answered[0].score >= SURELY_ASKED:
        noun = None
    subject = answered[0].text if noun is None else bare_noun(noun) if before.counts() else f"the {noun}"
    plural = answered[0].number == "many" if noun is None else noun.endswith("s")
    return subject_clause(before, subject, plural=plural)


def subject_clause(before: Built, subject: str, *, plural: bool = False) -> str:
    """Return the clause of a question that asked for its subject, with a subject: "did Norway pay for it"."""
    words, verb = before.parse.words, before.auxiliary or 0
    if words[verb].text.lower() in AUXILIARIES and before.verb != verb:
        agreeing = {"is": "are", "was": "were", "has": "have"}
        if not plural and not before.counts():
            agreeing = {many: one for one, many in agreeing.items()}
        auxiliary = words[verb].text
        return f"{agreeing.get(auxiliary.lower(), auxiliary)} {subject} {before.text(verb + 1)}"
    present = "do" if plural or before.counts() else "does"
    support = {"VBZ": present, "VBP": present}.get(words[verb].tag, "did")
    rest = before.text(verb + 1)
    return f"{support} {subject} {base_form(words[verb])} {rest}".strip()


def _passive(before: Built) -> str | None:
    """ "Who fined Norvane?" asks on as "was Norvane fined" while nobody knows who it was."""
    words, verb = before.parse.words, before.auxiliary or 0
    target = next((p for p in before.parse.noun_phrases if p.first == verb + 1), None)
    if before.text(0, 0).lower() != "who" or words[verb].tag != "VBD" or target is None:
        return None
    if words[verb].text.lower() in _STRONG or words[target.last].dep != "dobj":
        return None
    support = "were" if words[target.last].tag in {"NNS", "NNPS"} else "was"
    return f"{support} {before.text(target.first, target.last)} {words[verb].text} {before.text(target.last + 1)}"


def base_form(verb: Word) -> str:
    """Return a verb's dictionary form. The lemmatiser cuts "fined" to "fin"; of "fin" it would be "finned"."""
    stem = verb.text[:-2].lower()
    cut = verb.text.endswith("ed") and verb.lemma == stem and _SHORT.fullmatch(stem) is not None
    return f"{stem}e" if cut else verb.lemma


def _with_object(before: Built) -> str:
    """ "Which duty will Vietnam scrap?" asks on as "will Vietnam scrap the duty"."""
    noun = before.noun()
    return object_clause(before, "" if noun is None else noun if before.counts() else f"the {noun}")


def object_clause(before: Built, put: str) -> str:
    """Return the clause of a question that asked for its object, with an object."""
    words, start, end = before.parse.words, before.auxiliary or 0, before.end
    if not put or is_stranded(before):
        return f"{before.text(start)} {put}".strip()
    verbs = [i for i in range(start + 1, end + 1) if words[i].pos == "VERB" or i == before.verb]
    last = max(verbs, default=end)
    return f"{before.text(start, last)} {put} {before.text(last + 1)}".strip()


def bare_noun(noun: str) -> str:
    """Return a noun phrase without its article or quantifier."""
    return re.sub(r"^(?:the|a|an|each|every|some|any)\s+", "", noun, flags=re.IGNORECASE)


def capital(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def closed(text: str) -> str:
    """Return a text as one question: single spaces, a capital, a question mark."""
    return capital(re.sub(r"\s+([,;:?])", r"\1", " ".join(text.split()))).rstrip(" ?.!") + "?"
