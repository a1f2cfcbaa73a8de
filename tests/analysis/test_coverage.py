"""Maximum coverage: exact, with its alternatives, and without claiming more than is documented."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from benchmarks import coverage as benchmark
from routes.analysis.coverage import (
    NEAR,
    CancelledError,
    behind,
    coverage,
    displacement,
    solving,
    stability,
    weaker,
)
from routes.analysis.coverage.instance import Instance, alike, merged, rows
from routes.analysis.coverage.near import near
from routes.analysis.coverage.solving import greedy, solve
from routes.cases import bundled
from routes.query import RouteQuery
from routes.selection import select
from routes.store import Store, store
from tests.made_up import made_up, route

ALL = RouteQuery()


def some_instance(seed: int) -> tuple[Instance, int]:
    """Draw up to 14 places, up to 40 routes, and a k of up to 4."""
    lot = np.random.default_rng(seed)
    sites, sets = int(lot.integers(1, 15)), int(lot.integers(1, 41))
    likely = lot.random(sites) ** 2 * lot.choice([0.2, 0.5])
    row, site = np.nonzero(lot.random((sets, sites)) < likely)
    weight = lot.integers(1, 5, size=sets)
    return merged(rows(sets, sites, row, site), weight)[0], int(lot.integers(1, 5))


def by_brute_force(instance: Instance, k: int) -> dict[tuple[int, ...], int]:
    """Return what every choice of at most k places covers."""
    has = instance.passes.toarray() > 0
    return {
        some: int(instance.weight[has[:, list(some)].any(axis=1)].sum())
        for size in range(k + 1)
        for some in combinations(range(instance.sites), size)
    }


@pytest.mark.parametrize("block", range(4))
def test_the_choice_is_the_best_of_all(block: int) -> None:
    """On 200 instances HiGHS covers as much as the best of every choice there is."""
    for seed in range(block * 50, block * 50 + 50):
        instance, k = some_instance(seed)
        chosen, value, bound = solve(instance, k)
        assert value == bound == max(by_brute_force(instance, k).values()), seed
        assert instance.value(chosen) == value, seed
        assert len(chosen) <= k, seed


@pytest.mark.parametrize("block", range(4))
def test_no_choice_near_the_best_is_left_out(block: int) -> None:
    """On 200 instances the alternatives are those that brute force finds, in the same order."""
    for seed in range(block * 50, block * 50 + 50):
        instance, k = some_instance(seed)
        every = by_brute_force(instance, k)
        best = max(every.values())
        wanted = [
            (some, value)
            for some, value in every.items()
            if best
            and value * 100 >= best * NEAR
            and all(every[tuple(e for e in some if e != out)] < value for out in some)
        ]
        wanted.sort(key=lambda each: (-each[1], len(each[0]), each[0]))
        found, all_of_them = near(instance, k, best)
        assert all_of_them == (len(wanted) <= 200), seed
        assert found == wanted[:200] or not all_of_them, seed


def test_the_integer_model_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where trying every choice is too much, the model with one variable a route is as exact."""
    monkeypatch.setattr(solving, "_FEW", -1)
    monkeypatch.setattr(solving, "_ROUNDS", 1)
    for seed in range(200, 230):
        instance, k = some_instance(seed)
        _, value, bound = solve(instance, k)
        assert value == bound == max(by_brute_force(instance, k).values()), seed


def test_greedy_keeps_its_promise() -> None:
    """Taking the best place each time covers at least 1 − 1/e of the best, and sometimes less
    than the best."""
    shares = []
    for seed in range(200):
        instance, k = some_instance(seed)
        best = solve(instance, k)[1]
        if best:
            shares.append(instance.value(greedy(instance, k)) / best)
    assert 1 - 1 / np.e <= min(shares) < 1


def test_places_on_the_same_routes_are_alike() -> None:
    """Two places that cover exactly the same are told as interchangeable."""
    matrix = rows(3, 3, np.array([0, 0, 1, 2, 2]), np.array([0, 1, 2, 0, 1]))
    instance, _ = merged(matrix, np.array([1, 1, 1]))
    assert alike(instance) == [(0, 1), (0, 1), (2,)]


CROSSING = {"role": ("recruitment", "crossing", "exploitation")}


