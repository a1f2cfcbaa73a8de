"""The quick form: a row is a route."""

from __future__ import annotations

from routes.cases.forms import understand
from routes.cases.intake.model import Draft, Options
from routes.text import load
from tests.cases.forms.sheets import book, quick, rules, sheet

ORDERED = "Tibú > Cúcuta > Puente Simón Bolívar > Caracas > Panamá (air)"
PLACES = ["54810", "54001", "VE-BOLIVAR", "GN3646738", "PAN"]
ROLES = ["recruitment", "transit", "crossing", "transit", "exploitation"]


def stops(draft: Draft, column: str) -> list[str]:
    return list(draft.tables["stops"][column])


def test_the_example_of_the_order_is_understood() -> None:
    """Five places in order, the crossing a crossing, the last one reached by air."""
    draft = understand(quick((ORDERED, "El Diario")))
    assert draft.form == "quick"
    assert draft.questions == ()
    assert stops(draft, "place_id") == PLACES
    assert stops(draft, "role") == ROLES
    assert stops(draft, "mode") == ["unknown"] * 4 + ["air"]
    assert stops(draft, "route_no") == ["1"] * 5
    assert stops(draft, "stop_no") == ["1", "2", "3", "4", "5"]


def test_arrows_bars_and_spanish_modes_are_understood() -> None:
    """The same route may be written with arrows, bars or semicolons, in either language."""
    written = [
        "Tibú → Cúcuta → Puente Simón Bolívar → Caracas → Panamá (aéreo)",
        "Tibú -> Cúcuta -> Puente Simón Bolívar -> Caracas -> Panamá (avión)",
        "tibu | CUCUTA | puente simon bolivar | caracas | panama [by air]",
        "54810; 54001; VE-BOLIVAR; Caracas; PAN (vía aérea)",
        "Tibú>Cúcuta>Puente Simón Bolívar>Caracas>Panamá (air, destination) >",
    ]
    for route in written:
        draft = understand(quick((route, "El Diario")))
        assert stops(draft, "place_id") == PLACES, route
        assert stops(draft, "mode")[-1] == "air", route
        assert stops(draft, "role") == ROLES, route


def test_hyphens_separate_only_where_nothing_else_does() -> None:
    """A hyphen with blanks is taken for a separator and told; one inside a name never is."""
    draft = understand(quick(("Cúcuta - Puente Simón Bolívar - Caracas", "El Diario")))
    assert stops(draft, "place_id") == PLACES[1:4]
    assert rules(draft.faults).count("route_dashes") == 1
    draft = understand(quick(("Cúcuta - Norte de Santander > Caracas", "El Diario")))
    assert stops(draft, "place_id") == ["54001", "GN3646738"]
    assert "route_dashes" not in rules(draft.faults)


def test_a_role_in_brackets_goes_before_the_order() -> None:
    """What the analyst writes beside a place holds; other brackets belong to the name."""
    draft = understand(quick(("Tibú (acopio) > Cúcuta (explotación) > Sucre (Venezuela)", "X")))
    assert stops(draft, "role") == ["assembly", "exploitation", "exploitation"]
    assert stops(draft, "place_id") == ["54810", "54001", "VE-R"]


def test_a_route_that_does_not_say_is_never_stated() -> None:
    """Without evidence a route is inferred, and says in both languages why."""
    draft = understand(quick(("Tibú > Cúcuta", "El Diario")))
    assert stops(draft, "evidence") == ["inferred", "inferred"]
    for lang in ("es", "en"):
        assert set(stops(draft, f"note_{lang}")) == {load(lang)("forms.assumed.reason")}
    assert "evidence_inferred" in rules(draft.faults)
    draft = understand(quick(("Tibú > Cúcuta", "El Diario")), Options(evidence="stated"))
    assert stops(draft, "evidence") == ["stated", "stated"]
    assert set(stops(draft, "note_es")) == {""}
    assert "evidence_stated" in rules(draft.faults)


def test_a_reason_that_is_given_is_kept() -> None:
    """The analyst's own reason stands beside every stop; none is put in its place."""
    header = "ruta;fuente;evidencia;razón"
    draft = understand(quick(("Tibú > Cúcuta", "X", "inferido", "Por el peaje"), header=header))
    assert stops(draft, "note_es") == ["Por el peaje", "Por el peaje"]
    assert stops(draft, "note_en") == ["", ""]


