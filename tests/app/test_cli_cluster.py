"""The forecast command on a cluster: the same figures, and what is said where there is no cluster."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("distributed")

from distributed import LocalCluster

from app.cli import app


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


def test_an_address_without_a_port_leaves_no_complaint_behind(plan: Path) -> None:
    """In a process of its own: what a half-made client says when the program ends would stand below the error."""
    command = [sys.executable, "-m", "app", "forecast", str(plan), "--cluster", "nowhere"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith("error: the cluster at nowhere cannot be used")
    assert "give the address that it prints, such as tcp://" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
