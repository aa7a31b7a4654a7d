#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

// What those need that cannot be made from nothing.
const std::map<std::string, std::string, std::less<>> needed_options = {
    {"http-content-negotiation",
     R"({"availableLanguages": ["en", "de-AT"], "availableMediaTypes": ["application/json"]})"},
    {"http-response-serializer", R"({"defaultContentType": "application/json"})"},
    {"validator",
     R"({"eventSchema": {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}})"}};
// http-jwt and http-paseto need keys, http-x402 a facilitator, ws-response a gateway, cache and idempotency remember
// earlier inputs: they have targets or tests of their own.
constexpr std::string_view left_out[] = {"http-jwt", "http-paseto", "http-x402", "ws-response", "cache", "idempotency"};

// Answers with the event's `answer` or fails with its `error`, so that the input decides what comes back as well.
json::value answer(const json::value& event, context&) {
  if (const json::value* why = json::find(event, "error"); why != nullptr && why->is_string())
    throw error(std::string(why->get_string()));
  const json::value* given = json::find(event, "answer");
  return given == nullptr ? event : *given;
}

std::vector<engine> chains() {
  std::vector<engine> made;
  for (const std::string& name : standard_middlewares().names()) {
    if (std::ranges::find(left_out, name) != std::end(left_out)) continue;
    const auto options = needed_options.find(name);
    const json::object given =
        options == needed_options.end() ? json::object() : json::parse(options->second).as_object();
    try {
      made.push_back(engine(answer).use(standard_middlewares().make(name, given)));
    } catch (const error& why) {
      std::fprintf(stderr, "%s: %s\n", name.c_str(), why.message.c_str());
      __builtin_trap();  // it cannot be made from nothing: name it above
    }
  }
  return made;
}

}  // namespace
}  // namespace lamina

// First byte: which middleware. The rest is the event: whatever it is, an invocation comes to an end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const std::vector<engine> all = chains();
  if (size == 0) return 0;
  auto event = json::try_parse(std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1));
  if (!event) return 0;
  testing::manual_scheduler loop;
  context call(loop);
  const outcome said = all[data[0] % all.size()](*std::move(event), call);
  if (said && *said) json::serialize(**said);
  return 0;
}
