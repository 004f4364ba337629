// What a thread does while it waits at a barrier: the Python module looks for Ctrl-C there, which the interpreter only
// notes while C++ code runs.
#pragma once

namespace ttnn {

/// Called a few times a second by threads that wait for a queue, without locks held; what it raises ends the wait, not
/// the commands. None at first.
using WaitHook = void (*)();
void set_wait_hook(WaitHook hook);

}  // namespace ttnn
