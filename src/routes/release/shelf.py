"""Where the saved views of a person are kept until they become a briefing."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

from routes.release.model import SavedView
from routes.release.views import MOST_CHARACTERS, ViewsError, read_views, write_views

_PROJECT: Final = Path(__file__).resolve().parents[3]
_lock = Lock()

Views = tuple[SavedView, ...]


class Shelf:
    """The saved views of one person: one small file, replaced as a whole.

    Parameters
    ----------
    user : str
        The person; empty where nobody signs in. It never becomes part of a path.
    folder : pathlib.Path, optional
        Where the files are: ``views`` in the folder that the environment variable ``ROUTES_VAR``
        names, else in ``var`` beside the product's data.
    """

    def __init__(self, user: str, *, folder: Path | None = None) -> None:
        var = Path(os.environ.get("ROUTES_VAR") or _PROJECT / "var")
        name = hashlib.sha256(user.encode("utf-8", "surrogatepass")).hexdigest()
        self._path = (folder or var / "views") / f"{name}.json"

    def views(self) -> Views:
        """Return the views, in the person's order.

        Raises
        ------
        ViewsError
            If the file is not what was written.
        OSError
            If it cannot be read.
        """
        try:
            with self._path.open("rb") as file:
                return read_views(file.read(MOST_CHARACTERS + 1))
        except FileNotFoundError:
            return ()

    def change(self, change: Callable[[Views], Sequence[SavedView]]) -> Views:
        """Replace the views by what `change` makes of them, and return that.

        A damaged file is put aside under another name, and `change` is given nothing.

        Raises
        ------
        ViewsError
            If there are too many, or one cannot be kept; then nothing is changed.
        OSError
            If they cannot be written.
        """
        with _lock:
            try:
                before = self.views()
            except ViewsError:
                self._path.replace(self._path.with_suffix(".damaged"))
                before = ()
            after = tuple(change(before))
            self._write(write_views(after))
        return after

    def _write(self, text: str) -> None:
        folder = self._path.parent
        folder.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=folder, prefix=".new-")
        try:
            with os.fdopen(number, "w", encoding="ascii") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
