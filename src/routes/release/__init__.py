"""What may leave the house, and for whom."""

from routes.release.auditing import Finding, audit
from routes.release.building import build, code_version, identity
from routes.release.columns import ALLOWED
from routes.release.history import Past, history
from routes.release.ledger import Ledger
from routes.release.model import Audience, Lattice, Manifest, RefusedError, Release, SavedView

__all__ = [
    "ALLOWED",
    "Audience",
    "Finding",
    "Lattice",
    "Ledger",
    "Manifest",
    "Past",
    "RefusedError",
    "Release",
    "SavedView",
    "audit",
    "build",
    "code_version",
    "history",
    "identity",
]
