"""The sentences that a summary may quote, and how fit each is by its form and place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.schema import Sentence, SplitArticle
from rag.stages.summarising.contents import Contents, read_contents
from rag.stages.verify.injection import gives_orders

_ENDED = re.compile(r"[.!…。！．؟।॥]['\"”’»)\]]*$")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of Thai, Lao, Burmese, Khmer, Japanese and Chinese."""
_QUESTION = re.compile(r"[?？؟]['\"”’»)\]]*$")
_FURNITURE = re.compile(
    r"^\W*(?:read (?:more|also|next)|see also|related|click|subscribe|sign up|follow (?:us|me)|share this|"
    r"advertisement|watch|listen|download|all rights reserved|copyright|"
    r"(?:additional )?(?:reporting|editing|writing) by|"
    r"this (?:story|article|report|post) (?:has been|was|is|originally|first)|correction|update[ds]?:)\b"
    r"|\bcontributed to this (?:report|story|article)\b|\bnewsletter\b.{0,40}\b(?:inbox|sign|subscri)",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    r"^[\s“\"]*(?:but|and|or|so|yet|however|meanwhile|still|instead|also|similarly|moreover|furthermore|nevertheless|"
    r"otherwise|therefore|thus|then|in addition|as a result|for (?:example|instance)|on the other hand|in turn)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Mm]y|[Oo]ur|us|me)\b")
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]?")
_FRAGMENT, _ASKED, _PERSONAL, _JOINED = 0.5, 0.3, 0.6, 0.8
"""What is left of a sentence's worth where it has no end, asks, speaks in the first person, joins on to another."""
_SHORT = 5
"""Words under which a sentence says too little by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence that a summary may quote. Each is made once: a line equals only itself."""

    sentence: Sentence
    origin: SplitArticle
    contents: Contents
    fitness: float
    """In (0, 1]: how well its form lets it stand in a summary."""
    prior: float
    """In (0, 1]: how early it stands in its article."""

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from all others of a pool."""
        return self.sentence.article_id, self.sentence.index

    @property
    def words(self) -> int:
        """Length in words."""
        return count_words(self.sentence.text)


def lines_of(split: SplitArticle) -> tuple[Line, ...]:
    """Return the lines of an article in order, each wording once; orders to a reader and page furniture stay out."""
    return tuple(_lines(split))


def count_words(text: str) -> int:
    """Return the number of words; of scripts without spaces, one for every two characters."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_UNSPACED.sub(" ", text).split()) + (unspaced + 1) // 2


def _lines(split: SplitArticle) -> Iterator[Line]:
    contents, seen, rank = read_contents(split), set(), 0
    title = _plain(split.article.title)
    for sentence in split.sentences:
        wording = _plain(sentence.text)
        if sentence.kind != "body" or wording in seen or wording == title:
            continue
        if gives_orders(sentence.text) or _FURNITURE.search(sentence.text):
            continue
        seen.add(wording)
        yield Line(sentence, split, contents[sentence.index], fitness_of(sentence.text), 1 / math.sqrt(1 + rank))
        rank += 1


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def fitness_of(text: str) -> float:
    """Return how well a sentence's form lets it stand in a summary."""
    said = _QUOTED.sub(" ", text)
    factors = (
        _ASKED if _QUESTION.search(text) else 1.0 if _ENDED.search(text) else _FRAGMENT,
        _JOINED if _CONNECTIVE.match(text) else 1.0,
        _PERSONAL if _FIRST_PERSON.search(said) else 1.0,
        min(1.0, count_words(text) / _SHORT),
    )
    return math.prod(factors)


def in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, each once, article by article as they were given, inside an article as written."""
    articles = list(dict.fromkeys(line.sentence.article_id for line in lines))
    unique = {line.key: line for line in lines}
    return tuple(unique[key] for key in sorted(unique, key=lambda key: (articles.index(key[0]), key[1])))
