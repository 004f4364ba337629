// Splitting and joining heads.
#include "ops/transformer/concat_heads.hpp"
#include "ops/transformer/heads.hpp"
#include "ops/transformer/heads_decode.hpp"
#include "ops/transformer/split_heads.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_heads(nb::module_& root) {
    bind_operation<NlpCreateQkvHeads>(root, "experimental");
    bind_operation<NlpCreateQkvHeadsBoltz>(root, "experimental");
    bind_operation<NlpCreateQkvHeadsFalcon7b>(root, "experimental");
    bind_operation<NlpCreateQkvHeadsVit>(root, "experimental");
    bind_operation<NlpCreateQkvHeadsSegformer>(root, "experimental");
    bind_operation<NlpCreateQHeadsSplit>(root, "experimental");
    bind_operation<NlpCreateQkvHeadsDecode>(root, "experimental");
    bind_operation<NlpConcatHeads>(root, "experimental");
    bind_operation<NlpConcatHeadsBoltz>(root, "experimental");
    bind_operation<NlpConcatHeadsDecode>(root, "experimental");
    bind_operation<ExperimentalConcatenateHeads>(root, "experimental");
    bind_operation<ExperimentalSplitQueryKeyValueAndSplitHeads>(root, "experimental");
    bind_operation<CreateQkvHeads>(root, "experimental");
    bind_operation<CreateQkvHeadsFromSeparateTensors>(root, "experimental");
    bind_operation<ConcatenateHeads>(root, "transformer");
    bind_operation<SplitQueryKeyValueAndSplitHeads>(root, "transformer");
}

}  // namespace ttnn::python
