"""Comparison mode and the measures it uses."""

import contextlib
import logging
import math

import numpy as np
import pytest
import ttnn

torch = pytest.importorskip("torch")


def tensor(device, values, dtype=ttnn.float32):
    return ttnn.from_torch(values, dtype=dtype, layout=ttnn.TILE_LAYOUT, device=device)


@contextlib.contextmanager
def comparing(**options):
    options = {"enable_comparison_mode": True, "comparison_mode_should_raise_exception": True, **options}
    with contextlib.ExitStack() as stack:
        for name, value in options.items():
            stack.enter_context(ttnn.manage_config(name, value))
        yield


@contextlib.contextmanager
def golden(operation, function):
    """Replaces the golden function of an operation."""
    before = operation.golden_function
    operation.golden_function = function
    try:
        yield
    finally:
        operation.golden_function = before


@pytest.fixture
def x(device):
    return tensor(device, torch.randn(2, 33, 65, generator=torch.Generator().manual_seed(0)))


def test_right_results_pass(device, x):
    with comparing(comparison_mode_pcc=0.99999):
        y = ttnn.softmax(ttnn.add(ttnn.exp(x), 1.0), dim=-1)
        ttnn.add(input_tensor_a=y, input_tensor_b=x)
        ttnn.softmax(input_tensor=x, dim=1)
        ttnn.concat([x, y], dim=-1)
    np.testing.assert_allclose(y.to_numpy().sum(-1), 1.0, rtol=1e-5)


def test_a_wrong_result_raises_with_operation_pcc_and_threshold(device, x):
    with golden(ttnn.exp, lambda a, **_: torch.cos(a)), comparing(comparison_mode_pcc=0.9):
        with pytest.raises(RuntimeError, match=r"\[ttnn.exp\] output 0 .*PCC -?0\.\d+ is below the threshold 0.9"):
            ttnn.exp(x)


def test_or_is_reported_and_the_program_goes_on(device, x, caplog):
    with golden(ttnn.exp, lambda a, **_: torch.cos(a)):
        with comparing(comparison_mode_should_raise_exception=False), caplog.at_level(logging.WARNING, "ttnn"):
            out = ttnn.exp(x)
    np.testing.assert_allclose(out.to_numpy(), np.exp(x.to_numpy()), rtol=1e-5)
    (message,) = {r.getMessage() for r in caplog.records}
    assert "[ttnn.exp]" in message and "local" in message


def test_a_wrong_shape_is_a_difference(device, x):
    with golden(ttnn.exp, lambda a, **_: torch.exp(a)[0]), comparing():
        with pytest.raises(RuntimeError, match=r"shape Shape\(\[2, 33, 65\]\), golden \[33, 65\]"):
            ttnn.exp(x)


def test_errors_add_up_globally(device, x, caplog):
    """The first call is wrong, the second right: only globally is the second one wrong too."""
    with golden(ttnn.exp, lambda a, **_: torch.cos(a)):
        with comparing(comparison_mode_should_raise_exception=False), caplog.at_level(logging.WARNING, "ttnn"):
            ttnn.tanh(ttnn.exp(x))
    of_tanh = [r.getMessage() for r in caplog.records if "[ttnn.tanh]" in r.getMessage()]
    assert len(of_tanh) == 1 and "(global inputs)" in of_tanh[0]


def test_a_call_in_place_is_compared_with_its_old_contents(device):
    a, b = tensor(device, torch.full((32, 32), 2.0)), tensor(device, torch.arange(1024.0).reshape(32, 32))
    with comparing(comparison_mode_pcc=0.99999):
        ttnn.add(a, b, output_tensor=a)
        ttnn.multiply(a, b, output_tensor=a)
    np.testing.assert_allclose(a.to_numpy(), (2.0 + b.to_numpy()) * b.to_numpy(), rtol=1e-6)


def test_calls_without_a_golden_function_are_left_alone(device, x):
    @ttnn.register_python_operation(name="ttnn.observe_test.without_golden")
    def without_golden(a):
        return ttnn.exp(a)

    with comparing():
        assert ttnn.observe_test.without_golden(x).shape == x.shape


def test_a_golden_function_that_raises_is_told_once(device, x, caplog):
    def broken(*_, **__):
        raise ValueError("not this form")

    with golden(ttnn.exp, broken), comparing(), caplog.at_level(logging.WARNING, "ttnn"):
        ttnn.exp(x)
        ttnn.exp(x)
    assert [r.getMessage() for r in caplog.records] == [
        "[ttnn.exp] is not compared: its golden function raised ValueError: not this form"
    ]


def test_planning_is_not_compared(device, x):
    with comparing():
        ttnn.graph.begin_graph_capture(ttnn.graph.RunMode.NO_DISPATCH)
        ttnn.exp(x)
        ttnn.graph.end_graph_capture()


