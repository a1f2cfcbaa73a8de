"""What a release says beside its map: totals, filters, sources, manifest, in a language.

Every text that comes from data is still as the data has it: who draws it makes it clean.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from geo.places import places
from routes.analysis.totals import Total, Totals, totals
from routes.flows import Store, store
from routes.publish.picture.lettering import clean
from routes.query import RouteQuery
from routes.release.building import policy_text
from routes.release.model import Manifest, Release
from routes.text import Text, load

_MOST_VALUES = 4
_LONGEST_USER = 48
_NO_REGISTER = "0" * 64
_PLACES = ("from", "to", "via", "crossing", "nationality")
_CODES = ("purpose", "mode", "evidence", "handling", "credibility")


@dataclass(frozen=True)
class Kpi:
    """One total.

    Parameters
    ----------
    name : str
        The measure; ``cases`` for the cases themselves.
    qualifier, number, noun : str
        "al menos", "30", "víctimas detectadas"; no number where no source gives one.
    notes : tuple of str
        What else is to be said of it.
    """

    name: str
    qualifier: str
    number: str
    noun: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What a release says beside its map.

    Parameters
    ----------
    store : Store
        The cases of the release.
    totals : Totals
        Totals over its query.
    title : str
        The author's title or the product's.
    kpis : tuple of Kpi
        Cases, arrests, victims, minors, assets.
    filters : str
        What was asked, in words.
    audience : str
        For whom it is; with the user where it is internal.
    date : str
        The date that it says.
    watermark, synthetic : str
        What stands across and above it; empty where it does not apply.
    notes : tuple of str
        How to read it.
    sources : tuple of str
        Publisher and date of each source cited, without repetition.
    manifest : str
        Where it comes from, in one line.
    """

    store: Store
    totals: Totals
    title: str
    kpis: tuple[Kpi, ...]
    filters: str
    audience: str
    date: str
    watermark: str
    synthetic: str
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    manifest: str


