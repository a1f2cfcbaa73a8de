"""Why a file could not be read or imported at all."""

from __future__ import annotations

from routes.text import Text, load


class DeskError(ValueError):
    """Raised when the work on a file ended before it had a result.

    Parameters
    ----------
    rule : str
        What happened: ``text/<language>/reading.toml`` has ``<rule>.rule`` and ``<rule>.fix``.
    details : tuple of (str, str)
        What fills the sentences; ``n`` is a whole number.

    Examples
    --------
    >>> DeskError("reading.cancelled").told(load("en"))
    'The work on the file was cancelled. Nothing was imported.'
    """

    def __init__(self, rule: str, details: tuple[tuple[str, str], ...] = ()) -> None:
        self.rule = rule
        self.details = details
        super().__init__(self.told(load("en")))

    def told(self, t: Text) -> str:
        """Return in a language what happened and what to do."""
        fields = {
            name: t.number(int(value)) if name == "n" else value for name, value in self.details
        }
        return f"{t(f'{self.rule}.rule', **fields)} {t(f'{self.rule}.fix', **fields)}"
