"""The web chat. ``from ui.web import serve``; Gradio is imported only when the page is built."""

from __future__ import annotations

from ui.web.server import serve

__all__ = ["serve"]
