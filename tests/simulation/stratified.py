"""Stratified numbers for the tests of standard errors, made without the code under test."""

import numpy as np


def blocks_of_uniforms(blocks: int, *, seed: int) -> np.ndarray:
    """Blocks of 1,000 numbers between 0 and 1, one in each thousandth, in random order."""
    random = np.random.default_rng(seed)
    return np.concatenate([(random.permutation(1000) + random.random(1000)) / 1000 for _ in range(blocks)])
