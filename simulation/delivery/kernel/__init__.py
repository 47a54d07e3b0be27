"""The delivery rules as machine code, over the records of ``simulation.delivery.board``.

The parts bear the names of the reference's: the same rules, the same order.  Importing this package loads the compiler.
"""

from simulation.delivery.kernel.trial import run_block

__all__ = ["run_block"]
