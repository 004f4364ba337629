"""Descriptors of programs: filled, changed, merged and hashed; running one says that the card's kernels cannot run."""

import pytest

ttnn = pytest.importorskip("ttnn")


def cores(x0, y0, x1, y1):
    return ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(x0, y0), ttnn.CoreCoord(x1, y1))])


def kernel(where=None, **changes):
    arguments = {
        "kernel_source": "void kernel_main() {}",
        "source_type": ttnn.KernelDescriptor.SourceType.SOURCE_CODE,
        "core_ranges": where or cores(0, 0, 0, 0),
        "compile_time_args": [1, 2],
        "runtime_args": [],
        "config": ttnn.ReaderConfigDescriptor(),
    }
    return ttnn.KernelDescriptor(**(arguments | changes))


def buffer(index=0):
    formats = [ttnn.CBFormatDescriptor(buffer_index=index, data_format=ttnn.bfloat16, page_size=2048)]
    return ttnn.CBDescriptor(total_size=4096, core_ranges=cores(0, 0, 0, 0), format_descriptors=formats)


def test_fields_and_defaults():
    k = kernel()
    assert (k.compile_time_args, k.common_runtime_args, k.defines, k.opt_level) == ([1, 2], [], [], None)
    assert isinstance(k.config, ttnn.ReaderConfigDescriptor)
    k.defines, k.config = [("A", "1")], ttnn.ComputeConfigDescriptor()
    assert k.config.math_fidelity == ttnn.MathFidelity.HiFi4 and not k.config.fp32_dest_acc_en
    assert buffer().format_descriptors[0].page_size == 2048 and not buffer().has_buffer()
    assert ttnn.DataMovementConfigDescriptor().noc == ttnn.NOC.NOC_0
    s = ttnn.SemaphoreDescriptor(id=1, core_ranges=cores(0, 0, 0, 0), initial_value=3)
    assert s.core_type == ttnn.CoreType.WORKER
    assert ttnn.TileDescriptor(ttnn.Tile((16, 32))) == ttnn.TileDescriptor(16, 32)
    program = ttnn.ProgramDescriptor()
    program.kernels = [k]
    program.cbs.append(buffer())
    assert len(program.kernels) == len(program.cbs) == 1 and program.semaphores == []
    assert ttnn.ProgramDescriptor().cbs == []  # defaults are not shared


@pytest.mark.parametrize(
    "bad",
    [
        lambda: kernel(core_ranges=3),
        lambda: kernel(compile_time_args=[-1]),
        lambda: kernel(compile_time_args=[1 << 32]),
        lambda: kernel(config=None),
        lambda: ttnn.KernelDescriptor(kernel_source="x"),
        lambda: ttnn.CBDescriptor(1, 2, 3, 4, 5),
        lambda: ttnn.CBFormatDescriptor(buffer_index=0, data_format="bf16", page_size=1),
        lambda: ttnn.ProgramDescriptor(kernels=[1]),
        lambda: ttnn.Conv3dConfig(ttnn.bfloat16),
        lambda: ttnn.Conv3dConfig(T_out=1),
        lambda: setattr(ttnn.MinimalMatmulConfig(), "M_block_size", "2"),
        lambda: ttnn.SlidingWindowParallelConfig(grid=cores(0, 0, 1, 1)),
    ],
)
def test_wrong_types_are_type_errors(bad):
    with pytest.raises(TypeError, match="incompatible function arguments"):
        bad()


def test_unknown_attributes_are_refused():
    with pytest.raises(AttributeError):
        kernel().kernel_sorce = "x"


def test_runtime_arguments():
    args = ttnn.RuntimeArgs()
    args[0][1] = [1, 2]
    args[0].append(1, 3)
    args.append(ttnn.CoreCoord(2, 3), [4])
    assert [((c.x, c.y), list(w)) for c, w in args] == [((0, 1), [1, 2, 3]), ((2, 3), [4])] and len(args) == 2
    k = kernel(runtime_args=args)
    args[0][1] = [9]
    assert list(k.runtime_args[0][1]) == [1, 2, 3]  # the descriptor keeps its own
    k.append_runtime_args_from(kernel(runtime_args=[((0, 1), [7])]))
    k.extend_runtime_args_uniform([8])
    assert list(k.runtime_args[0][1]) == [1, 2, 3, 7, 8] and list(k.runtime_args[2][3]) == [4, 8]
    k.clear_runtime_args()
    assert len(k.runtime_args) == 0
    with pytest.raises(TypeError):
        args[0][0] = [-1]


