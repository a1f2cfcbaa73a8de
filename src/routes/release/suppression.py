from __future__ import annotations
from typing import Any


def protect(secret: Any, earlier: Any, *, public: Any) -> Any:
    return None
