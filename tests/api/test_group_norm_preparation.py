"""Masks, weights, grids and configurations of group and layer norms, and group norms computed with them against torch."""

import pytest

torch = pytest.importorskip("torch")
ttnn = pytest.importorskip("ttnn")


def belongs(channels, groups, cores):
    """For each group the columns of its mask that are 1, by walking over the channels of a core one by one."""
    size, held = channels // groups, channels // cores
    out = []
    for group in range(groups):
        first = group * size % held
        tile = first // 32 * 32
        out.append({c - tile for c in range(first, first + size)})
    return out


@pytest.mark.parametrize(
    ("channels", "groups", "cores"), [(64, 4, 1), (320, 32, 4), (96, 6, 2), (480, 8, 4), (1280, 32, 8)]
)
def test_masks(channels, groups, cores):
    mask = ttnn.to_torch(ttnn.create_group_norm_input_mask(channels, groups, cores, ttnn.float32))
    other = ttnn.to_torch(ttnn.create_group_norm_input_negative_mask(channels, groups, cores, ttnn.float32))
    assert torch.equal(mask + other, torch.ones_like(mask)) and mask.shape[:3] == (1, groups, 32)
    for group, columns in enumerate(belongs(channels, groups, cores)):
        assert set(mask[0, group, 5].nonzero().flatten().tolist()) == columns
        assert torch.equal(mask[0, group], mask[0, group, :1].expand(32, -1))
    assert (
        mask.shape[3] % 32 == 0
        and mask.shape[3] - 32 < max(max(c) + 1 for c in belongs(channels, groups, cores)) <= mask.shape[3]
    )


def test_mask_dtypes_and_refusals():
    mask = ttnn.create_group_norm_input_mask(64, 4, 1, ttnn.bfloat8_b)
    assert (mask.dtype, mask.layout, mask.storage_type()) == (ttnn.bfloat8_b, ttnn.TILE_LAYOUT, ttnn.StorageType.HOST)
    for bad in ((64, 5, 1), (64, 4, 3), (64, 2, 4)):
        with pytest.raises(RuntimeError, match="not"):
            ttnn.create_group_norm_input_mask(*bad)


def test_weights_are_padded_core_by_core():
    weight = torch.arange(1.0, 81.0)
    rows = ttnn.create_group_norm_weight_bias_rm(weight, 80, 2)
    assert rows.shape == (1, 1, 4, 32)
    flat = rows.reshape(2, 64)
    assert torch.equal(flat[:, :40], weight.reshape(2, 40)) and not flat[:, 40:].any()
    assert torch.equal(ttnn.create_group_norm_weight_bias_rm(torch.ones(64), 64, 2), torch.ones(1, 1, 2, 32))


def close(out, x, groups, weight, bias):
    channels = x.shape[-1]
    image = x.permute(0, 3, 1, 2)
    expected = torch.nn.functional.group_norm(image, groups, weight, bias, 1e-5).permute(0, 2, 3, 1)
    assert expected.shape[-1] == channels
    assert ttnn.pearson_correlation_coefficient(expected, ttnn.to_torch(out).float()) > 0.9995


@pytest.mark.parametrize("height_sharded", [False, True])
@pytest.mark.parametrize(("channels", "groups", "rows"), [(64, 4, 128), (320, 32, 256), (96, 6, 96)])
def test_sharded(device, channels, groups, rows, height_sharded):
    torch.manual_seed(channels)
    x, weight, bias = torch.randn(1, 1, rows, channels), torch.randn(channels), torch.randn(channels)
    config, grid = ttnn.determine_expected_group_norm_sharded_config_and_grid_size(
        device=device, num_channels=channels, num_groups=groups, input_nhw=rows, is_height_sharded=height_sharded
    )
    limit = device.compute_with_storage_grid_size()
    assert grid.x <= limit.x and grid.y <= limit.y
    shard = config.shard_spec.shape
    cores = 1 if height_sharded else grid.y
    assert shard[0] * config.shard_spec.num_cores() // cores == rows and shard[1] * cores == channels
    tensor = ttnn.from_torch(x, dtype=ttnn.bfloat16, device=device, memory_config=config)
    mask = ttnn.to_device(ttnn.create_group_norm_input_mask(channels, groups, cores), device)
    gamma, beta = (
        ttnn.from_torch(ttnn.create_group_norm_weight_bias_rm(p, channels, cores), dtype=ttnn.bfloat16, device=device)
        for p in (weight, bias)
    )
    out = ttnn.group_norm(
        tensor,
        num_groups=groups,
        input_mask=mask,
        weight=gamma,
        bias=beta,
        epsilon=1e-5,
        memory_config=config,
        core_grid=grid,
        inplace=False,
    )
    close(out, x, groups, weight, bias)


