"""The card of each data set: where it comes from, under which licence, and its files' hashes.

``data/<set>/card.toml`` holds the keys of `Card` as text and a table ``[files]`` of file name and
SHA-256, which is always last.
"""

import hashlib
import json
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from geo import DATA

CARD = "card.toml"


class CardError(ValueError):
    """A data set and its card disagree. The message lists every fault."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a card says.

    Attributes
    ----------
    title, source, url, licence : str
        Of the data set. ``url`` may be empty where the address is unknown.
    retrieved : str
        The date the facts were taken from the source, as YYYY-MM-DD.
    changes : str
        What was changed since.
    made_by : str
        The command that makes the derived files, or how the table is kept.
    files : dict of str to str
        SHA-256 in hexadecimal of each file beside the card, by name.
    """

    title: str
    source: str
    url: str
    licence: str
    retrieved: str
    changes: str
    made_by: str
    files: dict[str, str]


def cards(folder: Path = DATA) -> dict[str, Card]:
    """Read and verify every card.

    Parameters
    ----------
    folder : Path
        The ``data`` folder.

    Returns
    -------
    dict of str to Card
        By the name of the data set, in alphabetical order.

    Raises
    ------
    CardError
        If a set has no card, a card lacks or adds a key, or a file is missing, not listed, or has
        another hash than its card says.
    """
    faults: list[str] = []
    found: dict[str, Card] = {}
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            card, own = _read(entry)
            faults += own
            if card is not None:
                found[entry.name] = card
        else:
            faults.append(f"{entry.name}: a file outside a data set has no card; move it into one.")
    if faults:
        raise CardError("\n".join(faults))
    return found


def seal(folder: Path) -> None:
    """Write the hashes of a data set's files into its card, and change nothing else in it."""
    path = folder / CARD
    head = path.read_text(encoding="utf-8").split("[files]")[0].rstrip("\n")
    lines = [f"{json.dumps(name)} = {json.dumps(value)}" for name, value in _hashes(folder).items()]
    text = "\n".join([head, "", "[files]", *lines, ""])
    path.write_text(text, encoding="utf-8", newline="\n")


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CARD)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def _read(folder: Path) -> tuple[Card | None, list[str]]:
    path = folder / CARD
    if not path.is_file():
        return None, [f"{folder.name}: no {CARD}; write one."]
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {field.name for field in fields(Card)}
    faults = [f"{folder.name}: the card lacks {key!r}." for key in sorted(names - set(content))]
    faults += [f"{folder.name}: unknown key {key!r}." for key in sorted(set(content) - names)]
    if faults:
        return None, faults
    card = Card(**content)
    return card, [f"{folder.name}: {fault}" for fault in _faults(card, folder)]


def _faults(card: Card, folder: Path) -> list[str]:
    faults = [
        f"{key} is empty."
        for key in ("title", "source", "licence", "changes", "made_by")
        if not getattr(card, key).strip()
    ]
    try:
        date.fromisoformat(card.retrieved)
    except ValueError:
        faults.append(f"retrieved is {card.retrieved!r}, not a date as YYYY-MM-DD.")
    actual = _hashes(folder)
    faults += [f"{name} is missing." for name in sorted(set(card.files) - set(actual))]
    faults += [f"{name} is not in the card." for name in sorted(set(actual) - set(card.files))]
    faults += [
        f"{name} has another SHA-256 than its card says; if the change is meant, "
        "run `python -m geo.build`."
        for name, value in sorted(card.files.items())
        if name in actual and actual[name] != value
    ]
    return faults
