// The user's source line of the running call, for reports and out-of-memory errors. It is read while the interpreter
// lock is held and kept for the thread, so that memory taken later in the call, without the lock, can still name it.
#pragma once
#include <string>

namespace ttnn::python {

class ScopedSource {
 public:
    ScopedSource();  ///< needs the interpreter lock
    ~ScopedSource();

 private:
    const std::string* before_;
};

void install_source_provider();

}  // namespace ttnn::python
