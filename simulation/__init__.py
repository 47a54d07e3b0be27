"""Numbers from a portfolio: plan, sample, deliver, cash, summarise.  No Qt, no files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.run import forecast

__all__ = ["forecast"]


def __getattr__(name: str) -> Any:
    """``forecast``, imported when first asked for: what it needs takes a second to load."""
    if name == "forecast":
        from simulation.run import forecast

        return forecast
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
