"""The spreadsheets to be filled in: complete, harmless, and read back as they are meant."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from openpyxl import Workbook

from routes.cases.codes import CODE_LISTS
from routes.cases.forms import quick_template, template, understand
from routes.cases.forms.examples import examples
from routes.cases.forms.headers import NEEDED, recognise
from routes.cases.forms.labels import code_of, truth_of
from routes.cases.forms.template import picks
from routes.cases.intake.model import Draft, Options
from routes.cases.intake.reading import read_book
from routes.cases.model import TABLE_NAMES, columns
from routes.text import LANGUAGES, load
from tests.cases.forms.sheets import book, rules, sheet

MADE = {"tables": template, "quick": quick_template}
EVERY = [(kind, lang) for kind in MADE for lang in LANGUAGES]
both = pytest.mark.parametrize(("kind", "lang"), EVERY)


def opened(kind: str, lang: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(MADE[kind](lang)))


def read(content: bytes) -> Draft:
    return understand(read_book(content, "plantilla.xlsx", Options()))


def filled(kind: str, lang: str, rows: dict[str, list[dict[str, str]]]) -> bytes:
    """Return a template with rows written below its examples, by column."""
    workbook = opened(kind, lang)
    t = load(lang)
    for table, given in rows.items():
        page = workbook[t(f"forms.sheet.{table}")]
        header = {
            recognise(table, str(cell.value)).column: cell.column  # type: ignore[union-attr]
            for cell in page[1]
        }
        for number, row in enumerate(given, len(examples(table, lang)) + 2):
            for column, text in row.items():
                page.cell(number, header[column], text)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


@both
def test_an_untouched_template_holds_nothing(kind: str, lang: str) -> None:
    """Its example rows are left out, told, and counted as nothing; the reader finds no fault."""
    given = read_book(MADE[kind](lang), "plantilla.xlsx", Options())
    assert given.faults == ()
    draft = understand(given)
    assert draft.form == kind
    assert draft.lines.empty
    assert all(table.empty for table in draft.tables.values())
    assert set(rules(draft.faults)) == {"example_left_out"}


@both
def test_the_same_template_is_the_same_file(kind: str, lang: str) -> None:
    """No time and no chance gets into the bytes."""
    assert MADE[kind](lang) == MADE[kind](lang)


@both
def test_nothing_in_it_is_evaluated(kind: str, lang: str) -> None:
    """No formula, macro, link or hidden sheet."""
    workbook = opened(kind, lang)
    assert {page.sheet_state for page in workbook} == {"visible"}
    kinds = {cell.data_type for page in workbook for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    with zipfile.ZipFile(io.BytesIO(MADE[kind](lang))) as parts:
        assert not [name for name in parts.namelist() if "vba" in name or "external" in name]


@both
def test_every_column_is_there_and_the_needed_ones_stand_out(kind: str, lang: str) -> None:
    """Headings are those of the language, frozen, and needed ones have a colour of their own."""
    workbook = opened(kind, lang)
    tables = TABLE_NAMES if kind == "tables" else ("quick",)
    for table in tables:
        page = workbook[load(lang)(f"forms.sheet.{table}")]
        known = [recognise(table, str(cell.value)) for cell in page[1]]
        found = [each.column if each else "" for each in known]
        assert set(NEEDED[table]) <= set(found)
        assert "" not in found
        if kind == "tables":
            assert tuple(found) == columns(table)
        assert page.freeze_panes == "B2"
        fills = {
            column in NEEDED[table]: cell.fill.fgColor.rgb
            for column, cell in zip(found, page[1], strict=True)
        }
        assert fills[True] != fills[False]


@both
def test_lists_offer_every_code_and_only_what_is_understood(kind: str, lang: str) -> None:
    """What can be chosen from a list is read back as its code."""
    workbook = opened(kind, lang)
    tables = TABLE_NAMES if kind == "tables" else ("quick",)
    for table in tables:
        page = workbook[load(lang)(f"forms.sheet.{table}")]
        offered = {}
        for rule in page.data_validations.dataValidation:
            column = recognise(table, str(page[1][next(iter(rule.sqref.ranges)).min_col - 1].value))
            name, _, cells = str(rule.formula1).rpartition("!")
            labels = [cell.value for (cell,) in workbook[name.strip("'")][cells.replace("$", "")]]
            assert column is not None
            offered[column.column] = labels
        for column, pick in picks(table).items():
            if pick.code_list == "preferred":
                assert [truth_of(label) for label in offered[column]] == ["true", "false"]
            elif column in offered:
                codes = [code_of(pick.code_list, label) for label in offered[column]]
                assert codes == list(CODE_LISTS[pick.code_list])
        assert offered


@both
def test_the_guide_is_there_in_both_languages(kind: str, lang: str) -> None:
    """Whoever opens it finds the guide in their own language."""
    workbook = opened(kind, lang)
    for each in LANGUAGES:
        t = load(each)
        page = workbook[t("forms.sheet.guide")]
        text = "\n".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row)
        assert t(f"forms.guide.title_{kind}") in text
        assert t("forms.guide.step_names") in text
        assert "SYNTHETIC" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_examples_are_marked_as_made_up(lang: str) -> None:
    """Every example row says SYNTHETIC where a person looks first."""
    for table in (*TABLE_NAMES, "quick"):
        for row in examples(table, lang):
            assert any(text.startswith("SYNTHETIC") for text in row.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_template_is_read(lang: str) -> None:
    """What is written below the examples comes through, labels of the lists as codes."""
    t = load(lang)
    rows = {
        "sources": [{"source_id": "s", "publisher": "P", "title": "T", "reliability": "B"}],
        "cases": [
            {
                "case_id": "a",
                "name": "A",
                "status": t.code("status", "charged"),
                "purposes": f"{t.code('purpose', 'sexual')}; {t.code('purpose', 'begging')}",
            }
        ],
        "stops": [
            {
                "case_id": "a",
                "stop_no": str(number),
                "role": t.code("role", role),
                "place_id": place,
                "evidence": t.code("evidence", "stated"),
                "source_id": "s",
            }
            for number, (role, place) in enumerate(
                (("recruitment", "Tibú"), ("exploitation", "Caracas")), 1
            )
        ],
        "figures": [
            {
                "case_id": "a",
                "measure": t.code("measure", "victims"),
                "value": "3",
                "source_id": "s",
                "preferred": t("forms.guide.yes"),
            }
        ],
    }
    draft = read(filled("tables", lang, rows))
    assert {name: len(table) for name, table in draft.tables.items()} == {
        "sources": 1,
        "cases": 1,
        "stops": 2,
        "events": 0,
        "figures": 1,
    }
    case = draft.tables["cases"].iloc[0]
    assert (case["status"], case["purposes"]) == ("charged", "sexual;begging")
    assert draft.tables["stops"]["place_id"].tolist() == ["54810", "GN3646738"]
    assert draft.tables["figures"]["preferred"].tolist() == ["true"]
    assert len(draft.lines) == 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_quick_template_is_read(lang: str) -> None:
    """Route and source are enough."""
    rows = {"quick": [{"route": "Tibú > Cúcuta", "source": "El Diario"}]}
    draft = read(filled("quick", lang, rows))
    assert draft.tables["stops"]["place_id"].tolist() == ["54810", "54001"]
    assert draft.lines["row"].tolist() == [3]


def test_an_example_that_was_changed_is_not_lost() -> None:
    """A row that keeps the example's code with another content is refused, not passed over."""
    (example,) = examples("quick", "es")
    header = tuple(example)
    changed = {**example, "route": "Yopal > Cúcuta"}
    draft = understand(book(sheet(header, tuple(example.values()), tuple(changed.values()))))
    assert draft.lines["row"].tolist() == [3]
    errors = [(each.rule, each.row) for each in draft.faults if each.severity == "error"]
    assert errors == [("forms.example_changed", 3)]


def test_an_unknown_language_has_no_template() -> None:
    """The error says which languages there are."""
    with pytest.raises(ValueError, match=r"'fr'.*es, en"):
        template("fr")
