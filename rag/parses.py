"""The grammar of a sentence, as far as a small model sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a parsed sentence. ``parse.text[start:end] == text``."""

    start: int
    end: int
    text: str
    lemma: str
    """Dictionary form, lower-cased."""
    pos: str
    """Universal part of speech: NOUN, PROPN, VERB, AUX, NUM ..."""
    tag: str
    """Penn Treebank tag, which tells plural from singular and past from present."""
    dep: str
    """Dependency on its head: nsubj, dobj, pobj, neg ..."""
    head: int
    """Index of its head in ``Parse.words``; a root is its own head."""
    entity: str
    """OntoNotes label of the named entity that it is part of (PERSON, GPE, DATE ...), or empty."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words: a named entity or a noun phrase."""

    first: int
    """Index of its first word."""
    last: int
    """Index of its last word, inclusive."""
    label: str
    """The entity's label, or empty for a noun phrase."""


@dataclass(frozen=True, slots=True)
class Parse:
    """The grammar of one sentence, as far as a small model sees it."""

    text: str
    words: tuple[Word, ...]
    entities: tuple[Phrase, ...]
    noun_phrases: tuple[Phrase, ...]
