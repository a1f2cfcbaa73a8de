"""Tables, spreadsheet and exchange rows of a release."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import load_workbook

from routes.analysis.totals import totals
from routes.cases import Tables, read_tables
from routes.cases.codes import PURPOSES
from routes.cases.forms.neutral import plain
from routes.cases.synth import write_synthetic
from routes.flows import flows, store
from routes.publish.datafiles import KINDS, MEDIA_TYPES, SUFFIXES, data_file, workbook
from routes.publish.datafiles.standard import CORE
from routes.query import RouteQuery
from routes.release import Release
from routes.release.columns import ALLOWED
from routes.text import load
from tests.made_up import made_up, route
from tests.publish.opened import laid_open
from tests.publish.released import (
    DAY,
    USER,
    members,
    released,
    rows,
    with_lattice,
)

SHEETS = ("flows", "mentions", "cases", "stops", "events", "figures", "sources", "places")


@pytest.fixture(scope="module")
def release(tables: Tables) -> Release:
    """The public cases, with protected counts besides."""
    return with_lattice(released(tables))


@pytest.fixture(scope="module")
def made_up_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("synthetic")
    write_synthetic(folder, cases=30, flows=20, seed=1)
    return released(read_tables(folder))


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_archive_holds_every_table_with_its_rows(release: Release, lang: str) -> None:
    """As many rows as flows, cases, stops and all the others; counts are the map's own."""
    held = members(data_file(release, kind="csv", lang=lang))
    others = {"lattice.csv", "dictionary.csv", "codes.csv", "manifest.json"}
    assert set(held) == {f"{name}.csv" for name in SHEETS} | others
    for name in ("cases", "stops", "events", "figures", "sources"):
        assert len(rows(held[f"{name}.csv"])) == len(release.tables.table(name))
    found = flows(store(release.tables), release.query, lang=lang).frame
    written = rows(held["flows.csv"])
    assert [int(row["cases"]) for row in written] == found["cases"].tolist()
    assert [row["to_name"] for row in written] == found["to_name"].tolist()
    assert [row["sources"] for row in written] == found["sources"].map(";".join).tolist()


def test_the_tables_of_cases_come_back_as_they_were(release: Release) -> None:
    """Allowed columns, in order, cell by cell."""
    held = members(data_file(release, kind="csv", lang="es"))
    for name in ("sources", "cases", "stops", "events"):
        allowed = ALLOWED["public"][name]
        read = rows(held[f"{name}.csv"])
        assert tuple(read[0]) == allowed
        table = release.tables.table(name)[list(allowed)].astype(object)
        expected = table.where(table.notna(), "").astype(str).to_dict("records")
        assert [{key: plain(text) for key, text in row.items()} for row in read] == expected


def test_the_two_languages_hold_the_same_facts(release: Release) -> None:
    """Only names of places and explanations differ."""
    spanish, english = (members(data_file(release, kind="csv", lang=lang)) for lang in ("es", "en"))
    for name in ("cases", "stops", "events", "figures", "sources"):
        assert spanish[f"{name}.csv"] == english[f"{name}.csv"]
    for name in ("flows", "mentions", "places", "lattice"):
        theirs, ours = rows(spanish[f"{name}.csv"]), rows(english[f"{name}.csv"])
        named = {"name", "from_name", "to_name", "area_name", "precision"}
        for one, other in zip(theirs, ours, strict=True):
            assert {key for key in one if one[key] != other[key]} <= named
    for name in ("dictionary", "codes"):
        key = ("table", "column") if name == "dictionary" else ("code_list", "code")
        pair = [
            [tuple(row[each] for each in key) for row in rows(held[f"{name}.csv"])]
            for held in (spanish, english)
        ]
        assert pair[0] == pair[1]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_dictionary_explains_every_column_and_code(release: Release, lang: str) -> None:
    """No column without its meaning, and no code in a cell without its label."""
    held = members(data_file(release, kind="csv", lang=lang))
    explained = {(row["table"], row["column"]): row for row in rows(held["dictionary.csv"])}
    labels = {(row["code_list"], row["code"]): row["label"] for row in rows(held["codes.csv"])}
    assert all(row["meaning"] for row in explained.values())
    assert all(labels.values())
    for name in (*SHEETS, "lattice"):
        for row in rows(held[f"{name}.csv"]):
            for column, cell in row.items():
                listed = explained[name, column]["code_list"]
                assert not listed or all(
                    (listed, code) in labels for code in filter(None, cell.split(";"))
                )


