"""Which names are those of people, so that ``he`` and ``she`` may stand for them."""

from __future__ import annotations

import re
from typing import Literal

from rag.stages.language.aliases import Aliases, Words
from rag.stages.language.folding import word_set
from rag.stages.language.name_words import CONNECTIVES, TITLES
from rag.stages.language.names import Name
from rag.stages.verify.facts import Facts

Personhood = Literal["yes", "maybe", "no"]

PERSON_NOUNS = TITLES | word_set(
    """
    suspect defendant victim player striker leader founder owner singer writer novelist painter teenager man woman
    boy girl husband wife son daughter mother lawyer clerk partner banker plumber scientist researcher doctor teacher
    student worker farmer driver pilot soldier activist journalist reporter editor politician lawmaker candidate
    goalkeeper captain substitute defender midfielder referee champion runner swimmer skier cyclist boxer
    """
)
OTHER_LAST_WORDS = word_set(
    """
    united city town county state street road avenue bridge river lake park square island bay port airport station
    university college school institute academy hospital museum library church court council commission committee
    party union movement front group bank fund company corporation foods airlines industries holdings partners
    ministry department agency bureau office board service services force army navy police guard house senate
    congress parliament assembly association federation league club cup prize award games festival times post news
    journal herald mutual foundation society trust network press television radio act treaty plan project mission
    telescope airlines hotel stadium arena centre center tower theatre theater
    """
)


def personhood(facts: Facts, name: Name, aliases: Aliases) -> Personhood:
    """Tell whether a name is a person's, as far as the article says."""
    if any(word.startswith("@") for word in name.words) or _has_other_ending(name.words):
        return "no"
    if _is_titled(facts, name) or "PERSON" in _labels(facts, name):
        return "yes"
    if len(name.words) == 1:
        return _surname(name, aliases)
    if name.words[-1] in CONNECTIVES or any(word in ("of", "and", "&") for word in name.words):
        return "no"
    return "maybe"


def _labels(facts: Facts, name: Name) -> set[str]:
    return {facts.words[index].entity for index in facts.words_in(name.start, name.end)}


def _has_other_ending(words: Words) -> bool:
    return len(words) > 1 and words[-1] in OTHER_LAST_WORDS


def _surname(name: Name, aliases: Aliases) -> Personhood:
    """A single word is a person's name where the article has a full name that ends with it."""
    longer = aliases.expansions(name.words) - {name.words}
    if name.text.isupper() or re.search(r"[^s]s$", name.text):
        return "no"  # an acronym or a plural
    if any(words[-1:] == name.words and 2 <= len(words) <= 3 and not _has_other_ending(words) for words in longer):
        return "yes"
    return "no" if longer else "maybe"


def _is_titled(facts: Facts, name: Name) -> bool:
    """``Dr Brodie``, ``the coach, Ana Ruiz``, ``Ana Ruiz, the coach``."""
    head = facts.head_of(name.start, name.end)
    if head is None:
        return False
    beside = [*facts.tree.children(head, "appos", "compound", "nmod")]
    above = facts.tree.parent(head)
    if facts.words[head].dep in ("appos", "compound") and above is not None:
        beside.append(above)
    before = re.search(r"([^\W\d_]+)\.?\s$", facts.text[max(0, name.start - 25) : name.start])
    words = {facts.words[other].lemma for other in beside} | ({before[1].lower()} if before else set())
    return bool(words & PERSON_NOUNS)
