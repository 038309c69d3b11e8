"""Who did what to whom, and on whose word."""

from __future__ import annotations

from rag.stages.verify.problems import Problem, ProblemKind
from rag.stages.verify.records import Case, CheckName, Outcome


def problems_of(case: Case, kind: ProblemKind) -> list[Problem]:
    """Return what does not fit in this respect, in the order of the claim."""
    return [problem for pairing in case.pairings for problem in pairing.problems if problem.kind == kind]


def outcome_of(case: Case, kind: ProblemKind, check: CheckName) -> Outcome:
    """Return the outcome of a check that only reads the pairings."""
    problems = problems_of(case, kind)
    if not problems:
        return Outcome(check, True)
    reason = problems[0].reason
    return Outcome(check, False, f"{reason[0].upper()}{reason[1:]}.", contradicted=True)


def check_roles(case: Case) -> Outcome:
    """Compare who does it and to whom it is done."""
    return outcome_of(case, "roles", "roles")


def check_speaker(case: Case) -> Outcome:
    """Compare on whose word it stands: a claim may neither drop a speaker, change him nor invent one."""
    return outcome_of(case, "speaker", "speaker")