def test_records_go_into_the_report(device, x, tmp_path):
    options = {"root_report_path": tmp_path, "report_name": "compared", "enable_graph_report": True}
    with golden(ttnn.exp, lambda a, **_: torch.cos(a)):
        with comparing(comparison_mode_should_raise_exception=False, comparison_mode_pcc=0.97, **options):
            path = ttnn.CONFIG.report_path
            wrong = ttnn.exp(x)
            right = ttnn.tanh(x)
            late = ttnn.tanh(wrong)
    local, everywhere = (f"{level}_tensor_comparison_records" for level in ("local", "global"))
    query = ttnn.database.query_tensor_comparison_record
    found = {t: [query(path, table, t.tensor_id) for table in (local, everywhere)] for t in (wrong, right, late)}
    assert [r.matches for r in found[wrong]] == [False, False]
    assert [r.matches for r in found[right]] == [True, True]
    assert [r.matches for r in found[late]] == [True, False]
    assert found[right][0].desired_pcc == 0.97 and found[right][0].actual_pcc > 0.999
    with pytest.raises(RuntimeError, match="no table of comparisons"):
        query(path, "operations; --", 1)
    assert [o.name for o in ttnn.database.query_operations(path)] == ["ttnn.exp", "ttnn.tanh", "ttnn.tanh"]


def test_golden_tensors_are_forgotten_with_their_tensors(device, x):
    with comparing(comparison_mode_should_raise_exception=False):
        from ttnn import observe

        goldens = observe._comparison.global_golden
        y = ttnn.exp(x)
        assert y.tensor_id in goldens
        del y
        assert not goldens


# --- measures -------------------------------------------------------------------------------------------------------


def test_pcc_is_numpys():
    rng = np.random.default_rng(0)
    a = rng.standard_normal((7, 9)).astype(np.float32)
    b = a + 0.3 * rng.standard_normal((7, 9)).astype(np.float32)
    passed, value = ttnn.comparison.comp_pcc(torch.from_numpy(a), torch.from_numpy(b), 0.9)
    want = np.corrcoef(a.ravel().astype(np.float64), b.ravel().astype(np.float64))[0, 1]
    assert passed and value == pytest.approx(want, abs=1e-12)
    assert ttnn.pearson_correlation_coefficient(a, b) == pytest.approx(want, abs=1e-12)
    assert not ttnn.comparison.comp_pcc(a, b, want + 1e-6)[0]


@pytest.mark.parametrize(
    "golden, calculated, want",
    [
        ([1.0, 2.0], [1.0, 2.0], 1.0),
        ([math.nan, 1.0, 2.0], [math.nan, 1.0, 2.0], 1.0),
        ([math.nan, 1.0, 2.0], [0.0, 1.0, 2.0], 0.0),
        ([math.inf, 1.0, 2.0], [-math.inf, 1.0, 2.0], 0.0),
        ([3.0, 3.0, 3.0], [3.0, 3.0, 3.0 + 1e-6], 1.0),
        ([3.0, 3.0, 3.0], [4.0, 4.0, 4.0], 0.0),
        ([0.0, 0.0], [1.0, 2.0], 0.0),
        ([], [], 1.0),
    ],
)
def test_pcc_at_its_limits(golden, calculated, want):
    assert ttnn.comparison.comp_pcc(torch.tensor(golden), torch.tensor(calculated))[1] == want


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_ulp_is_the_step_to_the_next_number(dtype):
    info = torch.finfo(dtype)
    x = torch.tensor([0.0, 1.0, -1.0, 1.5, 3.999, 1e4, info.max, 1e-30, -7e-5, 123.456], dtype=dtype)
    x = torch.cat([x, torch.tensor([info.smallest_normal, info.smallest_normal * 1.5], dtype=dtype)])
    bits = torch.int32 if dtype == torch.float32 else torch.int16
    step = ((x.abs().view(bits) + 1).view(dtype).double() - x.abs().double()).to(dtype)
    below = x.abs().double() - (x.abs().view(bits) - 1).view(dtype).double()
    step = torch.where(x.abs() == info.max, below.to(dtype), step)
    assert torch.equal(ttnn.comparison.ulp(x), step)
    assert ttnn.comparison.ulp(torch.tensor([math.inf, math.nan], dtype=dtype)).isnan().all()


def test_comp_ulp():
    a = torch.tensor([1.0, 2.0, -3.0])
    one = torch.nextafter(a, torch.tensor(math.inf))
    assert ttnn.comparison.comp_ulp(a, one, 1)[0]
    passed, message = ttnn.comparison.comp_ulp(a, torch.nextafter(one, torch.tensor(math.inf)), 1)
    assert not passed and "Max ULP Delta: 2.0" in message
    bad = torch.tensor([math.nan, 2.0, -3.0])
    assert not ttnn.comparison.comp_ulp(bad, bad, 1)[0]
    assert ttnn.comparison.comp_ulp(bad, bad, 0, allow_nonfinite=True)[0]
    assert not ttnn.comparison.comp_ulp(a, bad, 1, allow_nonfinite=True)[0]
    with pytest.raises(RuntimeError, match="shape"):
        ttnn.comparison.comp_ulp(a, a[:2], 1)


def test_ulp_of_ttnn_tensors(device):
    x = tensor(device, torch.tensor([[1.0, 2.0]]), ttnn.bfloat16)
    out = ttnn.comparison.ulp(x)
    assert isinstance(out, ttnn.Tensor) and out.to_numpy().tolist() == [[2.0**-7, 2.0**-6]]
    assert ttnn.comparison.comp_ulp(torch.tensor([[1.0, 2.0]]), x, 0)[0]
