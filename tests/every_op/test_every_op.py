"""Every registered operation over dtypes, layouts, memory configs and odd shapes against its golden function.

Each call agrees with the golden function or is refused by an error that names the operation; an operation that is refused everywhere, or
has no golden function, fails. The short form is a fixed sample; `pytest tests/every_op --full` goes through all of it."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import special_forms
import special_moreh
from overloads import all_operations, overloads_of
from sweep import WITHOUT_GOLDEN, Outcome, cases, run

OPERATIONS = all_operations()
PENDING = special_moreh.PENDING | special_forms.PENDING
SHORT, FULL = 14, 800


def test_names_of_the_exceptions():
    assert set(WITHOUT_GOLDEN) | set(PENDING) <= set(OPERATIONS)
    assert len(OPERATIONS) >= 400


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation(name, device, request):
    if name in PENDING:
        pytest.skip(PENDING[name])
    operation = OPERATIONS[name]
    assert operation.golden_function is not None or name in WITHOUT_GOLDEN, "no golden function"
    outcome = Outcome()
    each = FULL if request.config.getoption("--full") else SHORT
    for case in cases(operation, each + (each // 2) * (len(overloads_of(operation)) - 1)):
        run(device, case, outcome)
    assert not outcome.wrong, f"{len(outcome.wrong)} wrong:\n" + "\n".join(outcome.wrong[:10])
    assert outcome.agreed, f"never answered: {outcome.refused or outcome.unmade}"
