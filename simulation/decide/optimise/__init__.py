"""What to fund, in which order and with whom: exact models propose, the simulation decides."""
