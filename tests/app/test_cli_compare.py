"""The compare command: what is shown, what is written, what is refused before any work is done."""

import os
import re
import signal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from typer.testing import CliRunner, Result

import simulation.decide.scenarios.compare
from app.cli import app
from app.exchange.files import save_portfolio
from models.portfolio import Portfolio
from models.scenario import Override, Scenario
from simulation.decide.scenarios.compare import compare as study
from simulation.executors import WorkerLost
from simulation.progress import Cancelled
from tests.app.test_cli_interrupt import PATIENCE_SECONDS, SAMPLE, on_a_terminal, read_rest, read_until
from tests.portfolios import example_portfolio


def compare(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, arguments)])


@pytest.fixture
def never_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A simulation would be a mistake here."""

    def run(*_: object, **__: object) -> None:
        raise AssertionError("the simulation was started")

    monkeypatch.setattr(simulation.decide.scenarios.compare, "compare", run)


def cells(shown: str, table: str, row: str) -> list[str]:
    """The cells of a row of a plain table, found by a pattern of its start."""
    lines = shown.split(f"{table}\n", 1)[1].split("\n\n", 1)[0].splitlines()
    line = next(line for line in lines if re.match(row, line))
    return re.split(r" {2,}", line)


def test_a_comparison_shows_every_table(plan: Path) -> None:
    shown = compare(plan, "base", "lean", "lean-partner", "--trials", 200)
    assert shown.exit_code == 0
    assert shown.stderr == ""
    assert shown.stdout.startswith("Example: Base, Lean, Lean with a partner\nLean ")
    for table in (
        "Key figures",
        "Lean against Base",
        "Lean with a partner against Base",
        "Dominance",
        "Launches, P80",
        "Objectives, P(hit)",
        "Cost by fiscal year, P50",
        "Inputs that differ",
    ):
        assert f"\n{table}\n" in shown.stdout
    assert "200 trials in the same futures, seed 1, Latin hypercube." in shown.stdout
    assert cells(shown.stdout, "Inputs that differ", "team Platform")[1:] == ["8", "6", "6"]


def test_json_is_the_study_of_the_same_trials_and_seed(plan: Path, tmp_path: Path) -> None:
    """Only the time of the run differs."""
    out = tmp_path / "figures.json"
    shown = compare(plan, "lean", "base", "--trials", 200, "--seed", 7, "--json", out)
    assert shown.exit_code == 0
    assert f"Wrote {out}" in shown.stdout
    written = msgspec.json.decode(out.read_bytes())
    found = msgspec.json.decode(msgspec.json.encode(study(example_portfolio(), ["lean", None], trials=200, seed=7)))
    for side in (*written["scenarios"], *found["scenarios"]):
        del side["provenance"]["started_at"]
    assert written == found
    assert [side["id"] for side in written["scenarios"]] == ["lean", None]


def test_the_terminal_says_what_the_json_says(plan: Path, tmp_path: Path) -> None:
    """Odds as whole per cent, and differences with their sign."""
    out = tmp_path / "figures.json"
    shown = compare(plan, "base", "lean", "--trials", 200, "--json", out).stdout
    value = msgspec.json.decode(out.read_bytes())["figures"][0]
    pair = value["differences"][0]["paired"]
    row = cells(shown, "Lean against Base", "Value")
    assert row[1].startswith("+" if pair["mean"] > 0 else "-")
    assert row[3] == f"{round(100 * pair['better']['share'])} %"


def test_the_portfolio_says_trials_and_seed_where_the_command_does_not(plan: Path) -> None:
    """The example asks for 1,000 trials and seed 1."""
    assert "1,000 trials in the same futures, seed 1," in compare(plan, "base", "lean").stdout


def test_a_workbook_is_written(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "comparison.xlsx"
    shown = compare(plan, "base", "lean", "--trials", 100, "--xlsx", out)
    assert shown.exit_code == 0
    assert openpyxl.load_workbook(out, read_only=True).sheetnames[0] == "Cover"


def test_an_unknown_scenario_is_named_with_the_closest_and_all_there_are(plan: Path, never_run: None) -> None:
    refused = compare(plan, "base", "leen")
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert refused.stderr == (
        'error: the portfolio has no scenario "leen"; did you mean "lean"? There are: base, lean, lean-partner\n'
    )
    assert "there are: base, lean, lean-partner" in compare(plan, "base", "zzz").stderr


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("base",), "two to four scenarios"),
        (("lean", "lean"), "named twice"),
        (("base", "lean", "lean-partner", "a", "b"), "two to four scenarios"),
    ],
)
def test_two_to_four_different_scenarios_are_asked_for(
    tmp_path: Path, never_run: None, names: tuple[str, ...], reason: str
) -> None:
    more = tuple(Scenario(id=name, name=name) for name in ("a", "b"))
    portfolio: Portfolio = msgspec.structs.replace(
        example_portfolio(), scenarios=(*example_portfolio().scenarios, *more)
    )
    path = tmp_path / "plan.foliocast"
    save_portfolio(path, portfolio)
    refused = compare(path, *names)
    assert refused.exit_code == 2
    assert reason in refused.stderr


def test_more_trials_than_can_be_kept_are_wrong_usage(tmp_path: Path) -> None:
    """On the command line, and where the portfolio's settings ask for them."""
    settings = msgspec.structs.replace(example_portfolio().settings, trials=1_000_000)
    path = tmp_path / "plan.foliocast"
    save_portfolio(path, msgspec.structs.replace(example_portfolio(), settings=settings))
    refused = compare(path, "base", "lean")
    assert refused.exit_code == 2
    assert "write --trials 100000" in refused.stderr
    assert compare(path, "base", "lean", "--trials", 100_001).exit_code == 2


