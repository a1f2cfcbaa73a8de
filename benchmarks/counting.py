"""Part (b): from a query to flows with their distinct cases, ours and the usual ways.

The peers get a table of legs made beforehand, one row a leg with the attributes of its case, and
only count: distinct cases for each origin and destination. Ours also says names, evidence,
periods, modes and sources of every flow. All must count the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq

from benchmarks.legs import KEYS, legs, typed
from benchmarks.lines import made_up
from benchmarks.timing import clock, rounds
from routes.cases import Tables
from routes.flows import Store, flows
from routes.query import RouteQuery
from routes.snapshot.asking import LegsDatabase
from routes.snapshot.legs_table import legs_table

Counts = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Question:
    """What is asked, in our terms and as limits on the columns of the legs."""

    name: str
    query: RouteQuery
    years: tuple[int, int] | None = None
    mode: str | None = None
    evidence: str | None = None


QUESTIONS = (
    Question("everything", RouteQuery()),
    Question("years 2016:2020", RouteQuery(years=(2016, 2020)), years=(2016, 2020)),
    Question(
        "by land, stated",
        RouteQuery(mode=("land",), evidence=("stated",)),
        mode="land",
        evidence="stated",
    ),
)


class Pandas:
    """The obvious way: a mask, then ``groupby`` and ``nunique``."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table

    def ask(self, question: Question) -> pd.Series[int]:
        """Count distinct cases by origin and destination."""
        table = self.table
        keep = pd.Series(True, index=table.index)
        if question.years:
            keep &= (table["first"] <= question.years[1]) & (table["last"] >= question.years[0])
        if question.mode:
            keep &= table["mode"] == question.mode
        if question.evidence:
            keep &= table["evidence"] == question.evidence
        return table[keep].groupby(KEYS, observed=True)["case_id"].nunique()

    def counts(self, answer: pd.Series[int]) -> Counts:
        """Return an answer in the form in which all are compared."""
        return {(str(start), str(end)): int(n) for (start, end), n in answer.items()}


class Polars:
    """A lazy query: a filter, then ``group_by`` and ``n_unique``."""

    def __init__(self, table: pd.DataFrame) -> None:
        import polars  # only the benchmarks need it, the tests of this module do not

        self.col = polars.col
        self.table = polars.from_pandas(table)

    def ask(self, question: Question) -> Any:
        """Count distinct cases by origin and destination."""
        query, col = self.table.lazy(), self.col
        if question.years:
            query = query.filter(
                col("first") <= question.years[1], col("last") >= question.years[0]
            )
        if question.mode:
            query = query.filter(col("mode") == question.mode)
        if question.evidence:
            query = query.filter(col("evidence") == question.evidence)
        return query.group_by(KEYS).agg(col("case_id").n_unique()).collect()

    def counts(self, answer: Any) -> Counts:
        """Return an answer in the form in which all are compared."""
        return {(start, end): n for start, end, n in answer.iter_rows()}


