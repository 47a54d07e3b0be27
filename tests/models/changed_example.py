"""The fixed example with a few addresses changed; ``put`` changes values without judging them."""

from typing import Any

from models.initiative import Initiative, Link, Option, Stage
from models.portfolio import Portfolio
from models.scenario import Override, Scenario
from models.walk import put, replace_at
from tests.portfolios import example_portfolio, q

Changes = dict[str, Any]
CODE = "stage:atlas-build-code"
TEST = "stage:atlas-build-test"
OPTION = "option:atlas-build"
SALES = "benefit:atlas-build-sales"


def changed(changes: Changes) -> Portfolio:
    """The example with values put at addresses; a name without a colon or dot is a field of the root."""
    portfolio = example_portfolio()
    for address, value in changes.items():
        portfolio = put(portfolio, address, value) if "." in address else replace_at(portfolio, (address,), value)
    return portfolio


def overrides(*changes: Override, parent: str | None = None) -> tuple[Scenario, ...]:
    """One scenario that makes these changes."""
    return (Scenario(id="s", name="S", parent=parent, overrides=changes),)


def initiative(own: str, waits_for: str, **fields: Any) -> Initiative:
    """An initiative of one milestone that waits for another initiative."""
    stage = Stage(id=f"{own}-s", duration=q(0), after=(Link(initiative=waits_for),))
    option = Option(id=f"{own}-o", stages=(stage,))
    return Initiative(id=own, name=own, options=(option,), **{"selected": f"{own}-o", **fields})
