"""Parameters that operations know under several names: their overloads of TT-NN name them differently.

The table gives, for each operation, names that calls may use and the name that the operation's field has."""

_IN_PLACE = {"input_tensor_a": "input_a", "input_tensor_b": "input_b"}
_NUMBER = {"input_b": "input_tensor_b"}
_VALUE = {"value": "input_tensor_b"}
_SLICE = {"starts": "slice_start", "ends": "slice_end", "steps": "slice_step"}

OTHER_NAMES = {
    "ttnn.add_": _IN_PLACE,
    "ttnn.bitwise_and": _NUMBER,
    "ttnn.bitwise_left_shift": _NUMBER,
    "ttnn.bitwise_or": _NUMBER,
    "ttnn.bitwise_right_shift": _NUMBER,
    "ttnn.bitwise_xor": _NUMBER,
    "ttnn.clone": {"input": "input_tensor"},
    "ttnn.cumprod": {"input_tensor": "input"},
    "ttnn.div": _VALUE,
    "ttnn.div_no_nan": _VALUE,
    "ttnn.divide": _VALUE,
    "ttnn.floor_div": _VALUE,
    "ttnn.fmod": {"scalar": "input_tensor_b"},
    "ttnn.logical_left_shift": _NUMBER,
    "ttnn.maximum": _NUMBER,
    "ttnn.minimum": _NUMBER,
    "ttnn.reshape": {"logical_shape": "shape"},
    "ttnn.rsub": _NUMBER,
    "ttnn.slice": _SLICE,
    "ttnn.sub_": _IN_PLACE,
    "ttnn.subtract_": _IN_PLACE,
}
