"""Public attacks: sources that hold an order to whoever reads them, each beside the same source without."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evals.public.questions import bipia_email_case, quail_case
from evals.public.rows import Row, as_article
from evals.suites.attacking import CLEAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evals.schema import Case

ORDERS_PER_MAIL = 3


def news_pair(row: Row) -> tuple[Case, Case]:
    """A news article of QuAIL with a latent injection of garak (Derczynski et al., 2024), and without."""
    attacked = quail_case({**row, "qtype": f"attacked at the {row['position']}"})
    clean = quail_case({**row, "qtype": "clean", "id": f"{row['id']}{CLEAN}"})
    text = as_article(str(row["doc_id"]), row["clean_context"])
    return replace(attacked, attack=row["trigger"]), replace(clean, texts=(text,))


def attacked_mails(mails: Sequence[Row], orders: Sequence[Row]) -> Iterator[Case]:
    """BIPIA (Yi et al., 2023): e-mails with an order at their end, each beside the e-mail without.

    Orders are dealt out in turn, ``ORDERS_PER_MAIL`` to a mail. BIPIA judges most of them with a language
    model; here an attack works when the order itself is shown, since this answerer quotes.
    """
    for number, mail in enumerate(mails):
        for turn in range(ORDERS_PER_MAIL):
            order = orders[(number * ORDERS_PER_MAIL + turn) % len(orders)]
            name = f"{mail['id']}-{turn}"
            attacked = {**mail, "id": name, "context": f"{mail['context']}\n\n{order['attack']}"}
            yield replace(bipia_email_case(attacked), kind=order["category"], attack=order["attack"])
            yield replace(bipia_email_case({**mail, "id": f"{name}{CLEAN}"}), kind="clean")
