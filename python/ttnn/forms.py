"""Types of losses and special forms under their official names."""

from . import _ttnn
from .decorators import REGISTERED_OPERATIONS, create_module_if_not_exists

LossReductionMode = _ttnn.operations.loss.LossReductionMode
BcastOpMath = _ttnn.types.BcastOpMath
BcastOpDim = _ttnn.types.BcastOpDim
MinimalMatmulConfig = _ttnn.operations.experimental.MinimalMatmulConfig
Conv3dConfig = _ttnn.operations.experimental.Conv3dConfig


def prepare_grid_sample_grid(
    grid, input_shape, *, mode="bilinear", padding_mode="zeros", align_corners=False, output_dtype=None
):
    """A grid [N, h, w, 2] of (x, y) on the host as grid_sample reads it with use_precomputed_grid, in bfloat16, ROW_MAJOR: [N, h, w, 6] for
    bilinear, row and column of the upper left element as 16-bit integers (their bits) and the weights of the four; [N, h, w, 2] for
    nearest, row and column of the one."""
    import numpy
    import torch

    import ttnn

    if mode not in ("bilinear", "nearest") or padding_mode != "zeros":
        raise RuntimeError(
            "[ttnn.prepare_grid_sample_grid] mode, padding_mode: expected bilinear or nearest, and zeros, "
            f"got {mode}, {padding_mode}"
        )
    if output_dtype not in (None, ttnn.bfloat16):
        raise RuntimeError(f"[ttnn.prepare_grid_sample_grid] output_dtype: expected bfloat16, got {output_dtype}")
    if len(grid.shape) != 4 or grid.shape[-1] != 2 or len(input_shape) != 4:
        raise RuntimeError(
            f"[ttnn.prepare_grid_sample_grid] grid: expected [N, h, w, 2] for an input [N, H, W, C], got {grid.shape}"
        )
    points = ttnn.to_torch(grid).double().numpy()
    words = []
    weights = []
    for axis, extent in ((1, int(input_shape[1])), (0, int(input_shape[2]))):
        v = points[..., axis]
        place = (v + 1) / 2 * (extent - 1) if align_corners else ((v + 1) * extent - 1) / 2
        place = numpy.clip(numpy.nan_to_num(place, nan=-2.0), -2, extent + 1)
        first = numpy.floor(place) if mode == "bilinear" else numpy.rint(place)
        words.append(first.astype(numpy.int16))
        after = place - first
        inside = [(first + i >= 0) & (first + i < extent) for i in (0, 1)]
        weights.append((numpy.where(inside[0], 1 - after, 0), numpy.where(inside[1], after, 0)))
    bits = torch.from_numpy(numpy.stack(words, -1)).view(torch.bfloat16)
    if mode == "nearest":
        return ttnn.from_torch(bits, dtype=ttnn.bfloat16)
    corners = numpy.stack([a * b for a in weights[0] for b in weights[1]], -1)
    return ttnn.from_torch(torch.cat([bits, torch.from_numpy(corners).to(torch.bfloat16)], -1), dtype=ttnn.bfloat16)


# Operations that ttnn.experimental.quasar has under the same names.
_QUASAR = """
add add_ addalpha addmm atan2 avg_pool2d bias_gelu bias_gelu_ bitwise_and bitwise_left_shift bitwise_or
bitwise_right_shift bitwise_xor conv2d div div_no_nan divide divide_ eq eq_ floor_div fmod fold gcd ge ge_ gt
gt_ hypot interleaved_to_sharded isclose lcm ldexp ldexp_ le le_ linear logaddexp logaddexp2 logaddexp2_
logaddexp_ logical_and logical_and_ logical_left_shift logical_or logical_or_ logical_right_shift logical_xor
logical_xor_ lt lt_ matmul matmul_batched_weights max_pool2d maximum minimum move multiply multiply_ ne ne_
nextafter outer pad padded_slice polyval pow prelu reallocate remainder reshape reshard rsub rsub_
sharded_to_interleaved slice slice_write sparse_matmul squared_difference squared_difference_ subalpha
subtract subtract_ tilize tilize_with_val_padding tilize_with_zero_padding to_device to_layout
to_memory_config transformer.chunked_flash_mla_prefill transformer.chunked_scaled_dot_product_attention
transformer.flash_mla_prefill transformer.flash_multi_latent_attention_decode
transformer.joint_scaled_dot_product_attention transformer.paged_flash_multi_latent_attention_decode
transformer.paged_scaled_dot_product_attention_decode transformer.scaled_dot_product_attention
transformer.scaled_dot_product_attention_decode transpose typecast untilize untilize_with_unpadding xlogy
""".split()


def _attach_older_names():
    """Movements that left the experimental module, and functions of Python that are in it."""
    import ttnn

    from .conv import prepare_conv3d_weights

    for name in _QUASAR:
        found = [n for n in (f"ttnn.{name}", f"ttnn.experimental.{name}") if n in REGISTERED_OPERATIONS]
        if found:
            module, _, short = f"ttnn.experimental.quasar.{name}".rpartition(".")
            setattr(create_module_if_not_exists(module), short, REGISTERED_OPERATIONS[found[0]])
    ttnn.experimental.prepare_conv3d_weights = prepare_conv3d_weights
    ttnn.index_fill_new = ttnn.index_fill
    ttnn.slice_write = ttnn.experimental.slice_write
    ttnn.padded_slice = ttnn.experimental.padded_slice


__all__ = [
    "BcastOpDim",
    "BcastOpMath",
    "Conv3dConfig",
    "LossReductionMode",
    "MinimalMatmulConfig",
    "prepare_grid_sample_grid",
]
