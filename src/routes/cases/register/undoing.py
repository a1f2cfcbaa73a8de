"""Undoing an entry: the last one to change a case or source goes first."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select, union

from routes.cases.model import LIST_SEPARATOR
from routes.cases.register import chain, state
from routes.cases.register.database import Database
from routes.cases.register.errors import RegisterError
from routes.cases.register.model import Entry
from routes.cases.register.schema import KEYS, VERSIONS, content
from routes.cases.register.writing import new_entry, write


def undo(database: Database, seq: int, *, user: str, reason: str = "") -> Entry:
    """Undo an entry by another one; see `Register.undo`."""
    with database.writing() as connection:
        links = chain.links(connection)
        undone = chain.undone(links)
        if seq not in links:
            raise RegisterError("no_entry", seq=seq)
        if seq in undone:
            raise RegisterError("already_undone", seq=seq)
        later = _resting(connection, links, seq)
        if later is not None:
            raise RegisterError("rests_on", seq=seq, later=later)
        after = chain.undone({**links, max(links) + 1: seq})
        _refuse_loose_citations(connection, effect(links, seq), after)
        return write(connection, new_entry("undo", {}, user=user, reason=reason, undoes=seq), {})


def effect(links: Mapping[int, int | None], seq: int) -> int:
    """Return the entry whose rows an entry puts in or takes out: itself, unless it undoes one.

    >>> effect({1: None, 2: 1, 3: 2}, 3)
    1
    """
    target = links[seq]
    return seq if target is None else effect(links, target)


def _resting(connection: Connection, links: Mapping[int, int | None], seq: int) -> int | None:
    """Return the last entry after `seq` that holds and concerns one of the same cases or sources.

    An entry together with the one that undoes it changes nothing, so both are passed over.
    """
    undone = chain.undone(links)
    later = {
        each: effect(links, each)
        for each, target in links.items()
        if each > seq and each not in undone and (target is None or target < seq)
    }
    shared = _sharing(connection, effect(links, seq))
    found = [each for each, wrote in later.items() if wrote in shared]
    return max(found, default=None)


def _sharing(connection: Connection, entry: int) -> set[int]:
    """Return the entries that wrote a version of a case or source that `entry` wrote, too."""
    found: set[int] = set()
    for name in VERSIONS:
        mine, theirs = content[name].alias("mine"), content[name].alias("theirs")
        key = KEYS[name]
        query = (
            select(theirs.c.entry)
            .distinct()
            .join(mine, mine.c[key] == theirs.c[key])
            .where(mine.c.entry == entry)
        )
        found |= set(connection.scalars(query))
    return found


def _refuse_loose_citations(connection: Connection, entry: int, after: frozenset[int]) -> None:
    """Refuse when a case that would hold names a source that would not."""
    sources = set(state.current(connection, "source_versions", after).frame["id"])
    if entry not in after:
        loose = state.cited_by(connection, entry) - sources
        if loose:
            raise RegisterError("no_source", source=min(loose))
        return
    table = content["source_versions"]
    gone = set(connection.scalars(select(table.c.source_id).where(table.c.entry == entry)))
    gone -= sources
    if not gone:
        return
    cases = state.current(connection, "case_versions", after)
    holding = dict(zip(cases.frame["id"], cases.frame["entry"], strict=True))
    for case_id, wrote, source in _citations(connection, entry, gone):
        if holding.get(case_id) == wrote:
            raise RegisterError("source_used", source=source, case=case_id, later=wrote)


def _citations(connection: Connection, entry: int, gone: set[str]) -> set[tuple[str, int, str]]:
    """Return case, entry and source of every row of other entries that names a source in `gone`."""
    wrote = content["source_versions"]
    mine = select(wrote.c.source_id).where(wrote.c.entry == entry)
    tables = [content[name] for name in state.CITING]
    query = union(
        *(
            select(table.c.case_id, table.c.entry, table.c.source_id).where(
                table.c.entry != entry, table.c.source_id.in_(mine)
            )
            for table in tables
        )
    )
    found = {(row[0], int(row[1]), row[2]) for row in connection.execute(query) if row[2] in gone}
    cases = content["cases"]
    named = select(cases.c.case_id, cases.c.entry, cases.c.identity_inferred).where(
        cases.c.entry != entry, cases.c.identity_inferred != ""
    )
    return found | {
        (row[0], int(row[1]), each.strip())
        for row in connection.execute(named)
        for each in row[2].split(LIST_SEPARATOR)
        if each.strip() in gone
    }
