"""Streams of uniform numbers: one for each (seed, key, block), and none depends on any other.

Owns the making of random numbers and how evenly they are spread.  What they are turned into is the
business of ``quantiles``, how they depend on each other that of ``dependence``.

The three values are hashed (BLAKE2b, 128 bits) to the key of a Philox 4x64 generator, a counter-based
generator whose keys are made to be used this way (Salmon et al. 2011, *Parallel random numbers: as easy
as 1, 2, 3*).  ``SeedSequence`` would mix numbers just as well, but needs the text of the key hashed first
and then takes as long again as the generator; Python's own ``hash`` differs from process to process.
What a block asks for by the thousand is computed in ``philox``, the rest by numpy from the same streams.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Literal, TypeAlias, get_args

import numpy as np

from simulation.arrays import FloatArray, IntArray
from simulation.sampling.philox import GREATEST, LEAST, WordArray, fill_rows, numbers_at

__all__ = ["Method", "generator", "numbers_at", "stream_keys", "uniform_rows", "uniforms"]

Method: TypeAlias = Literal["latin_hypercube", "random", "sobol"]

_SOBOL_BITS = 30


def generator(seed: int, key: str, block: int) -> np.random.Generator:
    """The random generator of one stream; the same for equal arguments, in any process."""
    digest = _digest(_begun(seed, block), key)
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))


def _begun(seed: int, block: int) -> blake2b:
    """The hash of what all streams of a block have in common."""
    return blake2b(f"{seed}/{block}/".encode(), digest_size=16, person=b"foliocast")


def _digest(begun: blake2b, key: str) -> bytes:
    whole = begun.copy()
    whole.update(key.encode())
    return whole.digest()


def stream_keys(seed: int, keys: Sequence[str], block: int) -> WordArray:
    """What ``numbers_at`` knows the streams by, shape ``(len(keys), 2)``: the keys of their generators."""
    begun = _begun(seed, block)
    digests = b"".join([_digest(begun, key) for key in keys])
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64).reshape(-1, 2)


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
    return uniform_rows(seed, [key], block, trials, method, [count])


def uniform_rows(
    seed: int,
    keys: Sequence[str],
    block: int,
    trials: int,
    method: Method = "latin_hypercube",
    counts: Sequence[int] | IntArray | None = None,
) -> FloatArray:
    """The ``uniforms`` of many keys at once: one row of each, or ``counts`` rows; shape ``(rows, trials)``."""
    if method not in get_args(Method):
        raise ValueError(f"there is no sampling method {method!r}")
    number_of = np.ones(len(keys), dtype=np.int64) if counts is None else np.array(counts, dtype=np.int64)
    rows = np.empty((number_of.sum(), trials))
    # A scrambled one-dimensional net in random order is a stratified sample, and that is made sooner.
    strata = {"latin_hypercube": trials, "random": 0, "sobol": 2 ** _digits(trials)}[method]
    fill_rows(stream_keys(seed, keys, block), number_of, strata, rows)
    if method == "sobol":
        first = np.cumsum(number_of) - number_of
        for stream in np.flatnonzero(number_of > 1).tolist():
            net = _net(generator(seed, keys[stream], block), int(number_of[stream]), trials)
            rows[first[stream] : first[stream] + number_of[stream]] = net
    return rows


def _digits(trials: int) -> int:
    """The power of two of the smallest net that has points for all trials."""
    return max(trials - 1, 0).bit_length()


def _net(stream: np.random.Generator, count: int, trials: int) -> FloatArray:
    """Points of one scrambled net in random order, a dimension to a row."""
    from scipy.stats import qmc  # takes long to load, and only this method needs it

    # The net spawns generators from its own, which one made from a key cannot do.
    scrambler = np.random.default_rng(stream.integers(2**32, size=4, dtype=np.int64))
    net = qmc.Sobol(count, scramble=True, bits=_SOBOL_BITS, rng=scrambler).random_base2(_digits(trials))
    order = stream.permutation(len(net))[:trials]
    numbers = np.ascontiguousarray(net[order].T, dtype=np.float64)
    # The net's points are multiples of 2^-30; they are spread within their cells.
    numbers += stream.random(numbers.shape) * 2.0**-_SOBOL_BITS
    return np.clip(numbers, LEAST, GREATEST)
