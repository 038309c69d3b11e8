"""Every name of a claim is in its source, or is another form of one that the article itself gives."""

from __future__ import annotations

from rag.stages.language.aliases import words_follow
from rag.stages.language.names import Name, comparable
from rag.stages.verify.records import Case, Outcome


def check_names(case: Case) -> Outcome:
    """Find every sure name of the claim in the source."""
    for name in case.claim.names:
        if name.sure and not names_in_source(case, name):
            others = ", ".join(dict.fromkeys(repr(other.text) for other in case.source.names if other.sure))
            reason = f"The source does not name {name.text!r}" + (f"; it names {others}." if others else ".")
            return Outcome("names", False, reason)
    return Outcome("names", True)


def names_in_source(case: Case, name: Name) -> bool:
    """Tell whether the source names ``name``, writes it, or refers to it in a way that is resolved."""
    if any(words_follow(other.words, name.words, case.aliases) for other in case.source.names):
        return True
    if any(
        words_follow(other.words, name.words, case.aliases) for item in case.referents.known for other in item.names
    ):
        return True
    return _written(case, name)


def _written(case: Case, name: Name) -> bool:
    """Tell whether the words of the name stand in the source in whatever case (headlines, brand names)."""
    words = comparable(case.source.text)
    size = len(name.words)
    return any(words[start : start + size] == name.words for start in range(len(words) - size + 1))
