"""A claim that joins several statements becomes several claims."""

from __future__ import annotations

from rag.stages.verify.facts import Facts

_FEWEST = 3
"""Words of a statement."""


def split_claim(facts: Facts) -> tuple[str, ...]:
    """Return the statements that a claim joins side by side, each with a verb and a subject of its own.

    Cuts stand between sentences and before ``and``, ``but`` or ``;`` where the verb after it has its own subject.
    """
    cuts = sorted({0, *_cuts(facts), len(facts.text)})
    pieces = [facts.text[start:end].strip(" ,;") for start, end in zip(cuts, cuts[1:], strict=False)]  # noqa: RUF007
    parts = [_without_joint(piece) for piece in pieces if piece]
    return tuple(parts) if all(len(part.split()) >= _FEWEST for part in parts) else (facts.text,)


def _cuts(facts: Facts) -> list[int]:
    tree, cuts = facts.tree, []
    roots = [index for index, word in enumerate(tree.words) if word.head == index and word.pos in ("VERB", "AUX")]
    cuts += [min(tree.words[other].start for other in tree.subtree(root)) for root in roots[1:]]
    for root in roots:
        for verb in tree.children(root, "conj"):
            joint = [child for child in tree.children(root, "cc", "punct") if child < verb]
            if joint and tree.children(verb, "nsubj", "nsubjpass", "expl"):
                cuts.append(min(tree.words[other].start for other in tree.subtree(verb)))
    return cuts


def _without_joint(piece: str) -> str:
    """Drop the ``and`` or comma that hung between two statements."""
    words = piece.split()
    if words and words[-1].lower() in ("and", "but", "or", "while"):
        words = words[:-1]
    return " ".join(words).strip(" ,;")