class DuckDB:
    """A table in memory and ``count(DISTINCT …)``."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.database = duckdb.connect()
        self.database.register("given", table)
        self.database.execute("CREATE TABLE legs AS SELECT * FROM given")
        self.database.unregister("given")

    def ask(self, question: Question) -> list[tuple[str, str, int]]:
        """Count distinct cases by origin and destination."""
        limits, values = ["true"], list[Any]()
        if question.years:
            limits.append('"first" <= ? AND "last" >= ?')
            values += [question.years[1], question.years[0]]
        for column in ("mode", "evidence"):
            wanted = getattr(question, column)
            if wanted:
                limits.append(f"{column} = ?")
                values.append(wanted)
        sql = (
            'SELECT start, "end", count(DISTINCT case_id) FROM legs '
            f"WHERE {' AND '.join(limits)} GROUP BY ALL"
        )
        return self.database.execute(sql, values).fetchall()

    def counts(self, answer: list[tuple[str, str, int]]) -> Counts:
        """Return an answer in the form in which all are compared."""
        return {(start, end): n for start, end, n in answer}


class Expression:
    """Our expression on the Parquet file of a snapshot, asked by DuckDB where it lies."""

    def __init__(self, tables: Tables, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(legs_table(Store(tables)), path, compression="zstd", row_group_size=65_536)
        self.database = LegsDatabase(path)

    def ask(self, question: Question) -> pd.DataFrame:
        """Find the flows."""
        return self.database.flows(question.query)

    def counts(self, answer: pd.DataFrame) -> Counts:
        """Return an answer in the form in which all are compared."""
        return _by_ends(answer)


class Ours:
    """`routes.flows.flows` on the columns of the store."""

    def __init__(self, tables: Tables) -> None:
        self.store = Store(tables)

    def ask(self, question: Question) -> pd.DataFrame:
        """Find the flows."""
        return flows(self.store, question.query).frame

    def counts(self, answer: pd.DataFrame) -> Counts:
        """Return an answer in the form in which all are compared."""
        return _by_ends(answer)


def _by_ends(answer: pd.DataFrame) -> Counts:
    ends = zip(answer["from"], answer["to"], strict=True)
    return dict(zip(ends, answer["cases"], strict=True))


def makers(tables: Tables, work: Path) -> dict[str, Callable[[], Any]]:
    """Return how each contender is made, by name; the peers share one table of legs."""
    table = legs(tables)
    narrow = typed(table)
    return {
        "ours": lambda: Ours(tables),
        "ours, Ibis on Parquet": lambda: Expression(tables, work / "legs.parquet"),
        "pandas groupby, text": lambda: Pandas(table),
        "pandas groupby, categories": lambda: Pandas(narrow),
        "polars": lambda: Polars(narrow),
        "DuckDB": lambda: DuckDB(narrow),
    }


def measure(
    tables: Tables, *, repetitions: int, work: Path, told: Callable[[str], None]
) -> dict[str, Any]:
    """Ask every question of every contender, and check that all count the same.

    Returns
    -------
    dict
        ``legs`` and ``flows``, how many there are; ``contenders``: by name ``prepare_s``, and by
        question the list of seconds.

    Raises
    ------
    ValueError
        If two contenders disagree.
    """
    told("preparing the tables of legs")
    ready = {name: clock(make) for name, make in makers(tables, work).items()}
    contenders = {name: contender for name, (contender, _) in ready.items()}
    found: dict[str, Any] = {name: {"prepare_s": seconds} for name, (_, seconds) in ready.items()}
    for question in QUESTIONS:
        told(f"asking for {question.name}")
        agree(question, contenders)
        asked = {name: _asking(each, question) for name, each in contenders.items()}
        for name, values in rounds(asked, repetitions=repetitions).items():
            found[name][question.name] = values["seconds"]
    pairs = len(contenders["ours"].ask(QUESTIONS[0]))
    return {
        "legs": len(contenders["pandas groupby, text"].table),
        "flows": pairs,
        "contenders": found,
    }


def agree(question: Question, contenders: Mapping[str, Any]) -> None:
    """Check that all contenders count the same.

    Raises
    ------
    ValueError
        If two disagree.
    """
    answers = {name: each.counts(each.ask(question)) for name, each in contenders.items()}
    (first, expected), *others = answers.items()
    for name, counts in others:
        if counts != expected:
            differing = set(counts.items()) ^ set(expected.items())
            raise ValueError(
                f"{name} and {first} disagree on '{question.name}' in {len(differing)} flows, "
                f"such as {sorted(differing)[0]}."
            )


def measure_all(
    sizes: Sequence[int], *, repetitions: int, work: Path, told: Callable[[str], None]
) -> dict[str, Any]:
    """Measure on made-up tables of each number of cases.

    Returns
    -------
    dict
        By size: what `measure` returns.
    """
    found: dict[str, Any] = {}
    for size in sizes:
        told(f"making up {size} cases")
        tables = made_up(work / f"cases-{size}", cases=size)
        found[str(size)] = measure(tables, repetitions=repetitions, work=work, told=told)
    return found


def _asking(contender: Any, question: Question) -> Callable[[], Mapping[str, float]]:
    return lambda: {"seconds": clock(lambda: contender.ask(question))[1]}
