// Values of a client in the templates of gateway responses: JSON stays JSON, a header stays one line.
#include "lamina/gateway/rest/substitution.h"

#include <cstdint>
#include <cstdlib>

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

class one_value final : public request_variables {
 public:
  explicit one_value(std::string_view value) : value_(value) {}
  bool append(std::string& out, std::string_view name) const override {
    if (name.ends_with("none")) return false;
    out += value_;
    return true;
  }

 private:
  std::string_view value_;
};

void fill_in(std::string_view input) {
  static const substitution json_text = substitution::compile(
      R"({"a":"x$method.request.querystring.q","b":$context.path,"c":$context.none,"m":$context.error.messageString,)"
      R"("e":"\"$context.error.messageString"})",
      substitution_form::json);
  static const substitution header = substitution::variable("context.path", substitution_form::header);
  const one_value seen(input);
  std::string out;
  json_text.append_to(out, seen);
  if (!json::try_parse(out)) std::abort();
  out.clear();
  header.append_to(out, seen);
  if (out.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) std::abort();
  for (const auto form : {substitution_form::plain, substitution_form::json, substitution_form::xml}) {
    const auto untrusted = substitution::compile(input, form);
    untrusted.append_to(out, seen);
  }
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::fill_in({reinterpret_cast<const char*>(data), size});
  return 0;
}
