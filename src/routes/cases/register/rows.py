"""Many rows at once, into either database and back, without an object for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any, Final

import numpy as np
import pyarrow as pa
from sqlalchemy import Column, Connection, Select, Table, func, select

from routes.cases.register.content import Content, canonical, slices
from routes.cases.register.schema import CONTENT, DATA, NUMBER, content

_FETCHED: Final = 2_000
_PART: Final = 25  # fetches


def write(
    connection: Connection, entry: int, found: Content, told: Callable[[float], None]
) -> None:
    """Write the content of an entry; `told` is called with the share that is written."""
    total, written = sum(map(len, found.values())), 0
    for name in CONTENT:
        if name not in found:
            continue
        table = content[name]
        first = int(connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0) + 1
        for part in slices(found[name]):
            insert_rows(connection, table, _placed(part, first, entry))
            first += len(part)
            written += len(part)
            told(written / total)


def _placed(part: pa.Table, first: int, entry: int) -> pa.Table:
    number = pa.array(np.arange(first, first + len(part)), NUMBER)
    whose = pa.array(np.full(len(part), entry), NUMBER)
    return part.add_column(0, "id", number).add_column(1, "entry", whose)


def insert_rows(connection: Connection, table: Table, part: pa.Table) -> None:
    """Write rows that have all columns of a table."""
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in part.column_names)
    target = f"{quote(table.name)} ({names})"
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * part.num_columns)
        rows = list(zip(*map(_objects, part.columns), strict=True))
        connection.exec_driver_sql(f"INSERT INTO {target} VALUES ({marks})", rows)
        return
    driver: Any = connection.connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN (FORMAT csv)") as copy:
        copy.write(memoryview(canonical(part)))


def _objects(column: Any) -> list[Any]:
    if column.type == NUMBER and column.null_count:
        return list(column.to_pylist())
    return list(column.to_numpy(zero_copy_only=False).tolist())


def read(connection: Connection, query: Select[Any]) -> Iterator[pa.Table]:
    """Run a query on text and whole numbers and return its rows in parts.

    Raises
    ------
    pyarrow.ArrowInvalid, pyarrow.ArrowTypeError
        If a value is of another type than its column, as in a damaged file.
    """
    schema = _schema(query)
    with closing(_cursor(connection, query)) as cursor:
        batches = []
        # A few thousand rows at a time stay in the processor's cache.
        while rows := cursor.fetchmany(_FETCHED):
            batches.append(pa.record_batch(_columns(rows, schema), schema=schema))
            if len(batches) == _PART:
                yield pa.Table.from_batches(batches).combine_chunks()
                batches = []
        if batches:
            yield pa.Table.from_batches(batches).combine_chunks()


def _cursor(connection: Connection, query: Select[Any]) -> Any:
    """Run a query on the driver itself: millions of rows need no object of SQLAlchemy's each."""
    made = query.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
    driver: Any = connection.connection
    if connection.dialect.name == "sqlite":
        values = tuple(made.params[name] for name in made.positiontup or ())
        return driver.execute(str(made), values)
    cursor = driver.cursor("rows")  # named: the rows stay on the server until they are fetched
    try:
        return cursor.execute(str(made), made.params)
    except BaseException:
        cursor.close()
        raise


def read_all(connection: Connection, query: Select[Any]) -> pa.Table:
    """Run a query as `read` does and return all rows."""
    return pa.concat_tables([_schema(query).empty_table(), *read(connection, query)])


def _schema(query: Select[Any]) -> pa.Schema:
    return pa.schema([(each.name, _type(each)) for each in query.selected_columns])


def _columns(rows: Sequence[Any], schema: pa.Schema) -> list[pa.Array]:
    cells = zip(*rows, strict=True)
    return [pa.array(each, field.type) for each, field in zip(cells, schema, strict=True)]


def _type(column: Any) -> pa.DataType:
    return pa.int64() if column.type.python_type is int else pa.large_string()


def select_content(name: str, *more: Column[Any]) -> Select[Any]:
    """Return a query for the content of a table, in the order in which it was written."""
    table = content[name]
    data = [table.c[field.name] for field in DATA[name]]
    return select(*more, *data).order_by(table.c.id)
