from collections.abc import Sequence
from typing import overload

import ttnn._ttnn.activation
import ttnn._ttnn.device
import ttnn._ttnn.tensor
from ttnn.lazy import get as __getattr__


def add(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = True, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def subtract(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = True, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def sub(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = True, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def rsub(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = True, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def multiply(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def mul(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def bias_gelu(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def maximum(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def minimum(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def eq(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def ne(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def lt(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def le(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def gt(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def ge(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def logical_and(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def logical_or(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def logical_xor(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def squared_difference(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def ldexp(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def logaddexp(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def logaddexp2(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def xlogy(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def atan2(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def hypot(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def nextafter(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def fmod(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def remainder(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def div_no_nan(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def floor_div(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def bitwise_and(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def bitwise_or(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def bitwise_xor(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def bitwise_left_shift(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def logical_left_shift(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def bitwise_right_shift(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def logical_right_shift(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def gcd(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def lcm(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], fast_and_approximate_mode: bool | None = False, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.
    """

def div(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, fast_and_approximate_mode: bool = False, rounding_mode: str | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Quotient of two tensors or a tensor and a number, optionally rounded ("trunc" or "floor").
    """

def divide(input_tensor_a: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, *, fast_and_approximate_mode: bool = False, rounding_mode: str | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Quotient of two tensors or a tensor and a number, optionally rounded ("trunc" or "floor").
    """

def pow(input_tensor: ttnn._ttnn.tensor.Tensor | int | float, exponent: ttnn._ttnn.tensor.Tensor | int | float, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_a_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = [], input_tensor_b_activations: Sequence[ttnn._ttnn.activation.UnaryWithParam] = []) -> ttnn._ttnn.tensor.Tensor:
    """
    Power, element by element. Integer tensors take whole exponents that are not negative.
    """

def clamped_silu_glu(gate: ttnn._ttnn.tensor.Tensor, up: ttnn._ttnn.tensor.Tensor, limit: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """silu(min(gate, limit)) * clamp(up, -limit, limit), with broadcasting."""

def situ_glu(gate: ttnn._ttnn.tensor.Tensor, up: ttnn._ttnn.tensor.Tensor, beta1: float, beta2: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    softcap(gate, beta1) * sigmoid(gate) * softcap(up, beta2), with softcap(x, b) = b tanh(x / b).
    """

def addalpha(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, alpha: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The first tensor plus or minus alpha times the second; shapes broadcast.
    """

def subalpha(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, alpha: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The first tensor plus or minus alpha times the second; shapes broadcast.
    """

def polyval(input_tensor_a: ttnn._ttnn.tensor.Tensor, coeffs: Sequence[float], *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The polynomial with the given coefficients, from the highest power down, element by element.
    """

@overload
def prelu(input_tensor_a: ttnn._ttnn.tensor.Tensor, weight: ttnn._ttnn.tensor.Tensor | int | float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor: ...

@overload
def prelu(input_tensor_a: ttnn._ttnn.tensor.Tensor, weight: Sequence[float], *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """x for x >= 0, else weight times x."""

def outer(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Products of each element of the first tensor's last dimension with each of the second's: one dimension more.
    """

def isclose(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, rtol: float = 9.999999747378752e-06, atol: float = 9.99999993922529e-09, equal_nan: bool = False, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    1 where |a - b| <= atol + rtol |b|, else 0; shapes broadcast. Integers are compared as float32.
    """
