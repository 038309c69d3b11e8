"""The command line. A command's code, and what it needs, is imported when that command runs."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that the process was started with, and exit with its code."""
    from ui.cli.running import run_command

    sys.exit(run_command(sys.argv[1:]))
