"""What a worker process does: inspect a file, or add one to the register."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd
from pydantic import TypeAdapter

from routes.cases.checking import check
from routes.cases.forms import understand
from routes.cases.intake.model import Book, Checked, Draft, Known, Options, Told
from routes.cases.intake.reading import read_book
from routes.cases.intake.results import adapters, read_value, write_value
from routes.cases.model import STATISTICS, TEXT, Fault
from routes.cases.register import Entry, Register, RegisterError
from routes.snapshot import register_tables
from routes.text import LANGUAGES, load

INSPECT: Final = f"{__name__}:inspect"
ADD: Final = f"{__name__}:add"

UPLOAD: Final = "upload"
REFUSED: Final = "refused.json"
_SAMPLE: Final = b"case,route,source\nSYNTHETIC,Nowhere at all > Lagos > Bogota,SYNTHETIC\n"
_KNOWN: Final = (
    ("case_id", "name", "digest", "entry"),
    ("source_id", "digest", "entry"),
    (*STATISTICS, "n"),
)
_OPTIONS: Final = TypeAdapter(Options)
_LINES: Final = {"sheet": "str", "row": "int64", "status": "str"}


def warm() -> None:
    """Check a small file, so that what every file needs is loaded once for all of them.

    It starts no thread.
    """
    for lang in LANGUAGES:
        load(lang)
    options = Options()
    draft = understand(read_book(_SAMPLE, "", options), options)
    cases, sources, statistics = (pd.DataFrame(columns=each, dtype=TEXT) for each in _KNOWN)
    check(draft, known=Known(cases, sources, statistics), options=options)
    for kind in (Known, Checked, Entry):
        adapters(kind)


def inspect(folder: Path, given: dict[str, str], told: Told) -> None:
    """Read, understand and check the upload; write a `Checked`."""
    options = _OPTIONS.validate_json(given["options"])
    known = read_value(folder, Known)
    today = date.fromisoformat(given["today"]) if given["today"] else None
    book = read_book((folder / UPLOAD).read_bytes(), given["name"], options, told=told)
    if not book.sheets:
        write_value(folder, _nothing(book, options, known))
        return
    draft = _with_form_faults(understand(book, options, told=told), book)
    del book  # its cells are no longer needed, and checking needs the memory
    checked = check(draft, known=known, options=options, today=today, told=told)
    write_value(folder, checked)
    told("checking", 1.0)


def _nothing(book: Book, options: Options, known: Known) -> Checked:
    lines = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _LINES.items()})
    return Checked(
        file=book.file,
        sha256=book.sha256,
        form=options.form or "tables",
        frames={},
        lines=lines,
        faults=book.faults,
        version=known.version,
    )


def _with_form_faults(draft: Draft, book: Book) -> Draft:
    """Return the draft with what was wrong with the file's form, but for rows left out."""
    left_out = {each.sheet for each in draft.recognised if not each.table}
    faults = [*draft.faults, *(each for each in book.faults if each not in draft.faults)]
    kept = [each for each in faults if each.row is None or each.sheet not in left_out]
    if draft.lines.empty and not any(each.severity == "error" for each in kept):
        kept.append(Fault(book.file, None, "", "", "reading.no_rows"))
    return replace(draft, faults=tuple(kept))


def add(folder: Path, given: dict[str, str], told: Told) -> None:
    """Add a `Checked` to the register; write the `Entry`, or why it was refused."""
    checked = read_value(folder, Checked)
    content = (folder / UPLOAD).read_bytes()
    try:
        register = Register.open(given["url"])
        entry = register.add(
            checked, content, user=given["user"], reason=given["reason"], told=told
        )
    except RegisterError as error:
        refused = {"key": error.key, "details": error.details}
        (folder / REFUSED).write_text(json.dumps(refused), encoding="ascii")
    else:
        register_tables(register)  # so that the next reader finds the cases in columns
        write_value(folder, entry)