def test_only_route_and_source_are_required() -> None:
    """Everything else has a value that claims nothing, and each assumption is told."""
    draft = understand(quick(("Tibú > Cúcuta", "El Diario")))
    case = draft.tables["cases"].iloc[0]
    assert (case["kind"], case["status"], case["handling"]) == ("case", "alleged", "reserved")
    assert (case["period_start"], case["date_precision"]) == ("", "unknown")
    source = draft.tables["sources"].iloc[0]
    assert (source["publisher"], source["reliability"]) == ("El Diario", "F")
    assert stops(draft, "credibility") == ["6", "6"]
    told = set(rules(draft.faults))
    assert {"case_unnamed", "default_reliability", "default_credibility"} <= told
    assert "default_handling_reserved" in told
    assert {fault.severity for fault in draft.faults} == {"warning"}


def test_rows_with_one_case_are_its_routes() -> None:
    """A case is written once, however it is spelt, with its routes numbered."""
    header = "caso;ruta;fuente"
    draft = understand(
        quick(
            ("Operación Uno", "Tibú > Cúcuta", "X"),
            ("Otra", "Yopal > Cúcuta", "X"),
            ("OPERACION UNO", "Tibú > Caracas", "X"),
            header=header,
        )
    )
    assert draft.tables["cases"]["case_id"].tolist() == ["operacion-uno", "otra"]
    assert draft.tables["cases"]["name"].tolist() == ["Operación Uno", "Otra"]
    assert stops(draft, "route_no") == ["1", "1", "1", "1", "2", "2"]
    assert draft.origin["stops"]["row"].tolist() == [2, 2, 3, 3, 4, 4]
    assert len(draft.tables["sources"]) == 1


def test_a_row_said_twice_makes_the_same_rows_twice() -> None:
    """So the check finds it repeated, instead of a second route of the same case."""
    draft = understand(quick(("Tibú > Cúcuta", "X"), ("Tibú > Cúcuta", "X")))
    assert len(draft.tables["cases"]) == 1
    first, again = draft.tables["stops"].iloc[:2], draft.tables["stops"].iloc[2:]
    assert first.reset_index(drop=True).equals(again.reset_index(drop=True))
    assert draft.lines["row"].tolist() == [2, 3]


def test_identifiers_depend_on_content_alone() -> None:
    """The same file gives the same identifiers, whatever stands beside a row."""
    one = understand(quick(("Tibú > Cúcuta", "X")))
    two = understand(quick(("Yopal > Cúcuta", "Y"), ("Tibú > Cúcuta", "X")))
    assert set(one.tables["cases"]["case_id"]) < set(two.tables["cases"]["case_id"])
    assert set(one.tables["sources"]["source_id"]) < set(two.tables["sources"]["source_id"])


def test_numbers_and_their_exactness_are_read() -> None:
    """At least, about, words and grouped thousands; zero is a number and empty is none."""
    header = "caso;ruta;fuente;víctimas;menores;capturas"
    draft = understand(
        quick(
            ("a", "Tibú > Cúcuta", "X", "al menos 30", "seis", "1.250"),
            ("b", "Tibú > Cúcuta", "X", "unas 10", "", "0"),
            ("c", "Tibú > Cúcuta", "X", "entre 10 y 20", "", ""),
            header=header,
        )
    )
    figures = draft.tables["figures"][["case_id", "measure", "value", "qualifier"]]
    assert [tuple(row) for row in figures.to_numpy()] == [
        ("a", "victims", "30", "at_least"),
        ("a", "minors", "6", "exact"),
        ("a", "arrests", "1250", "exact"),
        ("b", "victims", "10", "about"),
        ("b", "arrests", "0", "exact"),
        ("c", "victims", "entre 10 y 20", "exact"),
    ]


def test_figures_of_several_rows_of_a_case() -> None:
    """The same number of the same source counts once; one that differs stays, not preferred."""
    header = "caso;ruta;fuente;víctimas;nacionalidad"
    draft = understand(
        quick(
            ("a", "Tibú > Cúcuta", "X", "17", "venezolanas"),
            ("a", "Tibú > Caracas", "X", "17", "venezolanas"),
            ("a", "Tibú > Yopal", "Y", "15", "colombianas y venezolanas"),
            header=header,
        )
    )
    figures = draft.tables["figures"]
    assert figures["value"].tolist() == ["17", "15"]
    assert figures["preferred"].tolist() == ["true", "false"]
    assert figures["nationality"].tolist() == ["VEN", "COL;VEN"]


