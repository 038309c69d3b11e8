"""``citewire model``: small chat models that run on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ui.cli.group import debug_option, json_option

if TYPE_CHECKING:
    from rag.adapters.weights import LocalModel


@click.group("model")
def command() -> None:
    """Fetch a small chat model to run on this machine; `--model local` then uses it."""


@command.command("list")
@json_option
@debug_option
def list_command(as_json: bool) -> None:
    """List the models that can be fetched by name: licence, size, checksum, and what our evals measured."""
    from rag.adapters.weights import MODELS, figures_of, is_installed, measured
    from ui.cli.output import write_json, write_line

    if as_json:
        for model in MODELS:
            write_json(_record(model))
        return
    for model in MODELS:
        here = "  (here)" if is_installed(model) else ""
        write_line(f"{model.name}  {model.title}  {model.licence}  {model.size / 1e6:,.0f} MB{here}")
        write_line(f"    {figures_of(model.name) or 'not measured'}")
        write_line(f"    SHA-256 {model.sha256}")
    write_line(f"quote  no model, for comparison: {figures_of('quote') or 'not measured'}")
    write_line(f"Measured by `{measured()['command']}` on {measured()['where']}.")
    write_line("The sample is small: docs/quality.md has the intervals.")


@command.command("pull")
@click.argument("name")
@json_option
@debug_option
def pull_command(name: str, as_json: bool) -> None:
    """Fetch the model NAME, check it, and keep it in the user's cache; what was begun is gone on with."""
    from rag.adapters.chat.local import need_runner
    from rag.adapters.weights import find_model, pull_model
    from rag.errors import ModelNotFound
    from ui.cli.output import write_error, write_json, write_line
    from ui.cli.progress import progress_bar

    model = find_model(name)
    size = f"{model.size / 1e6:,.0f} MB"
    write_error(f"{model.title}, {size}, licence {model.licence}: by fetching it you accept that licence.")
    with progress_bar(f"Fetching {model.name}", hidden=as_json) as progress:
        path = pull_model(model, progress=progress, told=write_error)
    if as_json:
        write_json(_record(model))
    else:
        write_line(str(path))
    try:
        need_runner()
    except ModelNotFound as exc:
        write_error(str(exc))


@command.command("path")
@click.argument("name")
@json_option
@debug_option
def path_command(name: str, as_json: bool) -> None:
    """Write where the fetched model NAME is kept."""
    from rag.adapters.weights import installed_model, kept_at
    from ui.cli.output import write_json, write_line

    model = installed_model(name)
    if as_json:
        write_json(_record(model))
    else:
        write_line(str(kept_at(model)))


def _record(model: LocalModel) -> dict[str, Any]:
    from rag.adapters.weights import is_installed, kept_at, measured_of

    return {
        "name": model.name,
        "title": model.title,
        "licence": model.licence,
        "size": model.size,
        "sha256": model.sha256,
        "measured": measured_of(model.name),
        "path": str(kept_at(model)) if is_installed(model) else None,
    }
