"""What the misuse cases are given: good tensors beside one of each bad kind."""

from types import SimpleNamespace

import numpy as np
import pytest
import ttnn


@pytest.fixture(scope="module")
def x():
    """Tensors of 64x64 on a device (a, f32, rows, ints, ids, l1), a host tensor, a freed one, and tensors of other devices."""
    device, other, shut = (ttnn.open_device(device_id=0) for _ in range(3))
    values = np.random.default_rng(0).standard_normal((64, 64)).astype(np.float32)

    def made(array=values, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device, **kwargs):
        return ttnn.from_torch(array, dtype=dtype, layout=layout, device=device, **kwargs)

    freed, closed = made(), made(device=shut)
    ttnn.deallocate(freed)
    ttnn.close_device(shut)
    yield SimpleNamespace(
        device=device,
        shut=shut,
        values=values,
        made=made,
        a=made(),
        f32=made(dtype=ttnn.float32),
        rows=made(layout=ttnn.ROW_MAJOR_LAYOUT),
        ints=made(np.arange(64 * 64, dtype=np.int32).reshape(64, 64), ttnn.int32),
        ids=made(np.zeros((1, 32), np.int32), ttnn.uint32, ttnn.ROW_MAJOR_LAYOUT),
        bytes=made(np.zeros((64, 64), np.int32), ttnn.uint8),
        small=made(values[:32, :48]),
        four=made(np.zeros((1, 2, 32, 64), np.float32)),
        l1=made(memory_config=ttnn.L1_MEMORY_CONFIG),
        host=made(device=None),
        freed=freed,
        closed=closed,
        elsewhere=made(device=other),
    )
    ttnn.close_device(device)
    ttnn.close_device(other)
