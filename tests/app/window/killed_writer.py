"""Edits, autosaves and saves one document until it is killed; run by ``test_killed``.

Each edit numbers the plan's name.  A line ``kept N`` or ``saved N`` is printed once that edit is on disk.
"""

import sys
from pathlib import Path

import msgspec

from app.exchange.files import load_portfolio, save_portfolio
from app.state.recovery import RecoveryFile

SAVE_EVERY = 3


def main(path: Path, folder: Path) -> None:
    plan = load_portfolio(path)
    recovery = RecoveryFile(folder, path)
    number = int(plan.name)
    while True:
        number += 1
        plan = msgspec.structs.replace(plan, name=str(number))
        recovery.write(plan)
        tell(f"kept {number}")
        if number % SAVE_EVERY == 0:
            save_portfolio(path, plan)
            recovery.remove()
            tell(f"saved {number}")


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
