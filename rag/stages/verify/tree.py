"""A parse as a tree: children, paths, and the words that fill a noun phrase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.schema import Parse, Word

_NO_DISTANCE = 99
"""Between words of which one is not in the tree of the other."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A parse with the children of each word in order."""

    parse: Parse
    below: tuple[tuple[int, ...], ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the parse."""
        return self.parse.words

    def children(self, index: int, *deps: str) -> list[int]:
        """Return the children of a word, all or those with one of these dependencies."""
        return [child for child in self.below[index] if not deps or self.words[child].dep in deps]

    def child(self, index: int, *deps: str) -> int | None:
        """Return the first child with one of these dependencies."""
        return next((child for child in self.below[index] if self.words[child].dep in deps), None)

    def parent(self, index: int) -> int | None:
        """Return the head of a word; None for a root."""
        head = self.words[index].head
        return None if head == index else head

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield the heads of a word from the nearest to the root."""
        seen = {index}
        current = self.parent(index)
        while current is not None and current not in seen:
            yield current
            seen.add(current)
            current = self.parent(current)

    def subtree(self, index: int) -> Iterator[int]:
        """Yield a word and all below it."""
        todo, seen = [index], {index}
        while todo:
            current = todo.pop()
            yield current
            for child in self.below[current]:
                if child not in seen:
                    seen.add(child)
                    todo.append(child)

    def conjuncts(self, index: int) -> Iterator[int]:
        """Yield a word, those coordinated with it from here on, and appositions of each."""
        for current in (index, *self.children(index, "conj", "appos")):
            if current == index:
                yield index
            else:
                yield from self.conjuncts(current)

    def first_conjunct(self, index: int) -> int:
        """Return the word that a chain of coordination begins with."""
        current = index
        while self.words[current].dep == "conj" and (head := self.parent(current)) is not None:
            current = head
        return current

    def distance(self, first: int, second: int) -> int:
        """Return the number of content steps between two words; prepositions cost nothing."""
        up = self._costs(first)
        down = self._costs(second)
        shared = up.keys() & down.keys()
        return min((up[index] + down[index] for index in shared), default=_NO_DISTANCE)

    def _costs(self, index: int) -> dict[int, int]:
        costs, total, current = {index: 0}, 0, index
        for head in self.ancestors(index):
            total += self._step(current)
            costs[head] = total
            current = head
        return costs

    def _step(self, index: int) -> int:
        """Return what it costs to go from a word to its head."""
        word = self.words[index]
        if word.dep in ("appos", "prep", "agent", "dative", "quantmod"):
            return 0
        return 1


def tree_of(parse: Parse) -> Tree:
    """Return the parse as a tree."""
    below: list[list[int]] = [[] for _ in parse.words]
    for index, word in enumerate(parse.words):
        if word.head != index:
            below[word.head].append(index)
    return Tree(parse, tuple(tuple(children) for children in below))


def is_side_by_side(tree: Tree, index: int, head: int) -> bool:
    """Two statements with a semicolon or dash between them are not one under the other."""
    between = tree.words[min(index, head) : max(index, head)]
    return any(word.text in (";", "—", "–", "--") for word in between)
