#include "ops/backward/backward_special.hpp"

namespace ttnn {

bool rounds(const char* operation, const std::optional<std::string>& rounding_mode) {
    require(!rounding_mode || *rounding_mode == "trunc" || *rounding_mode == "floor",
            "Incorrect rounding mode (expected None, 'trunc', or 'floor'): [", operation, "] got '",
            rounding_mode.value_or(""), "'");
    return rounding_mode.has_value();
}

GeluVariant gelu_variant(const char* operation, const std::string& approximate) {
    require(approximate == "none" || approximate == "tanh", "Incorrect approximate mode (expected 'None', 'tanh'): [",
            operation, "] got '", approximate, "'");
    return approximate == "tanh" ? GeluVariant::Tanh : GeluVariant::Accurate;
}

}  // namespace ttnn
