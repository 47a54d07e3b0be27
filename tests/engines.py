"""The delivery engines, all held to the same tests."""

from dataclasses import fields

from simulation.delivery import compiled, reference
from simulation.delivery.contract import Delivery, Engine

ENGINES: dict[str, Engine] = {"simpy": reference.deliver, "compiled": compiled.deliver}

DELIVERED = ("effort", *(field.name for field in fields(Delivery) if field.name != "packed_effort"))
"""What two deliveries are compared by."""
