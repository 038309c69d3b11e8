"""What stands around the answers: the masthead and the foot of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.web.render.markup import Markup, element

if TYPE_CHECKING:
    from ui.serving.recipients import Recipient


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


def section(title: str) -> Markup:
    """Return the heading of a part of a tab."""
    return element("h2", title, class_="section")


def settings_note() -> Markup:
    """Return what the bar and the number of passages do."""
    return element(
        "p",
        "A higher bar means fewer answers and fewer wrong ones. More passages take longer to read, and find what "
        "fewer miss. What is chosen here holds for the questions that you ask from now on, on this page only.",
        class_="hint",
    )


def opening_model() -> Markup:
    """Return what is shown while a model is made ready."""
    return element("p", "Making the model ready", class_="working hint", role="status")


def writer_note(recipient: Recipient) -> Markup:
    """Return what writes the answers, and who is sent the evidence for them."""
    return element("p", *_written(recipient), class_="writer", role="status")


def recipient_line(recipient: Recipient) -> Markup | None:
    """Return who is sent the evidence, for whoever is about to ask; nothing where it stays on this machine."""
    return element("p", *_written(recipient), class_="scope") if recipient.remote else None


def _written(recipient: Recipient) -> tuple[str, ...]:
    if recipient.name == "quote":
        return ("Answers are quoted here; nothing that you ask leaves the computer that runs Citewire.",)
    by = ("Answers are written by ", element("strong", recipient.name, dir="auto"))
    if recipient.server is None:
        return (*by, " on the computer that runs Citewire; nothing that you ask leaves it.")
    to = element("strong", recipient.server, dir="auto")
    where = "another computer" if recipient.remote else "this computer"
    sent = ". Your questions and the passages found for them, and articles to be summarised, are sent to "
    return (*by, sent, to, f", on {where}.")


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
