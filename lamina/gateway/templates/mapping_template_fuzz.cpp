// Templates and bodies, both hostile: what compiles runs to an end with a bounded text, and the Framework's event is
// JSON whatever a client sends.
#include <cstdint>

#include "lamina/gateway/integration/default_templates.h"
#include "lamina/gateway/templates/mapping_template.h"
#include "lamina/json/json.h"
#include "lamina/testing/fuzz_input.h"

namespace lamina::gateway {
namespace {

using lamina::testing::require;

const std::map<std::string, std::string> variables = {{"colour", "red"}};

template_input request(std::string_view body) {
  template_input seen;
  seen.body = body;
  seen.path = {{"id", body.substr(0, 10)}};
  seen.query = {{body.substr(0, 5), body}};
  seen.headers = {{"X-A", body}};
  seen.context = {{"stage", "dev"}};
  seen.identity = {{"sourceIp", "192.0.2.1"}};
  seen.authorizer = R"("principalId":"p")";
  seen.stage_variables = &variables;
  return seen;
}

// A template, a line "--", a body.
void run(std::string_view input) {
  const std::size_t end = input.find("\n--\n");
  const std::string_view body = end == std::string_view::npos ? std::string_view() : input.substr(end + 4);
  std::string out;
  template_overrides overrides;
  if (const auto made = mapping_template::compile(input.substr(0, end))) {
    static_cast<void>(made->render(out, request(body), &overrides));
    require(out.size() < 64 * 1024 * 1024);
  }
  static const auto json_event = mapping_template::compile(default_json_template({"email", "custom:x"})).value();
  static const auto form_event = mapping_template::compile(default_form_template({})).value();
  for (const mapping_template* one : {&json_event, &form_event}) {
    out.clear();
    if (one->render(out, request(body))) require(json::try_parse(out).has_value());
  }
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