def test_a_withheld_count_is_empty_and_says_so(release: Release) -> None:
    """A suppressed cell holds no number in any file."""
    row = rows(members(data_file(release, kind="csv", lang="en"))["lattice.csv"])[2]
    assert (row["victims"], row["suppressed"], row["area_name"]) == ("", "true", "Spain")


def test_the_spreadsheet_has_the_same_tables(release: Release) -> None:
    """A sheet for each, after one about the release; the header stays in view."""
    book = load_workbook(io.BytesIO(data_file(release, kind="xlsx", lang="es")))
    t = load("es")
    names = (*SHEETS, "lattice", "dictionary", "codes")
    assert book.sheetnames == [t(f"datafiles.table.{each}") for each in ("manifest", *names)]
    held = members(data_file(release, kind="csv", lang="es"))
    for name in names:
        page = book[t(f"datafiles.table.{name}")]
        read = rows(held[f"{name}.csv"])
        assert page.freeze_panes == "B2"
        assert [cell.value for cell in page[1]] == list(read[0])
        assert page.max_row == len(read) + 1
        assert page["A1"].font.bold
    flow = {head.value: cell.value for head, cell in zip(*book["Flujos"]["A1:R2"], strict=True)}
    assert isinstance(flow["from_lon"], float)
    assert isinstance(flow["cases"], int)


