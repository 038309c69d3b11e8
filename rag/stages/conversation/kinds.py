"""Of which sort a name or a noun phrase is, so that ``he``, ``it`` and ``there`` find what fits."""

from __future__ import annotations

import re
from typing import Literal

from rag.schema import Parse, Word
from rag.stages.conversation.shapes import Run
from rag.stages.language.countries import countries_of
from rag.stages.language.folding import word_set
from rag.stages.language.name_words import TITLES
from rag.stages.language.names import Name
from rag.stages.verify.people import OTHER_LAST_WORDS, PERSON_NOUNS
from rag.stages.verify.referents import PLACE_NOUNS
from rag.stages.verify.verb_words import SPEECH

Sort = Literal["person", "place", "body", "thing", "time"]
Gender = Literal["he", "she", "unknown"]

BODIES = word_set(
    """
    company firm agency group organisation organization bank university ministry party team club union airline court
    department institute council committee network newspaper charity government bureau commission office operator
    regulator authority association federation police army mission parliament board school college hospital manufacturer
    trust fund foundation society cooperative broadcaster retailer lender insurer developer publisher supplier brokerage
    charity museum senate cabinet crew staff jury family couple coalition opposition municipality
    """
)
_TIMES = word_set("time day week month year hour minute night morning evening afternoon decade century")
_PEOPLE = PERSON_NOUNS | word_set(
    "fisherman person nurse cook engineer minister official mother father tourist victim "
    "child passenger resident survivor patient pupil migrant refugee people boy girl teenager youth mayor"
)
_PLACES = PLACE_NOUNS | word_set("port harbour harbor airport street square prison clinic district valley coast")
_OTHER_ENDINGS = OTHER_LAST_WORDS | word_set("lines mission growers")
_HE = word_set("mr king prince father brother son husband man boy chairman spokesman actor lord sir duke emperor")
_SHE = word_set("mrs ms miss queen princess mother sister daughter wife woman girl chairwoman spokeswoman actress lady")
_HIS, _HERS = word_set("he him his himself"), word_set("she her hers herself")


def sort_of(parse: Parse, run: Run, head: int, name: Name | None) -> Sort:
    """Return the sort of a mention; what is doubtful is a thing."""
    word = parse.words[head]
    if word.entity in {"DATE", "TIME"} or (name is None and word.lemma in _TIMES):
        return "time"
    if name is None:
        lemma = word.lemma
        if lemma in _PLACES and _is_of_kind(parse, head):
            return "thing"
        known: tuple[tuple[frozenset[str], Sort], ...] = ((_PEOPLE, "person"), (BODIES, "body"), (_PLACES, "place"))
        return next((sort for words, sort in known if lemma in words), "thing")
    if _is_quoted(parse, run):
        return "thing"
    labels = {parse.words[i].entity for i in range(run.first, run.last + 1)}
    if countries_of(name.text) or (labels & {"GPE", "LOC", "FAC"} and personality(parse, run, name) < 2):
        return "place"
    if _follows_place(parse, run):
        return "place"
    if personality(parse, run, name) > 0:
        return "person"
    return "body"


def _is_quoted(parse: Parse, run: Run) -> bool:
    """ "The Blue Orchard" in quotation marks is a title."""
    before, after = parse.words[max(0, run.first - 2) : run.first], parse.words[run.last + 1 : run.last + 2]
    return any(word.text in {'"', "“"} for word in before) and any(word.text in {'"', "”"} for word in after)


def _is_of_kind(parse: Parse, head: int) -> bool:
    """ "the state of emergency" is no place, "the port of Aden" is."""
    following = parse.words[head + 1 : head + 3]
    return len(following) == 2 and following[0].text.lower() == "of" and following[1].pos == "NOUN"


def may_be_person(word: Word) -> bool:
    """Tell whether a common noun speaks of somebody: "winner", "spokeswoman", "journalist"."""
    ending = word.lemma.endswith(("er", "or", "ist", "man", "woman", "ant", "ian", "ee"))
    return word.lemma in _PEOPLE | TITLES | _HE | _SHE or (ending and word.lemma not in BODIES | _PLACES)


def personality(parse: Parse, run: Run, name: Name) -> float:
    """Return how much speaks for a name being a person's; 0 and less for others."""
    words = name.words
    if (
        words[-1] in OTHER_LAST_WORDS | {"lines", "mission", "growers"}
        or name.text.isupper()
        or {"of", "and"} & set(words)
    ):
        return -3.0
    before = [word.text.lower().rstrip(".") for word in parse.words[max(0, run.first - 2) : run.first]]
    if before[-1:] in (["the"], ["company"]) or (before and before[-1] in BODIES):
        return -3.0
    points = 1.0 if any(parse.words[i].entity == "PERSON" for i in range(run.first, run.last + 1)) else 0.0
    points += 1.0 if len(words) in {2, 3} and name.sure else -0.5
    points += 2.0 if before and before[-1] in TITLES | _PEOPLE else 0.0
    points += 2.0 if _appositions(parse, run) & (_PEOPLE | TITLES) else 0.0
    head = next((i for i in range(run.last, run.first - 1, -1) if not run.holds(parse.words[i].head)), run.last)
    above = parse.words[parse.words[head].head]
    return points + (0.5 if parse.words[head].dep == "nsubj" and above.lemma in SPEECH else 0.0)


def gender_of(parse: Parse, run: Run) -> Gender:
    """Return the gender that titles tell, or the pronoun that follows a name in a sentence that names nobody else."""
    beside = {word.text.lower().rstrip(".") for word in parse.words[max(0, run.first - 3) : run.last + 1]}
    beside |= _appositions(parse, run)
    if beside & _SHE:
        return "she"
    if beside & _HE:
        return "he"
    after = next((w.text.lower() for w in parse.words[run.last + 1 : run.last + 4] if w.tag in {"PRP$", "PRP"}), "")
    return "he" if after in _HIS else "she" if after in _HERS else "unknown"


def beside(parse: Parse, run: Run) -> frozenset[str]:
    """Return the lemmas of what a name is called: its appositions and the words before it in its phrase."""
    before = {word.lemma for word in parse.words[max(0, run.first - 2) : run.first] if word.dep == "compound"}
    return frozenset(_appositions(parse, run) | before)


def _appositions(parse: Parse, run: Run) -> set[str]:
    """Return the lemmas of what is said beside a name: ``Manos Fotiou`` is ``his lawyer``."""
    inside = range(run.first, run.last + 1)
    below = {w.lemma for w in parse.words if w.dep == "appos" and w.head in inside}
    above = {parse.words[parse.words[i].head].lemma for i in inside if parse.words[i].dep == "appos"}
    return below | above


def _follows_place(parse: Parse, run: Run) -> bool:
    """ "the town of Catacaos", "in Toliara"."""
    before = parse.text[: parse.words[run.first].start]
    match = re.search(r"\b(\w+)\s+of\s+$", before)
    return match is not None and match[1].lower() in _PLACES
