"""Before and after, up and down, more and fewer, largest and smallest."""

from __future__ import annotations

from collections.abc import Iterator

from rag.stages.language.aliases import words_follow
from rag.stages.language.calendar import follows
from rag.stages.language.dates import DateMention
from rag.stages.language.names import Name
from rag.stages.verify.checks.roles import outcome_of
from rag.stages.verify.facts import Facts
from rag.stages.verify.likeness import alike
from rag.stages.verify.opposites import opposite
from rag.stages.verify.prepositions import linked
from rag.stages.verify.records import Case, Outcome

_DEGREES = frozenset({"JJR", "JJS", "RBR", "RBS"})
_FUNCTION_DEGREES = frozenset({"more", "most", "less", "least", "fewer", "fewest"})
_PARTICLES = (
    frozenset({"up", "down"}),
    frozenset({"in", "out"}),
    frozenset({"on", "off"}),
    frozenset({"back", "forward"}),
)


def check_direction(case: Case) -> Outcome:
    """Compare prepositions and particles of direction, and degrees."""
    paired = outcome_of(case, "direction", "direction")
    if not paired.passed:
        return paired
    reasons = (
        *_degree_problems(case), *_particle_problems(case), *_object_problems(case),
        *_turned_problems(case), *_dropped_limits(case), *_lowered_degrees(case),
    )  # fmt: skip
    reason = next(iter(reasons), None)
    return Outcome("direction", reason is None, reason or "", contradicted=reason is not None)


def _degree_problems(case: Case) -> Iterator[str]:
    for index in _degrees(case.claim):
        word = case.claim.words[index]
        alikes = [other for other in _degrees(case.source) if _same_degree(case, index, other)]
        if not alikes:
            yield f"The source does not say {word.text!r}."
        elif word.text.lower() in _FUNCTION_DEGREES and not any(_same_head(case, index, other) for other in alikes):
            yield f"The source does not say {word.text!r} of that."


def _lowered_degrees(case: Case) -> Iterator[str]:
    """``the biggest brand`` is not ``the big brand``."""
    for index in case.claim.content():
        places = [
            other for other, word in enumerate(case.source.words)
            if word.tag[:2] in ("JJ", "RB") and alike(case.claim.keys[index], case.source.keys[other])
        ]  # fmt: skip
        if case.claim.words[index].tag == "JJ" and places and all(case.source.words[o].tag in _DEGREES for o in places):
            yield f"The source says {case.source.words[places[0]].text!r}, the claim {case.claim.words[index].text!r}."


def _degrees(facts: Facts) -> list[int]:
    """Return comparatives and superlatives that hedge no number."""
    hedges = [range(max(0, quantity.start - 25), quantity.start) for quantity in facts.quantities]
    hedges += [range(quantity.end, quantity.end + 22) for quantity in facts.quantities if quantity.bound != "exact"]
    return [
        index for index, word in enumerate(facts.words)
        if word.tag in _DEGREES and not any(word.start in hedge for hedge in hedges)
    ]  # fmt: skip


def _same_degree(case: Case, mine: int, theirs: int) -> bool:
    first, second = case.claim.words[mine], case.source.words[theirs]
    if {first.text.lower(), second.text.lower()} & _FUNCTION_DEGREES:
        return first.text.lower() == second.text.lower()
    return first.tag[-1] == second.tag[-1] and alike(case.claim.keys[mine], case.source.keys[theirs])


def _same_head(case: Case, mine: int, theirs: int) -> bool:
    """``most children`` and ``most of the children`` have one head."""
    if case.runs.together((mine, theirs)):
        return True
    first, second = _heads(case.claim, mine), _heads(case.source, theirs)
    if not first or not second:
        return True
    return any(alike(case.claim.keys[one], case.source.keys[other]) for one in first for other in second)


def _dropped_limits(case: Case) -> Iterator[str]:
    """``the largest crowd since 2011`` is not ``the largest crowd``: what limits the first or the most must stay."""
    for mine in _ranks(case.claim):
        for theirs in _ranks(case.source):
            if not alike(case.claim.keys[mine], case.source.keys[theirs]):
                continue
            head = case.source.tree.parent(theirs)
            for start, shown in _limits(case.source, head) if head is not None else ():
                if not _kept(case, start):
                    yield f"The claim leaves out {shown!r}."


