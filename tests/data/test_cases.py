"""The public cases: what they say, and above all what they do not say."""

import re

import pandas as pd
import pytest

from geo.places import places
from routes.cases import bundled
from routes.cases.codes import TOTALLED
from routes.evidence import CaseEvidence, evidence

RELEASE = "fiscalia-2020-12-15"
CASES = [
    "jade",
    "nemesis",
    "guangzhou-2020",
    "alzate",
    "guangzhou-hong-kong-2017",
    "pereira-uraba-meta-2021",
    "cucuta-panama-2021",
    "penumbra-2018",
    "la-dorada-trinidad",
    "bogota-peru-2025",
    "santo-domingo-venues",
    "cattleya-2022",
    "manoguayabo",
    "medellin-2025",
    "korea-2024",
    "leticia-2016",
    "guainia-2020",
    "puerto-carreno-2025",
    "risaralda-panama-honduras",
]


def case(case_id: str) -> CaseEvidence:
    (found,) = evidence(bundled(), [case_id], lang="en")
    return found


def legs(case_id: str, source: str | None = None) -> set[tuple[str, str]]:
    return {
        (leg.origin.id, leg.destination.id)
        for route in case(case_id).routes
        for leg in route.legs
        if source is None or {ref.id for ref in leg.sources} == {source}
    }


def all_legs() -> pd.DataFrame:
    rows = [
        (item.case_id, leg.origin.id, leg.destination.id, ref.id, leg.evidence)
        for item in evidence(bundled(), bundled().cases["case_id"], lang="en")
        for route in item.routes
        for leg in route.legs
        for ref in leg.sources
    ]
    return pd.DataFrame(rows, columns=["case", "from", "to", "source", "evidence"])


def figure(case_id: str, measure: str) -> list[tuple[int, str, str, bool]]:
    return [
        (reading.value, reading.qualifier, reading.source.id, reading.preferred)
        for group in case(case_id).figures
        if group.measure == measure
        for reading in group.readings
    ]


def test_there_are_nineteen_cases_and_one_statement() -> None:
    kinds = bundled().cases.set_index("case_id")["kind"]
    assert list(kinds[kinds != "statement"].index) == CASES
    assert list(kinds[kinds == "statement"].index) == ["fiscalia-2020-group"]


def test_the_release_adds_up_to_its_own_totals() -> None:
    """4 structures, 22 arrests, 17 victims of whom 6 minors, 7 assets, COP 1,500 million."""
    tables = bundled()
    counted = tables.cases.loc[tables.cases["kind"] != "statement", "case_id"]
    figures = tables.figures
    release = figures[(figures["source_id"] == RELEASE) & figures["preferred"]]
    release = release[release["case_id"].isin(counted)]
    assert release["case_id"].nunique() == 4
    sums = release.groupby("measure")["value"].sum()
    expected = [22, 17, 6, 7, 1_500_000_000]
    assert [sums[measure] for measure in TOTALLED] == expected


def test_the_statement_repeats_the_totals_and_prefers_none() -> None:
    statement = bundled().figures.query("case_id == 'fiscalia-2020-group'")
    assert not statement["preferred"].any()
    stated = statement.set_index("measure")["value"]
    assert stated["structures"] == 4
    expected = [22, 17, 6, 7, 1_500_000_000]
    assert [stated[measure] for measure in TOTALLED] == expected


def test_nemesis_keeps_both_readings() -> None:
    """17 victims and 6 minors against 15 and 4: the release is preferred, both stay."""
    report = "elheraldo-2020-12-10"
    assert figure("nemesis", "victims") == [
        (17, "exact", RELEASE, True),
        (15, "exact", report, False),
    ]
    assert figure("nemesis", "minors") == [
        (6, "exact", RELEASE, True),
        (4, "exact", report, False),
    ]
    assert figure("nemesis", "women") == [(11, "exact", RELEASE, True)]
    conflicts = {group.measure for group in case("nemesis").figures if group.conflict}
    assert conflicts == {"victims", "minors"}


def test_jade_has_seven_assets_of_three_kinds() -> None:
    parts = [figure("jade", kind)[0][0] for kind in ("properties", "businesses", "vehicles")]
    assert parts == [3, 2, 2]
    assert figure("jade", "assets")[0][0] == sum(parts) == 7
    assert figure("jade", "asset_value_cop")[0][0] == 1_500_000_000


