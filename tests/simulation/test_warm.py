"""Everything that is compiled is made ready by one call, and compiled for one kind of arguments only."""

import os
import subprocess
import sys

from models.check import check
from simulation.warm import smallest_portfolio
from tests.places import ROOT, SAMPLE

PROGRAM = """
import sys
from dataclasses import replace
import msgspec
from models.codec import decode
from models.uncertainty import Quantity
from simulation.block import BlockJob
from simulation.cache import Forecaster
from simulation.executors import Task
from simulation.plan import compile_plan
from simulation.run import forecast
from simulation.warm import warm_up

def specialised():
    found = {}
    for module in [name for name in sys.modules if name.startswith("simulation")]:
        for name, value in vars(sys.modules[module]).items():
            if hasattr(value, "py_func") and hasattr(value, "signatures"):
                part = ".kernel." in value.py_func.__module__ and name != "run_block"  # of run_block's machine code
                if not part:
                    found[f"{value.py_func.__module__}.{name}"] = len(value.signatures)
    return found

warm_up()
before = specialised()
with open(sys.argv[1], "rb") as file:
    portfolio = decode(file.read())
forecast(portfolio, trials=60)
with Forecaster() as forecaster:
    forecaster.preview(portfolio, trials=60)
    dearer = msgspec.structs.replace(portfolio.settings, discount_rate=Quantity.certain(0.2))
    forecaster.preview(msgspec.structs.replace(portfolio, settings=dearer), trials=60)
    ranks = [msgspec.structs.replace(one, rank=99 - one.rank) for one in portfolio.initiatives]
    forecaster.preview(msgspec.structs.replace(portfolio, initiatives=tuple(ranks)), trials=60)
BlockJob(compile_plan(portfolio), 1, "compiled")(Task(0, 60), lambda _: None)
after = specialised()
twice = [name for name, count in after.items() if count > 1 and not name.endswith("._count")]
print(sorted(set(after.items()) ^ set(before.items())), twice)
"""


def test_nothing_is_compiled_after_the_warm_up() -> None:
    """A forecast, previews of edits to money and ranks, and a block of a worker find all that they need, once each.

    In a process of its own, where no other test has compiled anything.  Only the counts of a histogram exist for two
    kinds of numbers: figures are kept in single and in double precision.
    """
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(SAMPLE)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[0] == "[] []"


def test_the_smallest_portfolio_passes_the_checks() -> None:
    """What is refused in a document would prove nothing about documents."""
    assert [issue for issue in check(smallest_portfolio()) if issue.severity == "error"] == []
