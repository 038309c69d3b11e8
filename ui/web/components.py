"""What all tabs build with: an HTML block whose buttons speak to the server, and private handlers."""

from __future__ import annotations

from typing import Any

import gradio as gr

__all__ = ["PRIVATE", "html", "page_of", "sent"]

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""Options of every handler: none is public API, and the page shows progress in its own words."""

_SENDS = """
element.addEventListener('click', (event) => {
  const sender = event.target.closest('[data-event]');
  if (!sender) return;
  const fields = sender.closest('[data-form]')?.querySelectorAll('[name]') ?? [];
  const filled = Object.fromEntries([...fields].map((field) => [field.name, field.value]));
  trigger(sender.dataset.event, {...sender.dataset, ...filled});
});
"""
_LONGEST = 4000


def html(value: str = "", *, elem_id: str, sends: bool = False) -> Any:
    """Return a block of HTML. With ``sends``, a click on an element with ``data-event`` triggers that event.

    The event carries the element's ``data-`` values and the named fields of the ``data-form`` around it.
    """
    return gr.HTML(
        str(value),
        elem_id=elem_id,
        js_on_load=_SENDS if sends else None,
        apply_default_css=False,
        padding=False,
    )


def page_of(request: gr.Request) -> str:
    """Return which open page speaks."""
    return str(request.session_hash)


def sent(event: gr.EventData, name: str) -> str:
    """Return a value that came with an event, as text of bounded length whatever the browser sent."""
    data = event._data if isinstance(event._data, dict) else {}  # noqa: SLF001 - its public access raises
    return str(data.get(name, ""))[:_LONGEST]
