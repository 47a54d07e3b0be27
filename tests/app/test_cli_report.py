"""The report command: a board page without a display, and what is refused before any work is done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.exchange.files import save_portfolio
from tests.portfolios import example_portfolio


def report(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def test_a_page_is_written_without_a_display(plan: Path, tmp_path: Path) -> None:
    """In a process of its own, in which neither a display nor a platform of Qt is named."""
    out = tmp_path / "board.pdf"
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    command = [sys.executable, "-m", "app", "report", plan, out, "--trials", "100", "--scenario", "lean"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, f"Wrote {out}\n")
    assert "plugin" not in ended.stderr  # nothing of Qt's own about a window that nobody sees
    pdf = out.read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert b"/Subtype /Image" not in pdf
    assert b"/FontFile2" in pdf


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("board.pptx", "slides are not written"),
        ("board.txt", "this is not the name of a PDF file"),
        ("missing/board.pdf", "there is no folder"),
    ],
)
def test_other_files_are_refused_before_the_run(
    plan: Path, tmp_path: Path, name: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: object) -> None:
        raise AssertionError("the simulation was started")

    monkeypatch.setattr("app.commands.report.run_request", run)
    refused = report(plan, tmp_path / name)
    assert refused.exit_code == 3
    assert words in refused.stderr
    assert ".pdf" in refused.stderr


def test_an_unknown_scenario_is_wrong_usage(plan: Path, tmp_path: Path) -> None:
    assert report(plan, tmp_path / "board.pdf", "--scenario", "bold").exit_code == 2


def test_a_plan_with_errors_gives_no_page(tmp_path: Path) -> None:
    from models.edits import set_field

    path = tmp_path / "wrong.foliocast"
    save_portfolio(path, set_field(example_portfolio(), "team:platform.headcount", -1))
    refused = report(path, tmp_path / "board.pdf")
    assert refused.exit_code == 1
    assert not (tmp_path / "board.pdf").exists()
