"""The numbers that the parity tests draw on both sides: what src/nn/random.ts and tests/parity/drawn.ts give, in numpy."""
import math
import re

import numpy as np

PROJECTIONS = 8


def mix(value):
    """Rounds of the integer hash of src/nn/random.ts, over arrays of uint32."""
    x = np.atleast_1d(np.asarray(value, dtype=np.uint32))
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x21F0AAAD)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0xD35A2D97)
    return x ^ (x >> np.uint32(15))


def integers(count, seed, *streams):
    state = mix(np.uint32(seed))
    with np.errstate(over="ignore"):
        for stream in streams:
            state = mix(state ^ (np.uint32(stream + 1) * np.uint32(0x9E3779B9)))
        counters = np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x9E3779B9)
        return mix(state ^ counters)


def uniforms(count, seed, *streams):
    return integers(count, seed, *streams).astype(np.float64) / 2.0**32


def normals(shape, seed, *streams):
    count = int(np.prod(shape, dtype=np.int64))
    u = uniforms(2 * count, seed, *streams)
    values = np.sqrt(-2 * np.log(1 - u[0::2])) * np.cos(2 * math.pi * u[1::2])
    return values.reshape(shape)


RESIDUAL_SCALE = re.compile(r"(\.bn3|\.[1-9]\d*\.block\.[23]\.1)\.weight$")


def parameter_value(name, shape, place, rule):
    """The rules of tests/parity/drawn.ts."""
    count = int(np.prod(shape, dtype=np.int64))
    drawn = ((2 * uniforms(count, 1, place) - 1) * math.sqrt(3)).reshape(shape)
    training = rule == "training"
    if len(shape) > 1:
        if not training and shape[1] > 1:
            drawn = drawn - drawn.mean(axis=tuple(range(1, len(shape))), keepdims=True)
        gain = 3 if not training else 2 if len(shape) > 2 else 0.5
        return drawn * math.sqrt(gain / np.prod(shape[1:]))
    if name.endswith("running_var"):
        return 1 + 0.2 * np.abs(drawn)
    if name.endswith(".weight"):
        scale = 0.5 if training else 0.2 if RESIDUAL_SCALE.search(name) else 1
        return scale * (1 + 0.1 * drawn)
    if training and name.endswith(".bias"):
        return np.where(np.arange(count) % 4 == 3, -1, 1) * (1 + 0.1 * drawn)
    return 0.01 * drawn


def projections(values, place):
    """On directions of ±1: the bits of the drawn integers, from the lowest."""
    flat = values.astype(np.float64).ravel()
    bits = integers(flat.size, 4, place)
    return [float(flat[(bits >> np.uint32(k)) & 1 == 1].sum() * 2 - flat.sum()) for k in range(PROJECTIONS)]
