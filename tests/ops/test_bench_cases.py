"""Every case of the benchmark in a small size: ours and torch must do the same work."""

import numpy as np
import pytest
import ttnn

torch = pytest.importorskip("torch")

from tests.bench_cases import CASES  # noqa: E402


def plain(result):
    values = ttnn.to_torch(result) if isinstance(result, ttnn.Tensor) else result
    return np.ravel(values.to(torch.float32).numpy()).astype(np.float64)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_both_sides_of_a_case_agree(device, case):
    pair = case.prepare(device, True)
    ours, reference = plain(pair.ours()), plain(pair.torch())
    assert ours.shape == reference.shape
    assert np.corrcoef(ours, reference)[0, 1] >= case.pcc
