"""Small portfolios whose plans can be worked out on paper."""

from models.initiative import Crew, Initiative, Link, Option, Stage
from models.portfolio import Portfolio, Settings
from models.team import Team
from models.uncertainty import Quantity


def quantity(text: str) -> Quantity:
    return Quantity.parse(text)


def diamond() -> Option:
    """Four stages: research (2), then design (1.5) and contract (4) side by side, then build (3).

    On paper, from month 0: research 0-2, design 2-3.5, contract 2-6, build 6-9.  Design has 2.5 months of slack.
    """
    stages = (
        Stage(id="research", name="Research", duration=quantity("1..2..4"), crew=(Crew(team="web", fte=2.0),)),
        Stage(id="design", name="Design", duration=quantity("1.5"), success=quantity("0.8")),
        Stage(id="contract", name="Contract", duration=quantity("LogN(2, 8)"), after=(Link(stage="research"),)),
        Stage(id="build", name="Build", duration=quantity("3"), after=(Link(stage="design"), Link(stage="contract"))),
    )
    return Option(id="way", name="Way", stages=stages)


def portfolio_of(*options: Option, selected: str | None = "way") -> Portfolio:
    """One initiative with these options, from January 2027 on."""
    initiative = Initiative(id="atlas", name="Atlas", options=options, selected=selected)
    return Portfolio(
        name="Small",
        settings=Settings(start="2027-01"),
        teams=(Team(id="web", name="Web and app", headcount=5.0),),
        initiatives=(initiative,),
    )