def test_the_release_draws_six_legs_and_no_more() -> None:
    assert legs("jade", RELEASE) == {("CO-SAN", "CHN"), ("CO-ANT", "CHN"), ("COL", "CHN")}
    assert legs("guangzhou-2020", RELEASE) == {
        ("REG-EJE-CAFETERO", "GN1809858"),
        ("CO-VAC", "GN1809858"),
        ("CO-ANT", "GN1809858"),
    }
    assert legs("nemesis", RELEASE) == legs("alzate") == legs("fiscalia-2020-group") == set()
    drawn = all_legs()
    assert len(drawn[drawn["source"] == RELEASE]) == 6


def test_no_leg_leaves_arauca_or_norte_de_santander_for_china() -> None:
    drawn = all_legs()
    border = drawn[
        drawn["from"].map(lambda place: place in FOCUS or places()[place].parent in FOCUS)
    ]
    assert set(zip(border["from"], border["to"], strict=True)) == {
        ("CO-ARA", "85001"),
        ("54001", "PAN"),
        ("54001", "11001"),
        ("54001", "VE-R"),
    }


FOCUS = ("CO-ARA", "CO-NSA")


def test_mexico_and_argentina_are_no_stops() -> None:
    """They are partners of the release; where another source names Mexico, the case says so."""
    stops = bundled().stops["place_id"]
    countries = {places()[place].country for place in stops}
    assert not {"MEX", "ARG"} & countries
    assert "Mexico" in case("medellin-2025").summary


def test_the_second_source_of_jade_gives_the_way_by_air() -> None:
    (route,) = [
        route for route in case("jade").routes if route.stops[0].source.id == "trust-2020-09-08"
    ]
    transit = [(stop.place.name, stop.mode) for stop in route.stops if stop.role == "transit"]
    assert transit == [("Madrid", "air"), ("Amsterdam", "air"), ("Beijing", "air")]
    assert [stop.place.id for stop in route.stops][::4] == ["COL", "CN-GD"]


@pytest.mark.parametrize(
    ("case_id", "source"),
    [("jade", "trust-2020-09-08"), ("nemesis", "elheraldo-2020-12-10")],
)
def test_second_sources_are_joined_by_inference_and_say_so(case_id: str, source: str) -> None:
    found = case(case_id)
    assert {ref.id for ref in found.sources if ref.identity_inferred} == {source}
    assert found.identity_note


def test_the_group_of_four_only_mentions_its_countries() -> None:
    statement = case("fiscalia-2020-group")
    assert not statement.counted
    stops = [stop for route in statement.routes for stop in route.stops]
    assert {stop.evidence for stop in stops} == {"mentioned"}
    assert {stop.role for stop in stops} == {""}
    assert {stop.place.id for stop in stops} == {
        *("ECU", "PAN", "DOM", "PER", "VEN", "REG-FRONTERA-VEN"),
        *FOCUS,
    }


def test_two_lines_of_the_border_stand_on_their_sources() -> None:
    assert legs("nemesis", "elheraldo-2020-12-10") == {("CO-ARA", "85001")}
    assert legs("cucuta-panama-2021", "interpol-2021-08-23") == {("54001", "PAN")}


@pytest.mark.parametrize("case_id", ["alzate", "guainia-2020"])
def test_cases_without_movement_have_no_leg(case_id: str) -> None:
    assert legs(case_id) == set()
    assert case(case_id).routes


def test_places_of_arrest_and_of_assets_are_no_stops_by_themselves() -> None:
    """Cundinamarca, Valle and Quindío saw arrests in Jade; none of them is on its routes."""
    found = case("jade")
    events = {event.place.id for event in found.events}
    stops = {stop.place.id for route in found.routes for stop in route.stops}
    assert {"CO-CUN", "CO-VAC", "CO-QUI", "68001", "11001"} <= events - stops
    assert "GN3117735" not in {
        stop.place.id for route in case("guangzhou-hong-kong-2017").routes for stop in route.stops
    }


def test_the_raid_around_penumbra_is_not_its_arrests() -> None:
    assert figure("penumbra-2018", "arrests") == []
    assert figure("penumbra-2018", "arrests_wider_raid")[0][0] == 144


