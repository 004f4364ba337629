"""Wrong calls raise what the table says, and nothing has changed afterwards: the memories are the same, and the device works."""

import numpy as np
import pytest
import ttnn
from misuse_cases import CASES

KINDS = (ttnn.BufferType.DRAM, ttnn.BufferType.L1)


def memory(device):
    """Who holds what; blocks without their ids."""
    views = [ttnn.get_memory_view(device, kind) for kind in KINDS]
    return [[(b["address"], b["size"], b["allocated"]) for b in v.block_table] for v in views]


@pytest.mark.parametrize("name, call, error, words", CASES, ids=[c[0].replace(" ", "_") for c in CASES])
def test_case(x, name, call, error, words):
    if "to_torch" in name:
        pytest.importorskip("torch")
    before, entries, open_before = (
        memory(x.device),
        ttnn.tessera.buffers(x.device),
        len(ttnn._ttnn.device.open_devices()),
    )
    with pytest.raises(error) as raised:
        call(x)
    text = str(raised.value)
    missing = [w for w in words if w not in text]
    assert not missing, text
    del raised
    assert memory(x.device) == before and len(ttnn.tessera.buffers(x.device)) == len(entries)
    assert len(ttnn._ttnn.device.open_devices()) == open_before
    np.testing.assert_array_equal(ttnn.add(x.f32, x.f32).to_numpy(), x.values + x.values)
    np.testing.assert_allclose(x.a.to_numpy(), x.values, rtol=2**-8)


def test_the_table_is_long_enough():
    assert len(CASES) >= 120 and len({c[0] for c in CASES}) == len(CASES)
