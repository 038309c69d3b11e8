"""What a sentence says happened: its verbs with who did it, to whom, how surely and on whose word."""

from __future__ import annotations

from dataclasses import dataclass

from rag.stages.verify.operators import Operators, operators_of
from rag.stages.verify.speech import speakers_of
from rag.stages.verify.tree import Tree

_CLAUSES = (
    "ROOT",
    "ccomp",
    "advcl",
    "relcl",
    "acl",
    "xcomp",
    "conj",
    "pcomp",
    "parataxis",
    "csubj",
    "csubjpass",
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")


@dataclass(frozen=True, slots=True)
class Predicate:
    """One verb of a text. All numbers are indices of words."""

    index: int
    lemma: str
    agents: tuple[int, ...]
    """Heads of the phrases that do it, or that it is said of."""
    patients: tuple[int, ...]
    """Heads of the phrases that it is done to."""
    complements: tuple[int, ...]
    """What the subject is said to be: ``attr``, ``acomp``, ``oprd``."""
    operators: Operators
    """What stands over it: ``not``, ``will``, ``may``, ``if`` and the words that govern it (``agree``, ``plan``)."""
    speakers: tuple[int, ...]
    """Heads of the phrases on whose word it stands."""

    @property
    def names(self) -> frozenset[str]:
        """The names of its operators."""
        return frozenset(operator.name for operator in self.operators)


def predicates_of(tree: Tree) -> tuple[Predicate, ...]:
    """Return the predicates of a text in order."""
    return tuple(_predicate(tree, index) for index in range(len(tree.words)) if is_predicate(tree, index))


def is_predicate(tree: Tree, index: int) -> bool:
    """Tell a verb that says something from an auxiliary and from an adjective made of a verb."""
    word = tree.words[index]
    if word.pos == "VERB":
        return word.dep not in ("amod", "compound", "aux", "auxpass", "case", "prep", "npadvmod")
    return word.pos == "AUX" and word.dep not in ("aux", "auxpass")


def _predicate(tree: Tree, index: int) -> Predicate:
    agents, patients = arguments_of(tree, index)
    return Predicate(
        index=index,
        lemma=tree.words[index].lemma,
        agents=_spread(tree, agents),
        patients=_spread(tree, patients),
        complements=_spread(tree, tuple(tree.children(index, "attr", "acomp", "oprd"))),
        operators=operators_of(tree, index),
        speakers=speakers_of(tree, index),
    )


def _spread(tree: Tree, heads: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(other for head in heads for other in tree.conjuncts(head)))


def is_passive(tree: Tree, index: int) -> bool:
    """Tell whether the subject of a verb is what it is done to."""
    if tree.child(index, "auxpass", "nsubjpass", "csubjpass") is not None:
        return True
    word = tree.words[index]
    return (
        word.tag == "VBN"
        and word.dep in ("acl", "advcl", "ROOT", "conj", "relcl")
        and not tree.children(index, "aux", "nsubj")
        and not _is_main_verb(tree, index)
    )


def _is_main_verb(tree: Tree, index: int) -> bool:
    """``A couple drowned.`` where the parser took the verb for a participle that hangs on its subject."""
    head = tree.parent(index)
    if head is None or tree.words[index].dep != "acl" or tree.words[head].head != head:
        return False
    return not any(word.pos in ("VERB", "AUX") and word.tag != "VBN" for word in tree.words)


def arguments_of(tree: Tree, index: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the heads of who does it and of what it is done to, passives turned round."""
    subject = subject_of(tree, index)
    objects = tuple(tree.children(index, "dobj", "dative"))
    by = tuple(noun for agent in tree.children(index, "agent") for noun in tree.children(agent, "pobj"))
    gap = _relative_object(tree, index)
    loose = tuple(child for child in tree.children(index, "npadvmod") if tree.words[child].pos == "PROPN")
    if is_passive(tree, index):
        return by, (*subject, *objects)
    return subject, (*objects, *gap, *loose)


def subject_of(tree: Tree, index: int, depth: int = 0) -> tuple[int, ...]:
    """Return the heads of a verb's subject, looked up where the clause leaves it out."""
    own = tree.child(index, *_SUBJECTS)
    word = tree.words[index]
    head = tree.parent(index)
    if own is not None:
        return _antecedent(tree, index, own)
    if head is None or depth > 8:
        return ()
    if word.dep in ("acl", "relcl"):
        return () if word.tag == "VB" else (head,)
    if word.dep == "conj" and is_predicate(tree, head):
        return subject_of(tree, head, depth + 1)
    if word.dep == "xcomp":
        return _controller(tree, head, depth)
    return ()  # of a participle such as "after leaving" nobody can be sure


def _controller(tree: Tree, head: int, depth: int) -> tuple[int, ...]:
    """``X agreed to go``: X goes; ``X urged Y to go``: Y goes."""
    if not is_predicate(tree, head):
        above = next((other for other in tree.ancestors(head) if is_predicate(tree, other)), None)
        return subject_of(tree, above, depth + 1) if above is not None else ()
    objects = tuple(tree.children(head, "dobj"))
    if objects and tree.words[head].lemma != "promise":
        return objects
    return subject_of(tree, head, depth + 1)


def _antecedent(tree: Tree, index: int, subject: int) -> tuple[int, ...]:
    """``the plane, which departed``: the plane departed."""
    word = tree.words[subject]
    if word.tag in ("WDT", "WP") and tree.words[index].dep == "relcl" and (head := tree.parent(index)) is not None:
        return (head,)
    return (subject,)


def _relative_object(tree: Tree, index: int) -> tuple[int, ...]:
    """``the deal that both signed``: the deal was signed."""
    word = tree.words[index]
    head = tree.parent(index)
    if word.dep != "relcl" or head is None or is_passive(tree, index):
        return ()
    subject = tree.child(index, "nsubj")
    if subject is None or tree.words[subject].tag in ("WDT", "WP"):
        return ()
    own = [child for child in tree.children(index, "dobj") if tree.words[child].tag not in ("WDT", "WP")]
    return () if own or (tree.child(index, "prep") is not None and not tree.children(index, "dobj")) else (head,)
