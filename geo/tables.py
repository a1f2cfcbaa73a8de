"""The tables of ``data/``, as text."""

import csv

from geo import DATA


def table(name: str) -> list[dict[str, str]]:
    """Read a table by its path below ``data/``: text cells by column, one dict a row."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