def test_merge_and_hash():
    one = ttnn.ProgramDescriptor(kernels=[kernel(cores(0, 0, 1, 1))], cbs=[buffer()])
    two = ttnn.ProgramDescriptor(kernels=[kernel(cores(2, 0, 3, 1))])
    merged = ttnn.merge_program_descriptors([one, two])
    assert len(merged.kernels) == 2 and len(merged.cbs) == 1
    with pytest.raises(RuntimeError, match="overlap on cores"):
        ttnn.merge_program_descriptors([one, one])

    def number(**changes):
        return ttnn.compute_program_descriptor_hash(ttnn.ProgramDescriptor(kernels=[kernel(**changes)]))

    assert number() == number(runtime_args=[((0, 0), [5])]) != number(compile_time_args=[1, 3])
    mesh = ttnn.MeshProgramDescriptor()
    everywhere = ttnn.MeshCoordinateRange(ttnn.MeshShape(1, 1))
    mesh[everywhere] = one
    assert mesh[everywhere] is one and [key for key, _ in mesh] == [everywhere]


def test_tensors_in_descriptors(device):
    tensor = ttnn.ones([1, 1, 64, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, device)
    assert ttnn.TensorAccessorArgs(tensor).get_compile_time_args() == [2, 2048]
    assert ttnn.TensorAccessorArgs(tensor).get_common_runtime_args() == []
    with pytest.raises(RuntimeError):
        ttnn.TensorAccessorArgs(ttnn.from_device(tensor))
    with pytest.raises(RuntimeError, match="expected a sharded tensor"):
        ttnn.cb_descriptor_from_sharded_tensor(0, tensor)
    shards = ttnn.ShardSpec(cores(0, 0, 1, 0), [32, 32], ttnn.ShardOrientation.ROW_MAJOR)
    config = ttnn.MemoryConfig(ttnn.TensorMemoryLayout.HEIGHT_SHARDED, ttnn.BufferType.L1, shards)
    sharded = ttnn.to_memory_config(tensor, config)
    cb = ttnn.cb_descriptor_from_sharded_tensor(3, sharded)
    assert cb.has_buffer() and ttnn.get_cb_address(cb) == sharded.buffer_address() and cb.total_size == 2048
    with pytest.raises(RuntimeError, match="has no address"):
        ttnn.get_cb_address(buffer())


def test_generic_op_says_why_it_cannot_run(device):
    x = ttnn.ones([32, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, device)
    program = ttnn.ProgramDescriptor(kernels=[kernel()], semaphores=[], cbs=[buffer()])
    with pytest.raises(RuntimeError, match="processors of a card's cores"):
        ttnn.generic_op([x, x], program)
    with pytest.raises(TypeError, match="incompatible function arguments"):
        ttnn.generic_op([x, x], None)


def test_names_that_need_a_card():
    for call in (
        ttnn.light_metal_begin_capture,
        lambda: ttnn.LightMetalReplay.create(None),
        lambda: ttnn.MeshSocket(None, None),
        ttnn.get_fabric_kernel_defines,
        lambda: ttnn.cluster.read_from_core(0, 0, 0, 0, 4),
    ):
        with pytest.raises(RuntimeError, match="a card"):
            call()
    ttnn.set_fabric_config(ttnn.FabricConfig.FABRIC_1D)
    assert ttnn.get_fabric_config() == ttnn.FabricConfig.FABRIC_1D
    ttnn.set_fabric_config(ttnn.FabricConfig.DISABLED)


def test_packing_of_two_bit_block_floats():
    numpy = pytest.importorskip("numpy")
    values = numpy.random.default_rng(1).integers(-1, 2, (3, 32, 32)).astype(numpy.float32)
    words = numpy.array(ttnn._ttnn.bfp_utils.pack_bfp2(values.ravel()), numpy.uint32)
    assert words.size == 240
    for tile, packed in zip(values, words.reshape(3, 80)):
        exponents = packed[:16].copy().view(numpy.uint8)
        for row, column in ((0, 0), (5, 17), (16, 3), (31, 31), (20, 16)):
            face, r = row // 16 * 2 + column // 16, row % 16
            code = packed[16 + face * 16 + r] >> (2 * (column % 16)) & 3
            assert {0: 0, 1: 1, 3: -1}[int(code)] == tile[row, column]
            assert exponents[face * 16 + r] in (0, 127)
    with pytest.raises(RuntimeError, match="whole tiles"):
        ttnn._ttnn.bfp_utils.pack_bfp2(values.ravel()[:100])
