"""The facts of an article for a reader to check: who, where, when, how much, and who said what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from rag.schema import Citation, Sentence, SplitArticle
from rag.stages.citing import cite
from rag.stages.language.dates import find_dates
from rag.stages.language.numbers import Quantity, find_quantities
from rag.stages.language.quotes import find_quotes
from rag.stages.speakers import Speakers
from rag.stages.summarising.contents import CanonicalNames, Key
from rag.stages.summarising.lines import count_words
from rag.stages.verify import FactReader
from rag.stages.verify.facts import Facts
from rag.summary import Fact, FactSort

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_WHO = frozenset({"PERSON", "ORG", "NORP"})
_LONG_QUOTE = 3
"""Words under which what stands in quotation marks is a term, not a quotation."""


def key_facts(split: SplitArticle, reader: FactReader) -> tuple[Fact, ...]:
    """Return the facts of an article's sentences sort by sort, each once with all sentences that hold it."""
    body = [item for item in split.sentences if item.kind == "body"]
    read = reader.read([item.text for item in body], context=split.article.text)
    pairs = list(zip(body, read, strict=True))
    return (
        *_named(split, pairs),
        *_gathered("when", split, ((date.text, item) for item in body for date in find_dates(item.text))),
        *_gathered("figure", split, ((text, item) for item in body for text in _figures(item.text))),
        *_quotations(split, pairs, Speakers(split, reader)),
    )


@dataclass(slots=True)
class _Mentions:
    """A name on its way to become a fact."""

    texts: list[tuple[str, FactSort]] = field(default_factory=list)
    citations: dict[Citation, None] = field(default_factory=dict)

    def as_fact(self, sort: FactSort, *, country: bool) -> Fact:
        """Return the fact under the fullest form of the name: of a country its own name, not its people's."""
        fullest = max(
            self.texts, key=lambda item: (not item[0].isupper(), country and item[1] == "where", len(item[0]))
        )
        return Fact(sort, fullest[0], tuple(self.citations), None)

    @property
    def sort(self) -> FactSort:
        """What most mentions are."""
        return Counter(sort for _, sort in self.texts).most_common(1)[0][0]


def _named(split: SplitArticle, pairs: list[tuple[Sentence, Facts]]) -> Iterator[Fact]:
    """Yield each name once, in its longest form: people, organisations and peoples first, then places."""
    canonical = CanonicalNames.of(split.article.text)
    found: dict[Key, _Mentions] = {}
    for sentence, facts in pairs:
        for name in facts.names:
            if name.sure:
                mentions = found.setdefault(canonical.key(name), _Mentions())
                mentions.texts.append((name.text, _sort_of(facts, name.start, name.end)))
                mentions.citations[cite(split.article, sentence)] = None
    sorts: tuple[FactSort, ...] = ("who", "where")
    for sort in sorts:
        for key, one in found.items():
            if one.sort == sort:
                yield one.as_fact(sort, country=key.parts[0].startswith("@"))


def _sort_of(facts: Facts, start: int, end: int) -> FactSort:
    labels = [facts.words[index].entity for index in facts.words_in(start, end)]
    places, people = (sum(label in sort for label in labels) for sort in (_PLACES, _WHO))
    return "where" if places > people else "who"


def _gathered(sort: FactSort, split: SplitArticle, found: Iterator[tuple[str, Sentence]]) -> Iterator[Fact]:
    """Yield each wording once, with the sentences that hold it."""
    citations: dict[str, dict[Citation, None]] = {}
    for text, sentence in found:
        citations.setdefault(text, {})[cite(split.article, sentence)] = None
    yield from (Fact(sort, text, tuple(held), None) for text, held in citations.items())


def _figures(text: str) -> Iterator[str]:
    """Yield figures with what they count, where that follows: ``131 Central Asian nationals``, ``seven years``."""
    for figure in find_quantities(text):
        if figure.kind != "ordinal":
            yield text[figure.start : _end_of_counted(text, figure)]


def _end_of_counted(text: str, figure: Quantity) -> int:
    if figure.noun is not None:
        at = text.lower().find(figure.noun, figure.end, figure.end + 40)
        return at + len(figure.noun) if at >= 0 else figure.end
    if figure.unit is None or not text[figure.end : figure.end + 2].strip(" -"):
        return figure.end
    after = text[figure.end + 1 :].split(maxsplit=1)
    word = after[0].rstrip(".,;:!?”\"'’)") if after else ""
    return figure.end + 1 + len(word)


def _quotations(split: SplitArticle, pairs: list[tuple[Sentence, Facts]], speakers: Speakers) -> Iterator[Fact]:
    """Yield what is quoted with who says it; a wording that stands twice is yielded once."""
    seen: set[str] = set()
    for sentence, facts in pairs:
        for quote in find_quotes(sentence.text):
            if count_words(quote.text) >= _LONG_QUOTE and quote.text not in seen:
                seen.add(quote.text)
                speaker = speakers.of(sentence, facts)
                named = (sentence,) if speaker is None else (sentence, *speaker.named_in)
                citations = dict.fromkeys(cite(split.article, item) for item in named)
                yield Fact("quotation", quote.text, tuple(citations), None if speaker is None else speaker.text)
