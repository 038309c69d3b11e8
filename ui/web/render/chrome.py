"""What stands around the answers: the masthead and the foot of the page."""

from __future__ import annotations

from ui.web.render.markup import Markup, element


def masthead() -> Markup:
    """Return the name, what it is for, and the switch between light and dark."""
    return element(
        "header",
        element("h1", "Citewire"),
        element("p", "News answers you can check"),
        element("button", "Dark", type="button", class_="quiet-button", id="theme", aria_pressed="false"),
        class_="masthead",
    )


def evals_note() -> Markup:
    """Return what the evals ask."""
    return element(
        "p",
        "Citewire comes with questions about its own article, and with the sentences that answer them; others "
        "have no answer there, and are right only when they are refused. Here they are asked of Citewire as it "
        "runs on this computer, over that article alone. No model judges: the rules are documented.",
        class_="hint",
    )


def settings_note(model: str | None) -> Markup:
    """Return what the threshold does, and where the questions go."""
    if model is None:
        where = "Answers are quoted here; nothing that you ask leaves the computer that runs Citewire."
    else:
        where = f"Answers are written by {model}, which is sent your question and the passages found for it."
    return element(
        "p",
        "A higher bar means fewer answers and fewer wrong ones. It holds for the questions that you ask "
        "from now on, on this page only. ",
        where,
        class_="hint",
    )


def footer() -> Markup:
    """Return what every answer on the page means, and what it does not."""
    return element(
        "footer",
        element(
            "p",
            "Every sentence of an answer was checked against the article before it was shown. "
            "Answers are true to the articles; whether the articles are true is not checked.",
        ),
        class_="footer",
    )
