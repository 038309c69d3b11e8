"""What a run cost: tokens that a system stated, by prices that a person keeps in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evals.report_schema import Report


class Price(BaseModel):
    """What a model costs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: float = Field(ge=0, description="Price of a million tokens read.")
    output: float = Field(ge=0, description="Price of a million tokens written.")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run cost, in the currency of the price file."""

    input_tokens: int
    output_tokens: int
    amount: float | None
    """None where the file has no price for the system."""
    stated: int
    """Number of cases of which the system told its tokens; the others are not in the sum."""

    def to_dict(self) -> dict[str, Any]:
        """Return the cost as JSON."""
        return {
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "amount": self.amount,
            "stated": self.stated,
        }


def read_prices(path: Path | str) -> dict[str, Price]:
    """Return prices by the name of a system, from YAML such as ``"openai:NAME": {input: 0.25, output: 2}``.

    Raises BadInput.
    """
    file = Path(path).expanduser()
    try:
        return TypeAdapter(dict[str, Price]).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError, UnicodeDecodeError) as exc:
        example = '"openai:NAME": {input: 0.25, output: 2}'
        raise BadInput(f"{str(file)!r} is no price file; write lines such as {example}.") from exc


def cost_of(report: Report, prices: Mapping[str, Price]) -> Cost:
    """Return what the run cost; a case that failed or states no tokens costs nothing here."""
    responses = [scored.response for scored in report.cases if scored.response]
    stated = [one for one in responses if one.input_tokens is not None and one.output_tokens is not None]
    read = sum(one.input_tokens or 0 for one in stated)
    written = sum(one.output_tokens or 0 for one in stated)
    price = prices.get(report.system)
    amount = None if price is None else (read * price.input + written * price.output) / 1e6
    return Cost(read, written, amount, len(stated))
