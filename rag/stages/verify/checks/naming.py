"""Every name of a claim is in its source, or is another form of one that the article itself gives."""

from __future__ import annotations

from rag.stages.language.aliases import words_follow
from rag.stages.language.names import Name, comparable
from rag.stages.verify.fillers import Sides
from rag.stages.verify.records import Outcome


def check_names(sides: Sides) -> Outcome:
    """Find every sure name of the claim in the source."""
    for name in sides.claim.names:
        if name.sure and not names_in_source(sides, name):
            others = ", ".join(dict.fromkeys(repr(other.text) for other in sides.source.names if other.sure))
            reason = f"The source does not name {name.text!r}" + (f"; it names {others}." if others else ".")
            return Outcome("names", False, reason)
    return Outcome("names", True)


def names_in_source(sides: Sides, name: Name) -> bool:
    """Tell whether the source names ``name``, writes it, or refers to it in a way that is resolved."""
    if any(words_follow(other.words, name.words, sides.aliases) for other in sides.source.names):
        return True
    if any(
        words_follow(other.words, name.words, sides.aliases) for item in sides.referents.known for other in item.names
    ):
        return True
    voice = sides.voice
    spoken = voice.facts.names if voice is not None and voice.facts is not None else ()
    return _written(sides, name) or any(words_follow(other.words, name.words, sides.aliases) for other in spoken)


def _written(sides: Sides, name: Name) -> bool:
    """Tell whether the words of the name stand in the source in whatever case (headlines, brand names)."""
    words = comparable(sides.source.text)
    size = len(name.words)
    return any(words[start : start + size] == name.words for start in range(len(words) - size + 1))
