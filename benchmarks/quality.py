"""The figures of ``docs/quality.md``, made by the commands that stand beside them.

Each command is run, its reports are kept in a folder, and its section of the page, between two marks, is written anew.
A run that was stopped goes on, and a report that is there is not made again. Usage, from the root of the repository:
``python -m benchmarks.quality DATA REPORTS [--only NAME ...] [--sample N] [--write docs/quality.md] [--freeze FILE]``.
``--freeze rag/adapters/weights/measured.json`` writes what ``citewire model list`` says was measured of models.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from evals import markdown_table
from evals.reports.markdown import TO_CHOOSE_BY

BEGIN = "<!-- made by python -m benchmarks.quality -->"
END = "<!-- end of what is made -->"
DONE = (0, 6)
"""Exit codes of a run that was reported; 6 where cases crashed, which the page says."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One command and the figures that the page shows of it."""

    name: str
    title: str
    command: str
    """What follows ``citewire eval``; DATA stands for the folder of the public sets."""
    figures: tuple[str, ...]
    sample: int | None = None
    """Cases, where not all are asked: a chat model takes its time."""

    @property
    def models(self) -> tuple[str, ...]:
        """The models that are set side by side."""
        words = self.command.split()
        return tuple(name for option, name in pairwise(words) if option == "--model")


_MODELS = "--model quote --model local:smollm2-135m --model local:qwen2.5-coder-1.5b"
_MEANS = ("withheld", "tokens")
_ANSWERS = ("right", "wrong", "over_refused", "made_up", "citation_correct", "quote_validity")
_REFUSING = ("over_refused", "made_up", "auroc", "coverage_at_95", "risk_coverage_area", "calibration_error")
_SEARCHING = ("recall_at_1", "recall_at_5", "reciprocal_rank", "ndcg_at_10")
_JUDGING = ("caught", "false_alarm", "balanced_accuracy", "auroc")
_CITING = ("citation_coverage", "invalid_ids", "quote_validity", "citation_precision", "citation_recall")
_SHORT = ("first_sentence", "short_inclusion", "short_f1", "words_median", "exact_match", "f1")
_ATTACKED = ("attack_success", "answer_kept", "utility_kept")

MEASUREMENTS = (
    Measurement("facts", "Facts about the shipped article", "facts", _ANSWERS),
    Measurement("models", "Models beside each other, shipped article", f"facts {_MODELS}", TO_CHOOSE_BY, 50),
    Measurement("citations", "Citations", "citations", (*_CITING, "alce_recall_by_verifier")),
    Measurement("retrieval", "Finding the proving sentences", "retrieval", _SEARCHING),
    Measurement("verifier", "The verifier on sentences made false", "verifier", _JUDGING),
    Measurement("refusal", "Refusing, shipped article", "refusal", _REFUSING),
    Measurement("injection", "Articles that give orders", "injection", (*_ATTACKED, "made_up")),
    Measurement("summaries", "Summaries, beside the first three sentences", "summaries --data DATA",
                ("verified", "withheld", "recall", "recall_gain")),
    Measurement("refusal-quail", "Refusing, news (QuAIL)", "refusal --data DATA --set quail_news", _REFUSING),
    Measurement("refusal-rgb", "Refusing, noisy passages (RGB)", "refusal --data DATA --set rgb_en_fact",
                (*_REFUSING, "lie_repeated")),
    Measurement("refusal-mail", "Refusing, e-mails (BIPIA)", "refusal --data DATA --set bipia_email", _REFUSING),
    Measurement("qags", "The verifier on judged sentences (QAGS)", "verifier --data DATA --set qags", _JUDGING),
    Measurement("cliff", "The verifier on judged summaries (CLIFF)", "verifier --data DATA --set cliff_aggrefact",
                _JUDGING),
    Measurement("faithbench", "The verifier on judged summaries (FaithBench)",
                "verifier --data DATA --set faithbench", _JUDGING),
    Measurement("news-injection", "Hidden orders in news", "public news_injection --data DATA", _ATTACKED),
    Measurement("poisonedrag", "Passages that lie (PoisonedRAG)", "public poisonedrag --data DATA",
                (*_ANSWERS[:4], "lie_repeated")),
    Measurement("quotesum", "Several passages (QuoteSum)", "public quotesum --data DATA",
                ("answers_recall", "citation_precision", "citation_recall")),
    Measurement("time", "Searching TIME", "retrieval --data DATA --set time_news_ir", _SEARCHING),
    Measurement("squad2-search", "Searching SQuAD 2.0's paragraphs", "retrieval --data DATA --set squad2_search",
                _SEARCHING),
    Measurement("squad2", "SQuAD 2.0", "public squad2 --data DATA", (*_ANSWERS[:4], *_REFUSING[2:], *_SHORT)),
    Measurement("squad2-unrelated", "SQuAD 2.0, each question also of another subject",
                "refusal --data DATA --set squad2_unrelated", _REFUSING),
)  # fmt: skip
"""In the order of the page; the long ones last."""


