"""Packing of two-bit block floats: a sign and one magnitude bit an element, one exponent for 16 elements of a face row."""

import numpy


def pack_bfp2(flat_f32, row_major_input=True, is_exp_a=False):
    """uint32 words of whole 32x32 tiles, 80 a tile: 16 of exponents (64 bytes, one for each row of each 16x16 face), then 64 of
    elements, 16 a word, the first in the lowest bits; bit 0 is the magnitude, bit 1 the sign.

    flat_f32: tile after tile, its 1024 elements row by row (row_major_input) or face by face. Raises RuntimeError where
    the elements are not whole tiles, and for the exponents of five bits (is_exp_a)."""
    if is_exp_a:
        raise RuntimeError("pack_bfp2: is_exp_a: exponents of five bits are not supported; pass False")
    values = numpy.ascontiguousarray(flat_f32, numpy.float32).ravel()
    if values.size % 1024:
        raise RuntimeError(f"pack_bfp2: expected whole tiles of 1024 elements, got {values.size} elements")
    tiles = values.reshape(-1, 1024)
    if row_major_input:  # rows and columns of faces before those inside of a face
        tiles = tiles.reshape(-1, 2, 16, 2, 16).transpose(0, 1, 3, 2, 4)
    bits = numpy.ascontiguousarray(tiles).reshape(-1, 64, 16).view(numpy.uint32)
    exponent = bits >> 23 & 0xFF
    shared = exponent.max(2, keepdims=True)
    significand = numpy.where(exponent, bits & 0x7FFFFF | 0x800000, 0)
    significand >>= numpy.minimum(shared - exponent, 31)  # what is shifted out is lost before rounding
    magnitude = (significand > 0x400000).astype(numpy.uint32)  # nearest of 0 and 1; a tie goes to 0
    codes = magnitude | (bits >> 31 & magnitude) << 1
    words = (codes << (2 * numpy.arange(16, dtype=numpy.uint32))).sum(2, dtype=numpy.uint32)
    exponents = shared.astype(numpy.uint8).reshape(-1, 64).view("<u4")
    return numpy.concatenate([exponents, words], 1).ravel()
