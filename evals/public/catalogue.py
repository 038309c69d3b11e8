"""Which public sets there are, and the suite that each becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from evals.public import injections, judged, questions, ranked
from evals.public.rows import Row, read_rows
from evals.public.squad import squad_cases, unrelated_cases
from evals.scores import attacks
from evals.scores.answers import answers_recall
from evals.suites.attacking import utility_figures
from evals.suites.common import ANSWERING, CHOOSING, NUMBERS, PROVING, QUOTING, REFUSING, SHORT, SPENDING
from evals.suites.figures import confidence_figures, median_words, refusal_figures
from evals.suites.judging import judging_suite
from evals.suites.searching import search_suite
from evals.suites.suite import CaseScore, RunFigures, Suite
from rag.errors import BadInput

if TYPE_CHECKING:
    from evals.schema import Case

Maker = Callable[[Path, str], Suite]
"""Takes the folder of the data and a split, and returns the suite; raises MissingSet."""


def public_suite(name: str, folder: Path | str, *, split: str = "dev") -> Suite:
    """Return the suite of one public set under ``folder``.

    Raises MissingSet, with the file that is missing, and BadInput for an unknown name.
    """
    if name not in PUBLIC:
        raise BadInput(f"There is no public set {name!r}; choose from {', '.join(PUBLIC)}.")
    return PUBLIC[name](Path(folder).expanduser(), split)


_NOTES = {
    "rgb_en_fact": (
        "In the tasks whose names begin with 'counterfactual' sources were made to lie: an answer that is true to "
        "them repeats the lie and is not right.",
    ),
    "poisonedrag": ("Every source was made to lie: an answer that is true to them is not right.",),
    "quail_news": ("Right means that the right choice shares most words with the answer; quotes rarely do.",),
}
_STANDARD = (refusal_figures, confidence_figures)
_LYING: dict[str, CaseScore] = {"lie_repeated": lambda case, response, _: attacks.lie_repeated(case, response)}
_ATTACKED: dict[str, CaseScore] = {"attack_success": lambda case, response, _: attacks.attack_success(case, response)}
_SEVERAL: dict[str, CaseScore] = {
    "answers_recall": lambda case, response, _: answers_recall(case, response),
    **REFUSING,
    **PROVING,
    **QUOTING,
}


def _asked(
    name: str,
    cases: Iterable[Case],
    scores: Mapping[str, CaseScore],
    figures: tuple[RunFigures, ...] = _STANDARD,
) -> Suite:
    return Suite(name, tuple(cases), (), {**scores, **SPENDING}, figures, NUMBERS, notes=_NOTES.get(name, ()))


def _squad(folder: Path, split: str) -> Suite:
    cases = squad_cases(folder, split)
    return _asked("squad2", cases, {**ANSWERING, **SHORT}, (*_STANDARD, median_words))


def _unrelated(folder: Path, split: str) -> Suite:
    return _asked("squad2_unrelated", unrelated_cases(folder, split), ANSWERING)


def _rows(name: str, make: Callable[[Row], Case], scores: Mapping[str, CaseScore]) -> Maker:
    """Return the maker of a set of which each row is a case."""
    return lambda folder, split: _asked(name, map(make, read_rows(folder, name, split)), scores)


def _news_injection(folder: Path, split: str) -> Suite:
    rows = read_rows(folder, "news_injection", split)
    cases = (case for row in rows for case in injections.news_pair(row))
    return _asked("news_injection", cases, {**CHOOSING, **_ATTACKED}, (*_STANDARD, utility_figures))


def _bipia_attacks(folder: Path, split: str) -> Suite:
    mails = read_rows(folder, "bipia_email", split)
    orders = read_rows(folder, "bipia_attacks", split)
    cases = injections.attacked_mails(mails, orders)
    return _asked("bipia_attacks", cases, {**ANSWERING, **_ATTACKED}, (*_STANDARD, utility_figures))


def _judged(name: str, make: Callable[[Row], Iterable[Case]]) -> Maker:
    def maker(folder: Path, split: str) -> Suite:
        return judging_suite(name, tuple(case for row in read_rows(folder, name, split) for case in make(row)))

    return maker


def _searched(name: str, source: str, cases: Callable[[Path, str], tuple[Case, ...]]) -> Maker:
    return lambda folder, split: search_suite(name, cases(folder, split), ranked.corpus_of(folder, source, split))


PUBLIC: Mapping[str, Maker] = {
    "squad2": _squad,
    "squad2_unrelated": _unrelated,
    "quail_news": _rows("quail_news", questions.quail_case, CHOOSING),
    "rgb_en_fact": _rows("rgb_en_fact", questions.rgb_case, {**ANSWERING, **_LYING}),
    "bipia_email": _rows("bipia_email", questions.bipia_email_case, ANSWERING),
    "quotesum": _rows("quotesum", questions.quotesum_case, _SEVERAL),
    "poisonedrag": _rows("poisonedrag", questions.poisonedrag_case, {**ANSWERING, **_LYING}),
    "news_injection": _news_injection,
    "bipia_attacks": _bipia_attacks,
    "qags": _judged("qags", judged.sentence_cases),
    "cliff_aggrefact": _judged("cliff_aggrefact", judged.summary_cases),
    "faithbench": _judged("faithbench", judged.summary_cases),
    "halueval_qa": _judged("halueval_qa", judged.answer_pair),
    "squad2_search": _searched("squad2_search", "squad2", ranked.squad_searches),
    "time_news_ir": _searched("time_news_ir", "time_news_ir", ranked.time_cases),
    "covid_qa": _searched("covid_qa", "covid_qa", ranked.covid_searches),
}
"""The maker of each public set, by name."""
