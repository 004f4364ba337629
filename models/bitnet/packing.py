"""Ternary matrices in the two forms of the packed file; plain NumPy, nothing of the device.

Words, as ttnn.experimental.ternary_matmul reads them: tiles of 32x32 with the inputs down and the outputs across, tiles
along the outputs first, 64 words a tile, one a face row of 16 outputs, two bits a weight (bit 0 the magnitude, bit 1
the sign). Digits: 208 bytes a tile, each ceil(v * 256 / 243) for a number v of five base-3 digits (weight + 1, the
first one most significant). Digit d of byte 64 g + w (g below 3) is place 5 g + d of word w; digit d of byte 192 + j (d
below 4) is place 15 of word 16 d + j.
"""

import numpy as np

TILE_WORDS, TILE_DIGIT_BYTES = 64, 208
CODES = np.array([0, 1, 3], np.uint32)  # of 0, 1 and -1, which is index -1
WEIGHTS = np.array([0, 1, 0, -1], np.int8)  # of the codes; 2 is none
SHIFTS = np.arange(0, 32, 2, dtype=np.uint32)
POWERS = np.array([81, 27, 9, 3, 1], np.uint32)


def tiles_of(shape):
    """Number of tiles of a matrix (out, in)."""
    return shape[0] // 32 * (shape[1] // 32)


def words_of(values):
    """Words (tiles, 64) of a matrix (out, in) of -1, 0 and 1."""
    out, inputs = values.shape
    faces = np.asarray(values, np.int8).T.reshape(inputs // 32, 2, 16, out // 32, 2, 16).transpose(0, 3, 1, 4, 2, 5)
    return np.bitwise_or.reduce(CODES[faces] << SHIFTS, axis=-1).reshape(-1, TILE_WORDS)


def values_of(words, shape):
    """The matrix (out, in), float32, of words."""
    out, inputs = shape
    weights = WEIGHTS[words[..., None] >> SHIFTS & 3].reshape(inputs // 32, out // 32, 2, 2, 16, 16)
    return weights.transpose(0, 2, 4, 1, 3, 5).reshape(inputs, out).T.astype(np.float32)


def first_bad_word(words):
    """Index of the first word with the code of "minus zero", None where there is none."""
    bad = np.flatnonzero((words >> 1) & ~words & np.uint32(0x55555555))
    return int(bad[0]) if bad.size else None


def digits_of(words):
    """Bytes (tiles, 208) of words (tiles, 64)."""
    digits = ((words[:, None, :] >> SHIFTS[:, None]) + 1) & 3  # (tiles, 16 places, 64 words)
    main = np.tensordot(digits[:, :15].reshape(-1, 3, 5, 64), POWERS, (2, 0)).reshape(-1, 192)
    last = np.tensordot(digits[:, 15].reshape(-1, 4, 16), POWERS[:4], (1, 0))
    return ((np.concatenate([main, last], axis=1) * 256 + 242) // 243).astype(np.uint8)


def words_of_digits(data):
    """Words (tiles, 64) of bytes (tiles, 208)."""
    rest = data[:, None, :] * POWERS[::-1].astype(np.uint8)[:, None]  # modulo 256
    codes = ((rest.astype(np.uint32) * 3 >> 8) - 1) & 3  # (tiles, 5 digits, 208 bytes)
    main = codes[..., :192].reshape(-1, 5, 3, 64).transpose(0, 2, 1, 3).reshape(-1, 15, 64)
    places = np.concatenate([main, codes[:, :4, 192:].reshape(-1, 1, 64)], axis=1)
    return np.bitwise_or.reduce(places << SHIFTS[:, None], axis=1)
