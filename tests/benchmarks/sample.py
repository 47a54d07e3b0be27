"""The sample portfolio, from its file."""

from models.codec import decode
from models.portfolio import Portfolio
from tests.benchmarks.measured import ROOT


def sample_portfolio() -> Portfolio:
    """The software company of ``resources/samples``."""
    return decode((ROOT / "resources" / "samples" / "software-company.foliocast").read_bytes())
