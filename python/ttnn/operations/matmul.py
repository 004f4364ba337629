"""Program configurations of matmul."""

from ttnn.configs import MatmulInputs, MatmulParams  # noqa: F401
from ttnn.decorators import get_golden_function  # noqa: F401
from ttnn.operations.activations import get_golden_function_for_activation  # noqa: F401
from ttnn.operations.golden_common import golden_to_output_dtype  # noqa: F401
from ttnn.types import (
    MatmulMultiCoreProgramConfig,
    MatmulMultiCoreReuseMultiCast1DProgramConfig,
    MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig,
    MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig,
    MatmulMultiCoreReuseMultiCastProgramConfig,
    MatmulMultiCoreReuseProgramConfig,
)

MatmulProgramConfig = (
    MatmulMultiCoreProgramConfig
    | MatmulMultiCoreReuseProgramConfig
    | MatmulMultiCoreReuseMultiCastProgramConfig
    | MatmulMultiCoreReuseMultiCast1DProgramConfig
    | MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig
    | MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig
)
