"""Origin × destination: the flows as a table of two ways."""

from __future__ import annotations

import pandas as pd

from routes.flows import Flows


def matrix(flows: Flows) -> pd.DataFrame:
    """Arrange flows by origin (rows) and destination (columns).

    Parameters
    ----------
    flows : Flows
        Flows at one level.

    Returns
    -------
    pandas.DataFrame
        Distinct cases, 0 where there is no flow. Rows and columns are named after the places (with
        the id behind the name where two places share it) and stand in the order of their largest
        flow. Cells must not be added up: a case may stand in several.
    """
    frame = flows.frame
    starts = _labels(frame["from"].tolist(), frame["from_name"].tolist())
    ends = _labels(frame["to"].tolist(), frame["to_name"].tolist())
    table = pd.DataFrame(
        0,
        index=pd.Index(list(starts.values()), dtype="str", name="from"),
        columns=pd.Index(list(ends.values()), dtype="str", name="to"),
        dtype="int64",
    )
    row = {each: place for place, each in enumerate(starts)}
    column = {each: place for place, each in enumerate(ends)}
    cells = table.to_numpy(copy=True)
    cells[frame["from"].map(row).to_list(), frame["to"].map(column).to_list()] = frame["cases"]
    return pd.DataFrame(cells, index=table.index, columns=table.columns)


def _labels(ids: list[str], names: list[str]) -> dict[str, str]:
    """Return a label for each id, in the order of first appearance; no two are the same."""
    name = dict(zip(ids, names, strict=True))
    shared = {each for each in name.values() if list(name.values()).count(each) > 1}
    return {key: f"{each} ({key})" if each in shared else each for key, each in name.items()}
