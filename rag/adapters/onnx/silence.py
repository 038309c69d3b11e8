"""onnxruntime without its telemetry: since 1.32 it notes what runs in a file of the user's cache, and sends it."""

from __future__ import annotations

import os
from typing import Any


def quiet_onnxruntime() -> Any:
    """Return the package, imported with its telemetry off.

    It reads the variable once, when it is loaded, so nothing else may import it before. Whoever set the variable
    himself is not overruled.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime
