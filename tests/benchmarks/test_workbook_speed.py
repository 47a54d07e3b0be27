"""Writing the results workbook of the sample, against plain openpyxl writing as many cells."""

import io
import time
from collections.abc import Callable

import openpyxl
import pytest

from app.exchange.results.write import results_workbook
from models.portfolio import Portfolio
from simulation.run import forecast
from simulation.summarise import summarise
from tests.benchmarks.conftest import Book
from tests.benchmarks.measured import Row

LIMIT = 2.0


def seconds(work: Callable[[], object]) -> float:
    """The shorter of two runs, so that a pause of the machine does not count."""
    times = []
    for _ in range(2):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def write_plainly(cells: dict[str, list[list[object]]]) -> None:
    """The same cells by openpyxl alone: no formats, charts or panes."""
    book = openpyxl.Workbook()
    for name, rows in cells.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(io.BytesIO())


@pytest.mark.benchmark
def test_writing_the_results_workbook(sample: Portfolio, book: Book) -> None:
    """Ours has the base cases of six scenarios to compute, formats, charts and values beside formulas, all counted."""
    result = forecast(sample, trials=1000)
    summary = summarise(result)
    written = openpyxl.load_workbook(io.BytesIO(results_workbook(sample, result, summary)))
    cells = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in written}
    count = sum(value is not None for rows in cells.values() for row in rows for value in row)
    ours = seconds(lambda: results_workbook(sample, result, summary))
    plain = seconds(lambda: write_plainly(cells))
    book.row(
        Row(
            work="results workbook of the sample, written",
            ours=f"{count:,} cells in {ours:.2f} s",
            rival="openpyxl, as many plain cells",
            theirs=f"{plain:.2f} s",
            figure=ours / plain,
            unit="x openpyxl's time",
            target=LIMIT,
            at_most=True,
        )
    )
