"""What the commands of the register report: entries, differences, what became of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from routes.cases.intake.model import STATUSES, Checked
from routes.cases.register.model import Difference, Entry
from routes.cli import console
from routes.text import Text

_LISTED: Final = 200


def entry_value(entry: Entry) -> dict[str, Any]:
    """Return an entry as a JSON value."""
    return {**asdict(entry), "at": entry.at.isoformat(), "counts": dict(entry.counts)}


def write_log(entries: Sequence[Entry], t: Text) -> None:
    """Write the audit trail as a table."""
    if not entries:
        console.write_line(t("office.log.none"))
        return
    head = [t(f"office.log.{name}") for name in ("seq", "at", "user", "action", "file", "rows")]
    rows = [
        [
            each.seq,
            each.at.strftime("%Y-%m-%d %H:%M UTC"),
            each.user,
            _action(each, t),
            each.file_name,
            t.number(each.counts.get("accepted", 0)) if each.action == "import" else "",
        ]
        for each in entries
    ]
    console.write_table(t("office.log.title"), head, rows, right=[0, 5])


def _action(entry: Entry, t: Text) -> str:
    if entry.action == "undo":
        return t("office.action.undo", seq=entry.undoes)
    said = t(f"office.action.{entry.action}")
    return said if entry.active else t("office.action.undone", action=said)


def difference_lines(found: Sequence[Difference], t: Text) -> list[str]:
    """Return what differs, a line each, under a heading."""
    head = t.plural("office.differs", len(found))
    return [head, *(f"- {t(each.what, **dict(each.details))}" for each in found)]


def write_checked(checked: Checked, entry: dict[str, Any] | None, t: Text) -> None:
    """Write what was found in a file and what became of its rows."""
    faults = checked.faults[:_LISTED]
    if faults:
        more = len(checked.faults) - len(faults)
        tail = [t("office.more_faults", n=t.number(more))] if more else []
        console.complain([*(f"- {fault.told(t)}" for fault in faults), *tail])
    for question in checked.questions:
        options = ", ".join(question.candidates) or t("office.no_candidates")
        console.complain([t("office.question", written=question.written, options=options)])
    if checked.asks:
        console.complain([t("office.asks")])
    counts = checked.counts
    said = {name: t.number(counts[name]) for name in ("input", *STATUSES)}
    console.write_line(t("office.counts", **said))
    if entry is None:
        console.write_line(t("office.nothing"))
    else:
        console.write_line(t("office.imported", seq=entry["seq"], hash=entry["hash"][:12]))
