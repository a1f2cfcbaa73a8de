"""Adding to the register: files, cases made or changed by hand, cases taken out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, select

from routes.cases.digests import digests
from routes.cases.intake.model import Checked, Told
from routes.cases.model import TABLE_NAMES
from routes.cases.register import chain, rows, state
from routes.cases.register.content import (
    Content,
    content_hash,
    content_of,
    frame_of,
    ids_of,
    plain,
    tombstone,
    versions,
)
from routes.cases.register.database import Database
from routes.cases.register.errors import RegisterError
from routes.cases.register.model import Action, Entry
from routes.cases.register.schema import DATA, ROWS, uploads


def add(
    database: Database,
    checked: Checked,
    upload: bytes,
    *,
    user: str,
    reason: str = "",
    told: Told | None = None,
) -> Entry:
    """Add what was accepted of a file, in one transaction; see `Register.add`."""
    tell = told or (lambda stage, share: None)
    sha256 = hashlib.sha256(upload).hexdigest()
    _refuse_unfit(checked, sha256)
    found = sealed(content_of(checked.frames))
    entry = new_entry(
        "import",
        found,
        user=user,
        reason=reason,
        form=checked.form,
        file_name=plain(checked.file),
        file_sha256=sha256,
        counts=checked.counts,
    )
    tell("writing", 0.0)
    with database.writing() as connection:
        _refuse_clash(connection, found, checked.version)
        _keep(connection, sha256, upload)
        entry = write(connection, entry, found, told=lambda share: tell("writing", share))
        tell("sealing", 0.0)
    tell("sealing", 1.0)
    return entry


def save_case(
    database: Database,
    frames: Mapping[str, pd.DataFrame],
    *,
    user: str,
    reason: str,
    expected: str | None,
) -> Entry:
    """Write one case as it is now, in one transaction; see `Register.save_case`."""
    made = content_of({name: frames[name] for name in TABLE_NAMES if name in frames})
    case_ids = {each for name in made if name != "sources" for each in _case_ids(made, name)}
    if len(case_ids) != 1 or "cases" not in made or len(made["cases"]) != 1:
        raise RegisterError("one_case")
    (case_id,) = case_ids
    found = sealed(made)
    with database.writing() as connection:
        _refuse_conflict(connection, case_id, expected)
        found = _without_known_sources(connection, found)
        _refuse_missing_sources(connection, found)
        return write(connection, new_entry("edit", found, user=user, reason=reason), found)


def remove_case(database: Database, case_id: str, *, user: str, reason: str) -> Entry:
    """Take a case out, in one transaction; see `Register.remove_case`."""
    found = {"case_versions": tombstone(plain(case_id))}
    entry = new_entry("remove", found, user=user, reason=reason)
    with database.writing() as connection:
        if state.digest(connection, case_id) is None:
            raise RegisterError("no_case", case=case_id)
        return write(connection, entry, found)


def sealed(found: Content) -> dict[str, pa.Table]:
    """Return rows together with the versions of cases and sources that they make."""
    whole = {
        name: frame_of(name, found.get(name, DATA[name].empty_table())) for name in TABLE_NAMES
    }
    cases, sources = digests(whole)
    return {**versions({"source_versions": sources, "case_versions": cases}), **found}


def new_entry(
    action: Action,
    found: Content,
    *,
    user: str,
    reason: str,
    form: str = "",
    file_name: str = "",
    file_sha256: str = "",
    counts: Mapping[str, int] | None = None,
    undoes: int | None = None,
) -> Entry:
    """Return an entry for what is to be written, not yet numbered and sealed."""
    if not user.strip():
        raise RegisterError("no_user")
    if plain(user) != user or plain(reason) != reason:
        raise RegisterError("not_plain")
    return Entry(
        seq=0,
        at=chain.now(),
        user=user,
        action=action,
        form=form,
        file_name=file_name,
        file_sha256=file_sha256,
        content_sha256=content_hash(found),
        counts={**(counts or {}), **{name: len(found[name]) for name in ROWS if name in found}},
        undoes=undoes,
        reason=reason,
        previous="",
        hash="",
    )


def write(
    connection: Connection,
    entry: Entry,
    found: Content,
    *,
    told: Callable[[float], None] = lambda share: None,
) -> Entry:
    """Write an entry and its content; the caller commits."""
    entry = chain.append(connection, entry)
    rows.write(connection, entry.seq, found, told)
    return entry


def _refuse_unfit(checked: Checked, sha256: str) -> None:
    if checked.sha256 != sha256:
        raise RegisterError("other_file", file=plain(checked.file))
    if checked.asks:
        raise RegisterError("asks")
    if not any(len(frame) for frame in checked.frames.values()):
        raise RegisterError("nothing", file=plain(checked.file))


def _refuse_clash(connection: Connection, found: Content, version: str) -> None:
    """Refuse when the register has changed since the file was checked, where that matters."""
    seq, last = chain.last(connection)
    if version == last:
        return
    undone = chain.undone(chain.links(connection))
    taken = False
    for name in ("source_versions", "case_versions"):
        if seq and name in found:
            known = state.current(connection, name, undone).frame["id"]
            taken |= bool(known.isin(ids_of(found, name).to_pandas()).any())
    # Rows of statistics have no id: only an unchanged register tells that they are still new.
    taken |= bool("statistics" in found and version)
    if taken or _missing_sources(connection, found):
        raise RegisterError("check_again")


def _missing_sources(connection: Connection, found: Content) -> set[str]:
    missing = state.cited(found) - set(ids_of(found, "sources").to_pylist())
    if not missing:
        return missing
    undone = chain.undone(chain.links(connection))
    return missing - set(state.current(connection, "source_versions", undone).frame["id"])


def _refuse_missing_sources(connection: Connection, found: Content) -> None:
    if missing := _missing_sources(connection, found):
        raise RegisterError("no_source", source=min(missing))


def _refuse_conflict(connection: Connection, case_id: str, expected: str | None) -> None:
    known = state.digest(connection, case_id)
    if known == expected:
        return
    if expected is None:
        raise RegisterError("case_exists", case=case_id)
    raise RegisterError("case_changed" if known else "no_case", case=case_id)


def _without_known_sources(connection: Connection, found: Content) -> dict[str, pa.Table]:
    """Leave out sources that the register holds with the same content."""
    if "sources" not in found:
        return dict(found)
    undone = chain.undone(chain.links(connection))
    known = state.current(connection, "source_versions", undone).frame
    same = set(zip(known["id"], known["digest"], strict=True))
    new = found["source_versions"].to_pandas()
    kept = [(each.source_id, each.digest) not in same for each in new.itertuples()]
    ids = set(new.loc[kept, "source_id"])
    mask = [each in ids for each in found["sources"]["source_id"].to_pylist()]
    left = {
        **found,
        "source_versions": found["source_versions"].filter(pa.array(kept)),
        "sources": found["sources"].filter(pa.array(mask)),
    }
    return {name: table for name, table in left.items() if len(table)}


def _keep(connection: Connection, sha256: str, upload: bytes) -> None:
    if connection.scalar(select(uploads.c.sha256).where(uploads.c.sha256 == sha256)) is None:
        connection.execute(uploads.insert().values(sha256=sha256, content=upload))


def _case_ids(found: Content, name: str) -> list[str]:
    return [str(each) for each in found[name]["case_id"].unique().to_pylist()]
