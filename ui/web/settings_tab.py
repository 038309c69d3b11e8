"""The tab where a reader says how sure an answer must be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.web.components import PRIVATE, html
from ui.web.render.chrome import settings_note
from ui.web.turns import Session

if TYPE_CHECKING:
    from ui.web.desk import Desk

_LEVELS = {
    "By default: above the bar that was fitted on labelled questions": None,
    "At least 50% sure": 0.5,
    "At least 70% sure": 0.7,
    "At least 90% sure": 0.9,
}


def lay_out_settings(desk: Desk, session: Any) -> None:
    """Put the tab's components where they belong, and bind them."""
    with gr.Column(elem_id="settings"):
        level = gr.Radio(choices=list(_LEVELS), value=next(iter(_LEVELS)), label="When should a question be answered?")
        html(settings_note(desk.model), elem_id="settings-note")

    def choose(known: Session, chosen: str) -> Session:
        return known.requiring(_LEVELS.get(chosen))

    level.change(choose, [session, level], session, **PRIVATE)
