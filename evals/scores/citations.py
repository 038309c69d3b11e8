"""Does the answer point at what proves it? Scores of the citations of one response.

Precision and recall are of sentences: a citation of half a sentence cites the sentence, and a citation of the
whole article cites them all. A system that has no way to cite is not scored.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evals.schema import Case, Response, Score, Span
from evals.spans import cited_sentences, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.schema import Article

_MARK = re.compile(r"\[(\d{1,3})\]")


def cited_spans(response: Response, articles: Sequence[Article]) -> tuple[Span, ...]:
    """Return where the response's citations stand; invented ones stand nowhere."""
    resolved = (resolve(cited, articles).span for cited in response.cited or ())
    return tuple(span for span in resolved if span is not None)


def citation_correct(case: Case, response: Response, articles: Sequence[Article]) -> Score:
    """Score 1 when every part of the case's proof is overlapped by a citation, else 0; for given answers."""
    excuse = _excuse(case, response)
    if excuse:
        return Score(None, excuse)
    spans = cited_spans(response, articles)
    missed = [part for part in case.proof if not _touches(spans, part.spans)]
    if missed:
        return Score(0.0, f"{len(missed)} of {len(case.proof)} proving sentences are not cited")
    return Score(1.0, "the proving sentence is cited" if len(case.proof) == 1 else "all proving sentences are cited")


def citation_precision(case: Case, response: Response, articles: Sequence[Article]) -> Score:
    """Score the share of the cited sentences that prove, in [0, 1]; an invented citation counts as one that
    does not.

    0 for an answer that cites nothing.
    """
    excuse = _excuse(case, response)
    if excuse:
        return Score(None, excuse)
    invented = sum(resolve(cited, articles).span is None for cited in response.cited or ())
    cited = cited_sentences(cited_spans(response, articles), articles)
    proving = [sentence for sentence in cited if any(_touches((sentence,), part.spans) for part in case.proof)]
    total = len(cited) + invented
    value = len(proving) / total if total else 0.0
    return Score(value, f"{len(proving)} of {total} cited sentences prove the answer")


def citation_recall(case: Case, response: Response, articles: Sequence[Article]) -> Score:
    """Score the share of the parts of the proof that are cited, in [0, 1]."""
    excuse = _excuse(case, response)
    if excuse:
        return Score(None, excuse)
    spans = cited_spans(response, articles)
    found = sum(_touches(spans, part.spans) for part in case.proof)
    return Score(found / len(case.proof), f"{found} of {len(case.proof)} parts of the proof are cited")


def quote_validity(response: Response, articles: Sequence[Article]) -> Score:
    """Score the share of the citations whose quote stands where they say, word for word, in [0, 1]."""
    if response.refused or not response.cited:
        return Score(None, "nothing is cited")
    valid = len(cited_spans(response, articles))
    return Score(valid / len(response.cited), f"{valid} of {len(response.cited)} quotes stand in the sources")


def citation_coverage(response: Response) -> Score:
    """Score the share of the statements that cite anything at all, in [0, 1]; for systems that can cite.

    An answer that is not split into statements is one.
    """
    if response.refused or response.cited is None:
        return Score(None, "refused" if response.refused else "the system has no way to cite")
    citing = [bool(claim.cited) for claim in response.claims] or [bool(response.cited)]
    return Score(sum(citing) / len(citing), f"{sum(citing)} of {len(citing)} statements cite")


def invalid_ids(response: Response, articles: Sequence[Article]) -> Score:
    """Score the share of the sources that the answer names and that do not exist, in [0, 1]: lower is better.

    A source is named by the hash of a citation, or by a number in square brackets, which must be the number of a
    citation, counted from 1. Brackets that stand in a quote are the source's own.
    """
    if response.refused or response.cited is None:
        return Score(None, "refused" if response.refused else "the system has no way to cite")
    known = {article.sha256 for article in articles}
    unknown = [cited.sha256 not in known for cited in response.cited if cited.sha256 is not None]
    own = {mark for cited in response.cited for mark in _MARK.findall(cited.quote)}
    marks = [int(mark) for mark in _MARK.findall(response.text) if mark not in own]
    invalid = [*unknown, *(not 1 <= mark <= len(response.cited) for mark in marks)]
    if not invalid:
        return Score(None, "no source is named")
    return Score(sum(invalid) / len(invalid), f"{sum(invalid)} of {len(invalid)} named sources do not exist")


def _touches(spans: Sequence[Span], proving: Sequence[Span]) -> bool:
    return any(span.overlaps(proof) for span in spans for proof in proving)


def _excuse(case: Case, response: Response) -> str | None:
    """Return why citations cannot be scored, or None where they can."""
    if not case.proof:
        return "no proof is known" if case.answerable else "the question is unanswerable"
    if response.refused:
        return "refused"
    return "the system has no way to cite" if response.cited is None else None
