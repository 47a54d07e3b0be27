"""The comparison workbook: scenarios side by side as finance reads them, with where the numbers come from."""

from __future__ import annotations

from pathlib import Path

from app.exchange.files import write_file
from app.exchange.results.comparison_curves import write_curves
from app.exchange.results.comparison_sheets import (
    Frame,
    write_dates,
    write_differences,
    write_inputs,
    write_key_figures,
)
from app.exchange.results.page import Page
from app.exchange.results.styles import Styles
from app.exchange.workbook import finished, new_workbook
from simulation.decide.scenarios.comparison import Comparison

COVER = "Cover"

_READING = (
    "All scenarios see the same random futures: a difference is taken future by future, free of the noise they share.",
    "± is the standard error: how much a figure would move with other random numbers.",
    "P80 of a date or a cost is not passed in 80 % of futures. For value the safe figure is the low one.",
    "Better: a higher value, return or chance; a lower cost; an earlier date. What does not come about within the "
    "horizon is later than all else, and equal where it comes about under neither scenario.",
    "First-order dominance: whatever is asked of the figure, the first scenario is at least as likely to reach it. "
    "Second order: everyone who shuns risk prefers it. Both are exact on the simulated futures; the violation says how "
    "far one that fails is from holding.",
)

_SHEETS = (
    ("Key figures", "Every figure under each scenario, with standard errors and the difference to the first"),
    ("Differences", "Every pair, future by future: mean difference, odds of being better, dominance"),
    ("Dates", "Launches and payback as days, and the odds of being earlier"),
    ("Inputs that differ", "What the scenarios take differently"),
    ("Curves", "S-curves and cumulative cash of all scenarios, overlaid"),
)


def write_comparison(path: Path, comparison: Comparison) -> None:
    """Write a comparison as a workbook, replacing what was there as a whole.

    Raises
    ------
    FileRefused
        If the file cannot be written; one that was there is as it was.
    """
    write_file(path, comparison_workbook(comparison))


def comparison_workbook(comparison: Comparison) -> bytes:
    """The bytes of the workbook that ``write_comparison`` writes."""
    book, target = new_workbook()
    frame = Frame(book, Styles(book), comparison)
    cover = frame.page(COVER, "")
    write_key_figures(frame)
    write_differences(frame)
    write_dates(frame)
    write_inputs(frame)
    write_curves(frame)
    _write_cover(cover, comparison)
    return finished(book, target)


def _write_cover(page: Page, comparison: Comparison) -> None:
    page.sheet.set_column(0, 0, 24)
    page.sheet.set_column(1, 1, 100)
    page.sheet.write_string(0, 0, comparison.portfolio, page.styles.title)
    page.words(1, 0, "Comparison of scenarios, by Foliocast", page.styles.note)
    page.row = 3
    page.heading("What to take away", 2)
    for sentence in comparison.sentences:
        _long(page, f"{sentence}.")
    page.row += 1
    page.heading("Scenarios", 2)
    for side in comparison.scenarios:
        page.words(page.row, 0, side.name, page.styles.of(bold=True))
        _long(page, side.description or ("The plan as it stands" if side.id is None else f"Scenario {side.id}"))
    page.row += 1
    _origin(page, comparison)
    page.heading("How to read it", 2)
    for words in _READING:
        _long(page, words)
    page.row += 1
    page.heading("Sheets", 2)
    for name, words in _SHEETS:
        look = page.styles.of(font_color="#1F5FA8", underline=1)
        page.sheet.write_url(page.row, 0, f"internal:'{name}'!A1", look, name)
        _long(page, words)
    page.finish()
    page.sheet.fit_to_pages(1, 1)
    page.sheet.activate()


def _origin(page: Page, comparison: Comparison) -> None:
    page.heading("Where the numbers come from", 2)
    came = comparison.scenarios[0].provenance
    facts = [
        ("Trials", f"{comparison.trials:,}"),
        ("Random seed", str(comparison.seed)),
        ("Sampling", came.sampling.replace("_", " ")),
        ("Months", f"{came.horizon_months} from {came.start}"),
        ("Currency", comparison.currency),
        ("Cash falls at", f"the {came.timing} of its month"),
        *((f"Digest of {side.name}", side.provenance.digest) for side in comparison.scenarios),
        ("Version", f"Foliocast {came.version}, engine {came.engine}"),
        ("Run at", came.started_at),
        *dict.fromkeys(("Note", note) for side in comparison.scenarios for note in side.provenance.notes),
    ]
    for label, words in facts:
        page.words(page.row, 0, label, page.styles.unit)
        _long(page, words)
    page.row += 1


def _long(page: Page, words: str) -> None:
    """A text that may take several lines, in the second column; the row is done."""
    page.words(page.row, 1, words, page.styles.wrapped)
    page.sheet.set_row(page.row, 15 * (1 + len(words) // 140))
    page.row += 1