@pytest.mark.parametrize(
    ("case_id", "measure", "value", "qualifier"),
    [
        ("jade", "victims", 30, "at_least"),
        ("jade", "debt_usd", 14_000, "exact"),
        ("guangzhou-hong-kong-2017", "victims", 150, "about"),
        ("guangzhou-hong-kong-2017", "debt_usd", 25_000, "exact"),
        ("pereira-uraba-meta-2021", "debt_usd", 20_000, "exact"),
        ("bogota-peru-2025", "debt_usd", 5_000, "at_least"),
        ("manoguayabo", "debt_usd", 3_500, "exact"),
        ("risaralda-panama-honduras", "debt_usd", 5_000, "about"),
        ("cattleya-2022", "victims", 80, "at_least"),
        ("medellin-2025", "victims", 10, "at_least"),
        ("guainia-2020", "minors", 40, "about"),
        ("risaralda-panama-honduras", "victims", 30, "at_least"),
    ],
)
def test_qualifiers_and_debts_are_kept(
    case_id: str, measure: str, value: int, qualifier: str
) -> None:
    assert figure(case_id, measure)[0][:2] == (value, qualifier)


@pytest.mark.parametrize(
    ("case_id", "arrests"),
    [
        ("guangzhou-hong-kong-2017", 9),
        ("pereira-uraba-meta-2021", 5),
        ("cucuta-panama-2021", 6),
        ("la-dorada-trinidad", 3),
        ("bogota-peru-2025", 9),
        ("santo-domingo-venues", 5),
        ("manoguayabo", 4),
        ("medellin-2025", 2),
        ("korea-2024", 2),
        ("leticia-2016", 12),
        ("guainia-2020", 18),
        ("puerto-carreno-2025", 3),
        ("risaralda-panama-honduras", 11),
    ],
)
def test_arrests_are_as_reported(case_id: str, arrests: int) -> None:
    assert figure(case_id, "arrests")[0][0] == arrests


def test_every_inference_gives_its_reason_in_both_languages() -> None:
    stops = bundled().stops
    inferred = stops[stops["evidence"] == "inferred"]
    assert not inferred.empty
    assert (inferred[["note_es", "note_en"]] != "").all(axis=None)


def test_nothing_is_graded_better_than_the_rule_allows() -> None:
    """No stop is confirmed (1); what is inferred or joined by inference is at best 3."""
    tables = bundled()
    stops = tables.stops.merge(tables.cases[["case_id", "identity_inferred"]], on="case_id")
    stops = stops.merge(tables.sources[["source_id", "published_on"]], on="source_id")
    assert (stops["credibility"] >= 2).all()
    weak = (
        (stops["evidence"] == "inferred")
        | (stops["source_id"] == stops["identity_inferred"])
        | (stops["published_on"] == "")
    )
    assert (stops.loc[weak, "credibility"] == 3).all()


def test_everyone_is_presumed_innocent() -> None:
    cases = bundled().cases
    assert set(cases["status"]) == {"alleged"}
    assert set(cases["handling"]) == {"public"}
    for text in [*cases["summary_es"], *cases["summary_en"]]:
        assert not re.search(r"criminales|criminals|alias|culpable|guilty", text), text


def test_both_languages_say_the_same_numbers() -> None:
    """Each summary and note has its translation, and the numbers in digits agree."""

    def numbers(text: str) -> list[str]:
        return sorted(re.sub(r"[.,]", "", found) for found in re.findall(r"\d[\d.,]*\d|\d", text))

    for table, names in (
        ("cases", ("summary", "note", "identity_note")),
        ("stops", ("note",)),
        ("events", ("note",)),
        ("figures", ("note",)),
    ):
        frame = bundled().table(table)
        for name in names:
            for es, en in zip(frame[f"{name}_es"], frame[f"{name}_en"], strict=True):
                assert bool(es) == bool(en)
                assert numbers(es) == numbers(en), (es, en)


def test_every_source_supports_something() -> None:
    tables = bundled()
    used = set(tables.stops["source_id"]) | set(tables.events["source_id"])
    used |= set(tables.figures["source_id"])
    assert used == set(tables.sources["source_id"])


def test_santander_is_not_norte_de_santander() -> None:
    assert legs("jade", RELEASE) & {("CO-SAN", "CHN")}
    assert "CO-NSA" not in {stop.place.id for route in case("jade").routes for stop in route.stops}
