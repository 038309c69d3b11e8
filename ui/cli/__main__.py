"""``python -m ui.cli`` is ``citewire``."""

from ui.cli import main

main()
