"""``docs/benchmarks.md`` and its picture, from what the benchmarks found: ``python -m tests.benchmarks.page``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tests.benchmarks.measured import ROOT, Curve, Findings, Row, load
from tests.benchmarks.projection import NETWORK, Crowd, projected

PAGE = ROOT / "docs" / "benchmarks.md"
PICTURE = ROOT / "docs" / "pictures" / "benchmarks-scaling.svg"

CROWDS = (
    Crowd("one core", 1),
    Crowd("2 cores", 2),
    Crowd("16 cores", 16),
    Crowd("100 machines of 2 cores", 200, NETWORK),
    Crowd("100 machines of 16 cores", 1600, NETWORK),
)
RUNS = ((10, "every value kept"), (1000, "counts kept"))


def page(found: Findings) -> str:
    """The whole page."""
    parts = (_opening(found), _table(found.rows.values()), _curves(found.curves), _projections(found))
    return "\n".join(line for part in parts for line in part) + "\n"


def _opening(found: Findings) -> Iterator[str]:
    machine = found.machine
    versions = ", ".join(f"{name} {number}" for name, number in machine.versions.items())
    yield "# Benchmarks"
    yield ""
    yield "Written by `make bench`, which measures everything again; do not edit."
    yield "Each line compares with its rival in the same run, the two in turns, and quotes the least of several rounds."
    yield "What one process does is measured by its time on the processor, what several do by the clock on the wall."
    yield ""
    yield f"Machine: {machine.processor}, {machine.cores} cores, {machine.memory_gib} GiB, {machine.system}."
    yield f"Versions: {versions}."
    yield ""


def _table(rows: Iterable[Row]) -> Iterator[str]:
    yield "## What it takes"
    yield ""
    yield "| work | result | target | ours | rival | note |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        rival = f"{row.rival}: {row.theirs}" if row.rival else ""
        figure = f"**{number(row.figure)} {row.unit}**"
        yield _line(row.work, [figure, _target(row), row.ours, rival, _note(row)])
    yield ""


def _note(row: Row) -> str:
    busy = f"others took {100 * row.others:.0f} % of the machine" if row.others >= 0.05 else ""
    return "; ".join(filter(None, (row.note, busy)))


def _target(row: Row) -> str:
    if row.target is None:
        return ""
    return f"{'≤' if row.at_most else '≥'} {number(row.target)}: {'met' if row.is_met else '**missed**'}"


def number(value: float) -> str:
    """Three digits, no exponent."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def _curves(curves: dict[str, Curve]) -> Iterator[str]:
    yield "## How time grows"
    yield ""
    yield f"![Time against trials, stages, teams and months]({PICTURE.relative_to(PAGE.parent).as_posix()})"
    yield ""
    yield "The dashed line is time in proportion to size."
    yield "Portfolios of other sizes than the sample's are made by `tests/benchmarks/sizes.py`."
    yield ""
    for curve in curves.values():
        yield from _curve(curve)


def _curve(curve: Curve) -> Iterator[str]:
    yield f"Against {curve.axis} ({curve.held}):"
    yield ""
    yield _line(curve.axis, [f"{point.size:,}" for point in curve.points])
    yield _line("---", ["---"] * len(curve.points))
    yield _line("seconds", [number(point.seconds) for point in curve.points])
    yield _line("peak memory, MiB", [f"{point.peak_mib:,.0f}" for point in curve.points])
    yield ""


def _line(head: str, cells: Sequence[str]) -> str:
    return f"| {' | '.join((head, *cells))} |"


def _projections(found: Findings) -> Iterator[str]:
    if not all(kept in found.costs for _, kept in RUNS):
        return
    yield "## On more cores and machines"
    yield ""
    start = f"*s* = {found.start_seconds:.2f} s"
    yield "Computed, not measured: *T* = *s* + max(⌈*N* / *W*⌉ × *c*, *N* × (*m* + *b* / *β*)) for *N* blocks of 1,000"
    yield "trials on *W* workers.  *c* is the time to compute a block of the sample, *b* the size of its result, *m*"
    yield f"the time to add it to the others; {start} pass before the first block and after the last."
    yield f"Machines send over a network of *β* = {NETWORK / 1e6:.0f} MB/s; computing and adding up overlap."
    yield ""
    yield "| a block with | *c* | *b* | *m* |"
    yield "|---|---|---|---|"
    for kept, costs in found.costs.items():
        sent, added = costs.result_bytes / 1e6, 1e3 * costs.merge_seconds
        yield f"| {kept} | {costs.seconds:.3f} s | {sent:.1f} MB | {added:.1f} ms |"
    yield ""
    yield "| workers | 10,000 trials | limited by | 1,000,000 trials | limited by |"
    yield "|---|---|---|---|---|"
    for crowd in CROWDS:
        runs = [projected(found.costs[kept], found.start_seconds, blocks, crowd) for blocks, kept in RUNS]
        cells = [cell for run in runs for cell in (f"{number(run.seconds)} s", run.limit)]
        yield _line(crowd.name, cells)


def _main() -> None:
    from tests.benchmarks.picture import draw

    found = load()
    draw(found.curves, PICTURE)
    PAGE.write_text(page(found), encoding="utf-8")


if __name__ == "__main__":
    _main()
