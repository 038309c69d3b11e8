"""Make the single file ``tools/verify.py`` from ``rag/stages/proof``; run it after a change there."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTS = (
    "rag/stages/proof/saved.py",
    "rag/stages/proof/checking.py",
    "rag/stages/proof/report.py",
    "tools/verify_command.py",
)
HEAD = '''#!/usr/bin/env python3
"""Check an answer of Citewire against its articles: ``python verify.py ANSWER.json --article FILE``.

Needs Python 3.11 or newer and nothing else. Licensed under the Apache License, Version 2.0.
Made by tools/make_verify.py from rag/stages/proof; edit that, not this.
"""
# ruff: noqa
'''


def single_file() -> str:
    """Return the text of ``tools/verify.py``."""
    sources = [(ROOT / part).read_text(encoding="utf-8") for part in PARTS]
    bodies = [_body(source) for source in sources]
    return (
        "\n".join([HEAD, "from __future__ import annotations", "", *_imports(sources), "", "", *bodies]).rstrip() + "\n"
    )


def _imports(sources: list[str]) -> list[str]:
    """Return what the sources import from the standard library, for type checkers too."""
    modules: set[str] = set()
    names: dict[str, set[str]] = {}
    for node in (node for source in sources for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith(("rag.", "__future__")):
            names.setdefault(node.module, set()).update(alias.name for alias in node.names)
    names.get("typing", set()).discard("TYPE_CHECKING")
    lines = [f"from {module} import {', '.join(sorted(listed))}" for module, listed in sorted(names.items())]
    return [*(f"import {module}" for module in sorted(modules)), *lines]


def _body(source: str) -> str:
    """Return a module without its docstring and imports."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        is_docstring = node.lineno == 1 and isinstance(node, ast.Expr)
        is_for_types = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if is_docstring or is_for_types or isinstance(node, ast.Import | ast.ImportFrom):
            for index in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[index] = ""
    return "\n".join(lines).strip() + "\n\n"


if __name__ == "__main__":
    (ROOT / "tools/verify.py").write_text(single_file(), encoding="utf-8", newline="\n")
