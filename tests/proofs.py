"""How long the long proofs are: whole with ``make prove``, a fixed share of them otherwise."""

from __future__ import annotations

import os
from typing import Final

WHOLE: Final = bool(os.environ.get("ROUTES_PROVE"))
"""Whether all of each proof is wanted, which takes a while."""


def times(whole: int, share: int) -> int:
    """Return how often to try: `whole` where all of it is wanted, else `share`."""
    return whole if WHOLE else share
