"""Rules that say a true sentence in another way. Word lists here are its own: nothing is shared with the verifier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from perturbation_breaks import Setting

_SYNONYMS = (
    ("began", "started"), ("started", "began"), ("bought", "purchased"), ("large", "big"), ("nearly", "almost"),
    ("about", "approximately"), ("approximately", "roughly"), ("many", "numerous"), ("important", "significant"),
    ("significant", "important"), ("company", "firm"), ("built", "constructed"), ("constructed", "built"),
    ("created", "established"), ("established", "founded"), ("founded", "established"), ("used", "utilised"),
    ("help", "assist"), ("helped", "assisted"), ("killed", "slain"), ("children", "kids"), ("residents", "inhabitants"),
    ("agreement", "deal"), ("deal", "agreement"), ("show", "indicate"), ("shows", "indicates"), ("showed", "demonstrated"),  # noqa: E501
    ("received", "obtained"), ("needed", "required"), ("requires", "needs"), ("ended", "finished"), ("entire", "whole"),
    ("major", "main"), ("allowed", "permitted"), ("allows", "permits"), ("chosen", "selected"), ("chose", "selected"),
    ("often", "frequently"), ("usually", "generally"), ("mainly", "mostly"), ("quickly", "rapidly"), ("countries", "nations"),  # noqa: E501
    ("lawmakers", "legislators"), ("workers", "employees"), ("war", "conflict"), ("film", "movie"), ("students", "pupils"),  # noqa: E501
    ("near", "close to"), ("died", "passed away"), ("attempted", "tried"), ("tried", "attempted"), ("happened", "occurred"),  # noqa: E501
    ("occurred", "happened"), ("believe", "think"), ("believed", "thought"), ("increased", "rose"), ("increase", "rise"),  # noqa: E501
    ("also", "too"), ("however", "though"), ("area", "region"), ("region", "area"), ("several", "multiple"),
    ("destroyed", "demolished"), ("discovered", "found"), ("various", "several"), ("led", "headed"), ("including", "such as"),  # noqa: E501
)  # fmt: skip
_ONES = dict(enumerate("zero one two three four five six seven eight nine ten eleven twelve".split()))
Rule = Callable[[Setting], Iterator[str]]


def other_words(setting: Setting) -> Iterator[str]:
    """Exchange one word for a word of the same sense."""
    for old, new in _SYNONYMS:
        if old in ("also", "however"):
            continue
        after = r"(?= [0-9])" if old in ("about", "approximately") else ""
        match = re.search(rf"(?<![\w-]){old}(?![\w-]){after}", setting.text)
        if match and not _in_quote(setting.text, match.start()):
            yield setting.text[: match.start()] + new + setting.text[match.end() :]


def _in_quote(text: str, place: int) -> bool:
    return any(match.start() < place < match.end() for match in re.finditer(r"[“\"][^“”\"]*[”\"]", text))


def number_format(setting: Setting) -> Iterator[str]:
    """Write a number in another form."""
    for pattern, form in _FORMS:
        for match in re.finditer(pattern, setting.text):
            if not _in_quote(setting.text, match.start()):
                yield setting.text[: match.start()] + form(match) + setting.text[match.end() :]


_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_FORMS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"(?<![\w.,$£€-])[0-9]{2,3},[0-9]{3}(?![\w,.-])", lambda match: match[0].replace(",", "")),
    (r"\$([0-9.]+) (million|billion)(?![\w-])", lambda match: f"{match[1]} {match[2]} dollars"),
    (r"(?<![\w$£€.])([0-9.]+) million(?= [a-z])", lambda match: f"{match[1]}m"),
    (r"(?<=[0-9])%", lambda match: " percent"),  # noqa: ARG005
    (r"(?<=[0-9]) percent\b", lambda match: "%"),  # noqa: ARG005
    (rf"\b({_MONTH}) ([0-9]{{1,2}}), ([0-9]{{4}})\b", lambda match: f"{match[2]} {match[1]} {match[3]}"),
    (rf"\b([0-9]{{1,2}}) ({_MONTH}) ([0-9]{{4}})\b", lambda match: f"{match[2]} {match[1]}, {match[3]}"),
    (r"(?<=[a-z] )([2-9]|1[0-2])(?= [a-z]{3,}s\b)", lambda match: _ONES[int(match[0])]),
    (
        rf"(?<=[a-z] )(?:{'|'.join(list(_ONES.values())[2:])})(?= [a-z]{{3,}}s\b)",
        lambda match: next(str(number) for number, word in _ONES.items() if word == match[0]),
    ),
)


def clause_order(setting: Setting) -> Iterator[str]:
    """Move a fronted phrase to the end, or a subordinate clause to the front, in a sentence of one main clause."""
    text, words = setting.text, setting.parse.words
    root = next((i for i, w in enumerate(words) if w.dep == "ROOT"), None)
    if (
        root is None
        or re.search(r"[“”\":;—–()]", text)
        or words[root].lemma in ("say", "tell", "report", "claim", "argue", "admit")
    ):
        return
    if any(w.head == root and w.dep in ("conj", "ccomp", "parataxis") for w in words):
        return
    front = re.match(
        r"^((?:In|On|After|Before|During|Since|At|By|When|While|Because|Although|From) [^,]{3,60}), (.+)\.$", text
    )
    if front and "," not in front[2] and words[0].head == root and words[0].dep == "prep":
        yield f"{front[2][0].upper()}{front[2][1:]} {front[1][0].lower()}{front[1][1:]}."
    back = re.match(r"^([A-Z][^,]{20,}) ((?:because|although|when|while|after|before) [^,]{10,})\.$", text)
    if back and any(
        w.start == back.start(2) and words[w.head].head == root and words[w.head].dep == "advcl" for w in words
    ):
        start = back[1] if words[0].pos == "PROPN" or back[1].startswith("I ") else back[1][0].lower() + back[1][1:]
        if not any(word in back[2] for word in (" and ", " before ", " after ")):
            yield f"{back[2][0].upper()}{back[2][1:]}, {start}."


def passive_to_active(setting: Setting) -> Iterator[str]:
    """``X was built by Y in 1990`` -> ``Y built X in 1990``."""
    words, text = setting.parse.words, setting.text
    root = next((i for i, w in enumerate(words) if w.dep == "ROOT" and w.tag == "VBN"), None)
    if (
        root is None
        or root + 1 >= len(words)
        or words[root + 1].dep != "agent"
        or words[root - 1].text not in ("was", "were")
    ):
        return
    subject = next((i for i, w in enumerate(words) if w.head == root and w.dep == "nsubjpass"), None)
    noun = next((i for i, w in enumerate(words) if w.head == root + 1 and w.dep == "pobj"), None)
    if subject is None or noun is None or not _adjoins(setting, subject, noun, root - 1, root + 2):
        return
    verb = words[root].text if words[root].text.endswith("ed") else _PAST.get(words[root].text)
    if verb:
        yield (
            _capital(_span(setting, noun))
            + f" {verb} "
            + _inner(setting, subject)
            + text[words[_last(setting, noun)].end :]
        )


_PAST = {
    "written": "wrote", "taken": "took", "given": "gave", "known": "knew", "seen": "saw", "drawn": "drew", "built": "built",  # noqa: E501
    "chosen": "chose", "done": "did", "begun": "began", "broken": "broke", "made": "made", "led": "led", "found": "found",  # noqa: E501
    "held": "held", "sent": "sent", "brought": "brought", "taught": "taught", "overseen": "oversaw", "told": "told",
}  # fmt: skip


def active_to_passive(setting: Setting) -> Iterator[str]:
    """``Y built X in 1990`` -> ``X was built by Y in 1990``."""
    words, text = setting.parse.words, setting.text
    root = next((i for i, w in enumerate(words) if w.dep == "ROOT" and w.tag == "VBD"), None)
    if root is None or not (words[root].text.endswith("ed") or words[root].text in _PAST.values()):
        return
    subject = next((i for i, w in enumerate(words) if w.head == root and w.dep == "nsubj"), None)
    target = next((i for i, w in enumerate(words) if w.head == root and w.dep == "dobj"), None)
    if subject is None or target is None or not _adjoins(setting, subject, target, root, root + 1):
        return
    participle = next((old for old, new in _PAST.items() if new == words[root].text), words[root].text)
    be = (
        "were"
        if words[target].tag in ("NNS", "NNPS") or any(w.head == target and w.dep == "conj" for w in words)
        else "was"
    )
    yield (
        _capital(_span(setting, target))
        + f" {be} {participle} by "
        + _inner(setting, subject)
        + text[words[_last(setting, target)].end :]
    )


def _adjoins(setting: Setting, first: int, second: int, verb: int, after: int) -> bool:
    """Both phrases are nouns without commas that stand right before and after the verb, and nothing else hangs on the first."""  # noqa: E501
    words = setting.parse.words
    if {words[first].pos, words[second].pos} - {"NOUN", "PROPN"}:
        return False
    mine, theirs = _below(setting, first), _below(setting, second)
    tail = [
        w
        for w in words
        if w.head == words[verb].head and w.dep in ("advcl", "conj", "ccomp", "xcomp", "dative", "oprd", "prt")
    ]
    root = next(i for i, w in enumerate(words) if w.dep == "ROOT")
    tail += [w for w in words if w.dep == "pcomp" and words[w.head].head == root]
    tail += [w for w in words if w.head == root and w.dep in ("advcl", "conj", "ccomp", "xcomp", "dative", "oprd", "prt", "dobj")  # noqa: E501
             and w is not words[second]]  # fmt: skip
    spans = _span(setting, first) + _span(setting, second)
    return (
        not tail
        and mine[0] == 0
        and mine[-1] + 1 == verb
        and theirs[0] == after
        and not re.search(r"[,“”\"();:]", spans)
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _inner(setting: Setting, head: int) -> str:
    shown = _span(setting, head)
    return shown if setting.parse.words[_below(setting, head)[0]].pos == "PROPN" else shown[0].lower() + shown[1:]


def _below(setting: Setting, head: int) -> list[int]:
    words = setting.parse.words
    found = {head}
    grew = True
    while grew:
        more = {i for i, w in enumerate(words) if w.head in found} - found
        found |= more
        grew = bool(more)
    return sorted(found)


def _last(setting: Setting, head: int) -> int:
    return _below(setting, head)[-1]


def _span(setting: Setting, head: int) -> str:
    inside = _below(setting, head)
    words = setting.parse.words
    return setting.text[words[inside[0]].start : words[inside[-1]].end]


def dropped_adjunct(setting: Setting) -> Iterator[str]:
    """Leave out a phrase between commas that only adds, or a fronted time or place."""
    text = setting.text
    if re.search(r"[“”\"]", text):
        return
    front = re.match(r"^(?:In|On|At|During|Since|By) [^,]{3,40}, (.{30,})$", text)
    if front and not re.search(r"\b(?:not|if|unless)\b", front[0][:40]):
        yield front[1][0].upper() + front[1][1:]
    inner = re.search(r", (?:which|who) [^,]{5,80},(?= (?:is|was|were|are|has|had|have|will|said|also) )", text)
    if inner:
        yield text[: inner.start()] + text[inner.end() :]
    tail = re.match(r"^(.{30,}), (?:which|where|when) [^,]{5,100}\.$", text)
    if tail:
        yield tail[1] + "."


PARAPHRASES: dict[str, Rule] = {
    "other words": other_words,
    "number format": number_format,
    "clause order": clause_order,
    "passive to active": passive_to_active,
    "active to passive": active_to_passive,
    "dropped adjunct": dropped_adjunct,
}
"""Kinds of light paraphrase."""
