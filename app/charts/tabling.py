"""Distributions as tables: the shares of futures in bins, or the points of S-curves side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.charts.shares import Array, bin_edges, histogram
from app.charts.table import Table, cell

_POINTS = 201  # of an S-curve; every half per cent


def points_of(quantiles: Array) -> tuple[Array, Array]:
    """Values of an S-curve, and the share of futures of at most each; what has not come about is left out."""
    whole = np.asarray(quantiles, dtype=np.float64)
    upto = np.linspace(0.0, 1.0, len(whole))
    take = np.linspace(0, len(whole) - 1, min(_POINTS, len(whole))).round().astype(np.int64)
    finite = take[np.isfinite(whole[take])]
    return whole[finite], upto[finite]


def table_of_curves(names: Sequence[str], curves: Sequence[tuple[Array, Array]], side: str) -> Table:
    """Two columns for each curve: its values, and the chance of each."""
    header: list[str] = []
    columns: list[Array] = []
    for name, curve in zip(names, curves, strict=True):
        header += [name, f"chance of {side}: {name}"]
        columns += curve
    longest = max((len(column) for column in columns), default=0)
    rows = tuple(
        tuple(cell(float(column[row])) if row < len(column) else None for column in columns) for row in range(longest)
    )
    return Table(tuple(header), rows)


def table_of_bins(names: Sequence[str], quantiles: Sequence[Array], bins: int) -> Table:
    """A row for each bin, a column for each distribution."""
    edges = bin_edges(list(quantiles), bins)
    shares = [histogram(one, edges) for one in quantiles] if edges.size else []
    rows = tuple(
        (cell(float(edges[row])), cell(float(edges[row + 1])), *(cell(float(one[row])) for one in shares))
        for row in range(max(len(edges) - 1, 0))
    )
    return Table(("from", "to", *(f"share of futures: {name}" for name in names)), rows)
