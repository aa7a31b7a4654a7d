#include "lamina/runtime/error_document.h"

#include "lamina/base/utf8.h"
#include "lamina/json/json.h"

namespace lamina::runtime {

void append_error_document(std::string& out, const error& failure) {
  out += R"({"errorMessage":)";
  json::quote_to(out, replace_invalid_utf8(failure.message));
  out += R"(,"errorType":)";
  json::quote_to(out, replace_invalid_utf8(failure.name));
  out += R"(,"stackTrace":[]})";
}

}  // namespace lamina::runtime
