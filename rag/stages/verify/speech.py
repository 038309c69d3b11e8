"""On whose word a verb stands: ``X said``, ``according to X``."""

from __future__ import annotations

from rag.schema import Word
from rag.stages.language.quotes import find_quotes
from rag.stages.verify.tree import Tree, is_side_by_side
from rag.stages.verify.verb_words import ANNOUNCING, SPEECH, VERBS_OF_SAYING


def speakers_of(tree: Tree, index: int) -> tuple[int, ...]:
    """Return the heads of the phrases on whose word a verb stands."""
    found: list[int] = []
    for current in (index, *tree.ancestors(index)):
        found += _according(tree, current)
        word, head = tree.words[current], tree.parent(current)
        if head is not None and is_side_by_side(tree, current, head):
            break
        if head is not None and _is_spoken(word, tree.words[head]):
            found += speaking_subject(tree, head)
        for child in tree.children(current, "parataxis", "ccomp"):
            if child != index and _is_aside(tree, child, current):
                found += speaking_subject(tree, child)
    found += _closing_speakers(tree, index)
    return tuple(dict.fromkeys(found or _quoting_speakers(tree, index)))


def _quoting_speakers(tree: Tree, index: int) -> list[int]:
    """``"It was fair. It was late," X said.``: all of the quotation is X's, however many sentences it has."""
    quotes = find_quotes(tree.parse.text)
    if not any(quote.start <= tree.words[index].start < quote.end for quote in quotes):
        return []
    for verb, word in enumerate(tree.words):
        outside = not any(quote.start <= word.start < quote.end for quote in quotes)
        if outside and word.lemma in VERBS_OF_SAYING and word.pos == "VERB" and (who := speaking_subject(tree, verb)):
            return who
    return []


def _is_spoken(word: Word, verb: Word) -> bool:
    """Tell the clause of a verb of saying, and the thing that is announced by one."""
    return (word.dep in ("ccomp", "parataxis") and verb.lemma in SPEECH) or (
        word.dep == "dobj" and verb.lemma in ANNOUNCING
    )


def _closing_speakers(tree: Tree, index: int) -> list[int]:
    """``The deal is near, X said.`` where the last verb was read as part of a noun phrase."""
    last = next((place for place in range(len(tree.words) - 1, -1, -1) if tree.words[place].pos != "PUNCT"), 0)
    if tree.words[last].lemma not in VERBS_OF_SAYING or tree.words[last].pos != "VERB" or index >= last:
        return []
    if tree.words[last].dep not in ("relcl", "acl", "advcl", "conj"):
        return []
    subject = speaking_subject(tree, last)
    first = min((place for head in subject for place in tree.subtree(head)), default=0)
    return subject if first > index and any(word.text == "," for word in tree.words[first - 1 : first]) else []


def _is_aside(tree: Tree, verb: int, host: int) -> bool:
    """``The deal, X said, is near``: the verb of saying hangs below what is said and has no clause of its own."""
    if tree.words[verb].lemma not in VERBS_OF_SAYING or tree.words[host].lemma in SPEECH:
        return False
    return not tree.children(verb, "ccomp", "dobj", "xcomp")


def speaking_subject(tree: Tree, verb: int) -> list[int]:
    """Return the heads of who speaks by a verb of saying."""
    subject = tree.children(verb, "nsubj")
    if subject:
        return subject
    by = [noun for agent in tree.children(verb, "agent") for noun in tree.children(agent, "pobj")]
    head = tree.parent(verb)
    if by or head is None:
        return by
    if tree.words[verb].dep == "conj":
        return speaking_subject(tree, head)
    return tree.children(head, "nsubj") if tree.words[verb].dep == "advcl" else []


def _according(tree: Tree, index: int) -> list[int]:
    found = []
    for child in tree.children(index, "prep"):
        if tree.words[child].text.lower() == "according":
            for to in tree.children(child, "prep", "pcomp"):
                found += tree.children(to, "pobj")
            found += tree.children(child, "pobj")
    return found


def fronted_speakers(tree: Tree, index: int) -> list[int]:
    """Return who may also speak: anybody after ``according to``, and whoever says the sentence that a clause opens
    (``When it rained, X said ...``).
    """
    found = [speaker for other in range(len(tree.words)) for speaker in _according(tree, other)]
    for current in (index, *tree.ancestors(index)):
        head = tree.parent(current)
        if (
            head is not None
            and head > current
            and tree.words[current].dep in ("advcl", "prep")
            and tree.words[head].lemma in SPEECH
        ):
            found += speaking_subject(tree, head)
    return found
