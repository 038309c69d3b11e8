"""Everything that is read from one text before it is compared: grammar, numbers, dates, names, quotations."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from rag.protocols import Parser
from rag.schema import Parse, Word
from rag.stages.language.dates import DateMention, find_dates
from rag.stages.language.names import Name, find_names
from rag.stages.language.numbers import Quantity, find_quantities
from rag.stages.language.quotes import Quote, find_quotes
from rag.stages.language.words import FUNCTION_WORDS, bare
from rag.stages.verify.likeness import Keys, word_keys
from rag.stages.verify.predicates import Predicate, predicates_of
from rag.stages.verify.synonyms import PHRASES
from rag.stages.verify.tree import Tree, tree_of

_KEPT = 4096
"""Texts whose facts are kept in memory."""

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM", "X", "INTJ"})
_PARTICLES = frozenset({"prt", "advmod", "prep"})
_GRAMMAR = frozenset({"be", "have", "do", "one", "other", "same", "such", "'s", "’s"})


@dataclass(frozen=True, slots=True)
class Facts:
    """One text as the checks see it."""

    text: str
    tree: Tree
    predicates: tuple[Predicate, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    names: tuple[Name, ...]
    quotes: tuple[Quote, ...]
    keys: tuple[Keys, ...]
    """For each word, what it is compared by."""

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the text."""
        return self.tree.words

    def content(self) -> list[int]:
        """Return the indices of the words that carry content, without numbers, dates and names."""
        return [index for index, word in enumerate(self.words) if is_content(word) and not self.is_anchor(index)]

    def is_anchor(self, index: int) -> bool:
        """Tell whether a word is part of a number, a date or a sure name."""
        return (
            self._covers(self.quantities, index) or self._covers(self.dates, index) or self.name_at(index) is not None
        )

    def name_at(self, index: int) -> Name | None:
        """Return the sure name that a word is part of."""
        word = self.words[index]
        return next((name for name in self.names if name.sure and name.start <= word.start < name.end), None)

    def date_at(self, index: int) -> DateMention | None:
        """Return the date that a word is part of."""
        word = self.words[index]
        return next((date for date in self.dates if date.start <= word.start < date.end), None)

    def quantity_at(self, index: int) -> Quantity | None:
        """Return the quantity that a word is part of."""
        word = self.words[index]
        return next((found for found in self.quantities if found.start <= word.start < found.end), None)

    def word_at(self, start: int) -> int | None:
        """Return the index of the word that covers a character."""
        return next((index for index, word in enumerate(self.words) if word.start <= start < word.end), None)

    def words_in(self, start: int, end: int) -> list[int]:
        """Return the indices of the words that begin inside a span."""
        return [index for index, word in enumerate(self.words) if start <= word.start < end]

    def head_of(self, start: int, end: int) -> int | None:
        """Return the word of a span whose head lies outside it."""
        inside = self.words_in(start, end)
        return next(
            (index for index in inside if self.words[index].head not in inside or self.words[index].head == index),
            None,
        )

    def quoted_at(self, index: int) -> Quote | None:
        """Return the quotation that a word stands in."""
        word = self.words[index]
        return next((quote for quote in self.quotes if quote.start <= word.start < quote.end), None)

    def _covers(self, spans: Iterable[Quantity | DateMention], index: int) -> bool:
        word = self.words[index]
        return any(span.start <= word.start < span.end for span in spans)


def is_content(word: Word) -> bool:
    """Tell a word that carries content from one that carries only grammar."""
    if not any(character.isalnum() for character in word.text):
        return False
    if word.pos in (
        "VERB",
        "NOUN",
        "PROPN",
    ):  # "won" and "will" may be words of content, whatever else they are
        return word.lemma not in _GRAMMAR
    return word.pos in _CONTENT and bare(word.text) not in FUNCTION_WORDS


def read_facts(parse: Parse, context: str) -> Facts:
    """Return the facts of a parsed text; ``context`` is the article that says which capitals are names."""
    tree = tree_of(parse)
    return Facts(
        text=parse.text,
        tree=tree,
        predicates=predicates_of(tree),
        quantities=find_quantities(parse.text),
        dates=find_dates(parse.text),
        names=find_names(parse.text, context),
        quotes=find_quotes(parse.text),
        keys=_keys_of(parse),
    )


def _keys_of(parse: Parse) -> tuple[Keys, ...]:
    """Return each word's keys; those of a number hold its value, so that ``two`` and ``2`` are alike."""
    keys = [word_keys(word.text, word.lemma) for word in parse.words]
    for index, word in enumerate(parse.words):
        meaning = PHRASES.get((parse.words[word.head].lemma, word.text.lower())) if word.dep in _PARTICLES else None
        if meaning is not None:  # "passed away": both words stand for "died"
            keys[index] = word_keys(meaning)
            keys[word.head] |= word_keys(meaning)
    for quantity in find_quantities(parse.text):
        for index, word in enumerate(parse.words):
            if word.start == quantity.start:
                keys[index] |= {f"={quantity.low.normalize()}:{quantity.kind == 'ordinal'}"}
    return tuple(keys)


class FactReader:
    """Reads texts with a parser and remembers what it read. Safe to share between threads."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._known: OrderedDict[tuple[str, str], Facts] = OrderedDict()
        self._lock = Lock()

    def read(self, texts: Iterable[str], *, context: str) -> tuple[Facts, ...]:
        """Return the facts of each text in order."""
        wanted = list(texts)
        with self._lock:
            known = {text: self._known[text, context] for text in wanted if (text, context) in self._known}
        missing = [text for text in dict.fromkeys(wanted) if text not in known]
        if missing:
            known |= {parse.text: read_facts(parse, context) for parse in self._parser.parse(missing)}
        with self._lock:
            for text in wanted:
                self._known[text, context] = known[text]
                self._known.move_to_end((text, context))
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return tuple(known[text] for text in wanted)
