"""When two words count as the same: one lemma, one stem, one derivation, or equals in the list of synonyms."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.stages.language.words import bare, stem
from rag.stages.verify.synonyms import synonym_groups

Keys = frozenset[str]
"""Two words are alike where their keys meet."""

_ENDINGS = re.compile(
    r"(?:isations?|izations?|ications?|ations?|itions?|tions?|sions?|ments?|ances?|ences?|ing|ings|als?|ial|ity|ities|"
    r"ness|ives?|ably|ibly|able|ible|fully|ful|ously|ous|ally|ly|ise[sd]?|ize[sd]?|ify|ified|ies|ied|ed|es|s|e|y)$"
)
"""Endings that turn a verb into its noun or an adjective into its adverb; never those that turn it into a person
(``employer``, ``employee``), which are different things."""

_IRREGULAR = (
    "decide decision", "die death dead", "lose loss", "sell sale", "choose choice", "succeed success successful",
    "grow growth", "arrive arrival", "refuse refusal", "deny denial", "approve approval", "propose proposal",
    "withdraw withdrawal", "fly flight", "speak speech", "think thought", "believe belief", "prove proof",
    "save safety safe", "fail failure", "depart departure", "close closure", "press pressure", "please pleasure",
    "sign signature", "know knowledge", "complain complaint", "behave behaviour behavior", "analyse analysis analyze",
    "respond response", "defend defence defense", "offend offence offense", "expand expansion", "extend extension",
    "invade invasion", "explode explosion", "collide collision", "conclude conclusion", "divide division",
    "receive receipt", "describe description", "produce production", "reduce reduction", "introduce introduction",
    "destroy destruction", "construct construction build", "permit permission", "admit admission", "commit commitment",
    "strong strength strengthen", "long length lengthen", "wide width widen", "deep depth deepen", "high height",
    "young youth", "poor poverty", "free freedom", "rich riches", "angry anger", "hungry hunger", "violent violence",
    "absent absence", "silent silence", "important importance", "different difference", "distant distance",
    "europe european", "asia asian", "africa african", "financial finance", "medical medicine", "military",
    "economic economy economical", "political politics", "historic history historical", "industry industrial",
    "nation national nationwide", "global globe globally", "crime criminal", "election elect electoral",
    "colour color coloured colored", "favour favor favourable favorable", "centre center central", "theatre theater",
    "metre meter", "kilometre kilometer", "programme program", "labour labor", "honour honor", "harbour harbor",
    "neighbour neighbor neighbouring neighboring", "neighbourhood neighborhood", "defence defense", "licence license",
    "organise organize organisation organization", "recognise recognize", "criticise criticize criticism",
    "traveller traveler travel", "cancelled canceled cancel cancellation", "jewellery jewelry", "tyre tire",
    "aluminium aluminum", "grey gray", "plough plow", "sceptic skeptic", "cheque check", "kerb curb",
    "behaviour behavior", "rumour rumor", "tumour tumor", "humour humor", "vapour vapor", "armour armor",
    "marry marriage married", "ill illness", "weigh weight", "see sight", "hate hatred", "laugh laughter",
    "advise advice advisor adviser", "enter entry entrance", "try trial", "bury burial", "rob robbery",
    "discover discovery", "deliver delivery", "recover recovery", "injure injury", "inquire inquiry enquiry",
    "thirst thirsty", "cost costly", "day daily", "year yearly", "month monthly", "week weekly",
)  # fmt: skip


@lru_cache(maxsize=1)
def _irregular() -> dict[str, Keys]:
    table: dict[str, set[str]] = {}
    for number, line in enumerate(_IRREGULAR):
        for word in line.split():
            table.setdefault(stem(word), set()).add(f"~{number}")
    return {word: frozenset(numbers) for word, numbers in table.items()}


@lru_cache(maxsize=65536)
def word_keys(text: str, lemma: str = "") -> Keys:
    """Return what a word is compared by."""
    plain = bare(text)
    stems = {stem(plain), stem(lemma) if lemma else stem(plain)}
    keys = {plain, lemma or plain, *stems}
    for word_stem in stems:
        keys |= _irregular().get(word_stem, frozenset()) | synonym_groups(word_stem)
    root = root_of(plain)
    return frozenset(keys | ({f"√{root}"} if root else set()))


@lru_cache(maxsize=65536)
def exact_keys(text: str, lemma: str = "") -> Keys:
    """Return the keys without synonyms and derivations."""
    return frozenset({stem(bare(text)), lemma or bare(text)})


def root_of(word: str) -> str | None:
    """Return the word without endings that keep its meaning; None where too little is left to compare."""
    root = word
    for _ in range(2):
        shorter = _ENDINGS.sub("", root)
        if shorter == root or len(shorter) < 5:
            break
        root = shorter
    return root if len(root) >= 5 else None


def alike(first: Keys, second: Keys) -> bool:
    """Tell whether two words count as the same."""
    return not first.isdisjoint(second)