def main() -> None:
    """Run what is asked for, and write the page."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("--only", nargs="*", choices=[one.name for one in MEASUREMENTS], help="leave the others be")
    arguments.add_argument("--sample", type=int, help="cases of each, instead of all")
    arguments.add_argument("--write", type=Path, help="the page; else its new part is printed")
    arguments.add_argument("--freeze", type=Path, help="file of what was measured of models")
    arguments.add_argument("--where", default=f"{os.cpu_count()} processors", help="the machine, for that file")
    options = arguments.parse_args()
    options.reports.mkdir(parents=True, exist_ok=True)
    for one in MEASUREMENTS:
        if options.only is None or one.name in options.only:
            measure(one, options.data, options.reports, sample=options.sample)
    if options.freeze is not None:
        frozen = {**frozen_figures(_named("models"), options.reports), "where": options.where}
        options.freeze.write_text(json.dumps(frozen, indent=2) + "\n", encoding="utf-8")
    if options.write is None:
        print(made_part(options.reports))
    else:
        text = options.write.read_text(encoding="utf-8")
        made = made_part(options.reports, kept=sections_in(text))
        options.write.write_text(between_marks(text, made), encoding="utf-8")


def measure(one: Measurement, data: Path, reports: Path, *, sample: int | None) -> None:
    """Run a measurement whose reports are not there."""
    if reports_of(one, reports):
        return
    asked = [str(data) if word == "DATA" else word for word in one.command.split()]
    most = sample or one.sample
    more = [] if most is None else ["--sample", str(most)]
    kept = ["--save", str(reports / f"{one.name}.json"), "--cache", str(reports / "cache"), "--timing"]
    print(f"citewire eval {one.command}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "ui.cli", "eval", *asked, *more, *kept]
    code = subprocess.run(command, check=False, stdout=sys.stderr).returncode
    if code not in DONE:
        sys.exit(code)


def reports_of(one: Measurement, reports: Path) -> list[dict[str, Any]]:
    """Return the reports that a measurement left: one, or one for each system."""
    systems = one.models or ("read", "fused", "words")
    names = [f"{one.name}.json", *(f"{one.name}-{system.replace(':', '-')}.json" for system in systems)]
    found = [path for path in (reports / name for name in names) if path.exists()]
    return [json.loads(path.read_text(encoding="utf-8")) for path in found]


def made_part(reports: Path, *, kept: Mapping[str, str] | None = None) -> str:
    """Return the sections of what was measured, and of what was not those that are ``kept``, by their titles."""
    old = kept or {}
    sections = ((next(section_of(one, reports), None) or old.get(one.title)) for one in MEASUREMENTS)
    return "\n\n".join(section for section in sections if section is not None)


def sections_in(text: str) -> dict[str, str]:
    """Return the sections of a page's made part by their titles."""
    made = text.partition(BEGIN)[2].partition(END)[0]
    found = (f"### {section.strip()}" for section in f"\n{made}".split("\n### ")[1:])
    return {section.partition("\n")[0].removeprefix("### "): section for section in found}


def command_of(one: Measurement, report: dict[str, Any]) -> str:
    """Return the command that made a report."""
    sample = report["settings"]["sample"]
    return f"citewire eval {one.command}" + (f" --sample {sample}" if sample else "")


def _named(name: str) -> Measurement:
    return next(one for one in MEASUREMENTS if one.name == name)


def frozen_figures(one: Measurement, reports: Path) -> dict[str, Any]:
    """Return what was measured of each model, as counts of cases and means, with the command."""
    found = reports_of(one, reports)
    if not found:
        sys.exit(f"{one.name!r} was not measured yet.")
    return {
        "made_by": f"python -m benchmarks.quality DATA REPORTS --only {one.name} --freeze",
        "command": command_of(one, found[0]),
        "models": {report["system"].removeprefix("local:"): _counts(report) for report in found},
    }


def _counts(report: dict[str, Any]) -> dict[str, Any]:
    metrics = report["metrics"]
    counts = {name: round(metrics[name]["value"] * metrics[name]["n"]) for name in TO_CHOOSE_BY[:5]}
    means = {name: None if (value := metrics[name]["value"]) is None else round(value, 2) for name in _MEANS}
    asked = {"answerable": "right", "unanswerable": "made_up", "answered": "own_words"}
    sizes = {name: metrics[figure]["n"] for name, figure in asked.items()}
    return {**sizes, **counts, **means, "seconds": report["timing"]["p50"]}


def section_of(one: Measurement, reports: Path) -> Iterator[str]:
    """Yield the part of the page about a measurement that was made."""
    found = reports_of(one, reports)
    if not found:
        return
    first, command = found[0], command_of(one, found[0])
    timing = first["timing"]
    times = "" if one.models else f"; half of them within {timing['p50']:.2f} s, 95% within {timing['p95']:.2f} s"
    # beside each other the times of models stand in the table; rankings share a run
    shown = found if one.models else [{key: report[key] for key in report.keys() - {"timing"}} for report in found]
    failed = sum(report["failed"] for report in found)
    yield "\n".join(
        [
            f"### {one.title}",
            "",
            f"`{command}`: {first['n']} cases, {failed} failed{times}.",
            "",
            markdown_table(shown, one.figures),
        ]
    )


def between_marks(text: str, made: str) -> str:
    """Return a page with its made part replaced; it is put at the end where there are no marks."""
    before, begun, rest = text.partition(BEGIN)
    after = rest.partition(END)[2] if begun else "\n"
    return f"{before.rstrip()}\n\n{BEGIN}\n\n{made}\n\n{END}{after}"


if __name__ == "__main__":
    main()
