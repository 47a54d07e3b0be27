"""The results workbook as a study: progress, cancel, all scenarios beside, and files that are refused."""

from __future__ import annotations

import threading
from pathlib import Path

import openpyxl
import pytest

from app.exchange.files import FileRefused
from app.exchange.results.study import write_results_study
from models.edits import set_field
from simulation.decide.pace import StepDone
from simulation.progress import Cancelled
from simulation.run import PortfolioError
from tests.portfolios import example_portfolio


def test_the_workbook_is_written_with_every_scenario_beside(tmp_path: Path) -> None:
    """Two forecasts of 60 trials, told as one piece of work that only grows and is not done before the file is."""
    steps: list[StepDone] = []
    path = tmp_path / "results.xlsx"
    written = write_results_study(example_portfolio(), path, beside=("lean",), trials=60, telling=steps.append)
    assert (written.path, written.trials, written.scenarios) == (path, 60, 2)
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert {step.total for step in steps} == {126}
    assert done[-1] == 120
    assert [step.what for step in steps][-1] == "Writing the workbook"
    book = openpyxl.load_workbook(path)
    assert "Scenarios" in book.sheetnames
    headings = [cell.value for row in book["Scenarios"].iter_rows(max_row=5) for cell in row]
    assert "Base" in headings


def test_a_cancelled_study_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "results.xlsx"
    path.write_bytes(b"of before")
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        write_results_study(example_portfolio(), path, trials=60, cancel=cancel)
    assert path.read_bytes() == b"of before"
    assert list(tmp_path.iterdir()) == [path]


def test_cancelling_while_the_workbook_is_made_writes_nothing(tmp_path: Path) -> None:
    """The flag is set by the last step, when no trial is left to look at it."""
    cancel = threading.Event()

    def tell(step: StepDone) -> None:
        if step.what == "Writing the workbook":
            cancel.set()

    with pytest.raises(Cancelled):
        write_results_study(example_portfolio(), tmp_path / "results.xlsx", trials=60, telling=tell, cancel=cancel)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "words"), [("missing/results.xlsx", "there is no folder"), ("results.pdf", "not the name of a workbook")]
)
def test_a_file_that_cannot_be_is_refused_before_the_run(tmp_path: Path, name: str, words: str) -> None:
    steps: list[StepDone] = []
    with pytest.raises(FileRefused, match=words):
        write_results_study(example_portfolio(), tmp_path / name, trials=60, telling=steps.append)
    assert steps == []


def test_a_plan_with_errors_is_refused(tmp_path: Path) -> None:
    wrong = set_field(example_portfolio(), "team:platform.headcount", -1)
    with pytest.raises(PortfolioError):
        write_results_study(wrong, tmp_path / "results.xlsx", trials=60)
    assert list(tmp_path.iterdir()) == []
