"""What goes wrong at a chat model's server becomes one of Citewire's errors.

A server's own words never stand in the message: they may hold a key, or text that a model wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.errors import ModelBroken, ModelError, ModelNotFound, ModelRefused, ModelUnreachable

if TYPE_CHECKING:
    from openai import APIStatusError

_BY_STATUS: dict[int, tuple[type[ModelError], str]] = {
    401: (ModelRefused, "The model's server refuses the key; set OPENAI_API_KEY."),
    403: (ModelRefused, "The model's server does not allow this key to use the model."),
    404: (ModelNotFound, "The server has no such model; check its name and the address."),
    408: (ModelUnreachable, "The model's server did not answer in time; try again later."),
    429: (ModelUnreachable, "The model's server takes no more requests for now; try again later."),
}


_BROKEN_OFF = "The connection to the model's server broke off."


def translate_fault(exc: Exception, *, begun: bool = False) -> ModelError:
    """Return the error for any exception that the client raises; ``begun`` once the server has said something."""
    import openai

    match exc:
        case openai.APITimeoutError():
            return ModelUnreachable("The model's server did not answer in time; try again later.")
        case openai.APIConnectionError() if begun:
            return ModelUnreachable(_BROKEN_OFF)
        case openai.APIConnectionError():
            return ModelUnreachable("The model's server cannot be reached; check that it runs and its address.")
        case openai.APIStatusError():
            return _by_status(exc)
        case openai.OpenAIError() | ValueError() | TypeError() | KeyError() | AttributeError() | IndexError():
            return ModelBroken("The model's server sent an answer that is no chat completion.")
        case _:
            return ModelUnreachable(_BROKEN_OFF)


def _by_status(exc: APIStatusError) -> ModelError:
    status = exc.status_code
    if status in _BY_STATUS:
        kind, sentence = _BY_STATUS[status]
        return kind(sentence)
    if status >= 500:
        return ModelUnreachable(f"The model's server fails (status {status}); try again later.")
    return ModelRefused(f"The model's server refuses the request (status {status}); check the model's name.")
