"""Multi-project instances (MPSPLIB): projects with delayed starts that share resources."""

import pytest

from simulation.delivery.contract import Engine
from tests.cases import case_path
from tests.engines import ENGINES
from tests.networks import compiled_inputs
from tests.psplib import Programme, makespan, overload, project, read_mpsplib, scheduled

INSTANCES = {"mp_j30_a2_nr2": (47, 58), "mp_j30_a5_nr4": (72, 72)}
"""Critical path and optimum as published with the instances."""

UNLIMITED = 1e6

pytestmark = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)


@pytest.mark.parametrize("name", INSTANCES)
def test_shared_resources(engine: Engine, name: str) -> None:
    """Between the optimum and a quarter above it, and no resource above its amount."""
    programme = read_mpsplib(case_path(f"mpsplib/{name}.json"))
    assert (programme.critical_path, programme.optimum) == INSTANCES[name]
    length, above = run(engine, programme, programme.resources)
    assert above <= 1e-9
    assert programme.optimum <= length <= 1.25 * programme.optimum


@pytest.mark.parametrize("name", INSTANCES)
def test_without_limits_the_critical_path_remains(engine: Engine, name: str) -> None:
    """With resources for all at once only links and delays count."""
    programme = read_mpsplib(case_path(f"mpsplib/{name}.json"))
    length, _ = run(engine, programme, dict.fromkeys(programme.resources, UNLIMITED))
    assert length == programme.critical_path


def run(engine: Engine, programme: Programme, resources: dict[str, float]) -> tuple[float, float]:
    """Length of the schedule, and by how much it uses more than there is."""
    projects = [project(name, jobs, delay=programme.delays[name]) for name, jobs in programme.projects.items()]
    document = scheduled(projects, dict.fromkeys(resources, 0.0), 400)
    plan, work = compiled_inputs(document)
    for number, name in enumerate(plan.team_ids):
        work.capacity[:, number] = resources[name]
    delivery = engine(plan, work)
    return makespan(delivery), overload(plan, delivery, resources)
