"""What is to be covered: sets of places with weights, equal ones merged, weak places left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from routes.columns import Ints, Mask


@dataclass(frozen=True, eq=False)
class Instance:
    """Distinct sets of places, each with what it weighs.

    Parameters
    ----------
    passes : scipy.sparse.csr_matrix
        Sets as rows, places as columns; 1 where a place belongs to a set.
    weight : array of int
        Weight of each set.
    """

    passes: Any
    weight: Ints

    @property
    def sites(self) -> int:
        """Number of places."""
        return int(self.passes.shape[1])

    @cached_property
    def by_site(self) -> Any:
        """The places as rows."""
        return self.passes.T.tocsr()

    def gains(self, open_weight: Ints) -> Ints:
        """Return what each place adds, given what the sets still weigh."""
        return np.asarray(self.by_site @ open_weight)

    def covered(self, chosen: Collection[int]) -> Mask:
        """Tell which sets have one of the chosen places."""
        found = np.zeros(len(self.weight), dtype=bool)
        for site in chosen:
            found[self.members(site)] = True
        return found

    def members(self, site: int) -> Ints:
        """Return the sets that a place belongs to."""
        rows = self.by_site
        return np.asarray(rows.indices[rows.indptr[site] : rows.indptr[site + 1]])

    def value(self, chosen: Collection[int]) -> int:
        """Return the weight that the chosen places cover."""
        return int(self.weight[self.covered(chosen)].sum())

    def weighing(self, weight: Ints) -> Instance:
        """Return the same sets with other weights."""
        return Instance(self.passes, weight)

    def only(self, sites: Ints) -> Instance:
        """Return the instance with some of the places, in that order; sets that become equal
        are merged."""
        return merged(self.passes[:, sites].tocsr(), self.weight)[0]


def merged(passes: Any, weight: Ints) -> tuple[Instance, Ints]:
    """Merge equal sets, and leave out empty ones and those without weight.

    Returns
    -------
    (Instance, array of int)
        The instance, and for each row given the set it went to, -1 for none.
    """
    passes.sort_indices()
    ends, members = passes.indptr, passes.indices
    first: dict[bytes, int] = {}
    where = np.full(len(weight), -1, dtype=np.int64)
    for row in np.flatnonzero((np.diff(ends) > 0) & (weight > 0)).tolist():
        key = members[ends[row] : ends[row + 1]].tobytes()
        where[row] = first.setdefault(key, len(first))
    kept = where >= 0
    sums = np.zeros(len(first), dtype=np.int64)
    np.add.at(sums, where[kept], weight[kept])
    some = np.zeros(len(first), dtype=np.int64)
    some[where[kept]] = np.flatnonzero(kept)
    return Instance(passes[some].tocsr(), sums), where


def rows(count: int, sites: int, row: Ints, site: Ints) -> Any:
    """Return pairs of row and place, each counted once, as a sparse matrix."""
    matrix = sparse.csr_matrix((np.ones(len(row), dtype=np.int64), (row, site)), (count, sites))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def undominated(instance: Instance) -> Ints:
    """Return the places whose sets are not all those of another place; of equal ones the first."""
    shared = (instance.by_site @ instance.passes).tocoo()
    size = np.diff(instance.by_site.indptr)
    one, other = shared.row, shared.col
    inside = (shared.data == size[one]) & (one != other)
    beaten = inside & ((size[other] > size[one]) | (other < one))
    keep = size > 0
    keep[one[beaten]] = False
    return np.flatnonzero(keep)


def components(instance: Instance) -> list[Ints]:
    """Return the places in groups that no set joins, in a defined order."""
    count, label = csgraph.connected_components(instance.by_site @ instance.passes, directed=False)
    return [np.flatnonzero(label == each) for each in range(count)]


def alike(instance: Instance) -> list[tuple[int, ...]]:
    """Return for each place those that belong to exactly the same sets, itself among them."""
    groups: dict[bytes, list[int]] = {}
    keys = [np.sort(instance.members(site)).tobytes() for site in range(instance.sites)]
    for site, key in enumerate(keys):
        groups.setdefault(key, []).append(site)
    return [tuple(groups[key]) for key in keys]
