"""What may leave the house, and for whom."""

from routes.release.model import Audience, Lattice, Manifest, RefusedError, Release, SavedView

__all__ = ["Audience", "Lattice", "Manifest", "RefusedError", "Release", "SavedView"]
