"""The command line without a forecast: help, version, check, sample, schema, exit codes and what is said where."""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.exchange.files import load_portfolio, save_portfolio
from models.codec import encode, json_schema
from tests.places import ROOT
from tests.portfolios import example_portfolio

run = CliRunner().invoke


def call(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """A real process, as people start it."""
    command = [sys.executable, "-m", "app", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, **options)  # type: ignore[call-overload, no-any-return]


def test_without_a_command_and_a_display_help_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    shown = run(app, [])
    assert shown.exit_code == 0
    for command in ("check", "forecast", "sample", "schema"):
        assert f" {command} " in shown.stdout


def test_the_version_is_that_of_the_installation() -> None:
    assert run(app, ["--version"]).stdout == f"foliocast {version('foliocast')}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["forecast", "--help"], ["schema"]])
def test_what_needs_no_numbers_loads_none(arguments: list[str]) -> None:
    """numpy, numba and scipy take about a second to load; help must answer at once, and never needs a window."""
    program = (
        "import sys, runpy\n"
        f"sys.argv = ['foliocast', *{arguments!r}]\n"
        "try:\n"
        "    runpy.run_module('app', run_name='__main__')\n"
        "except SystemExit as left:\n"
        "    assert left.code == 0, left.code\n"
        "print([name for name in sys.modules if name.partition('.')[0] in\n"
        "       ('numpy', 'numba', 'scipy', 'simpy', 'openpyxl', 'xlsxwriter', 'dask', 'PySide6', 'pyqtgraph')])\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.stdout.splitlines()[-1] == "[]"


def test_both_names_start_the_same_program() -> None:
    script = Path(sys.executable).with_name("foliocast")
    by_name = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert by_name.stdout == call("--version").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["chekc", "plan.foliocast"],
        ["check"],
        ["check", "plan.foliocast", "more"],
        ["forecast", "plan.foliocast", "--trials", "0"],
        ["forecast", "plan.foliocast", "--trials", "many"],
        ["forecast", "plan.foliocast", "--workers", "0"],
        ["forecast", "plan.foliocast", "--seed", "-1"],
        ["forecast", "plan.foliocast", "--engine", "steam"],
        ["sample"],
    ],
)
def test_wrong_usage_is_code_2(arguments: list[str]) -> None:
    refused = run(app, arguments)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert refused.stderr != ""


def test_a_healthy_portfolio_passes(tmp_path: Path) -> None:
    path = tmp_path / "plan.foliocast"
    save_portfolio(path, example_portfolio())
    passed = run(app, ["check", str(path)])
    assert passed.exit_code == 0
    assert passed.stdout == f"{path}: 0 errors, 0 warnings\n"
    assert passed.stderr == ""


def test_mistakes_are_listed_with_file_record_field_and_remedy(tmp_path: Path) -> None:
    """A predecessor that does not exist, in a document that is otherwise as it was."""
    document = json.loads(encode(example_portfolio()))
    stage = document["initiatives"][0]["options"][0]["stages"][1]
    stage["after"] = [{"stage": "nowhere"}]
    path = tmp_path / "plan.foliocast"
    path.write_text(json.dumps(document), encoding="utf-8")
    failed = run(app, ["check", str(path)])
    assert failed.exit_code == 1
    line = next(line for line in failed.stderr.splitlines() if "nowhere" in line)
    assert line.startswith(f"error: {path}: stage {stage['id']}")
    assert "error" in failed.stdout


def test_fields_that_do_not_fit_are_mistakes_of_the_portfolio(tmp_path: Path) -> None:
    path = tmp_path / "plan.foliocast"
    path.write_text('{"schema_version": 1, "name": 4, "settings": {"start": "2027-13"}}', encoding="utf-8")
    failed = run(app, ["check", str(path)])
    assert failed.exit_code == 1
    assert [line.split(": ")[2] for line in failed.stderr.splitlines()] == ["name", "settings.start"]


@pytest.mark.parametrize("command", ["check", "forecast"])
@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", b"{", b'{"schema_version": 99}'])
def test_what_is_no_portfolio_is_refused_with_code_3(tmp_path: Path, command: str, content: bytes | None) -> None:
    path = tmp_path / "plan.foliocast"
    if content is not None:
        path.write_bytes(content)
    refused = run(app, [command, str(path)])
    assert refused.exit_code == 3
    assert refused.stdout == ""
    assert refused.stderr.startswith(f"error: {path}: ")


def test_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """An escape sequence in a file's field would clear the screen of whoever checks it."""
    path = tmp_path / "plan.foliocast"
    path.write_text('{"schema_version": 1, "name": "A", "settings": {"start": "\\u001b[2J"}}', encoding="utf-8")
    failed = run(app, ["check", str(path)])
    assert failed.exit_code == 1
    assert "\x1b" not in failed.stderr


def test_the_sample_is_written_and_passes_its_check(tmp_path: Path) -> None:
    path = tmp_path / "sample.foliocast"
    assert run(app, ["sample", str(path)]).exit_code == 0
    assert load_portfolio(path).initiatives
    assert run(app, ["check", str(path)]).exit_code == 0


def test_the_sample_never_replaces_a_file_unasked(tmp_path: Path) -> None:
    path = tmp_path / "plan.foliocast"
    path.write_bytes(b"my plan")
    refused = run(app, ["sample", str(path)])
    assert refused.exit_code == 3
    assert "--force" in refused.stderr
    assert path.read_bytes() == b"my plan"
    assert run(app, ["sample", str(path), "--force"]).exit_code == 0
    assert path.read_bytes() != b"my plan"


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused = run(app, ["sample", str(tmp_path / "nowhere" / "plan.foliocast")])
    assert refused.exit_code == 3
    assert "there is no folder" in refused.stderr


def test_the_schema_is_that_of_the_records() -> None:
    assert json.loads(run(app, ["schema"]).stdout) == json_schema()


def test_a_terminal_that_lacks_a_sign_gets_a_question_mark(tmp_path: Path) -> None:
    """An ASCII terminal and a file named in Greek: the answer comes, if not in Greek."""
    path = tmp_path / "σχέδιο.foliocast"
    save_portfolio(path, example_portfolio())
    ran = call("check", str(path), env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 0
    assert "??????.foliocast: 0 errors" in ran.stdout


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX systems")
@pytest.mark.parametrize("arguments", [["schema"], ["--help"], ["forecast", "--help"], ["--version"]])
def test_a_reader_that_has_seen_enough_is_no_error(arguments: list[str]) -> None:
    """``foliocast --help | head``: the pipe is closed before anything is written to it."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "app", *arguments]
    ran = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert ran.stderr == ""
    assert ran.returncode == 0
