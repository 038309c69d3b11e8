"""Whether a sentence speaks of something that it does not name: ``she``, ``these``, ``the move``.

Rules over the grammar of one sentence. They ask for an antecedent of the right sort before the pronoun, or for
the subject of the main clause after it (``In her speech, the minister ...``); where there is none, it lies outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from rag.stages.language.folding import word_set
from rag.stages.verify.facts import Facts
from rag.stages.verify.people import PERSON_NOUNS

Sort = Literal["person", "thing"]
_Fits = Callable[[Facts, int], bool]

_PERSON = word_set("he him his she her hers himself herself")
_PLURAL = word_set("they them their theirs themselves")
_THING = word_set("it its itself")
_POINTING = word_set("this that these those")
_OPENERS = word_set("others another neither such")
_TIMES = word_set("year week month day morning afternoon evening night time season summer autumn fall spring winter "
                  "weekend century decade quarter point")  # fmt: skip
_KNOWN_TO_ALL = word_set(
    """
    president government police court world country economy public military army parliament pope king queen internet
    media weather sun moon sea earth nation state city capital police navy senate house congress cabinet opposition
    """
)
"""Nouns that ``the`` does not make refer to a sentence before: a reader of news knows which is meant."""
_EXPLETIVE = re.compile(
    r"^it\s+(?:is|was|['’]s|would be|will be|has been|had been|may be|seems|seemed|appears|appeared|took|takes|remains|"
    r"turns|turned|looks|makes|became|becomes)\b.{0,80}?\b(?:that|to|whether|if|when|who|how|like)\b",
    re.IGNORECASE,
)
_NOT_THINGS = frozenset({"PERSON", "DATE", "TIME", "CARDINAL", "PERCENT", "MONEY"})
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "ee", "ant")


_MAY_REFER = re.compile(
    rf"\b(?:{'|'.join(sorted(_PERSON | _PLURAL | _THING | _POINTING | _OPENERS))})\b|^\W*(?:\w+\W+)?the\b",
    re.IGNORECASE,
)


def may_refer(text: str) -> bool:
    """Tell whether a text has any word that could refer outside it, so that it must be read closely."""
    return _MAY_REFER.search(text) is not None


def refers_to(facts: Facts) -> Sort | None:
    """Return what sort of thing a sentence refers to outside itself; None where it stands alone. Quotations pass."""
    return pronoun_outside(facts) or ("thing" if _opens_with_known(facts) else None)


def pronoun_outside(facts: Facts) -> Sort | None:
    """Return the same for pronouns and pointing words alone."""
    for index in range(len(facts.words)):
        sort = _outside(facts, index)
        if sort is not None:
            return sort
    return None


def _outside(facts: Facts, index: int) -> Sort | None:
    if facts.quoted_at(index) is not None:
        return None
    word = facts.words[index].text.lower()
    if word in _PERSON:
        return None if _is_known(facts, index, _may_be_person) else "person"
    if word in _PLURAL:
        return None if _is_known(facts, index, _may_be_many) else "thing"
    if word in _THING:
        return None if _is_expletive(facts, index) or _is_known(facts, index, _may_be_thing) else "thing"
    if word in _POINTING:
        return "thing" if _points_back(facts, index) else None
    return "thing" if word in _OPENERS and index == _first(facts) else None


def _is_known(facts: Facts, index: int, fits: _Fits) -> bool:
    """Tell whether something before a pronoun, or the main subject after it, may be what it means."""
    barred = _own_subject(facts, index)
    if any(fits(facts, other) for other in range(index) if other not in barred and facts.quoted_at(other) is None):
        return True
    subject = _main_subject(facts)
    if subject is None or subject <= index or not _is_fronted(facts, index):
        return False
    return facts.words[subject].pos in ("NOUN", "PROPN") and fits(facts, subject)


def _is_fronted(facts: Facts, index: int) -> bool:
    """Tell whether a word stands in a phrase or clause that leads up to the main one."""
    top = index
    for above in facts.tree.ancestors(index):
        if facts.words[above].head == above:
            break
        top = above
    return facts.words[top].dep in ("prep", "advcl", "npadvmod", "csubj")


def _own_subject(facts: Facts, index: int) -> frozenset[int]:
    """Return the words of the subject whose verb a pronoun is the object of: ``it`` is not the one that passes it."""
    above = index
    if facts.words[index].dep not in ("dobj", "dative", "pobj"):
        return frozenset()
    for _ in range(2):
        head = facts.tree.parent(above)
        if head is None:
            break
        above = head
        if facts.words[above].pos in ("VERB", "AUX"):
            break
    subject = facts.tree.child(above, "nsubj", "nsubjpass")
    return frozenset() if subject is None else frozenset(facts.tree.subtree(subject))


def _may_be_person(facts: Facts, index: int) -> bool:
    word = facts.words[index]
    if word.pos == "PROPN":
        return word.entity in ("PERSON", "") or (word.entity == "ORG" and word.dep.startswith("nsubj"))
    if word.pos != "NOUN" or word.entity in _NOT_THINGS - {"PERSON"}:
        return False
    return word.lemma in PERSON_NOUNS or word.lemma.endswith(_PERSON_ENDINGS) or word.dep in ("nsubj", "nsubjpass")


def _may_be_many(facts: Facts, index: int) -> bool:
    word = facts.words[index]
    if word.entity in ("DATE", "TIME", "PERCENT", "MONEY", "PERSON"):
        return word.entity == "PERSON" and bool(facts.tree.children(index, "conj"))
    several = word.tag in ("NNS", "NNPS") or bool(facts.tree.children(index, "conj"))
    return word.pos in ("NOUN", "PROPN") and (several or word.pos == "PROPN" or word.lemma in _GROUPS)


_GROUPS = word_set("police group team family people public government party company crowd crew couple army staff band "
                   "union club majority number percent half most some many")  # fmt: skip


def _may_be_thing(facts: Facts, index: int) -> bool:
    word = facts.words[index]
    return word.pos in ("NOUN", "PROPN") and word.tag in ("NN", "NNP") and word.entity not in _NOT_THINGS


def _is_expletive(facts: Facts, index: int) -> bool:
    word = facts.words[index]
    return word.dep == "expl" or _EXPLETIVE.match(facts.text[word.start :]) is not None


def _points_back(facts: Facts, index: int) -> bool:
    """``That petition was introduced``, ``This worried them``; not ``those who``, ``this week``, ``said that``."""
    word, main = facts.words[index], _main_verb(facts)
    if word.tag not in ("DT", "PRP") or (main is not None and index > main) or facts.date_at(index) is not None:
        return False
    after = facts.words[index + 1] if index + 1 < len(facts.words) else None
    if after is None:
        return True
    return after.lemma not in _TIMES and after.text.lower() not in ("who", "whose", "of", "in", "with", "from", "which")


def _opens_with_known(facts: Facts) -> bool:
    """``The move follows ...``, ``The two leaders spoke``: a bare noun that was introduced before."""
    first = _first(facts)
    if first is None or facts.words[first].text.lower() != "the" or first + 2 >= len(facts.words):
        return False
    counted = facts.words[first + 1].pos == "NUM"
    noun = first + 1 + counted
    if facts.words[noun].pos != "NOUN" or facts.words[noun].lemma in _KNOWN_TO_ALL:
        return False
    return not facts.tree.children(noun, "prep", "relcl", "acl", "appos", "compound", "amod", "nmod", "poss")


def _first(facts: Facts) -> int | None:
    """Return the first word that is neither punctuation nor a connective."""
    for index, word in enumerate(facts.words):
        if word.pos not in ("PUNCT", "CCONJ", "SPACE"):
            return index
    return None


def _main_verb(facts: Facts) -> int | None:
    return next((index for index, word in enumerate(facts.words) if word.head == index), None)


def _main_subject(facts: Facts) -> int | None:
    main = _main_verb(facts)
    return None if main is None else facts.tree.child(main, "nsubj", "nsubjpass")
