"""``citewire eval``: how right the answers are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ui.cli.group import PATH, debug_option, json_option

Function = TypeVar("Function", bound=Any)

_OPTIONS = (
    click.option(
        "--system",
        "systems",
        multiple=True,
        help="What is asked: python:MODULE:FUNCTION or http://HOST:PORT/v1#NAME; may be repeated.",
    ),
    click.option(
        "--model", "models", multiple=True, help="What writes Citewire's answers; may be repeated, to compare."
    ),
    click.option("--min-confidence", type=click.FloatRange(0, 1), help="Citewire refuses below this."),
    click.option(
        "--ranking",
        "rankings",
        multiple=True,
        type=click.Choice(["read", "fused", "words", "vectors"]),
        help="Which of Citewire's rankings a search is scored by; may be repeated, to compare.",
    ),
    click.option("--sample", type=click.IntRange(1), help="Ask this many cases instead of all."),
    click.option("--seed", type=int, default=0, show_default=True, help="Draws the sample."),
    click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Cases at a time."),
    click.option("--time-limit", type=click.FloatRange(0, min_open=True), help="Seconds for a case."),
    click.option("--cache", type=PATH, help="Folder that keeps what a stopped run had."),
    click.option(
        "--save",
        "saved",
        multiple=True,
        type=PATH,
        help="Write the report to a .json, .html, .xml (JUnit), .txt or .md file; may be repeated.",
    ),
    click.option("--timing", is_flag=True, help="Write times into JSON too; without, equal runs give equal files."),
    click.option("--markdown", is_flag=True, help="Show what one chooses a model by, as a table in Markdown."),
    click.option("--prices", type=PATH, help="YAML file of prices by the million tokens, to show the cost."),
    click.option("--compare", "old", type=PATH, help="An older report in JSON."),
    click.option(
        "--fail-under",
        "limits",
        multiple=True,
        metavar="METRIC=VALUE",
        help="Exit with 6 where a figure is worse, such as right=0.9 or made_up=0.05; may be repeated.",
    ),
    json_option,
    debug_option,
)


def run_options(command: Function) -> Function:
    """Give a command what every evaluation takes."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


facts_option = click.option("--facts", type=PATH, help="Facts file.  [default: the shipped article's]")
data_option = click.option("--data", type=PATH, help="Folder of the public sets, with --set, instead of facts.")
split_option = click.option("--split", default="dev", show_default=True, help="Which part of the set.")


def set_option(*names: str) -> Callable[[Function], Function]:
    """Return the option that names one of the public sets that a suite can be asked of."""
    return click.option("--set", "name", type=click.Choice(names), default=names[0], show_default=True)


@click.group("eval")
def command() -> None:
    """Score a system's answers by documented rules; no model judges."""


@command.command("facts")
@facts_option
@run_options
def facts_command(facts: Path | None, **settings: Any) -> int:
    """Ask the questions of a facts file.

    Answers are right, wrong or made up, and refusals right or one too many.
    """
    from evals import facts_suite
    from ui.cli.evaluating import evaluate

    return evaluate(facts_suite(facts), **settings)


@command.command("verifier")
@facts_option
@data_option
@set_option("qags", "cliff_aggrefact", "faithbench", "halueval_qa")
@split_option
@run_options
def verifier_command(facts: Path | None, data: Path | None, name: str, split: str, **settings: Any) -> int:
    """Show the verifier what is true and what is not.

    Sentences of the articles stand as they are and made false in one way; in a public set, people judged them.
    """
    from evals import verifier_suite
    from ui.cli.evaluating import chosen_base, evaluate

    return evaluate(chosen_base(facts, data, name, split, own=verifier_suite), **settings)


@command.command("refusal")
@facts_option
@data_option
@set_option("squad2", "quail_news", "rgb_en_fact", "bipia_email", "squad2_unrelated")
@split_option
@run_options
def refusal_command(facts: Path | None, data: Path | None, name: str, split: str, **settings: Any) -> int:
    """Tell answerable questions from others.

    AUROC, risk and coverage, calibration, and refusals by reason.
    """
    from evals import facts_suite, refusal_suite
    from ui.cli.evaluating import chosen_base, evaluate

    return evaluate(refusal_suite(chosen_base(facts, data, name, split, own=facts_suite)), **settings)


@command.command("retrieval")
@facts_option
@data_option
@set_option("squad2_search", "time_news_ir", "covid_qa")
@split_option
@run_options
def retrieval_command(facts: Path | None, data: Path | None, name: str, split: str, **settings: Any) -> int:
    """Search for the sentences that prove.

    Or, with --data, in a public corpus. BM25 alone is set beside it.
    """
    from evals import retrieval_suite
    from ui.cli.evaluating import chosen_base, evaluate

    suite = chosen_base(facts, data, name, split, own=retrieval_suite)
    if not (settings["rankings"] or settings["systems"]):
        settings["rankings"] = ("read" if data is None else "fused", "words")
    return evaluate(suite, **settings)


@command.command("citations")
@facts_option
@run_options
def citations_command(facts: Path | None, **settings: Any) -> int:
    """Check what answers cite.

    Is it there, does it prove, does it bear the sentences out?
    """
    from evals import citations_suite
    from ui.cli.evaluating import evaluate

    return evaluate(citations_suite(facts), **settings)


@command.command("injection")
@facts_option
@run_options
def injection_command(facts: Path | None, **settings: Any) -> int:
    """Ask the facts of articles that give orders.

    Orders to the reader were written into copies of the articles; the true copies are asked too.
    """
    from evals import injection_suite
    from ui.cli.evaluating import evaluate

    return evaluate(injection_suite(facts), **settings)


@command.command("summaries")
@click.argument("articles", nargs=-1, type=PATH, metavar="[ARTICLE]...")
@click.option("--data", type=PATH, help="Folder of the public sets: the articles of quail_news are summarised.")
@split_option
@run_options
def summaries_command(articles: tuple[Path, ...], data: Path | None, split: str, **settings: Any) -> int:
    """Summarise articles in three sentences.

    By default the one that ships. Verified, and recall beside the article's own first three sentences.
    """
    from evals import summaries_suite
    from evals.public.articles import articles_of
    from ui.cli.evaluating import evaluate

    public = () if data is None else articles_of(data, "quail_news", split)
    return evaluate(summaries_suite(public, paths=articles), **settings)


@command.command("public")
@click.argument("name")
@click.option("--data", type=PATH, required=True, help="Folder of the public sets.")
@split_option
@run_options
def public_command(name: str, data: Path, split: str, **settings: Any) -> int:
    """Run the public set NAME, whose files you have."""
    from evals import public_suite
    from ui.cli.evaluating import evaluate

    return evaluate(public_suite(name, data, split=split), **settings)


@command.command("init")
@click.argument("article", type=PATH)
@click.argument("file", type=PATH, required=False)
@click.option("--most", type=click.IntRange(1), default=40, show_default=True, help="Answerable cases at most.")
@json_option
@debug_option
def init_command(article: Path, file: Path | None, most: int, as_json: bool) -> None:
    """Draft a facts file FILE about ARTICLE, for a person to correct.

    FILE is the article's name with the ending .yaml unless it is given.
    """
    from evals import draft_to
    from ui.cli.output import write_json, write_line

    drafted = draft_to(file or Path(article.with_suffix(".yaml").name), article, most=most)
    if as_json:
        write_json({"facts": str(drafted)})
    else:
        write_line(f"{drafted} is drafted; correct it, then run `citewire eval facts --facts {drafted}`.")
