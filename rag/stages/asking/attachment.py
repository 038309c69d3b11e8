"""Whether each of two figures goes with its own side, as far as the order of words tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.stages.asking.figures import Figure
from rag.stages.language.words import is_content_word

Names = tuple[str, str]
Figures = tuple[Figure, Figure]
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


def own_words(names: Names) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of each name that the other one does not have, in lower case."""
    words = [set(re.findall(r"\w+", name.casefold())) for name in names]
    kept = [{word for word in own if is_content_word(word)} or own for own in words]
    return frozenset(kept[0] - words[1]), frozenset(kept[1] - words[0])


def go_with(figures: Figures, names: Names) -> bool:
    """Tell whether nothing speaks against each figure being that of its side.

    One span is never the figure of both. A sentence that names only the other side gives no figure of this one. Where
    one sentence could give both, they are not taken from two. In one sentence each figure stands nearer to its own side
    than crosswise, or in the order of the sides.
    """
    one, other = figures
    places = [[_places(words, figure.citation.quote) for words in own_words(names)] for figure in figures]
    if any(theirs and not own for own, theirs in (places[0], places[1][::-1])):
        return False
    if one.citation != other.citation:
        return all(not f.rivals or not (ours and theirs) for f, (ours, theirs) in zip(figures, places, strict=True))
    if (one.start, one.end) == (other.start, other.end):
        return False
    ours, theirs = places[0]
    if not ours and not theirs:
        return False
    straight = _distance(ours, one) + _distance(theirs, other)
    crossed = _distance(ours, other) + _distance(theirs, one)
    if straight == crossed:
        return bool(ours and theirs) and (min(ours) < min(theirs)) == (one.start < other.start)
    return straight < crossed


def shared_out(found: tuple[Sequence[Figure], Sequence[Figure]], names: Names) -> Figures | None:
    """Return the figure of each side, of those that their short answers hold; None where it is not plain.

    Where a short answer spans both ("40 in May, against 25"), the sentence must name both sides and hold no third
    figure of that sort.
    """
    pairs = [(one, other) for one in found[0] for other in found[1] if go_with((one, other), names)]
    if len(found[0]) == len(found[1]) == 1 or not pairs:
        return pairs[0] if pairs else None
    one, other = pairs[0]
    plain = one.citation == other.citation and one.sort == other.sort and one.rivals == other.rivals == 1
    return pairs[0] if len(pairs) == 1 and plain and names_both([one.citation.quote], names) else None


def names_both(quotes: Sequence[str], names: Names) -> bool:
    """Tell whether a word of each side stands in the quotes."""
    text = " ".join(quotes)
    return all(_places(words, text) for words in own_words(names))


def _places(words: frozenset[str], quote: str) -> list[int]:
    return [match.start() for match in re.finditer(r"\w+", quote) if match.group().casefold() in words]


def _distance(places: Sequence[int], figure: Figure) -> int:
    return min((abs(place - figure.start) for place in places), default=0)


def name_in(name: str, quotes: Sequence[str]) -> str | None:
    """Return a name as an exact span of one of the quotes, without its article where need be; None where it is none."""
    for span in dict.fromkeys((name, _ARTICLE.sub("", name))):
        if span and any(re.search(rf"(?<!\w){re.escape(span)}(?!\w)", quote) for quote in quotes):
            return span
    return None
