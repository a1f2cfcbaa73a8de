"""What the ``routes`` command writes: tables for people, JSON for programs, messages."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text as Cell

_LONGEST: Final = 300
_PIPE_WIDTH: Final = 160
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def shown(text: str) -> str:
    """Return data text as a terminal may get it: nothing that moves, hides or recolours.

    >>> shown("a\\x1b[31mb")
    'a\ufffd[31mb'
    """
    clean = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text[: _LONGEST + 1])
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def output() -> Console:
    """Return the console for results; wide when it is no terminal."""
    _write_anything(sys.stdout)
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPE_WIDTH)


def messages() -> Console:
    """Return the console for messages."""
    _write_anything(sys.stderr)
    return Console(stderr=True, highlight=False, soft_wrap=True)


def write_json(value: object) -> None:
    """Write a value as JSON in ASCII, which any terminal and any program can read."""
    sys.stdout.write(json.dumps(value, indent=2) + "\n")


def write_table(
    title: str, head: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[int] = ()
) -> None:
    """Write a table; the columns in `right` hold numbers."""
    table = Table(title=Cell(shown(title)), title_justify="left")
    for place, name in enumerate(head):
        table.add_column(Cell(name), justify="right" if place in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Cell(shown(str(cell))) for cell in row))
    output().print(table)


def write_line(text: str) -> None:
    """Write one line of the result."""
    output().print(Cell(shown(text)))


def complain(lines: Sequence[str]) -> None:
    """Write messages, one a line."""
    console = messages()
    for line in lines:
        console.print(Cell(_UNSEEN.sub("\N{REPLACEMENT CHARACTER}", line)))


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """Show that something takes its time, if someone is watching."""
    console = messages()
    if not console.is_terminal:
        yield
        return
    with console.status(escape(text)):
        yield


@contextmanager
def progress(text: str, steps: int) -> Iterator[Any]:
    """Show a bar of steps, if someone is watching; call what is given after each step."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
    console = messages()
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(escape(text), total=steps)
        yield lambda: bar.advance(task)


@contextmanager
def shares() -> Iterator[Any]:
    """Show how much of each stage is done; call what is given with its name and a share, 0 to 1."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = messages()
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda name, share: bar.update(task, description=escape(name), completed=share)


def _write_anything(stream: Any) -> None:
    """Let a terminal that lacks a character show another instead of failing."""
    if hasattr(stream, "reconfigure") and stream.errors == "strict":
        stream.reconfigure(errors="replace")
