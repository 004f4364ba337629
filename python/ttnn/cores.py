"""Choosing cores: in order, a given number of them, and work divided among them."""

import math

from .types import CoreCoord, CoreRange, CoreRangeSet, Tensor, num_cores_to_corerangeset


def _in_order(r, row_wise):
    xs, ys = range(r.start.x, r.end.x + 1), range(r.start.y, r.end.y + 1)
    return [(x, y) for y in ys for x in xs] if row_wise else [(x, y) for x in xs for y in ys]


def grid_to_cores(*args, row_wise=False, **kwargs):
    """Cores in order, by columns (or rows, with row_wise): grid_to_cores(num_cores, grid_size_x, grid_size_y) of a grid, or
    grid_to_cores(start, end) of a rectangle with both corners."""
    names = (
        ("start", "end")
        if isinstance(args[0] if args else kwargs.get("start"), CoreCoord)
        else ("num_cores", "grid_size_x", "grid_size_y")
    )
    values = dict(zip((*names, "row_wise"), args)) | kwargs
    row_wise = values.pop("row_wise", row_wise)
    if set(values) != set(names):
        raise TypeError(
            f"grid_to_cores(): incompatible function arguments: expected {', '.join(names)}, got {', '.join(values)}"
        )
    if names[0] == "start":
        return [CoreCoord(*c) for c in _in_order(CoreRange(values["start"], values["end"]), row_wise)]
    count, x, y = (values[n] for n in names)
    if not 0 <= count <= x * y:
        raise RuntimeError(f"grid_to_cores: num_cores: {count} cores do not fit on a grid of {x}x{y}")
    return (
        [CoreCoord(*c) for c in _in_order(CoreRange(CoreCoord(0, 0), CoreCoord(x - 1, y - 1)), row_wise)[:count]]
        if count
        else []
    )


def _rectangles(cores):
    """A CoreRangeSet of cores that come in order: runs along the order, and runs of the same extent joined."""
    runs = []
    for core in cores:
        if runs and (core[0], core[1] - 1) == runs[-1][1] or runs and (core[0] - 1, core[1]) == runs[-1][1]:
            first, last = runs[-1]
            if first == last or (core[0] == first[0]) == (last[0] == first[0]):
                runs[-1] = (first, core)
                continue
        runs.append((core, core))
    joined = []
    for first, last in runs:
        if joined:
            a, b = joined[-1]
            if a[0] == first[0] and b[0] == last[0] and first[1] == b[1] + 1:
                joined[-1] = (a, last)
                continue
            if a[1] == first[1] and b[1] == last[1] and first[0] == b[0] + 1:
                joined[-1] = (a, last)
                continue
        joined.append((first, last))
    return CoreRangeSet([CoreRange(CoreCoord(*a), CoreCoord(*b)) for a, b in joined])


def num_cores_to_corerangeset_in_subcoregrids(start_core, target_num_cores, sub_core_grids, row_wise=False):
    """The first `target_num_cores` cores of a CoreRangeSet from `start_core` on, rectangle after rectangle, by columns or rows."""
    cores = [c for r in sub_core_grids.ranges() for c in _in_order(r, row_wise)]
    start = (start_core.x, start_core.y)
    if target_num_cores <= 0:
        raise RuntimeError(
            f"num_cores_to_corerangeset_in_subcoregrids: target_num_cores must be positive, got {target_num_cores}"
        )
    if start not in cores:
        raise RuntimeError(
            f"num_cores_to_corerangeset_in_subcoregrids: start_core {start_core} is not in {sub_core_grids}"
        )
    chosen = cores[cores.index(start) :][:target_num_cores]
    if len(chosen) < target_num_cores:
        raise RuntimeError(
            f"num_cores_to_corerangeset_in_subcoregrids: target_num_cores: {target_num_cores} asked for, {len(chosen)} from {start_core} on"
        )
    return _rectangles(chosen)


def split_work_to_cores(grid=None, units_to_divide=None, row_wise=False, *, grid_size=None, core_grid=None):
    """Divides units of work among the cores of a grid (a CoreCoord, or a CoreRangeSet): (number of cores, all cores, cores with one unit
    more, the other cores, units of the first, units of the others). The second group is empty where all have the same."""
    grid, units = next((g for g in (grid, grid_size, core_grid) if g is not None), None), units_to_divide
    if not isinstance(grid, (CoreCoord, CoreRangeSet)) or not isinstance(units, int):
        raise TypeError(
            "split_work_to_cores(): incompatible function arguments: expected a CoreCoord or CoreRangeSet and a number, "
            f"got {grid!r} and {units!r}"
        )
    on_grid = isinstance(grid, CoreCoord)
    count = min(units, grid.x * grid.y if on_grid else grid.num_cores())
    if count == 0:
        return 0, CoreRangeSet([]), CoreRangeSet([]), CoreRangeSet([]), 0, 0

    def first(n):
        if on_grid:
            return num_cores_to_corerangeset(n, grid, row_wise)
        return num_cores_to_corerangeset_in_subcoregrids(grid.ranges()[0].start, n, grid, row_wise)

    everyone, more = first(count), units % count
    if not more:
        return count, everyone, everyone, CoreRangeSet([]), units // count, 0
    group = first(more)
    return count, everyone, group, everyone.subtract(group), math.ceil(units / count), units // count


def get_optimal_worker_cores_for_sharded_tensor(tensor, noc=None):
    """The cores that hold the shards of a tensor in L1, in the order of the shards; for DRAM the banks' readers."""
    if not isinstance(tensor, Tensor) or not tensor.is_sharded() or tensor.device() is None:
        raise RuntimeError("get_optimal_worker_cores_for_sharded_tensor: tensor: expected a sharded tensor on a device")
    from .types import BufferType, ShardOrientation

    config = tensor.memory_config()
    if config.buffer_type == BufferType.DRAM:
        return tensor.device().get_optimal_dram_bank_to_logical_worker_assignment(noc)
    spec = config.shard_spec or config.nd_shard_spec
    row_wise = spec.orientation == ShardOrientation.ROW_MAJOR
    return [CoreCoord(*c) for r in spec.grid.ranges() for c in _in_order(r, row_wise)]


def get_memory_config(tensor):
    """The memory config of a tensor; None for host tensors and deallocated ones."""
    if not isinstance(tensor, Tensor):
        raise TypeError(
            f"get_memory_config(): incompatible function arguments: expected a Tensor, got {type(tensor).__name__}"
        )
    from .types import StorageType

    on_device = tensor.storage_type() == StorageType.DEVICE and tensor.is_allocated()
    return tensor.memory_config() if on_device else None


def dump_stack_trace_on_segfault():
    """Has Python print its stack where the process crashes."""
    import faulthandler

    faulthandler.enable()
