"""Where the project lies, and the sample portfolio that comes with it."""

from pathlib import Path
from typing import Final

from models.codec import decode
from models.portfolio import Portfolio

ROOT: Final = Path(__file__).resolve().parents[1]
RESOURCES: Final = ROOT / "resources"
SAMPLE: Final = RESOURCES / "samples" / "software-company.foliocast"


def sample_portfolio() -> Portfolio:
    """The sample portfolio, read anew."""
    return decode(SAMPLE.read_bytes())
