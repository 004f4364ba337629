"""The names of the official API, with the members and values of enumerations and the members of classes, from names.txt."""

import subprocess
import sys
from pathlib import Path

import pytest

ttnn = pytest.importorskip("ttnn")

LIST = Path(__file__).with_name("names.txt")


def rows():
    """[kind, name, words] of each row of the list."""
    text = LIST.read_text().replace("\n  ", " ")
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, *words = line.split()
            yield kind, words


def find(name):
    found = ttnn
    for part in name.split(".")[1:]:
        found = getattr(found, part)
    return found


def of_kind(kind):
    return [pytest.param(words[0], words[1:], id=words[0]) for k, words in rows() if k == kind]


@pytest.mark.parametrize(("module", "names"), of_kind("names"))
def test_every_name_is_there(module, names):
    owner = find(module)
    missing = [name for name in names if not hasattr(owner, name)]
    assert not missing


def test_collectives_are_operations():
    (names,) = [words for kind, words in rows() if kind == "operations"]
    registered = {o.python_fully_qualified_name for o in ttnn.query_registered_operations(include_experimental=True)}
    assert not set(names) - registered


def enumeration(name):
    places = (ttnn, ttnn.cluster, ttnn.enumerations, ttnn.operations.ccl, ttnn.graph)
    return next(getattr(p, name) for p in places if hasattr(p, name))


@pytest.mark.parametrize(("name", "members"), of_kind("enum"))
def test_enumerations_have_members_and_values(name, members):
    kind = enumeration(name)
    expected = {m.split("=")[0]: int(m.split("=")[1]) for m in members}
    found = {k: v.value for k, v in kind.__members__.items()}
    if name == "ShardDistributionStrategy":  # no tensor is dealt out in contiguous runs here
        expected.pop("CONTIGUOUS_1D")
    assert found == expected
    one = next(iter(kind.__members__.values()))
    assert str(one) == f"{name}.{one.name}"
    if name != "ShardStrategy":  # a plain enumeration of Python there too
        assert repr(one) == str(one)


@pytest.mark.parametrize(("name", "members"), of_kind("members"))
def test_classes_have_members(name, members):
    kind = find(name)
    fields = getattr(kind, "FIELDS", {})
    instance = {"ttnn.DispatchCoreConfig": lambda: ttnn.DispatchCoreConfig()}.get(name, lambda: kind)()
    missing = {m for m in members if not hasattr(instance, m) and m not in fields}
    assert not missing


def test_names_also_stand_in_the_extension():
    for path in (
        "operations.ccl.Topology",
        "device.SubDeviceId",
        "global_semaphore.global_semaphore",
        "operations.experimental.ccl_experimental.GlobalSemaphoreArg",
        "fabric.FabricConfig",
        "multi_device.MeshDevice",
        "bfp_utils.pack_bfp2",
    ):
        assert find(f"ttnn._ttnn.{path}") is not None
    assert ttnn._ttnn.operations.ccl.Topology is ttnn.Topology is ttnn.operations.ccl.Topology
    assert ttnn.types.BcastOpMath is ttnn.BcastOpMath


def test_unknown_names_are_attribute_errors():
    for owner in (ttnn, ttnn.types, ttnn.operations, ttnn.enumerations, ttnn._ttnn.fabric, ttnn.operations.transformer):
        with pytest.raises(AttributeError, match="no attribute 'NoSuchName'"):
            owner.NoSuchName  # noqa: B018


def test_import_brings_neither_torch_nor_what_is_made_later():
    """What is made when first asked for must not be made by the import."""
    later = "card configs distributed enumerations model_preprocessing operations program_descriptor resources".split()
    code = f"import sys, ttnn; print([m for m in ['torch', *('ttnn.' + n for n in {later})] if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_lazy_names_can_be_made():
    for name in ttnn.lazy.names():
        assert getattr(ttnn, name) is not None
    assert set(ttnn.lazy.names()) <= set(dir(ttnn))


def test_operations_may_be_registered_below_a_package():
    @ttnn.register_python_operation(name="ttnn.operations.made_for_a_test.twice")
    def twice(x):
        return 2 * x

    try:
        assert ttnn.operations.made_for_a_test.twice(3) == 6
        assert ttnn.operations.pool.golden_maxpool2d is not None  # the package is still there
    finally:
        del ttnn.decorators.REGISTERED_OPERATIONS["ttnn.operations.made_for_a_test.twice"]
        del ttnn.operations.made_for_a_test, sys.modules["ttnn.operations.made_for_a_test"]