def test_a_spreadsheet_has_every_row_in_more_sheets_than_one(
    made_up_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table with more rows than a sheet holds goes on in the next, under the same head."""
    monkeypatch.setattr(workbook, "MOST_ROWS", 20)
    book = load_workbook(io.BytesIO(data_file(made_up_release, kind="xlsx", lang="en")))
    first, second = (book[f"SYNTHETIC Cases{each}"] for each in ("", " 2"))
    assert [cell.value for cell in first[1]] == [cell.value for cell in second[1]]
    assert (first.max_row, second.max_row) == (20, 12)
    found = [row[1] for page in (first, second) for row in page.iter_rows(2, values_only=True)]
    assert found == made_up_release.tables.cases["case_id"].tolist()


def test_a_cell_of_the_spreadsheet_is_the_cell_of_the_archive(release: Release) -> None:
    """Row by row, column by column, numbers as numbers and gaps as nothing."""
    book = load_workbook(io.BytesIO(data_file(release, kind="xlsx", lang="es")))
    held = members(data_file(release, kind="csv", lang="es"))
    t = load("es")
    for name in (*SHEETS, "lattice"):
        _, *written = book[t(f"datafiles.table.{name}")].iter_rows(values_only=True)
        read = [tuple(row.values()) for row in rows(held[f"{name}.csv"])]
        for sheet, line in zip(written, read, strict=True):
            for one, other in zip(sheet, line, strict=True):
                same = float(other) == one if isinstance(one, int | float) else (one or "") == other
                assert same, (name, one, other)


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_carries_the_manifest(release: Release, kind: str) -> None:
    """Release, versions, policy and sources stand in each."""
    held = laid_open(data_file(release, kind=kind, lang="es"))
    about = release.manifest
    said = (
        about.release_id,
        about.data_version,
        about.register_version,
        about.policy,
        DAY.isoformat(),
    )
    assert [each for each in (*said, *about.sources) if each.encode() not in held] == []


def test_the_manifest_tells_the_filter(tables: Tables) -> None:
    """What was asked stands in the file as in a link."""
    query = RouteQuery(years=(2016, 2020), mode=("air",))
    held = members(data_file(released(tables, query), kind="csv", lang="es"))
    about = json.loads(held["manifest.json"])
    assert about["query"] == query.to_params()
    assert about["audience"] == "public"
    assert "user" not in about


@pytest.mark.parametrize("kind", KINDS)
def test_an_internal_file_says_so_and_names_its_maker(tables: Tables, kind: str) -> None:
    """The notice and the user stand in each; in a public file neither does."""
    inside = data_file(released(tables, audience="internal", user=USER), kind=kind, lang="es")
    outside = data_file(released(tables), kind=kind, lang="es")
    for mark in (USER, "USO INTERNO"):
        assert mark.encode() in laid_open(inside)
        assert mark.encode() not in laid_open(outside)


def test_made_up_data_say_so_in_every_row(made_up_release: Release) -> None:
    """A column, the folder of the archive and the titles of the sheets."""
    held = members(data_file(made_up_release, kind="csv", lang="en"))
    for name in SHEETS:
        read = rows(held[f"{name}.csv"])
        assert next(iter(read[0])) == "notice"
        assert {row["notice"] for row in read} <= {"SYNTHETIC"}
    assert b"SYNTHETIC/flows.csv" in data_file(made_up_release, kind="csv", lang="en")
    book = load_workbook(io.BytesIO(data_file(made_up_release, kind="xlsx", lang="en")))
    data = book.sheetnames[: len(SHEETS) + 1]
    assert all(name.startswith("SYNTHETIC ") for name in data)
    assert book.worksheets[0]["A2"].value == "SYNTHETIC"


def test_real_data_have_no_notice(tables: Tables) -> None:
    """The word stands nowhere in a file of real cases but in the explanation of the codes."""
    held = members(data_file(released(tables), kind="csv", lang="en"))
    assert "notice" not in rows(held["flows.csv"])[0]
    assert b"SYNTHETIC" not in b"".join(held.values())


def test_exchange_rows_are_cases_and_tell_of_no_person(tables: Tables) -> None:
    """One row a case, statements left out; every field of a person is empty."""
    held = members(data_file(released(tables), kind="htcds", lang="en"))
    read = rows(held["htcds.csv"])
    kept = tables.cases[tables.cases["kind"] != "statement"]
    assert [row["rutas_CaseId"] for row in read] == kept["case_id"].tolist()
    empty = [field for field, why in CORE.items() if why]
    assert {row[field] for row in read for field in empty} == {""}
    why = {row["column"]: row["meaning"] for row in rows(held["dictionary.csv"])}
    assert all(why[field].startswith("Empty:") for field in empty)
    assert set(read[0]) <= set(why)


def test_exchange_rows_add_up_to_the_totals(tables: Tables) -> None:
    """Victims and minors are those that the screen counts."""
    read = rows(members(data_file(released(tables), kind="htcds", lang="en"))["htcds.csv"])
    sums = totals(store(tables), RouteQuery())
    for field, total in (("rutas_Victims", sums.victims), ("rutas_Minors", sums.minors)):
        assert sum(int(row[field]) for row in read if row[field]) == total.value


def test_exchange_codes_say_no_more_than_ours() -> None:
    """What the standard's list lacks is Other there, and its indicator says which."""
    stops = [*route("a", "CO-ARA", "PAN"), *route("a", "CO-ARA", "ESP", no=2)]
    cases = [{"case_id": "a", "purposes": "slavery;sexual", "means": "restricts_movement; threats"}]
    release = released(made_up([*cases, {"case_id": "b", "purposes": "unspecified"}], stops))
    first, second = rows(members(data_file(release, kind="htcds", lang="en"))["htcds.csv"])
    assert first["vic_TypeOfExploitation"] == "Other;SexualExploitation"
    assert first["vic_Methods_of_Control"] == "Other"
    assert (first[PURPOSES["slavery"]], first[PURPOSES["labour"]]) == ("1", "")
    assert first["MethodsOfControlRestrictsMovement"] == first["MethodsOfControlThreats"] == "1"
    assert first["vic_LocationOfRecruitment"] == "Arauca"
    assert first["rutas_ExploitationPlaceIds"] == "PAN;ESP"
    assert second["vic_TypeOfExploitation"] == second["vic_LocationOfRecruitment"] == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_release_without_cases_is_a_file_all_the_same(tables: Tables, kind: str) -> None:
    """Nothing found is no error."""
    release = released(tables, RouteQuery(years=(1900, 1900)))
    assert release.tables.cases.empty
    assert release.manifest.release_id.encode() in laid_open(
        data_file(release, kind=kind, lang="es")
    )


def test_progress_is_told_and_rises(release: Release) -> None:
    """From gathering to the last row written."""
    told: list[tuple[str, float]] = []
    data_file(
        release, kind="xlsx", lang="es", told=lambda stage, share: told.append((stage, share))
    )
    assert [stage for stage, _ in told[:3]] == ["gathering", "gathering", "writing"]
    shares = [share for stage, share in told if stage == "writing"]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1], len(shares) > 5) == (0.0, 1.0, True)


def test_every_kind_has_a_name_and_a_type() -> None:
    """What is offered for download can be named."""
    assert set(SUFFIXES) == set(MEDIA_TYPES) == set(KINDS)


@pytest.mark.parametrize(("kind", "lang"), [("shp", "es"), ("csv", "fr")])
def test_an_unknown_kind_or_language_is_refused(tables: Tables, kind: str, lang: str) -> None:
    """The message says what is possible."""
    with pytest.raises(ValueError, match="Must be one of"):
        data_file(released(tables), kind=kind, lang=lang)
