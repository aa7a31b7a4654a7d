#pragma once

#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/config/internal/document.h"
#include "lamina/config/warning.h"

namespace lamina::config {

// One YAML document, read as js-yaml 4 reads it: its idea of numbers and booleans, merge keys (<<), a key given twice
// refused, CloudFormation's short tags put into their long form, tabs wherever they do not indent. Another tag is
// warned about and its value kept. An empty text is null. A failure says file, line, key and what was expected.
result<document> read_yaml(std::string_view text, std::string file, warnings& warned);

}  // namespace lamina::config
