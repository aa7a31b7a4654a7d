#pragma once

#include <string>

#include "lamina/base/error.h"

namespace lamina::runtime {

// {"errorMessage":...,"errorType":...,"stackTrace":[]}, appended. Always UTF-8, whatever the message holds.
void append_error_document(std::string& out, const error& failure);

}  // namespace lamina::runtime
