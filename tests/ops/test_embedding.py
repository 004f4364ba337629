"""ttnn.embedding: rows of the table, for every layout of indices and table."""

import pytest
import ttnn
from ttnn.golden.data_movement import GOLDEN
from values import on_device, random

torch = pytest.importorskip("torch")


@pytest.mark.parametrize("ids_shape", [(1, 32), (8, 128), (5,), (2, 1, 1, 7)], ids=str)
@pytest.mark.parametrize("table_shape", [(100, 64), (1, 1, 50, 33), (33, 130)], ids=str)
@pytest.mark.parametrize(
    "dtype, table_layout", [("bfloat16", "ROW_MAJOR"), ("bfloat16", "TILE"), ("bfloat8_b", "TILE")]
)
@pytest.mark.parametrize("layout", [None, "ROW_MAJOR", "TILE"])
def test_rows_of_the_table(device, ids_shape, table_shape, dtype, table_layout, layout):
    generator = torch.Generator().manual_seed(1)
    positions = torch.randint(0, table_shape[-2], ids_shape, generator=generator, dtype=torch.int32)
    for ids_layout in ("ROW_MAJOR", "TILE"):
        ids = on_device(positions, "uint32", device, ids_layout)
        table = on_device(random(table_shape, 2), dtype, device, table_layout)
        out = ttnn.embedding(ids[0], table[0], layout=None if layout is None else getattr(ttnn, f"{layout}_LAYOUT"))
        assert str(out.layout) == f"Layout.{layout or table_layout}"
        assert out.dtype == ttnn.bfloat16
        assert torch.equal(ttnn.to_torch(out).to(table[1].dtype), GOLDEN["ttnn.embedding"](ids[1], table[1]))


def test_memory_config_and_dtype(device):
    ids = on_device(torch.arange(32, dtype=torch.int32).reshape(1, 32), "uint32", device, "ROW_MAJOR")
    table = on_device(random((64, 96), 0), "bfloat16", device, "ROW_MAJOR")
    out = ttnn.embedding(
        ids[0], table[0], layout=ttnn.TILE_LAYOUT, dtype=ttnn.bfloat8_b, memory_config=ttnn.L1_MEMORY_CONFIG
    )
    assert out.dtype == ttnn.bfloat8_b and out.memory_config() == ttnn.L1_MEMORY_CONFIG
    assert (ttnn.to_torch(out).double() - table[1][:32]).abs().max() < 2 / 64


@pytest.mark.parametrize(
    "ids_dtype, table_dtype, message",
    [("int32", "bfloat16", "Input must be UINT32 or BFLOAT16"), ("uint32", "float32", "must have BFLOAT16 dtype")],
)
def test_refusals(device, ids_dtype, table_dtype, message):
    ids = on_device(torch.zeros(1, 32, dtype=torch.int32), ids_dtype, device, "ROW_MAJOR")
    table = on_device(random((64, 96), 0), table_dtype, device, "ROW_MAJOR")
    with pytest.raises(RuntimeError, match=message):
        ttnn.embedding(ids[0], table[0])