def facts(release: Release, *, lang: str) -> Facts:
    """Gather what a release says beside its map.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    t, made, columns = load(lang), release.manifest, store(release.tables)
    sums = totals(columns, release.query)
    date = t.date(made.made_on.isoformat())
    internal = made.audience == "internal"
    user = clean(made.user)
    user = user if len(user) <= _LONGEST_USER else f"{user[:_LONGEST_USER]}…"
    mark = t("picture.watermark", user=user, date=date) if internal else ""
    return Facts(
        store=columns,
        totals=sums,
        title=release.title.strip() or t("picture.title"),
        kpis=kpis(sums, t),
        filters=filters(release.query, columns, t),
        audience=t("picture.internal", user=user) if internal else t("picture.public"),
        date=date,
        watermark=mark,
        synthetic=_synthetic(release, t),
        notes=_notes(release, sums, t),
        sources=source_lines(release, t),
        manifest=manifest_line(made, t),
    )


def document_title(release: Release) -> str:
    """Return what a file calls itself in its properties; what is made up says so first."""
    title = release.title.strip() or "Rutas"
    return f"SYNTHETIC · {title}" if release.manifest.synthetic else title


def kpis(sums: Totals, t: Text) -> tuple[Kpi, ...]:
    """Put totals into words; the numbers are those of `routes.analysis.totals`."""
    said = sums.statements
    statements = (t.plural("picture.kpi.statements", said),) if said else ()
    cases = Kpi(
        "cases", "", t.number(sums.cases), t.plural("picture.kpi.cases", sums.cases), statements
    )
    named = ("arrests", "victims", "minors", "assets")
    return (cases, *(_kpi(name, sums, t) for name in named))


def _kpi(name: str, sums: Totals, t: Text) -> Kpi:
    total: Total = getattr(sums, name)
    notes = []
    if name == "assets" and sums.asset_value_cop.value is not None:
        millions = round(sums.asset_value_cop.value / 1_000_000, 1)
        notes.append(t("picture.kpi.asset_value", n=t.number(millions)))
    if total.value is not None and total.missing:
        notes.append(t.plural("picture.kpi.missing", total.missing))
    said = total.value is not None and total.qualifier != "exact"
    qualifier = t.code("qualifier", total.qualifier) if said else ""
    number = "" if total.value is None else t.number(total.value)
    return Kpi(name, qualifier, number, t(f"picture.kpi.{name}"), tuple(notes))


def filters(query: RouteQuery, columns: Store, t: Text) -> str:
    """Say in words what was asked."""
    asked = [
        t(
            "picture.filter",
            name=t(f"picture.filters_named.{name}"),
            values=_values(name, written, query, columns, t),
        )
        for name, written in query.to_params().items()
    ]
    return t("picture.filters", filters=" · ".join(asked)) if asked else t("picture.all_cases")


def _values(name: str, written: str, query: RouteQuery, columns: Store, t: Text) -> str:
    if name == "years":
        return _years(query, t)
    if name == "q":
        return written
    parts = [_value(name, each, columns, t) for each in written.split(",")]
    few = ", ".join(parts[:_MOST_VALUES])
    more = len(parts) - _MOST_VALUES
    return t("picture.and_more", values=few, n=t.number(more)) if more > 0 else few


def _value(name: str, value: str, columns: Store, t: Text) -> str:
    if name in _PLACES:
        place = places().get(value)
        return value if place is None else place.name(t.lang)
    if name in _CODES:
        return t.code(name, value)
    if name == "minors":
        return t(f"picture.filters_named.{value}")
    table = columns.tables.sources
    publishers = table.loc[table["source_id"] == value, "publisher"].tolist()
    return publishers[0] if publishers else value


def _years(query: RouteQuery, t: Text) -> str:
    first, last = query.years or (None, None)
    if first is None:
        return t("picture.filters_named.years_to", last=last)
    if last is None:
        return t("picture.filters_named.years_from", first=first)
    if first == last:
        return str(first)
    return t("picture.filters_named.years_range", first=first, last=last)


def _synthetic(release: Release, t: Text) -> str:
    return t(f"picture.synthetic_{release.made_up}") if release.made_up else ""


def _notes(release: Release, sums: Totals, t: Text) -> tuple[str, ...]:
    notes = [t("picture.note.schematic"), t("picture.note.detected"), t("picture.note.innocent")]
    if sums.conflicts:
        notes.append(t.plural("picture.note.conflicts", len(sums.conflicts)))
    if release.lattice is not None:
        notes.append(t("picture.note.lattice"))
    return tuple(notes)


def source_lines(release: Release, t: Text) -> tuple[str, ...]:
    """Return publisher and date of each source cited, newest first; the undated last."""
    table = release.tables.sources
    rows = zip(table["publisher"], table["published_on"], table["date_precision"], strict=True)
    # Only so much of a name is looked at: the rest would be cut anyway.
    ordered = sorted(rows, key=lambda row: row[0][:200])
    ordered.sort(key=lambda row: row[1], reverse=True)
    lines = (source_line(publisher[:200], on, precision, t) for publisher, on, precision in ordered)
    return tuple(dict.fromkeys(lines))


def source_line(publisher: str, published_on: str, precision: str, t: Text) -> str:
    """Return publisher and date of a source."""
    if not published_on:
        return t("picture.source_undated", publisher=publisher)
    return t("picture.source", publisher=publisher, date=t.date(published_on, precision))


def manifest_line(made: Manifest, t: Text) -> str:
    """Return where a release comes from, in one line."""
    none = made.register_version in ("", _NO_REGISTER)
    return t(
        "picture.manifest.line",
        product=t("picture.product"),
        code=made.code_version,
        release=made.release_id,
        data=made.data_version[:12],
        register=t("picture.manifest.no_register") if none else made.register_version[:12],
        policy=policy_text(made.policy, t),
    )


def manifest_text(made: Manifest) -> str:
    """Return the whole manifest as JSON in ASCII, the same for the same release."""
    value = asdict(made) | {"made_on": made.made_on.isoformat(), "product": "Rutas"}
    value["query"] = dict(made.query)
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def alt_text(
    names: Mapping[str, str], rows: list[tuple[str, str, int]], cases: int, t: Text
) -> str:
    """Say what a map shows to who cannot see it."""
    if not rows:
        return t("picture.alt_empty")
    strongest = (
        t(
            "picture.strongest",
            **{"from": names[start], "to": names[end]},
            cases=t.plural("map.cases", n),
        )
        for start, end, n in rows[:3]
    )
    return t(
        "picture.alt",
        cases=t.plural("map.cases", cases),
        flows=t.plural("map.flows", len(rows)),
        strongest="; ".join(strongest),
    )
