"""The delivery engines, all held to the same tests."""

from simulation.delivery import compiled, reference
from simulation.delivery.contract import Engine

ENGINES: dict[str, Engine] = {"simpy": reference.deliver, "compiled": compiled.deliver}
