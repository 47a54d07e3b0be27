"""The optimise command: what is shown, what is written, what is refused before any work is done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

import simulation.decide.optimise.funding
from app.cli import app
from app.commands.optimise_tables import Findings, headline, tables
from app.exchange.files import load_portfolio, save_portfolio
from models.budget import Objective
from simulation.decide.optimise.funding import optimise
from simulation.progress import Cancelled
from tests.simulation.decide.optimise.purses import knapsack


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["optimise", *map(str, arguments)])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A purse of 10, of which the plan spends 8; the best choice is worth 6 more."""
    path = tmp_path / "plan.foliocast"
    objective = Objective(id="ten", name="Ten at least", metric="value", target=10.0)
    save_portfolio(path, msgspec.structs.replace(knapsack(), objectives=(objective,)))
    return path


@pytest.fixture
def never_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search would be a mistake here."""

    def search(*_: object, **__: object) -> None:
        raise AssertionError("the search was started")

    monkeypatch.setattr(simulation.decide.optimise.funding, "optimise", search)


def test_the_answer_is_said_first(plan: Path) -> None:
    shown = run(plan, "--trials", 20)
    assert (shown.exit_code, shown.stderr) == (0, "")
    lines = shown.stdout.splitlines()
    assert lines[0] == "Purse, base"
    assert lines[1] == "Wanted: the highest expected value."
    assert lines[2].startswith(
        "The best choice brings +6 € ± 0 € of value over the plan as it stands, and more than it in 100 %"
    )
    for table in ("Choices", "What the best choice changes", "Limits of the best choice"):
        assert f"\n{table}\n" in shown.stdout


def test_everything_can_be_asked_for(plan: Path, tmp_path: Path) -> None:
    """Order, frontier, hiring (there is no team, so no table), cut line, a file of it all and a scenario."""
    out, figures = tmp_path / "better.foliocast", tmp_path / "figures.json"
    more = ("--order", "--frontier", "--hiring", "--cut-line", "0.9", "--json", figures)
    shown = run(plan, "--trials", 20, *more, "--save-scenario", "Best set", "--out", out)
    assert shown.exit_code == 0
    for table in (
        "Order of work",
        "Rules for the order of work",
        "Efficient frontier",
        "Cut line of the plan as it stands",
    ):
        assert f"\n{table}\n" in shown.stdout
    assert f"Wrote {figures}" in shown.stdout
    assert [one.id for one in load_portfolio(out).scenarios] == ["best-set"]
    found: dict[str, Any] = json.loads(figures.read_text())
    assert found["schema_version"] == 1
    assert found["optimised"]["candidates"][0]["value"]["value"] == pytest.approx(15)
    assert found["optimised"]["candidates"][0]["checks"][0]["limit"]["id"] == "purse"
    assert len(found["frontier"]["optima"]) == 12
    assert found["cut_line"]["kept"] == 1
    assert found["ordered"]["order"] == ["left", "right", "small"]


def test_the_odds_of_an_objective(plan: Path) -> None:
    """The plan is worth 9 and never reaches 10; the best choice always does."""
    shown = run(plan, "--goal", "objective", "--objective", "ten", "--trials", 20)
    assert shown.exit_code == 0
    assert 'Wanted: the best odds of "Ten at least".' in shown.stdout
    assert "The odds of the objective change by +100.0" in shown.stdout


def test_a_plan_that_is_the_best_is_said_to_be(plan: Path) -> None:
    """With the rest excluded."""
    rest = [word for name in ("left", "right", "small") for word in ("--exclude", name)]
    shown = run(plan, "--trials", 20, *rest)
    assert "The plan as it stands is the best choice that was found." in shown.stdout


def test_a_risk_averse_goal_is_worded(plan: Path) -> None:
    """The weight and the share of bad futures."""
    found = optimise(load_portfolio(plan), simulation.decide.optimise.funding.Goal("risk", weight=0.7), trials=20)
    findings = Findings(load_portfolio(plan), "lean", found, None, None, (), None)
    assert list(headline(findings))[:2] == [
        "Purse, scenario lean",
        "Wanted: value less 0.7 x the mean loss of the worst 20 % of the futures.",
    ]
    assert next(tables(findings)).rows[0][0] == "choice 1"


def test_what_cannot_be_is_explained(plan: Path) -> None:
    """Exit code 3, and what would have to give way."""
    shown = run(plan, "--must", "big", "--must", "left", "--trials", 20)
    assert shown.exit_code == 3
    assert 'no choice is possible: budget "purse" would have to be 2 higher than 10' in shown.stderr


@pytest.mark.usefixtures("never_run")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--must", "bg"), 'there is no initiative "bg"'),
        (("--must", "big", "--exclude", "big"), "at once"),
        (("--goal", "objective"), "name the objective"),
        (("--goal", "objective", "--objective", "x"), 'there is no objective "x"'),
        (("--scenario", "x"), 'no scenario "x"'),
        (("--budget-factor", "0"), "budget factor"),
        (("--save-scenario", "x"), "go together"),
        (("--save-scenario", " ", "--out", "x.foliocast"), "a scenario needs a name"),
        (("--cut-line", "2"), "--cut-line should lie between 0 and 1"),
        (("--cut-line", "nan"), "--cut-line should lie between 0 and 1"),
        (("--json", "x.foliocast", "--save-scenario", "x", "--out", "./x.foliocast"), "named for two results"),
    ],
)
def test_wrong_usage_is_refused_at_once(plan: Path, arguments: tuple[str, ...], says: str) -> None:
    shown = run(plan, *arguments)
    assert shown.exit_code == 2
    assert says in shown.stderr


@pytest.mark.usefixtures("never_run")
def test_a_cut_line_without_budgets_is_refused_at_once(plan: Path) -> None:
    """Before the search, not after it."""
    save_portfolio(plan, msgspec.structs.replace(load_portfolio(plan), budgets=()))
    shown = run(plan, "--cut-line", "0.8")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "a cut line needs budgets" in shown.stderr


@pytest.mark.usefixtures("never_run")
def test_a_file_that_is_there_is_not_replaced(plan: Path) -> None:
    """Nor is the portfolio itself overwritten by figures."""
    shown = run(plan, "--save-scenario", "x", "--out", plan)
    assert shown.exit_code == 3
    assert "there is a file already" in shown.stderr
    assert run(plan, "--json", plan).exit_code == 3


def test_a_portfolio_with_errors_is_listed(plan: Path) -> None:
    """Exit code 1."""
    broken = msgspec.structs.replace(
        load_portfolio(plan), initiatives=(*knapsack().initiatives, knapsack().initiatives[0])
    )
    save_portfolio(plan, broken)
    shown = run(plan, "--trials", 20)
    assert shown.exit_code == 1
    assert "nothing was optimised" in shown.stderr


def test_a_cancelled_search_leaves_nothing(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 130, no file."""

    def cancelled(*_: object, **__: object) -> None:
        raise Cancelled

    monkeypatch.setattr(simulation.decide.optimise.funding, "optimise", cancelled)
    shown = run(plan, "--json", tmp_path / "figures.json")
    assert shown.exit_code == 130
    assert not (tmp_path / "figures.json").exists()


def test_an_order_that_stays_is_no_better_one(plan: Path) -> None:
    """Nobody waits for anybody here, so that no order is better than another."""
    shown = run(plan, "--trials", 20, "--order")
    assert "No better order of work was found: the ranks stay as they are." in shown.stdout


def test_a_scenario_called_base_is_not_taken_for_the_plan(plan: Path, tmp_path: Path) -> None:
    """Where scenarios are named, "base" is the plan without any; so the new one gets another id."""
    out = tmp_path / "out.foliocast"
    assert run(plan, "--trials", 20, "--save-scenario", "Base", "--out", out).exit_code == 0
    assert [(one.id, one.name) for one in load_portfolio(out).scenarios] == [("base-scenario", "Base")]
