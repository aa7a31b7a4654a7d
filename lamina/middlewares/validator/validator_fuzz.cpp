#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lamina/middlewares/validator/validator.h"
#include "lamina/testing/test_request.h"

// The event is the input; the schema is one with every kind of keyword that changes or rewrites something.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const validator subject({.event_schema = json::parse(R"({
        "type": "object", "required": ["a", "b"], "properties": {
          "a": {"type": "integer", "minimum": 1, "default": 3}, "b": {"type": "string", "transform": ["trim"], "pattern": "^a+$"},
          "c": {"type": "array", "items": {"$ref": "#"}, "uniqueItems": true},
          "d": {"anyOf": [{"type": "null"}, {"type": "number"}, {"type": "boolean"}]},
          "e": {"type": "string", "format": "date-time"}},
        "propertyNames": {"maxLength": 5}, "unevaluatedProperties": {"type": "array"},
        "errorMessage": {"required": {"a": "no ${/a}"}, "properties": {"c": "bad ${/c/0}"}, "_": "rest ${0}"}})"),
                                  .languages = {"fr"},
                                  .default_language = "fr"});
  const auto event = json::try_parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!event) return 0;
  testing::test_request call(*event);
  step said = subject.before(call.request);
  if (said.failure() && said.failure()->status_code != 400) __builtin_trap();
  return 0;
}
