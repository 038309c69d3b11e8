"""Records become HTML, by pure functions that all go through :func:`ui.web.render.markup.element`."""