def test_what_rows_of_a_case_say_is_put_together() -> None:
    """Codes add up, the period spans all rows, the strictest handling holds; the rest is told."""
    header = "caso;ruta;fuente;fecha;finalidad;manejo;resumen"
    draft = understand(
        quick(
            ("a", "Tibú > Cúcuta", "X", "15/12/2020", "sexual", "pública", "Uno"),
            ("a", "Tibú > Caracas", "X", "mar 2019", "mendicidad; sexual", "reservada", "Dos"),
            ("a", "Tibú > Yopal", "X", "", "", "", ""),
            header=header,
        )
    )
    (case,) = draft.tables["cases"].to_dict("records")
    assert (case["period_start"], case["period_end"]) == ("2019-03", "2020-12-15")
    assert case["date_precision"] == "month"
    assert case["purposes"] == "sexual;begging"
    assert case["handling"] == "reserved"
    assert case["summary_es"] == "Uno"
    told = [(fault.rule, fault.row) for fault in draft.faults if fault.row]
    assert ("forms.case_stricter", 3) in told
    assert ("forms.case_differs", 3) in told


def test_an_address_alone_names_its_site() -> None:
    """A source that is only a link is not lost."""
    draft = understand(quick(("Tibú > Cúcuta", "https://www.example.org/a?b=1")))
    (source,) = draft.tables["sources"].to_dict("records")
    assert source["publisher"] == source["title"] == "example.org"
    assert source["url"] == "https://www.example.org/a?b=1"


def test_a_route_of_one_place_is_refused_with_its_row() -> None:
    """One place, an empty cell or an empty place between two is no route."""
    draft = understand(quick(("Tibú", "X"), ("", "X"), ("Tibú > > Cúcuta", "X")))
    errors = [fault for fault in draft.faults if fault.severity == "error"]
    assert [(fault.rule, fault.row, fault.column) for fault in errors] == [
        ("forms.route_short", row, "ruta") for row in (2, 3, 4)
    ]
    by_row = draft.tables["stops"].groupby(draft.origin["stops"]["row"])["place_id"]
    assert by_row.apply(lambda places: (places == "").any()).tolist() == [True, True, True]


def test_an_ambiguous_place_is_asked_once_and_answered_once() -> None:
    """A name of several places gives one question; the answer holds for all rows."""
    given = quick(("Arauca > Yopal", "X"), ("Arauca > Tibú", "X"), ("Cúcuta > Zzyzx", "X"))
    draft = understand(given)
    asked = {question.written: question for question in draft.questions}
    assert asked["Arauca"].candidates == ("CO-ARA", "81001")
    assert (asked["Arauca"].count, asked["Arauca"].rows) == (2, (("", 2), ("", 3)))
    assert stops(draft, "place_id")[0] == "Arauca"
    assert asked["Zzyzx"].count == 1
    answers = (("arauca", "81001"), ("Zzyzx", "PAN"))
    answered = understand(given, Options(places=answers))
    assert answered.questions == ()
    assert stops(answered, "place_id") == ["81001", "85001", "81001", "54810", "54001", "PAN"]


def test_places_found_by_name_are_told() -> None:
    """Whoever wrote the name sees which place it was taken for."""
    draft = understand(quick(("Tibú > 54001", "X")))
    (fault,) = [fault for fault in draft.faults if fault.rule == "forms.places_named"]
    assert dict(fault.details)["n"] == "1"
    assert "Norte de Santander" in fault.rule_text(load("es"))


def test_sheets_of_a_workbook_are_one_form() -> None:
    """Two sheets of routes are read together, each row with its own sheet."""
    given = book(
        sheet(("ruta", "fuente"), ("Tibú > Cúcuta", "X"), name="2019"),
        sheet(("route", "source"), ("Tibú > Yopal", "Y"), name="2020"),
        file="x.xlsx",
        kind="xlsx",
    )
    draft = understand(given)
    assert draft.lines["sheet"].tolist() == ["2019", "2020"]
    assert draft.lines["row"].tolist() == [2, 2]
    assert len(draft.tables["cases"]) == 2
