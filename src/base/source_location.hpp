// Where the user's program stands now, as text ("model.py:42"), for reports and out-of-memory errors. The Python layer
// installs the provider; a C++ program has none and gets an empty text. Texts are interned, so a location costs a
// pointer.
#pragma once
#include <string>

namespace ttnn {

using SourceLocationProvider = const std::string* (*)();
void set_source_location_provider(SourceLocationProvider provider);
const std::string& current_source_location();

}  // namespace ttnn
