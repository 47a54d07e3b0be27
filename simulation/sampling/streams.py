"""Streams of uniform numbers: one for each (seed, key, block), and none depends on any other.

Owns the making of random numbers and how evenly they are spread.  What they are turned into is the
business of ``quantiles``, how they depend on each other that of ``dependence``.

The three values are hashed (BLAKE2b, 128 bits) to the key of a Philox 4x64 generator, a counter-based
generator whose keys are made to be used this way (Salmon et al. 2011, *Parallel random numbers: as easy
as 1, 2, 3*).  ``SeedSequence`` would mix numbers just as well, but needs the text of the key hashed first
and then takes as long again as the generator; Python's own ``hash`` differs from process to process.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Literal, TypeAlias

import numpy as np
from scipy.stats import qmc

from simulation.arrays import FloatArray

Method: TypeAlias = Literal["latin_hypercube", "random", "sobol"]

# The greatest number below 1, and as far from 0: every quantile function is finite in between.
_LEAST = 2.0**-53
_GREATEST = 1 - 2.0**-53
_SOBOL_BITS = 30


def generator(seed: int, key: str, block: int) -> np.random.Generator:
    """The random generator of one stream; the same for equal arguments, in any process."""
    text = f"{seed}/{block}/{key}"
    digest = blake2b(text.encode(), digest_size=16, person=b"foliocast").digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))


def uniforms(
    seed: int, key: str, block: int, count: int, trials: int, method: Method = "latin_hypercube"
) -> FloatArray:
    """Uniform numbers strictly between 0 and 1 for one key and block, shape ``(count, trials)``.

    Parameters
    ----------
    seed, key, block
        What the stream is keyed by: the portfolio's seed, the stable id of record and field, the block's number.
    count
        Rows; each is as good as a quantity of its own.  With ``latin_hypercube`` and ``random`` the first
        rows are the same for any count.
    trials
        Trials of the block.
    method
        ``latin_hypercube``: each row has exactly one number in each of ``trials`` equal strata, in an order of
        its own.  ``random``: independent numbers.  ``sobol``: see Notes.

    Notes
    -----
    ``sobol`` is Latin supercube sampling (Owen 1998, *ACM TOMACS* 8(1)): the rows of one key are the dimensions
    of one scrambled Sobol net, and every key runs through its own net in its own random order.  One net over all
    keys is out of the question: a key's dimension would then depend on which other keys there are, and with some
    hundred dimensions and a thousand points many dimensions repeat each other's leading digit.  What is given up
    is the joint evenness *across* keys, so a key with one row gains little over Latin hypercube.  A net has a
    power of two points; of the next larger net ``trials`` points are taken at random.
    """
    stream = generator(seed, key, block)
    if method == "random":
        numbers = stream.random((count, trials))
    elif method == "latin_hypercube":
        numbers = _stratified(stream, count, trials)
    elif method == "sobol":
        numbers = _sobol(stream, count, trials)
    else:
        raise ValueError(f"there is no sampling method {method!r}")
    np.maximum(numbers, _LEAST, out=numbers)
    np.minimum(numbers, _GREATEST, out=numbers)
    return numbers


def _stratified(stream: np.random.Generator, count: int, strata: int) -> FloatArray:
    """One number in each of ``strata`` equal strata, each row in its own order (McKay et al. 1979)."""
    numbers = np.empty((count, strata))
    for row in numbers:
        row[:] = stream.permutation(strata)
        row += stream.random(strata)
    numbers /= strata
    return numbers


def _sobol(stream: np.random.Generator, count: int, trials: int) -> FloatArray:
    """Points of one scrambled net in random order, a dimension to a row."""
    digits = max(trials - 1, 0).bit_length()
    if count == 1:
        # A scrambled one-dimensional net in random order is a stratified sample, and that is made sooner.
        return np.ascontiguousarray(_stratified(stream, 1, 2**digits)[:, :trials])
    # The net spawns generators from its own, which one made from a key cannot do.
    scrambler = np.random.default_rng(stream.integers(2**32, size=4, dtype=np.int64))
    net = qmc.Sobol(count, scramble=True, bits=_SOBOL_BITS, rng=scrambler).random_base2(digits)
    order = stream.permutation(len(net))[:trials]
    numbers = np.ascontiguousarray(net[order].T, dtype=np.float64)
    # The net's points are multiples of 2^-30; they are spread within their cells.
    numbers += stream.random(numbers.shape) * 2.0**-_SOBOL_BITS
    return numbers
