"""Block floats: the packed bits of the official module, the rule in NumPy for every tile shape, and special values."""

import numpy as np
import pytest
import ttnn
from ttnn._ttnn import tensor as extension

BITS = {"bfp8": 7, "bfp4": 3}
DTYPES = {"bfp8": ttnn.bfloat8_b, "bfp4": ttnn.bfloat4_b}


def packed(t):
    """The card's bytes of a tensor."""
    return np.frombuffer(extension.get_bytes(t), np.uint8)


def reference_group(values, bits):
    """(exponent, codes) of 16 floats by the host's rule: aligned with the lost bits dropped, then rounded to nearest even."""
    words = values.astype(np.float32).view(np.uint32).astype(np.int64)
    exponents, signs = words >> 23 & 255, words >> 31
    shared = int(exponents.max())
    shift = np.minimum(shared - exponents, 40)
    significands = np.where(exponents == 0, 0, (words & 0x7FFFFF) | 0x800000) >> shift
    drop = 24 - bits
    kept, rest, half = significands >> drop, significands & ((1 << drop) - 1), 1 << (drop - 1)
    kept = kept + ((rest > half) | ((rest == half) & (kept & 1 == 1)))
    kept = np.minimum(kept, (1 << bits) - 1)
    return shared, np.where(kept > 0, signs << bits | kept, 0)


def reference_bytes(array, height, width, bits):
    """The bytes of one tile in faces: exponents padded to 16 bytes, then codes."""
    face = min(height, 16)
    groups = [
        reference_group(array[r, c : c + 16], bits)
        for top in range(0, height, face)
        for c in range(0, width, 16)
        for r in range(top, top + face)
    ]
    exponents = [e for e, _ in groups]
    exponents += [0] * (-len(exponents) % 16)
    codes = np.concatenate([c for _, c in groups])
    if bits == 3:
        codes = codes[::2] | codes[1::2] << 4
    return np.array(exponents + codes.tolist(), np.uint8)


@pytest.fixture(scope="module")
def vectors(facts):
    file = facts / "golden" / "bfp_vectors.npz"
    if not file.is_file():
        pytest.skip("no golden vectors")
    return np.load(file)


@pytest.mark.parametrize("kind", DTYPES)
def test_bits_of_the_official_module(vectors, kind):
    names = [k[3:] for k in vectors.files if k.startswith("in_")]
    assert len(names) == 9
    for name in names:
        t = ttnn.from_torch(vectors[f"in_{name}"], dtype=DTYPES[kind], layout=ttnn.TILE_LAYOUT)
        np.testing.assert_array_equal(packed(t).view(np.uint32), vectors[f"packed_{kind}_{name}"], err_msg=name)
        np.testing.assert_array_equal(t.to_numpy(), vectors[f"unpacked_{kind}_{name}"], err_msg=name)
        np.testing.assert_array_equal(t.to_numpy(), vectors[f"fromtorch_{kind}_{name}"], err_msg=name)
        narrow = ttnn.from_torch(vectors[f"in_{name}"], dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT)
        values = ttnn.to_dtype(narrow, DTYPES[kind]).to_numpy()
        np.testing.assert_array_equal(values, vectors[f"frombf16_{kind}_{name}"], err_msg=name)


@pytest.mark.parametrize(
    "shape",
    [(32, 32), (16, 32), (32, 16), (16, 16), (8, 32), (4, 32), (2, 32), (1, 32), (8, 16), (4, 16), (2, 16), (1, 16)],
)
@pytest.mark.parametrize("kind", DTYPES)
def test_bits_of_every_tile_shape(kind, shape):
    height, width = shape
    rng = np.random.default_rng(height * width)
    array = (rng.standard_normal((height, width)) * np.exp2(rng.integers(-20, 20, (height, width)))).astype(np.float32)
    array[0, :3] = 0, -0.0, 1e-40
    t = ttnn.from_torch(array, dtype=DTYPES[kind], layout=ttnn.TILE_LAYOUT, tile=ttnn.Tile(shape))
    np.testing.assert_array_equal(packed(t), reference_bytes(array, height, width, BITS[kind]))
    assert packed(t).size == t.tile.get_tile_size(t.dtype)


@pytest.mark.parametrize("kind", DTYPES)
def test_packing_twice_changes_nothing(kind):
    array = np.random.default_rng(3).standard_normal((70, 45)).astype(np.float32)
    once = ttnn.from_torch(array, dtype=DTYPES[kind])
    twice = ttnn.from_torch(once.to_numpy(), dtype=DTYPES[kind])
    np.testing.assert_array_equal(packed(once), packed(twice))


@pytest.mark.parametrize("kind", DTYPES)
def test_nan_and_infinity_swallow_their_row_alone(kind):
    array = np.ones((32, 32), np.float32)
    array[0, 3], array[5, 20], array[6, 0] = np.nan, np.inf, -np.inf
    out = ttnn.from_torch(array, dtype=DTYPES[kind]).to_numpy()
    assert np.isnan(out[0, 3]) and out[5, 20] == np.inf and out[6, 0] == -np.inf
    expected = np.ones((32, 32), np.float32)
    expected[0, :16] = expected[5, 16:] = expected[6, :16] = 0
    mask = np.isfinite(array)
    np.testing.assert_array_equal(out[mask], expected[mask])


@pytest.mark.parametrize("kind", DTYPES)
def test_ternary_values_are_exact(kind):
    array = np.random.default_rng(5).integers(-1, 2, (96, 64)).astype(np.float32)
    np.testing.assert_array_equal(ttnn.from_torch(array, dtype=DTYPES[kind]).to_numpy(), array)


def test_padding_does_not_change_the_exponents():
    array = np.full((1, 5), 1e-3, np.float32)
    t = ttnn.from_torch(array, dtype=ttnn.bfloat8_b)
    np.testing.assert_allclose(t.to_numpy(), array, rtol=1 / 128)