def test_impossible_places_are_refused_before_the_run(plan: Path, tmp_path: Path, never_run: None) -> None:
    """No folder, no workbook's name, the portfolio itself."""
    for out, option, reason in (
        (tmp_path / "nowhere" / "figures.json", "--json", "there is no folder"),
        (tmp_path / "figures.xls", "--xlsx", "ends in .xlsx"),
        (plan, "--json", "this is the portfolio itself"),
    ):
        refused = compare(plan, "base", "lean", option, out)
        assert refused.exit_code == 3
        assert reason in refused.stderr


def test_errors_are_listed_with_their_scenario_and_nothing_is_written(tmp_path: Path) -> None:
    """A scenario that takes an option of another initiative."""
    broken = Scenario(id="s", name="S", overrides=(Override(target="initiative:atlas.selected", value="beacon-buy"),))
    path, out = tmp_path / "plan.foliocast", tmp_path / "figures.json"
    save_portfolio(path, msgspec.structs.replace(example_portfolio(), scenarios=(broken,)))
    failed = compare(path, "base", "s", "--json", out)
    assert failed.exit_code == 1
    assert "in scenario s" in failed.stderr
    assert failed.stderr.splitlines()[-1].endswith("nothing was compared")
    assert not out.exists()


@pytest.mark.parametrize(
    ("ending", "code", "words"),
    [(Cancelled, 130, "cancelled"), (KeyboardInterrupt, 130, "cancelled"), (WorkerLost, 3, "try fewer workers")],
)
def test_what_ends_a_run_ends_the_command(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: type[BaseException], code: int, words: str
) -> None:
    def end(*_: object, **__: object) -> None:
        raise ending("lost")

    monkeypatch.setattr(simulation.decide.scenarios.compare, "compare", end)
    ended = compare(plan, "base", "lean", "--json", tmp_path / "figures.json")
    assert ended.exit_code == code
    assert words in ended.stderr
    assert os.listdir(tmp_path) == ["plan.foliocast"]


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_a_real_run_and_leaves_nothing(tmp_path: Path, workers: int) -> None:
    """Asked in the midst of the trials, when the time left is known."""
    out = tmp_path / "figures.json"
    options = ("base", "growth", "--trials", "100000", "--workers", str(workers), "--json", str(out))
    with on_a_terminal("compare", str(SAMPLE), *options) as (process, terminal):
        read_until(terminal, "left")
        process.send_signal(signal.SIGINT)
        rest = read_rest(terminal)
        process.wait(PATIENCE_SECONDS)
        assert process.returncode == 130
        assert "cancelled" in rest
        assert "Traceback" not in rest
    assert os.listdir(tmp_path) == []
