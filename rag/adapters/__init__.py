"""Where the outside world is met: disks, models, vendors' packages. Only ``rag.api`` imports from here."""
