"""Which sentences an answer quotes: the fewest that answer and can be understood by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.schema import Evidence, Parse
from rag.stages.weighing.features import Support
from rag.stages.weighing.keys import sentence_keys

_UNRESOLVED = frozenset("he she it they this that these those his her its their him them such".split())
_OPENING = re.compile(
    r"^[\s“\"'‘(\[—–-]*(?:(?:and|but|so|yet|then|also|however|meanwhile|still|instead)\b[\s,]*)?", re.IGNORECASE
)
_EXPLETIVE = re.compile(r"^\s*it\s+(?:is|was|['’]s|will be|would be|has been)\b.{0,60}\b(?:that|to)\b", re.IGNORECASE)
_WHOLLY_QUOTED = re.compile(r"^\s*[“\"][^“”\"]*[”\"]?\s*$")


def leans_back(parse: Parse) -> bool:
    """Tell whether a sentence opens with a pronoun, or is speech whose speaker stands in the sentence before."""
    if _WHOLLY_QUOTED.match(parse.text):
        return True
    start = _OPENING.match(parse.text)
    begin = start.end() if start else 0
    opening = [word for word in parse.words if word.start >= begin][:4]
    if not opening or "“" in parse.text[:begin] or '"' in parse.text[:begin]:
        return False
    first = opening[0]
    if first.text.lower() == "it" and _is_expletive(parse):
        return False
    of_those = any(word.text.lower() in {"those", "these", "them"} for word in opening[1:4]) and first.pos in {
        "ADJ",
        "NUM",
        "PRON",
        "DET",
        "NOUN",
    }
    return first.text.lower() in _UNRESOLVED or of_those


def _is_expletive(parse: Parse) -> bool:
    """ "It is likely that ...", "It was in 1990 that ...": this "it" means nothing before it."""
    return any(word.dep == "expl" for word in parse.words[:2]) or bool(_EXPLETIVE.match(parse.text))


def sentence_before(evidence: Evidence) -> Evidence | None:
    """Return the body sentence before, as evidence with the same score, if there is one."""
    origin, index = evidence.origin, evidence.sentence.index
    if index == 0 or origin.sentences[index - 1].kind != "body":
        return None
    return Evidence(origin.sentences[index - 1], origin, evidence.score)


def completes(
    support: Support, chosen: Evidence, others: Sequence[tuple[Evidence, Parse]], *, least: float = 0.0
) -> tuple[Evidence, ...]:
    """Return further sentences that hold names of the question which the chosen one does not hold.

    ``others`` come best first with their parses; one scored under ``least`` is left out.
    """
    missing = set(support.missing(support.sentence, "name"))
    added = []
    for evidence, parse in others:
        if not missing or evidence.sentence == chosen.sentence or evidence.score < least:
            continue
        keys = sentence_keys(parse, evidence.origin.article.text)
        held = {term for term in missing if term.held_by(keys)}
        if held:
            added.append(evidence)
            missing -= held
    return tuple(added)


def in_article_order(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the sentences, each once, article by article in the order of first use, inside an article as written."""
    articles = list(dict.fromkeys(item.origin.article.id for item in evidence))
    unique = {(item.origin.article.id, item.sentence.index): item for item in evidence}
    return tuple(unique[key] for key in sorted(unique, key=lambda key: (articles.index(key[0]), key[1])))
