// Element-wise work on tensors that lie alike, as a program has it: alone, in pieces that threads take and past the
// caches where the result is large; in a group of programs, block by block.
#pragma once
#include "program/program.hpp"

namespace ttnn {

/// Work on elements [begin, begin + count) of the storage, whole blocks but for the end of it or of what is no padding.
/// `streaming`: the result goes past the caches.
using ElementWork = std::function<void(const Operands&, int64_t begin, int64_t count, bool streaming)>;

/// `alike`: the output's spec, then those of the inputs. Padding below the rows of flat tensors is left alone.
void set_element_work(Program& program, std::initializer_list<const TensorSpec*> alike, ElementWork work);

/// The same for a program that does more than that: alone, not in a group.
std::function<void(const Operands&)> element_work(std::initializer_list<const TensorSpec*> alike, ElementWork work);

/// Work on all of the storage of the output, padding too.
std::function<void(const Operands&)> in_pieces(const TensorSpec& out, ElementWork work);

}  // namespace ttnn