def office() -> Store:
    """Three routes through Páez, two of one case; one through Bolívar; one through both."""
    cases = [{"case_id": each, "period_start": "2020"} for each in "abcdefgh"]
    cases.append({"case_id": "said", "kind": "statement"})
    stops = [
        *route("a", "81001", "VE-PAEZ", "VEN", **CROSSING),
        *route("a", "CO-ANT", "VE-PAEZ", "VEN", no=2, **CROSSING),
        *route("b", "81001", "VE-PAEZ", "VEN", evidence=("inferred",) * 3, **CROSSING),
        *route("c", "54001", "VE-BOLIVAR", "VEN", **CROSSING),
        *route("d", "05001", "CHN"),
        *route("e", "05001", "11001"),
        *route("f", "05001"),
        *route("g", "PAN", evidence="mentioned"),
        *route("h", "05001", "CO-NSA", "VEN", **CROSSING),
        *route("said", "81001", "VE-PAEZ", "VEN", **CROSSING),
    ]
    figures = [
        {"case_id": "a", "measure": "victims", "value": 2},
        {"case_id": "c", "measure": "victims", "value": 10},
    ]
    return store(made_up(cases, stops, figures=figures))


def test_a_case_counts_once() -> None:
    """Two routes of one case through a crossing are one case and two routes."""
    columns = office()
    by_case = coverage(columns, ALL, k=1, weight="cases")
    by_route = coverage(columns, ALL, k=1, weight="routes")
    assert (by_case.chosen, by_case.value, by_case.total) == (("VE-PAEZ",), 2, 8)
    assert (by_route.chosen, by_route.value, by_route.total) == (("VE-PAEZ",), 3, 9)


def test_a_missing_figure_is_no_zero() -> None:
    """By victims the crossing of the larger case wins, and cases without a figure are named."""
    found = coverage(office(), ALL, k=1, weight="victims")
    assert (found.chosen, found.value, found.total) == (("VE-BOLIVAR",), 10, 12)
    assert found.without_figure == tuple("bdefgh")


def test_every_route_is_accounted_for() -> None:
    """Each route is covered, passes a place not chosen, or has its reason for passing none."""
    found = coverage(office(), ALL, k=1)
    reasons = {gap.reason: gap.routes for gap in found.gaps}
    assert reasons == {
        "unknown": (("d", 1),),
        "inside": (("e", 1),),
        "single": (("f", 1),),
        "mentioned": (("g", 1),),
        "wide": (("h", 1),),
    }
    unpassed = sum(map(len, reasons.values()))
    assert found.covered_routes + len(found.passed) + unpassed == found.routes == 9


def test_every_number_has_its_cases() -> None:
    """What is covered, on every route or by another choice, and what passes another place, can be
    named, and as many are named as were counted."""
    columns = office()
    found = coverage(columns, ALL, k=1)
    assert found.whole_ids == ("a", "b")
    assert found.passed == (("c", 1),)
    assert found.no_route == ()
    choices = [("VE-PAEZ",), ("VE-BOLIVAR",), ("VE-PAEZ", "VE-BOLIVAR"), ()]
    assert behind(columns, ALL, choices) == [("a", "b"), ("c",), ("a", "b", "c"), ()]
    inferred, _ = weaker(columns, ALL, k=1)
    assert (inferred.chosen, inferred.case_ids) == (("VE-BOLIVAR",), ("c",))


def test_a_place_that_adds_nothing_is_not_chosen() -> None:
    """Of six places asked for, only those that add something are chosen; their gains add up."""
    found = coverage(office(), ALL, k=6)
    assert found.chosen == ("VE-PAEZ", "VE-BOLIVAR")
    assert [pick.gain for pick in found.picks] == [2, 1]
    assert sum(pick.gain for pick in found.picks) == found.value == found.coverable


def test_without_inferred_legs_only_what_is_stated_counts() -> None:
    """The case whose route is inferred no longer counts for its crossing."""
    inferred, low = weaker(office(), ALL, k=1)
    assert (inferred.left_out, inferred.value, inferred.coverable) == ("inferred", 1, 2)
    assert (low.chosen, low.value) == (("VE-PAEZ",), 2)


def test_a_choice_that_is_still_as_good_stays() -> None:
    """Without inferred legs both bridges cover one case: what was chosen before does not change."""
    inferred, _ = weaker(office(), ALL, k=1, chosen=("VE-PAEZ",))
    assert (inferred.chosen, inferred.case_ids) == (("VE-PAEZ",), ("a",))


def test_the_same_seed_draws_the_same_cases() -> None:
    """The bootstrap is repeatable, tells its progress, and counts within the resamples."""
    columns, steps = office(), list[tuple[int, int]]()
    ask = {"k": 1, "chosen": ("VE-PAEZ",), "resamples": 20}
    first = stability(columns, ALL, **ask, told=lambda *step: steps.append(step))
    again = stability(columns, ALL, **ask)
    assert first == again
    assert steps == [(n, 20) for n in range(1, 21)]
    assert 10 < first.times("VE-PAEZ") <= 20
    assert sum(share.times for share in first.shares) <= 20


