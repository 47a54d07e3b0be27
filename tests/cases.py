"""Where the outside cases lie: beside the project, never in it."""

from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"


def case_path(name: str) -> Path:
    """The path of an outside case; skips the test where the case is not there."""
    path = CASES / name
    if not path.exists():
        pytest.skip(f"outside case {name} is not present beside the project")
    return path
