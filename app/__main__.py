"""The way in: ``python -m app`` and ``foliocast``."""

import multiprocessing
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    multiprocessing.freeze_support()  # first: a frozen program is started again for each worker
    from app.interrupt import CANCELLED, stop_on_termination

    try:
        stop_on_termination()
        from app.cli import run

        code = run()
    except KeyboardInterrupt:
        code = CANCELLED
    sys.exit(code)


if __name__ == "__main__":
    main()
