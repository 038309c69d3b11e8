"""The comparable keys of words: two texts that mean the same by a word share one of its keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from rag.schema import Parse, Word
from rag.stages.language.aliases import Aliases, read_aliases
from rag.stages.language.countries import countries_of
from rag.stages.language.names import find_names
from rag.stages.language.numbers import find_quantities
from rag.stages.language.words import bare, stem, tokens

Keys = frozenset[str]
_LONG_NAME = 6


@lru_cache(maxsize=256)
def aliases_of(article_text: str) -> Aliases:
    """Return the aliases that an article defines; remembered, since every question of the article needs them."""
    return read_aliases(article_text)


@lru_cache(maxsize=16384)
def word_keys(text: str, lemma: str) -> Keys:
    """Return stem, lemma, countries and value of one word."""
    text, lemma = unaccented(text), unaccented(lemma)
    keys = {stem(text), lemma, stem(lemma)} | {f"@{country}" for country in countries_of(bare(text))}
    keys |= {f"#{value}" for value in _values(text)}
    return frozenset(key for key in keys if key)


def keys_of_word(word: Word) -> Keys:
    """Return the keys of a parsed word."""
    return word_keys(word.text, word.lemma)


@lru_cache(maxsize=8192)
def sentence_keys(parse: Parse, article_text: str) -> Keys:
    """Return the keys of all words of a sentence, with those of the names that its names stand for."""
    keys = {key for word in parse.words for key in keys_of_word(word)}
    keys |= {f"#{value}" for value in _values(parse.text)}
    aliases = aliases_of(article_text)
    for name in find_names(parse.text, article_text):
        keys.update(word for word in name.words if word.startswith("@"))
        for expansion in aliases.expansions(name.words):
            keys |= _keys_of_words(expansion)
    return frozenset(keys)


@lru_cache(maxsize=256)
def text_keys(article_text: str) -> Keys:
    """Return the keys of every word of an article, without grammar: for "the article never mentions it"."""
    keys = {stem(unaccented(token.text)) for token in tokens(article_text)}
    for name in find_names(article_text):
        keys.update(word for word in name.words if word.startswith("@"))
    keys |= {f"#{value}" for value in _values(article_text)}
    aliases = aliases_of(article_text)
    for name_words in aliases.names | frozenset(aliases.meanings):
        keys |= _keys_of_words(name_words)
    return frozenset(keys)


def _keys_of_words(words: Iterable[str]) -> Keys:
    return frozenset(word if word.startswith("@") else stem(unaccented(word)) for word in words)


def unaccented(text: str) -> str:
    """Return ``text`` without diacritics: a reader writes Temur for Temür."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def is_misspelt(key: str, article_text: str) -> bool:
    """Tell whether a name of the question is one of the article's words but for a slip of the pen.

    Only long names, and only slips that leave nine tenths of the letters: Iran is not Iraq.
    """
    if len(key) < _LONG_NAME or key.startswith("@"):
        return False
    return bool(get_close_matches(key, text_keys(article_text) | _written_words(article_text), n=1, cutoff=0.87))


@lru_cache(maxsize=256)
def _written_words(article_text: str) -> Keys:
    return frozenset(unaccented(token.text).lower() for token in tokens(article_text))


def _values(text: str) -> list[str]:
    if len(text) < 3 and not any(character.isdigit() for character in text):
        return []
    return [str(quantity.low.normalize()) for quantity in find_quantities(text)]


@lru_cache(maxsize=256)
def title_keys(title: str) -> Keys:
    """Return the keys of a title's words and names."""
    keys = {key for token in tokens(title) for key in word_keys(token.text, token.text.lower())}
    return frozenset(keys | {word for name in find_names(title) for word in name.words if word.startswith("@")})
