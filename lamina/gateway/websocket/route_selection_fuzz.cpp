// Any message, against a reading of the same message as a tree; and any expression.
#include "lamina/gateway/websocket/route_selection.h"

#include <cstdint>

#include "lamina/json/json.h"
#include "lamina/testing/fuzz_input.h"

namespace lamina::gateway {
namespace {

using lamina::testing::require;

std::optional<std::string> key_by_tree(std::string_view message) {
  const auto tree = json::try_parse(message);
  if (!tree) return std::nullopt;
  const json::value* action = json::find(*tree, "action");
  if (action == nullptr || !action->is_string()) return std::nullopt;
  return std::string(action->get_string());
}

void select(std::string_view message) {
  static const route_selection simple = *route_selection::compile("$request.body.action");
  static const route_selection nested = *route_selection::compile("${request.body.a.b}-$request.body.c");
  std::string storage;
  const auto key = simple.key_of(message, storage);
  const auto expected = key_by_tree(message);
  if (expected) require(key.has_value() && *key == *expected);
  static_cast<void>(nested.key_of(message, storage));
}

void compile(std::string_view expression) {
  const auto made = route_selection::compile(expression);
  if (!made) return require(!made.error().message.empty());
  std::string storage;
  static_cast<void>(made->key_of(R"({"a":{"b":"x"},"c":1})", storage));
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  lamina::gateway::select(input);
  lamina::gateway::compile(input);
  return 0;
}
