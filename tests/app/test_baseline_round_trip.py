"""A baseline that was stored from a run comes back whole: through the document, the workbook and CSV files."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange.csv_folder import write_csv_folder
from app.exchange.importing import import_file
from app.exchange.template import input_workbook
from app.state.pinned import CURVE_POINTS, kept_of
from models.baseline import BaselineFigure
from models.baselines import with_baseline, without_baselines
from models.check import check, has_errors
from models.codec import decode, encode
from models.portfolio import Portfolio
from tests.app.window.runs import details_of
from tests.portfolios import example_portfolio

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False)
FIGURES = st.builds(
    BaselineFigure,
    id=st.just("kept"),
    figure=st.sampled_from(("value", "launch", "carbon")),
    subject=st.sampled_from(("", "initiative:atlas", "FY27", "=1+1")),
    mean=st.none() | NUMBERS,
    p50=st.none() | NUMBERS,
    p90=st.none() | NUMBERS,
    missing=st.floats(0, 1),
    numbers=st.lists(NUMBERS, max_size=4).map(tuple),
)


@pytest.fixture(scope="module")
def stored() -> Portfolio:
    """The example with a baseline of 200 futures, besides the one that it has."""
    plan = example_portfolio()
    return with_baseline(plan, kept_of(details_of(plan), "Board, März", "Lean; bold", "2026-11-22").baseline)


def there_and_back(portfolio: Portfolio, folder: Path) -> list[Portfolio | None]:
    """Read again from a workbook and from CSV files."""
    (folder / "plan.xlsx").write_bytes(input_workbook(portfolio))
    write_csv_folder(folder / "plan", portfolio)
    read = [import_file(folder / "plan.xlsx"), import_file(folder / "plan")]
    assert [one.errors for one in read] == [(), ()]
    return [one.portfolio for one in read]


def test_a_stored_baseline_is_kept_by_the_document(stored: Portfolio) -> None:
    """To the last digit; what is in it is sound."""
    assert decode(encode(stored)) == stored
    assert not has_errors(check(stored))
    curve = next(one for one in stored.baselines[-1].figures if one.figure == "value_curve")
    assert len(curve.numbers) == CURVE_POINTS
    assert list(curve.numbers) == sorted(curve.numbers)


def test_a_stored_baseline_is_kept_by_workbook_and_csv(stored: Portfolio, tmp_path: Path) -> None:
    assert there_and_back(stored, tmp_path) == [stored, stored]


def test_a_workbook_without_the_sheets_leaves_baselines_alone(stored: Portfolio, tmp_path: Path) -> None:
    """As one that an older Foliocast wrote; imported onto the plan, nothing of them is lost."""
    write_csv_folder(tmp_path / "plan", stored)
    for name in ("baselines.csv", "baseline_figures.csv"):
        (tmp_path / "plan" / name).unlink()
    assert import_file(tmp_path / "plan", stored).portfolio == stored


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(figures=st.lists(FIGURES, max_size=4))
def test_any_baseline_survives(figures: list[BaselineFigure], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Also of figures that nobody knows, and with nothing in them."""
    plan = without_baselines(example_portfolio())
    made = msgspec.structs.replace(example_portfolio().baselines[0], figures=tuple(figures))
    portfolio = with_baseline(plan, made)
    assert decode(encode(portfolio)) == portfolio
    assert there_and_back(portfolio, tmp_path_factory.mktemp("any")) == [portfolio, portfolio]
