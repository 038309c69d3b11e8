"""Two sides are asked for one by one, and compared where each has one figure. Nothing is estimated.

What is said of them is made of the sides' names as they were asked and of spans of the quoted sentences alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.protocols import Answerer
from rag.schema import Answer, Claim, ClaimShown, ClaimWithheld, Event, Finished, Part
from rag.stages.asking.attachment import name_in, names_both, shared_out
from rag.stages.asking.comparing import Comparison
from rag.stages.asking.concluding import Conclusion, conclude
from rag.stages.asking.figures import Figure, days_in, figures_in
from rag.stages.language.calendar import read_published
from rag.stages.language.words import tokens

_HANGING = re.compile(r"\s(?:in|on|at|of|from|for|with|by|to|against|off|under)\s")
_NOT_COMPARABLE = "Both sides are answered, but not with figures that can be compared."


@dataclass(frozen=True, slots=True)
class Found:
    """What each side got."""

    comparison: Comparison
    answers: tuple[Answer, Answer]
    figures: tuple[tuple[Figure, ...], tuple[Figure, ...]]
    """What each short answer holds."""


def compare(question: str, comparison: Comparison, parts: Sequence[Part], answerer: Answerer) -> Iterator[Event]:
    """Yield the claims of both sides, then the answer with what follows from their figures.

    ``parts`` are those of the question as it stands and, last, the two sides. Where nothing follows, the question is
    answered as it stands; where it is refused, the side that is answered is shown and the other refused by name.
    """
    whole, sides = parts[:-2], parts[-2:]
    first, second = (_answer_to(side, answerer) for side in sides)
    answers = (first, second)
    found = Found(comparison, answers, _figures(comparison, answers, sides))
    figures = shared_out(found.figures, comparison.names)
    told = all(_speaks_of(name, answer) for name, answer in zip(comparison.names, answers, strict=True))
    conclusion = None if figures is None or not told else conclude(comparison, figures)
    if conclusion is not None:
        yield from _concluded(question, found, conclusion)
    else:
        yield from _as_it_stands(list(answerer.stream(question, whole)), found)


def _answer_to(side: Part, answerer: Answerer) -> Answer:
    return _whole_of(list(answerer.stream(side.question, (side,))))


def _whole_of(events: Sequence[Event]) -> Answer:
    """Return the answer with which an answerer's events end."""
    (whole,) = (event.answer for event in events if isinstance(event, Finished))
    return whole


def _speaks_of(name: str, answer: Answer) -> bool:
    """Tell whether a side's quotes speak of what it is: "inflation in Uruguay" of inflation, and not of the peso.

    A name of capitals alone is looked after where the side is answered.
    """
    words = [
        token for token in tokens(_HANGING.split(name, maxsplit=1)[0]) if token.is_content and token.text.islower()
    ]
    quoted = {token.stem for citation in answer.citations for token in tokens(citation.quote)}
    return not words or any(token.stem in quoted for token in words)


def _figures(
    comparison: Comparison, answers: tuple[Answer, Answer], sides: Sequence[Part]
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return the figures, or dates, of each side's short answer."""
    articles = {item.origin.article.id: item.origin.article for side in sides for item in side.evidence}
    published = {article_id: read_published(article.published) for article_id, article in articles.items()}
    unit = "year" if comparison.questions[0].startswith("How old") else None
    one, other = (
        days_in(answer.short_answer, answer.citations, published)
        if comparison.dated
        else figures_in(answer.short_answer, answer.citations, usual_unit=unit)
        for answer in answers
    )
    return one, other


def _concluded(question: str, found: Found, conclusion: Conclusion) -> Iterator[Event]:
    claims = _once(found.answers)
    yield from map(ClaimShown, claims)
    withheld = tuple(claim for answer in found.answers for claim in answer.withheld)
    yield from map(ClaimWithheld, withheld)
    short = None
    if conclusion.winner is not None and not found.comparison.confirms:
        quotes = [citation.quote for claim in claims for citation in claim.citations]
        short = name_in(found.comparison.names[conclusion.winner], quotes)
    known = [answer.confidence for answer in found.answers if answer.confidence is not None]
    notes = [answer.reason for answer in found.answers if answer.reason]
    yield Finished(
        Answer(
            question=question,
            claims=claims,
            withheld=withheld,
            short_answer=short,
            reason=" ".join(dict.fromkeys([conclusion.reason, *notes])),
            confidence=min(known, default=None),
            model=_model_of(found.answers),
        )
    )


def _model_of(answers: Sequence[Answer]) -> str:
    return next((answer.model for answer in answers if answer.model != "quote"), "quote")


def _once(answers: Sequence[Answer]) -> tuple[Claim, ...]:
    """Return the claims of the answers, each wording once."""
    claims = {claim.text: claim for answer in reversed(answers) for claim in reversed(answer.claims)}
    return tuple(reversed(claims.values()))


def _as_it_stands(events: list[Event], found: Found) -> Iterator[Event]:
    """Yield the answer to the question as it stands, or what is known of its sides."""
    whole = _whole_of(events)
    answered = [answer for answer in found.answers if not answer.abstained]
    settled = not whole.abstained and not _tells_one_side(whole, answered, found.comparison)
    if settled or not answered or (len(answered) > 1 and not all(found.figures)):
        yield from events
        return
    withheld = tuple(event for event in events if isinstance(event, ClaimWithheld))
    claims = _once(answered)
    yield from map(ClaimShown, claims)
    yield from withheld
    yield Finished(
        replace(
            whole,
            claims=claims,
            short_answer=None,
            reason=_why_not(found),
            confidence=min((a.confidence for a in answered if a.confidence is not None), default=None),
            model=_model_of(answered),
            closest=(),
        )
    )


def _tells_one_side(answer: Answer, answered: Sequence[Answer], comparison: Comparison) -> bool:
    """Tell whether an answer only repeats what one side got: it compares nothing."""
    repeated = {claim.text for side in answered for claim in side.claims}
    quotes = [citation.quote for citation in answer.citations]
    return all(claim.text in repeated for claim in answer.claims) and not names_both(quotes, comparison.names)


def _why_not(found: Found) -> str:
    refused = [
        f"Not answered: “{question}” {answer.reason or ''}".strip()
        for question, answer in zip(found.comparison.questions, found.answers, strict=True)
        if answer.abstained
    ]
    return " ".join(refused) or _NOT_COMPARABLE
