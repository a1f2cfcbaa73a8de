"""The ledger: every release that has left, so that a new one is audited with all before it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from routes.cases.model import Tables
from routes.cases.register import departures
from routes.cases.register.chain import now
from routes.cases.register.database import Database, default_url
from routes.cases.register.departures import Departure
from routes.cases.register.errors import RegisterError
from routes.holdings import Holdings
from routes.release.cells import Cell, shown_in
from routes.release.contributions import Contribution, secret
from routes.release.model import RefusedError, Release


@dataclass(frozen=True)
class Earlier:
    """Protected counts that the public has.

    Parameters
    ----------
    seq : int
        The release in which they first left.
    shown : dict of Cell to int
        The numbers.
    holds : dict of str to Contribution
        What each case added to them.
    """

    seq: int
    shown: dict[Cell, int]
    holds: dict[str, Contribution]


class Ledger:
    """The releases of an office, kept in its register. Rows are only ever added.

    Parameters
    ----------
    database : Database
        Where the register is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str | None = None) -> Ledger:
        """Open the ledger of a register: of `Register.secret_url`, or of the default one.

        Raises
        ------
        RegisterError
            If the register cannot be opened.
        """
        return cls(Database(url or default_url()))

    @property
    def secret_url(self) -> str:
        """Where the register is, with the password: never to be shown."""
        return self._database.url.render_as_string(hide_password=False)

    def head(self) -> str:
        """Return the hash of the last release, 64 zeros for none."""
        with self._database.reading() as connection:
            return departures.last(connection)[1]

    def log(self) -> list[Departure]:
        """Return all releases, the newest first."""
        with self._database.reading() as connection:
            return departures.log(connection)[::-1]

    def broken(self) -> list[int]:
        """Return the numbers of the releases that were changed, or do not follow the one before."""
        with self._database.reading() as connection:
            return list(departures.broken(connection))

    def earlier(self) -> list[Earlier]:
        """Return the protected counts that the public has, each once, the oldest first.

        What left several times stands where it first did, and again where another came between.
        """
        with self._database.reading() as connection:
            found = departures.log(connection)
        whole = {each.seq: _read(each) for each in found if each.lattice}
        order = [each.same_as or each.seq for each in found if each.lattice or each.same_as]
        changed = [seq for place, seq in enumerate(order) if not place or order[place - 1] != seq]
        return [whole[seq] for seq in changed]

    def append(
        self,
        release: Release,
        cases: Tables | Holdings,
        *,
        user: str,
        formats: Sequence[str] = (),
    ) -> Departure:
        """Write down that a release leaves; do it before the first file is handed out.

        Parameters
        ----------
        release : Release
            What leaves.
        cases : Tables or Holdings
            What it was built from.
        user : str
            Who makes it.
        formats : sequence of str
            Kinds of files (``html``, ``csv`` …).

        Raises
        ------
        RefusedError
            If another release has left since this one was audited.
        RegisterError
            If nobody is named, or the register cannot be written.
        """
        if not user.strip():
            raise RegisterError("no_user")
        manifest = asdict(release.manifest)
        manifest["made_on"] = release.manifest.made_on.isoformat()
        tables = cases.tables if isinstance(cases, Holdings) else cases
        shown = {} if release.lattice is None else shown_in(release.lattice.frame)
        with self._database.writing() as connection:
            log = departures.log(connection)
            if release.after != departures.last(connection)[1]:
                raise RefusedError("release.ledger_moved")
            text = _lattice_text(shown)
            same = next((each.seq for each in log if text and each.lattice == text), None)
            holds = _holds_text(secret(tables)) if text and same is None else ""
            return departures.append(
                connection,
                Departure(
                    seq=0,
                    at=now().isoformat(),
                    user=user,
                    audience=release.manifest.audience,
                    release_id=release.manifest.release_id,
                    title=release.title,
                    formats=";".join(formats),
                    manifest=json.dumps(manifest, sort_keys=True),
                    lattice="" if same is not None else text,
                    holds=holds,
                    same_as=same,
                ),
            )


def _lattice_text(shown: dict[Cell, int]) -> str:
    cells = [[*cell, number] for cell, number in sorted(shown.items())]
    return json.dumps(cells, separators=(",", ":")) if cells else ""


def shown_text(lattice: str) -> dict[Cell, int]:
    """Return the counts that a row of the ledger holds; none where it holds none."""
    return {Cell(*each[:4]): int(each[4]) for each in json.loads(lattice or "[]")}


def _holds_text(holds: dict[str, Contribution]) -> str:
    plain = {case: list(asdict(each).values()) for case, each in sorted(holds.items())}
    return json.dumps(plain, separators=(",", ":"))


def _read(found: Departure) -> Earlier:
    holds: dict[str, list[Any]] = json.loads(found.holds)
    return Earlier(
        seq=found.seq,
        shown=shown_text(found.lattice),
        holds={
            case: Contribution(year, origin, destination, nationality, tuple(victims))
            for case, (year, origin, destination, nationality, victims) in holds.items()
        },
    )
