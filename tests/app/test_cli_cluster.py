"""The forecast command on a cluster: the same figures, and what is said where there is no cluster."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("distributed")

from distributed import LocalCluster

from app.cli import app
from app.exchange.files import save_portfolio
from tests.portfolios import example_portfolio


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.foliocast"
    save_portfolio(path, example_portfolio())
    return path


@pytest.mark.slow
def test_a_cluster_gives_the_same_figures(plan: Path, tmp_path: Path) -> None:
    """Two processes on the loopback address; the written figures are equal to the last digit."""
    here, there = tmp_path / "here.json", tmp_path / "there.json"
    call = ["forecast", str(plan), "--trials", "1500"]
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0") as cluster:
        shown = CliRunner().invoke(app, [*call, "--cluster", cluster.scheduler_address, "--json", str(there)])
    assert shown.exit_code == 0, shown.stderr
    assert CliRunner().invoke(app, [*call, "--json", str(here)]).exit_code == 0
    figures = [json.loads(path.read_text()) for path in (here, there)]
    assert [found.pop("provenance")["seed"] for found in figures] == [1, 1]  # it has the time of the run
    assert figures[0] == figures[1]


def test_an_address_that_is_none_is_wrong_usage(plan: Path) -> None:
    """Nothing is tried: the text cannot be an address."""
    shown = CliRunner().invoke(app, ["forecast", str(plan), "--cluster", "nowhere://"])
    assert shown.exit_code == 2
    assert "the cluster at nowhere:// cannot be used" in shown.stderr
