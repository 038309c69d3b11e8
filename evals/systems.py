"""What is evaluated: any callable ``f(question, **options)``, or a server.

A callable gets, of the options, those that it names. ``texts`` (a tuple of ``rag.schema.Article``) is among
them where a case brings its own sources.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from evals.responses import to_json
from evals.served import served_system
from rag.errors import BadInput
from rag.schema import Answer

if TYPE_CHECKING:
    from evals.schema import Case

System: TypeAlias = Callable[..., Answer | Mapping[str, Any] | str]
"""``f(question, **options)``; see :func:`evals.responses.read_response` for what may be returned."""


def asker(system: System, options: Mapping[str, Any]) -> Callable[[Case], Mapping[str, Any]]:
    """Return the function that asks ``system`` a case, with the options that it takes."""
    parameters = inspect.signature(system).parameters.values()
    takes_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
    named = {parameter.name for parameter in parameters}

    def ask(case: Case) -> Mapping[str, Any]:
        offered = {**options, **({"texts": case.texts} if case.texts else {})}
        return to_json(system(case.question, **{k: v for k, v in offered.items() if takes_all or k in named}))

    return ask


def load_system(spec: str) -> System:
    """Return the system that ``spec`` names: ``python:module:function`` or ``http://HOST:PORT/v1#NAME``.

    Modules are looked for in the current folder too. Raises BadInput.
    """
    if spec.startswith("python:"):
        return _from_python(spec)
    if spec.startswith(("http://", "https://")):
        return served_system(spec)
    raise BadInput(f"{spec!r} names no system; write python:module:function or http://HOST:PORT/v1#NAME.")


def _from_python(spec: str) -> System:
    module_name, _, name = spec.removeprefix("python:").partition(":")
    if not module_name or not name:
        raise BadInput(f"{spec!r} is not complete; write python:module:function.")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found = getattr(importlib.import_module(module_name), name)
    except ImportError as exc:
        raise BadInput(f"The module of {spec!r} cannot be imported ({exc}); check the name and the folder.") from exc
    except AttributeError as exc:
        raise BadInput(f"The module {module_name!r} has no {name!r}; check the name.") from exc
    if not callable(found):
        raise BadInput(f"{spec!r} is not a function; name one that takes a question.")
    return found  # type: ignore[no-any-return]  # a foreign function's returns are checked when they come


def name_of(system: System) -> str:
    """Return a name for reports: where the callable is defined."""
    function = getattr(system, "__qualname__", type(system).__name__)
    return f"python:{getattr(system, '__module__', '?')}:{function}"


def code_of(system: System) -> str:
    """Return a hash of the file that defines ``system``; empty where it has none."""
    try:
        return hashlib.sha256(Path(inspect.getfile(system)).read_bytes()).hexdigest()
    except (TypeError, OSError):
        return ""
