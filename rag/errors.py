"""Every error that Citewire raises on purpose.

Each carries one sentence that says what happened and what to do; the command line prints that sentence
and exits with the number in brackets.

::

    CitewireError                 [2]
    |-- BadInput                  [2]  what the user gave cannot be used
    |   |-- UnreadableFile        [2]  missing, empty, binary, too large, wrong encoding
    |   |-- BadQuestion           [2]  empty or far too long
    |   `-- UnknownArticle        [2]  no article of that id
    |-- LibraryError              [3]  the library on disk cannot be used
    |   |-- LibraryBusy           [3]  another process is writing
    |   |-- LibraryBroken         [3]  damaged, or not a library
    |   |-- LibraryTooNew         [3]  written by a newer Citewire
    |   `-- LibraryMismatch       [3]  embedded by another model
    |-- ModelError                [4]  a model cannot be used
    |   |-- ModelNotFound         [4]  no such model, or its package is missing
    |   |-- ModelUnreachable      [4]  the server does not answer
    |   |-- ModelRefused          [4]  the server refuses the key or the request
    |   `-- ModelBroken           [4]  the model's files or its answer are damaged
    `-- ProofError                [5]  a saved answer does not hold against its source
"""


class CitewireError(Exception):
    """Base of all. ``str(error)`` is one sentence for a person."""

    exit_code = 2


class BadInput(CitewireError):
    """What the user gave cannot be used."""


class UnreadableFile(BadInput):
    """A file or folder is missing, empty, binary, too large or in another encoding."""


class BadQuestion(BadInput):
    """The question is empty or longer than the limit."""


class UnknownArticle(BadInput):
    """The library holds no article of that id."""


class LibraryError(CitewireError):
    """The library on disk cannot be used."""

    exit_code = 3


class LibraryBusy(LibraryError):
    """Another process holds the writer's lock; the message names it."""


class LibraryBroken(LibraryError):
    """The library's file is damaged, or is not a library."""


class LibraryTooNew(LibraryError):
    """The library was written by a newer version of Citewire."""


class LibraryMismatch(LibraryError):
    """The library's vectors were made by another embedding model."""


class ModelError(CitewireError):
    """A model cannot be used."""

    exit_code = 4


class ModelNotFound(ModelError):
    """There is no such model, or the package that carries it is not installed."""


class ModelUnreachable(ModelError):
    """The model's server does not answer."""


class ModelRefused(ModelError):
    """The model's server refuses the key or the request."""


class ModelBroken(ModelError):
    """The model's files or its answer are damaged."""


class ProofError(CitewireError):
    """A saved answer does not hold against the text that it cites."""

    exit_code = 5