def _ranks(facts: Facts) -> list[int]:
    """Return superlatives and ordinals that stand before a noun, and ``only``."""
    ordinals = {facts.word_at(quantity.start) for quantity in facts.quantities if quantity.kind == "ordinal"}
    return [
        index for index, word in enumerate(facts.words)
        if (word.tag == "JJS" or index in ordinals or word.text.lower() == "only") and word.dep in ("amod", "compound")
    ]  # fmt: skip


def _limits(facts: Facts, head: int) -> Iterator[tuple[int, str]]:
    """Yield dates and names between a noun and the end of its phrase."""
    stop = next(
        (word.start for word in facts.words[head + 1 :] if word.pos in ("VERB", "AUX", "PUNCT", "CCONJ")),
        len(facts.text),
    )
    spans: tuple[DateMention | Name, ...] = (*facts.dates, *facts.names)
    for span in spans:
        if facts.words[head].end <= span.start < stop:
            yield span.start, span.text


def _kept(case: Case, start: int) -> bool:
    dates = [given for given in case.source.dates if given.start == start]
    names = [given for given in case.source.names if given.start == start]
    if dates:
        return any(follows(given, dates[0], None) or follows(dates[0], given, None) for given in case.claim.dates)
    aliases = case.sides.aliases
    return any(
        words_follow(given.words, names[0].words, aliases) or words_follow(names[0].words, given.words, aliases)
        for given in case.claim.names
    )


def _heads(facts: Facts, index: int) -> list[int]:
    tree = facts.tree
    below = [noun for link in tree.children(index, "prep") for noun in tree.children(link, "pobj")]
    head = tree.parent(index)
    return below or ([head] if head is not None else [])


def _particle_problems(case: Case) -> Iterator[str]:
    for pairing in case.pairings:
        if pairing.given is None:
            continue
        mine = _particles(case.claim, pairing.claimed.index)
        theirs = _particles(case.source, pairing.given.index)
        for word in sorted(mine - theirs):
            opposed = next((other for other in theirs if frozenset({word, other}) in _PARTICLES), None)
            if opposed:
                yield f"The claim says {word!r} where the source says {opposed!r}."


def _object_problems(case: Case) -> Iterator[str]:
    """``before the vote`` is not ``after the vote``, whatever word it hangs on."""
    claim, source = case.claim, case.source
    given = list(_objects(source))
    for word, noun in _objects(claim):
        theirs = [other for other, below in given if alike(claim.keys[noun], source.keys[below])]
        opposed = next((other for other in theirs if opposite(other, word)), None)
        if opposed and word not in theirs:
            yield f"The claim says {word!r} where the source says {opposed!r}."


def _turned_problems(case: Case) -> Iterator[str]:
    """``closed after they found cracks`` is not ``found cracks after they closed``."""
    claim, source = case.claim, case.source
    given = list(_clauses(source))
    for word, head, below in _clauses(claim):
        first, second = claim.keys[head], claim.keys[below]
        pairs = [(source.keys[above], source.keys[under]) for other, above, under in given if other == word]
        same = any(alike(first, above) and alike(second, under) for above, under in pairs)
        turned = any(alike(first, under) and alike(second, above) for above, under in pairs)
        if turned and not same:
            yield f"The source has what stands before and after {word!r} the other way round."


def _clauses(facts: Facts) -> Iterator[tuple[str, int, int]]:
    """Yield conjunctions, in lower case, with the verb above and the verb below them."""
    for index in range(len(facts.words)):
        for link, below in linked(facts.tree, index):
            if facts.words[below].pos in ("VERB", "AUX"):
                yield facts.words[link].text.lower(), index, below


def _objects(facts: Facts) -> Iterator[tuple[str, int]]:
    """Yield prepositions and conjunctions, in lower case, with the nouns and verbs under them."""
    for index in range(len(facts.words)):
        for link, below in linked(facts.tree, index):
            yield facts.words[link].text.lower(), below


def _particles(facts: Facts, index: int) -> set[str]:
    return {facts.words[child].text.lower() for child in facts.tree.children(index, "prt", "advmod")}