@pytest.mark.parametrize(("channels", "groups", "rows"), [(64, 4, 64), (320, 32, 256)])
def test_interleaved(device, channels, groups, rows):
    torch.manual_seed(channels)
    x, weight, bias = torch.randn(1, 1, rows, channels), torch.randn(channels), torch.randn(channels)
    grid = ttnn.determine_expected_group_norm_dram_grid_size(
        device=device, num_channels=channels, num_groups=groups, input_nhw=rows
    )
    (gamma, beta), mask = ttnn.dram_group_norm_params_from_torch(
        [weight, bias], channels, groups, device, core_grid=grid
    )
    tensor = ttnn.from_torch(x, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)
    out = ttnn.group_norm(
        tensor, num_groups=groups, input_mask=mask, weight=gamma, bias=beta, epsilon=1e-5, core_grid=grid, inplace=False
    )
    close(out, x, groups, weight, bias)
    single = ttnn.dram_group_norm_params_from_torch(weight, channels, groups, device, core_grid=grid, return_mask=False)
    assert torch.equal(ttnn.to_torch(single), ttnn.to_torch(gamma))


def test_divisors_and_spans():
    from ttnn.operations.normalization import find_closest_largest_divisor, find_max_tile_span

    for number in (1, 12, 35, 36, 64):
        for most in range(1, 70):
            found = find_closest_largest_divisor(number, most)
            assert number % found == 0 and found == max(
                d for d in range(1, number + 1) if d <= most and number % d == 0
            )
    assert [find_max_tile_span(*s) for s in ((64, 16, 32), (60, 20, 32), (320, 10, 32), (96, 48, 32))] == [1, 2, 2, 2]


def test_reciprocals(device):
    grid = ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(1, 2))])
    rows = ttnn.create_layer_norm_reciprocals(device, grid, 96)
    assert rows.memory_config().shard_spec.num_cores() == 6
    torch.testing.assert_close(ttnn.to_torch(rows), (1 / torch.arange(1.0, 97)).expand(6, -1))
    rows = ttnn.create_group_norm_reciprocals(1, 64, 8, 8, 4, ttnn.CoreGrid(x=2, y=2))
    assert rows.shape == (4, 512) and rows[3, 9] == pytest.approx(0.1)


def test_configurations(device):
    arch = device.arch()
    layer, rms = ttnn.layernorm_default_compute_config(arch), ttnn.rmsnorm_default_compute_config(arch)
    assert layer.math_fidelity == rms.math_fidelity == ttnn.MathFidelity.HiFi4
    assert (layer.math_approx_mode, layer.fp32_dest_acc_en) == (False, True)
    assert (rms.math_approx_mode, rms.fp32_dest_acc_en) == (True, False)
    assert isinstance(ttnn.create_layernorm_program_config(), ttnn.LayerNormDefaultProgramConfig)
    grid = ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 1))])
    config = ttnn.create_layernorm_program_config(ttnn.ShardSpec(grid, [64, 192], ttnn.ShardOrientation.ROW_MAJOR))
    assert (config.block_h, config.block_w, config.subblock_w, config.inplace) == (2, 6, 3, False)
    x = torch.randn(1, 1, 128, 768)
    sharding = ttnn.MemoryConfig(
        ttnn.TensorMemoryLayout.BLOCK_SHARDED,
        ttnn.BufferType.L1,
        ttnn.ShardSpec(grid, [64, 192], ttnn.ShardOrientation.ROW_MAJOR),
    )
    tensor = ttnn.from_torch(x, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device, memory_config=sharding)
    out = ttnn.layer_norm(tensor, program_config=config, memory_config=sharding, compute_kernel_config=layer)
    expected = torch.nn.functional.layer_norm(x, (768,))
    assert ttnn.pearson_correlation_coefficient(expected, ttnn.to_torch(out).float()) > 0.9995


def test_golden_functions_of_activations():
    golden = ttnn.operations.activations.get_golden_function_for_activation
    x = torch.randn(5, 7)
    assert golden(None) is None
    assert torch.equal(golden("relu")(x), torch.relu(x))
    assert torch.equal(golden(ttnn.UnaryOpType.RELU)(x), torch.relu(x))
    leaky = golden(ttnn.UnaryWithParam(ttnn.UnaryOpType.LEAKY_RELU, 0.25))(x)
    torch.testing.assert_close(leaky, torch.nn.functional.leaky_relu(x, 0.25))
    torch.testing.assert_close(golden(ttnn.UnaryWithParam(ttnn.UnaryOpType.GELU, 1.0))(x), torch.nn.functional.gelu(x))
    with pytest.raises(RuntimeError, match="not known"):
        golden("nothing")
    with pytest.raises(TypeError):
        golden(3)


def test_golden_functions_of_pooling():
    x = torch.randn(2, 6, 8, 4)
    out = ttnn.operations.pool.golden_maxpool2d(x.reshape(1, 1, -1, 4), 2, 6, 8, 4, (2, 2), (2, 2), (0, 0), (1, 1))
    expected = torch.nn.functional.max_pool2d(x.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1).reshape(1, 1, -1, 4)
    assert torch.equal(out, expected)
    halved = ttnn.operations.pool.golden_maxpool2d(x, 2, 6, 8, 4, (2, 2), (2, 2), (0, 0), (1, 1), dtype=ttnn.bfloat16)
    assert halved.dtype == torch.bfloat16
    twice = ttnn.operations.pool.golden_upsample(x, (2, 1))
    assert torch.equal(twice, x.repeat_interleave(2, 1))
