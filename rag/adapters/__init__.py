"""Where the outside world is met: disks, models, vendors' packages. What wires the pipeline imports from here."""
