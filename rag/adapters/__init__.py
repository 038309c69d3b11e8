"""Where the outside world is met: disks, models, vendors' packages. Only ``rag.loading`` and what stands above it import from here."""