def test_a_certain_choice_is_always_the_same() -> None:
    """Where all cases pass one crossing, every resample chooses it."""
    cases = [{"case_id": each} for each in "abc"]
    stops = [row for each in "abc" for row in route(each, "81001", "VE-PAEZ", "VEN", **CROSSING)]
    found = stability(store(made_up(cases, stops)), ALL, k=2, chosen=("VE-PAEZ",), resamples=10)
    assert (found.same, found.times("VE-PAEZ")) == (10, 10)


def test_the_bootstrap_stops_when_told_to() -> None:
    """Nothing is drawn any more once it is cancelled."""
    done: list[int] = []
    with pytest.raises(CancelledError):
        stability(
            office(),
            ALL,
            k=1,
            chosen=(),
            told=lambda step, of: done.append(step),
            cancelled=lambda: len(done) >= 3,
        )
    assert done == [1, 2, 3]


def test_routes_move_only_to_what_was_open() -> None:
    """The Girardot bridge, opened in 2023, takes no route of 2020 but one of 2024."""
    cases = [
        {"case_id": "old", "period_start": "2020"},
        {"case_id": "new", "period_start": "2024"},
        {"case_id": "undated"},
    ]
    stops = [
        row
        for each in ("old", "new", "undated")
        for row in route(each, "54001", "VE-BOLIVAR", "VEN", **CROSSING)
    ]
    columns = store(made_up(cases, stops))
    (moved,) = displacement(columns, ALL, coverage(columns, ALL, k=1))
    by_id = {each.crossing.id: each for each in moved.elsewhere}
    assert by_id["VE-GIRARDOT"].routes == 2
    assert set(by_id["VE-GIRARDOT"].case_ids) == {"new", "undated"}
    assert by_id["VE-FPS"].routes == moved.movable == moved.routes == 3
    assert set(by_id["VE-FPS"].case_ids) == set(moved.case_ids) == {"old", "new", "undated"}
    assert all(each.crossing.verified and each.km <= 100 for each in moved.elsewhere)
    assert not {"VE-TIBU", "VE-I-JUANFRIO", "AIR-CUC"} & set(by_id)


def test_what_is_counted_is_what_the_cases_show() -> None:
    """The cases of a chosen place are those that the filter on that place finds."""
    columns = store(bundled())
    for pick in coverage(columns, ALL, k=6).picks:
        name = "crossing" if pick.site.crossing else "via"
        asked, _ = RouteQuery.from_params({name: pick.site.id})
        found = select(columns, asked).cases
        assert found is not None
        assert pick.cases == int(found.sum())


def test_no_crossing_of_the_public_cases_is_known() -> None:
    """No source of the public cases says where a border was crossed, and none is asserted."""
    found = coverage(store(bundled()), ALL, offered="crossings")
    assert (found.value, found.picks, found.near) == (0, (), ())
    assert sum(len(gap.routes) for gap in found.gaps) == found.routes


@pytest.mark.parametrize("k", [0, 7])
def test_a_number_out_of_range_is_refused(k: int) -> None:
    """One to six places may be asked for."""
    with pytest.raises(ValueError, match=rf"{k}.*1 to 6"):
        coverage(store(bundled()), ALL, k=k)


@pytest.mark.parametrize("setting", benchmark.SETTINGS, ids=lambda each: each.name)
def test_the_ways_that_are_compared_agree(setting: benchmark.Setting) -> None:
    """What the benchmark times is the same answer each time, and greedy keeps its promise."""
    found = benchmark.measure(setting, sites=9, routes=400, slow=True)
    assert found["ours_proven"]
    assert found["textbook_proven"]
    assert 1 - 1 / np.e <= found["greedy_share"] <= 1
    results = {"sites": 9, "routes": 400, "settings": [found]}
    table = benchmark.markdown(results, about="m").splitlines()[4:7]
    assert table[2].startswith(f"| {setting.name} | {found['rows']:,} | **")
    assert len({row.count("|") for row in table}) == 1


def test_fifty_thousand_routes_are_solved_for_sure() -> None:
    """Fifty crossings and 50,000 routes, one by one or in cases: the choice is proven best."""
    for setting in benchmark.SETTINGS[:4]:
        found = benchmark.measure(setting, sites=50, routes=50_000, slow=False)
        assert found["ours_proven"], setting.name
