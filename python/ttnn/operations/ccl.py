"""Types of the collectives."""

from ttnn.card import get_num_links, get_usable_topology
from ttnn.enumerations import DispatchAlgorithm, MMSignalAggregatorMode, MoEActivationFunction, Topology, WorkerMode

__all__ = [
    "DispatchAlgorithm",
    "MMSignalAggregatorMode",
    "MoEActivationFunction",
    "Topology",
    "WorkerMode",
    "get_num_links",
    "get_usable_topology",
]
