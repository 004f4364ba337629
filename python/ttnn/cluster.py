"""What kind of machine this is."""

import tempfile

from ._ttnn import device as _device
from .enumerations import ClusterType


def get_cluster_type():
    """The card model's cluster type."""
    return ClusterType.__members__[_device.card()["cluster_type"]]


def serialize_cluster_descriptor():
    """Path of a YAML file that describes the machine: one card without links."""
    with tempfile.NamedTemporaryFile("w", prefix="cluster_descriptor_", suffix=".yaml", delete=False) as file:
        file.write(
            f"arch:\n  0: {_device.card()['arch']}\nchips:\n  0: [0, 0, 0, 0]\nethernet_connections: []\nchips_with_mmio:\n  - 0: 0\n"
        )
    return file.name


def get_chip_unique_id_from_fabric_node_id(mesh_device, mesh_id, chip_id):
    """A number of a card that no other has; there is one, chip 0 of mesh 0."""
    if mesh_id or chip_id:
        raise RuntimeError(
            f"get_chip_unique_id_from_fabric_node_id: chip {chip_id} of mesh {mesh_id} does not exist; there is one, 0 of 0"
        )
    return 0


def _absent(name):
    def function(*args, **kwargs):
        from .card import no_card

        raise no_card(name, "reading and writing single cores need")

    function.__name__ = name
    function.__doc__ = "Reads or writes a core of the card directly; raises RuntimeError, as there is no card."
    return function


read_from_core, read_reg = _absent("read_from_core"), _absent("read_reg")
write_to_core, write_to_core_immediate = _absent("write_to_core"), _absent("write_to_core_immediate")
get_dram_bank_table = _absent("get_dram_bank_table")
