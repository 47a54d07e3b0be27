"""PSPLIB j30 (Kolisch & Sprecher 1996): with full crews only, this is the parallel schedule-generation scheme."""

import csv
from pathlib import Path

import numpy as np
import pytest

from simulation.delivery.contract import Engine
from tests.cases import case_path
from tests.engines import ENGINES
from tests.networks import compiled_inputs
from tests.psplib import makespan, overload, project, read_psplib, scheduled


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_schedules_are_feasible_and_close_to_the_optimum(engine: Engine) -> None:
    """240 instances: no resource above its amount, none below the optimum, 7 % above it on average at most."""
    gaps = []
    for name, optimum in optima(case_path("psplib/j30_optimum.csv")).items():
        jobs, resources = read_psplib(case_path(f"psplib/j30/{name}"))
        horizon = int(sum(job.length for job in jobs.values())) + 1
        plan, work = compiled_inputs(scheduled([project("x", jobs)], resources, horizon))
        delivery = engine(plan, work)
        assert overload(plan, delivery, resources) <= 1e-9, name
        gaps.append(makespan(delivery) / optimum - 1)
        assert gaps[-1] >= -1e-9, name
    assert len(gaps) == 240
    assert np.mean(gaps) <= 0.07


def optima(path: Path) -> dict[str, int]:
    """The optimal makespan of each instance that is present."""
    with path.open(newline="") as file:
        found = {row["instance"]: int(row["optimal_makespan"]) for row in csv.DictReader(file)}
    return {name: optimum for name, optimum in found.items() if (path.parent / "j30" / name).exists()}
