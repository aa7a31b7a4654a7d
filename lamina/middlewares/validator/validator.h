#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/engine/middleware.h"
#include "lamina/json/schema/schema.h"

namespace lamina {

// How Middy has Ajv validate: draft 2020-12 in strict mode, all errors, coercion with "array", defaults for empty
// members too, wrong formats are errors, Ajv's keywords.
json::schema_options ajv_defaults();

struct validator_options {
  // JSON Schemas; each compiled once, when the middleware is made.
  std::optional<json::value> event_schema{};
  std::optional<json::value> context_schema{};
  std::optional<json::value> response_schema{};
  json::schema_options compile = ajv_defaults();
  // The languages that messages about events may be in: de, en, es, fr, it, ja, pt-BR, zh, zh-TW. The request's is
  // `context.preferredLanguage`, else the default one; with none of them the messages are Ajv's own English.
  std::vector<std::string> languages{};
  std::string default_language = "en";
};

// Refuses events, contexts and responses that do not fit their JSON Schema, and makes them fit where coercion and
// defaults can: it changes the event. (@middy/validator)
//
// Errors: 400 "Event object failed validation" with Ajv's error items as `cause.data`; 500 for the context and the
// response. A response is not looked at after an error or an early response. What is wrong with a schema or an option
// throws when the middleware is made. A valid event costs no allocation beyond what is changed in it.
class validator {
 public:
  static constexpr std::string_view name = "validator";
  static validator_options read_options(const json::object& options);
  static validator from_json(const json::object& options);

  explicit validator(validator_options options = {});
  phases active() const;  // without schemas nothing, which engine::use refuses as Middy does
  step before(request& request) const;
  step after(request& request) const;

 private:
  void localize(std::vector<json::schema_issue>& issues, const json::object& context) const;

  std::optional<json::schema> event_, context_, response_;
  std::vector<std::string> languages_;
  std::string default_language_;
};

}  // namespace lamina
