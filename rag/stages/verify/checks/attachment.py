"""Numbers, dates and names hang on the words that they hang on in the source.

A sentence with two numbers bears out each only where it stands. For each number, date or name of the claim and
each word next to it, no other one of its class may stand nearer to that word in the source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from rag.stages.language.aliases import words_follow
from rag.stages.language.calendar import follows
from rag.stages.verify.checks.quantities import matches
from rag.stages.verify.facts import Facts, is_content
from rag.stages.verify.likeness import alike
from rag.stages.verify.records import Case, Outcome

AnchorClass = Literal["number", "date", "name"]
_NEAR = 3
"""Steps in a source's tree within which a modifier may stand from its noun."""

_SKIPPED = frozenset({"prep", "agent", "dative", "quantmod", "advmod", "npadvmod"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A number, date or name in a text, by the word that the rest of its span hangs on."""

    kind: AnchorClass
    word: int
    start: int
    end: int
    text: str


def check_attachment(case: Case) -> Outcome:
    """Compare what the numbers, dates and names hang on."""
    reason = next(_problems(case), None) or next(_modifier_problems(case), None)
    return Outcome("attachment", reason is None, reason or "", contradicted=reason is not None)


def _modifier_problems(case: Case) -> Iterator[str]:
    """``the rich north`` needs a source in which the north, not something else, is rich."""
    claim, tree = case.claim, case.source.tree
    for index in claim.content():
        head = claim.tree.parent(index)
        if claim.words[index].dep not in ("amod", "compound") or head is None or claim.is_anchor(head):
            continue
        mine, theirs = _alike_places(case, index), _alike_places(case, head)
        copied = any(case.runs.together((index, place), (head, None)) for place in mine)
        if mine and theirs and not copied and min(tree.distance(a, b) for a in mine for b in theirs) > _NEAR:
            yield f"In the source {claim.words[index].text!r} does not go with {claim.words[head].text!r}."


def _alike_places(case: Case, index: int) -> list[int]:
    keys = case.claim.keys[index]
    return [place for place, other in enumerate(case.source.keys) if alike(keys, other)]


def anchors_of(facts: Facts) -> list[Anchor]:
    """Return the numbers, dates and names of a text."""
    spans = [("number", span) for span in facts.quantities]
    spans += [("date", span) for span in facts.dates]  # type: ignore[misc]
    spans += [("name", span) for span in facts.names if span.sure]  # type: ignore[misc]
    found = []
    for kind, span in spans:
        head = facts.head_of(span.start, span.end)
        if head is not None:
            found.append(Anchor(kind, head, span.start, span.end, span.text))  # type: ignore[arg-type]
    return found


def _problems(case: Case) -> Iterator[str]:
    given = anchors_of(case.source)
    for anchor in anchors_of(case.claim):
        same = _equality(case, anchor)
        mine = [other for other in given if other.kind == anchor.kind and same(other)]
        rivals = [other for other in given if other.kind == anchor.kind and not same(other)]
        if not mine or not rivals:
            continue
        for beside in _beside(case.claim, anchor):
            if any(case.runs.together((anchor.word, other.word), (beside, None)) for other in mine):
                continue
            rival = _nearer_rival(case, beside, mine, rivals)
            if rival is not None:
                word = case.claim.words[beside].text
                yield f"In the source {word!r} goes with {rival.text!r}, not with {anchor.text!r}."


def _equality(case: Case, anchor: Anchor) -> Callable[[Anchor], bool]:
    claim, source = case.claim, case.source
    if anchor.kind == "number":
        quantity = next(item for item in claim.quantities if item.start == anchor.start)
        return lambda other: any(item.start == other.start and matches(quantity, item) for item in source.quantities)
    if anchor.kind == "date":
        date = next(item for item in claim.dates if item.start == anchor.start)
        return lambda other: any(
            item.start == other.start and follows(item, date, case.sides.published) for item in source.dates
        )
    name = next(item for item in claim.names if item.start == anchor.start)
    return lambda other: any(
        item.start == other.start and words_follow(item.words, name.words, case.sides.aliases) for item in source.names
    )


def _beside(facts: Facts, anchor: Anchor) -> list[int]:
    """Return the content words that an anchor hangs on or that hang on it, through prepositions."""
    found = []
    head = facts.tree.parent(anchor.word)
    if anchor.kind == "name" and _plays_part(facts, anchor.word):
        head = None  # who does what is a check of its own
    while head is not None and not is_content(facts.words[head]) and facts.words[head].dep in _SKIPPED | {"pobj"}:
        head = facts.tree.parent(head)
    if head is not None:
        found.append(head)
        if facts.is_anchor(head) and facts.words[anchor.word].dep == "pobj" and anchor.kind != "date":
            found.pop()  # "in England" may hang on any noun before it
    for child in facts.tree.children(anchor.word):
        if facts.words[child].dep == "prep" and anchor.kind == "number":
            found += facts.tree.children(child, "pobj")
        elif facts.words[child].dep in ("amod", "compound", "nmod", "poss"):
            found.append(child)
    return [
        index for index in found
        if is_content(facts.words[index]) and not anchor.start <= facts.words[index].start < anchor.end
    ]  # fmt: skip


def _plays_part(facts: Facts, word: int) -> bool:
    first = facts.tree.first_conjunct(word)
    head = facts.tree.parent(first)
    if facts.words[first].dep == "pobj" and head is not None:
        return facts.words[head].dep in ("agent", "dative")
    return facts.words[first].dep in ("nsubj", "nsubjpass", "dobj", "dative")


def _nearer_rival(case: Case, beside: int, mine: list[Anchor], rivals: list[Anchor]) -> Anchor | None:
    tree = case.source.tree
    places = [
        index for index in range(len(case.source.words)) if alike(case.claim.keys[beside], case.source.keys[index])
    ]
    if not places:
        return None
    distance = min(tree.distance(anchor.word, place) for anchor in mine for place in places)
    if distance < 2:
        return None
    chains = {tree.first_conjunct(anchor.word) for anchor in mine}
    for rival in rivals:
        if tree.first_conjunct(rival.word) in chains:
            continue
        if min(tree.distance(rival.word, place) for place in places) < distance:
            return rival
    return None
