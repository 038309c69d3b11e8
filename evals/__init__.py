"""Evaluations of factual accuracy: does a system, on these articles, make things up?

``from evals import run`` asks a system every case of a facts file and returns a report. There is no judge
model: every score is a documented rule, so two runs of a deterministic system give the same report.
"""

from __future__ import annotations

from evals.api import run
from evals.chains import retrieval_chain
from evals.comparison import Comparison, compare, read_report
from evals.costs import Cost, Price, cost_of, read_prices
from evals.drafting import draft_facts, draft_to
from evals.gate import Breach, Limit, breaches, read_limit
from evals.public.catalogue import PUBLIC, public_suite
from evals.report_schema import Metric, Report
from evals.reports.markdown import markdown_table
from evals.reports.saving import report_json, save_report, save_reports
from evals.reports.table import side_by_side, text_table
from evals.schema import Case, Response, Score, Scored
from evals.suites.citing import citations_suite
from evals.suites.facts import facts_suite
from evals.suites.injection import injection_suite
from evals.suites.refusing import refusal_suite
from evals.suites.searching import retrieval_suite
from evals.suites.suite import Suite
from evals.suites.summarising import summaries_suite
from evals.suites.verifier import verifier_suite

__all__ = [
    "PUBLIC",
    "Breach",
    "Case",
    "Comparison",
    "Cost",
    "Limit",
    "Metric",
    "Price",
    "Report",
    "Response",
    "Score",
    "Scored",
    "Suite",
    "breaches",
    "citations_suite",
    "compare",
    "cost_of",
    "draft_facts",
    "draft_to",
    "facts_suite",
    "injection_suite",
    "markdown_table",
    "public_suite",
    "read_limit",
    "read_prices",
    "read_report",
    "refusal_suite",
    "report_json",
    "retrieval_chain",
    "retrieval_suite",
    "run",
    "save_report",
    "save_reports",
    "side_by_side",
    "summaries_suite",
    "text_table",
    "verifier_suite",
]
