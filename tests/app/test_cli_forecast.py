"""The forecast command: what is shown, what is written, what is refused before any work is done."""

import os
import re
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

import simulation.run
from app.cli import app
from app.exchange.files import save_portfolio
from models.portfolio import Portfolio
from simulation.executors import WorkerLost
from tests.portfolios import example_portfolio

START_2027 = re.compile(r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) 20(2[7-9]|3[01])")


def forecast(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["forecast", *map(str, arguments)])


@pytest.fixture
def never_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A simulation would be a mistake here."""

    def run(*_: object, **__: object) -> None:
        raise AssertionError("the simulation was started")

    monkeypatch.setattr(simulation.run, "forecast", run)


def cells(shown: str, table: str, row: str) -> list[str]:
    """The cells of a row of a plain table, found by a pattern of its start."""
    lines = shown.split(f"{table}\n", 1)[1].split("\n\n", 1)[0].splitlines()
    line = next(line for line in lines if re.match(row, line))
    return re.split(r" {2,}", line)


def test_a_forecast_shows_every_table(plan: Path) -> None:
    shown = forecast(plan, "--trials", 200)
    assert shown.exit_code == 0
    assert shown.stderr == ""
    for table in ("Key figures", "Odds", "Launches", "Budget", "Objectives", "Teams", "Waiting"):
        assert f"\n{table}\n" in shown.stdout
    assert shown.stdout.startswith("Example, base\nValue: 80 % chance of at least ")
    assert "200 trials, seed 1, Latin hypercube, compiled engine, 60 months from Jan 2027" in shown.stdout


def test_figures_are_worded_for_people(plan: Path) -> None:
    """Money with its sign, dates as months, chances as whole per cent."""
    shown = forecast(plan, "--trials", 200).stdout
    assert all(re.fullmatch(r"-?[\d.]+ [kM] €", cell) for cell in cells(shown, "Key figures", "Cost")[1:6])
    launch = cells(shown, "Launches", "Atlas")
    assert re.fullmatch(r"[<>]?\d+ %", launch[2])
    assert all(START_2027.fullmatch(cell) or cell == "later" for cell in launch[3:7])
    assert cells(shown, "Objectives", "Atlas launched")[1:3] == ["launched", "Jun 2028"]
    assert cells(shown, "Objectives", "Revenue")[1:3] == ["at least 7.0 M €", "FY30"]
    assert cells(shown, "Budget", "FY28 +staffing")[:3] == ["FY28", "staffing", "1.5 M €"]


def test_json_holds_what_is_shown_with_its_provenance(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    shown = forecast(plan, "--trials", 200, "--seed", 7, "--scenario", "lean", "--json", out)
    assert shown.exit_code == 0
    assert f"Wrote {out}" in shown.stdout
    written = msgspec.json.decode(out.read_bytes())
    assert written["provenance"]["trials"] == 200
    assert written["provenance"]["seed"] == 7
    assert written["provenance"]["scenario"] == "lean"
    launched = round(100 * written["initiatives"][0]["launched"]["share"])
    assert cells(shown.stdout, "Launches", "Atlas")[2].strip("<> %") in (str(launched), str(abs(launched - 1)))
    assert sorted(os.listdir(tmp_path)) == ["figures.json", "plan.foliocast"]


def test_the_same_command_gives_the_same_figures(plan: Path) -> None:
    first = forecast(plan, "--trials", 200)
    assert forecast(plan, "--trials", 200).stdout == first.stdout
    assert forecast(plan, "--trials", 200, "--seed", 2).stdout != first.stdout


def test_the_portfolio_says_trials_and_seed_where_the_command_does_not(plan: Path) -> None:
    """The example asks for 1,000 trials and seed 1."""
    assert "1,000 trials, seed 1," in forecast(plan).stdout


@pytest.mark.slow
def test_both_engines_show_the_same_dates(plan: Path) -> None:
    """The reference engine obeys the same rules on the same draws."""
    launches = [
        forecast(plan, "--trials", 20, "--engine", engine).stdout.split("Launches\n")[1].split("\n\n")[0]
        for engine in ("compiled", "simpy")
    ]
    assert launches[0] == launches[1]


@pytest.mark.slow
def test_workers_change_nothing_but_the_time(plan: Path) -> None:
    shown = [forecast(plan, "--trials", 2000, "--workers", workers).stdout for workers in (1, 2)]
    assert shown[0] == shown[1]


def test_an_unknown_scenario_is_wrong_usage_and_the_known_ones_are_listed(plan: Path, never_run: None) -> None:
    refused = forecast(plan, "--scenario", "leen")
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert refused.stderr == 'error: the portfolio has no scenario "leen"; there are: lean, lean-partner\n'


def test_a_portfolio_without_scenarios_says_so(tmp_path: Path, never_run: None) -> None:
    path = tmp_path / "plan.foliocast"
    save_portfolio(path, msgspec.structs.replace(example_portfolio(), scenarios=()))
    assert "leave out --scenario" in forecast(path, "--scenario", "lean").stderr


def test_an_impossible_place_for_the_figures_is_refused_before_the_run(
    plan: Path, tmp_path: Path, never_run: None
) -> None:
    refused = forecast(plan, "--json", tmp_path / "nowhere" / "figures.json")
    assert refused.exit_code == 3
    assert "there is no folder" in refused.stderr
    assert forecast(plan, "--json", tmp_path).exit_code == 3


def test_the_figures_never_replace_the_portfolio(plan: Path, tmp_path: Path, never_run: None) -> None:
    """Not even through a link."""
    before = plan.read_bytes()
    link = tmp_path / "figures.json"
    link.symlink_to(plan)
    for out in (plan, link):
        refused = forecast(plan, "--json", out)
        assert refused.exit_code == 3
        assert "this is the portfolio itself" in refused.stderr
    assert plan.read_bytes() == before


def test_two_results_in_one_file_are_refused_before_the_run(plan: Path, tmp_path: Path, never_run: None) -> None:
    """The second would replace the first; neither is written."""
    both = tmp_path / "both.xlsx"
    refused = forecast(plan, "--json", both, "--xlsx", tmp_path / "." / "both.xlsx")
    assert refused.exit_code == 2
    assert "named for two results" in refused.stderr
    assert not both.exists()


def test_errors_are_listed_and_nothing_is_written(tmp_path: Path) -> None:
    """An initiative that takes an option which it does not have."""
    portfolio: Portfolio = example_portfolio()
    atlas, *others = portfolio.initiatives
    initiatives = (msgspec.structs.replace(atlas, selected="nowhere"), *others)
    path, out = tmp_path / "plan.foliocast", tmp_path / "figures.json"
    save_portfolio(path, msgspec.structs.replace(portfolio, initiatives=initiatives, scenarios=()))
    failed = forecast(path, "--json", out)
    assert failed.exit_code == 1
    assert failed.stdout == ""
    lines = failed.stderr.splitlines()
    assert lines[0].startswith(f"error: {path}: initiative atlas")
    assert lines[-1] == f"error: {path}: 1 error; nothing was forecast"
    assert not out.exists()


def test_lost_workers_end_the_run_with_a_remedy(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(*_: object, **__: object) -> None:
        raise WorkerLost("worker processes died twice over block 3; is memory short?")

    monkeypatch.setattr(simulation.run, "forecast", lose)
    failed = forecast(plan, "--workers", 2)
    assert failed.exit_code == 3
    assert "try fewer workers" in failed.stderr


def test_a_request_to_stop_leaves_with_130(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(simulation.run, "forecast", stop)
    cancelled = forecast(plan, "--json", tmp_path / "figures.json")
    assert cancelled.exit_code == 130
    assert cancelled.stderr == "cancelled\n"
    assert os.listdir(tmp_path) == ["plan.foliocast"]
