#include "lamina/middlewares/validator/validator.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

constexpr std::string_view payment_schema = R"({
  "type": "object", "required": ["body"], "properties": {"body": {
    "type": "object", "required": ["amount", "currency"], "properties": {
      "amount": {"type": "number", "exclusiveMinimum": 0}, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
      "note": {"type": "string", "default": "none"}}}}})";

validator payments() { return validator({.event_schema = json::parse(payment_schema)}); }

// What construction throws; "" when it does not.
std::string refusal(const char* options) {
  try {
    validator::from_json(json::parse(options).as_object());
    return "";
  } catch (const error& caught) {
    return caught.message;
  }
}

std::string message_in(const char* language, const char* schema, json::value event) {
  const validator subject(
      {.event_schema = json::parse(schema), .languages = {"de", "en", "es", "fr", "it", "ja", "pt-BR", "zh", "zh-TW"}});
  testing::test_request call(std::move(event), {}, {{"preferredLanguage", language}});
  step said = subject.before(call.request);
  return said.failure() ? std::string(said.failure()->cause->at("data").at(0).at("message").as_string()) : "";
}

TEST(validator, lets_a_valid_event_pass_coerced_and_filled_in) {
  testing::test_request call({{"body", {{"amount", "9.99"}, {"currency", "EUR"}}}});
  EXPECT_TRUE(payments().before(call.request).goes_on());
  EXPECT_EQ(json::serialize(call.event("body")), R"({"amount":9.99,"currency":"EUR","note":"none"})");
}

TEST(validator, refuses_an_event_with_400_and_ajvs_errors) {
  testing::test_request call({{"body", {{"amount", 0}}}});
  step said = payments().before(call.request);
  ASSERT_NE(said.failure(), nullptr);
  EXPECT_EQ(said.failure()->status_code, 400);
  EXPECT_EQ(said.failure()->message, "Event object failed validation");
  EXPECT_TRUE(said.failure()->is_exposed());
  EXPECT_EQ(json::serialize(*said.failure()->cause),
            R"({"package":"@middy/validator","data":[{"instancePath":"/body",)"
            R"("schemaPath":"#/properties/body/required","keyword":"required","params":{"missingProperty":"currency"},)"
            R"("message":"must have required property 'currency'"},{"instancePath":"/body/amount",)"
            R"("schemaPath":"#/properties/body/properties/amount/exclusiveMinimum","keyword":"exclusiveMinimum",)"
            R"("params":{"comparison":">","limit":0},"message":"must be > 0"}]})");
}

TEST(validator, refuses_a_context_with_500_after_the_event) {
  const validator subject(
      {.event_schema = json::parse(R"({"type": "object"})"),
       .context_schema = json::parse(R"({"type": "object", "properties": {"functionName": {"type": "string"}},
                                                             "required": ["functionName"]})")});
  testing::test_request bad(json::object{});
  EXPECT_EQ(subject.before(bad.request).failure()->message, "Context object failed validation");
  testing::test_request good(json::object{}, {}, {{"functionName", 5}});
  EXPECT_TRUE(subject.before(good.request).goes_on());
  EXPECT_EQ(good.context.document.at("functionName"), json::value("5"));
  testing::test_request both(json::value("text"));
  EXPECT_EQ(subject.before(both.request).failure()->status_code, 400);
}

TEST(validator, checks_the_response_with_500) {
  const validator subject(
      {.response_schema = json::parse(R"({"type": "object", "properties": {"statusCode": {"type": "integer"}}})")});
  testing::test_request good(nullptr, json::value{{"statusCode", "201"}});
  EXPECT_TRUE(subject.after(good.request).goes_on());
  EXPECT_EQ(good.response_text(), R"({"statusCode":201})");
  testing::test_request bad(nullptr, json::value{{"statusCode", "x"}});
  EXPECT_EQ(subject.after(bad.request).failure()->status_code, 500);
  testing::test_request nothing(nullptr);
  EXPECT_EQ(subject.after(nothing.request).failure()->message, "Response object failed validation");
}

TEST(validator, runs_only_the_hooks_its_schemas_need) {
  const json::value any = json::object{};
  EXPECT_FALSE(middleware(validator()).has_hooks());
  EXPECT_TRUE(middleware(validator({.event_schema = any})).before());
  EXPECT_FALSE(middleware(validator({.event_schema = any})).after());
  EXPECT_TRUE(middleware(validator({.response_schema = any})).after());
}

TEST(validator, speaks_the_language_of_the_request) {
  const char* schema = R"({"type": "object", "properties": {"foo": {"type": "string"}}, "required": ["foo"]})";
  EXPECT_EQ(message_in("fr", schema, json::object{}), "requiert la propriété foo");
  EXPECT_EQ(message_in("pt-BR", schema, json::object{}), "deve ter a propriedade obrigatória foo");
  EXPECT_EQ(message_in("fr-CA", schema, json::object{}), "must have required property foo");
  EXPECT_EQ(message_in("__proto__", schema, json::object{}), "must have required property foo");
}

TEST(validator, messages_of_ones_own_take_the_place_of_ajvs) {
  const validator subject({.event_schema = json::parse(R"({"type": "object", "properties": {
      "a": {"type": "integer", "minimum": 1}, "b": {"type": "string"}}, "required": ["b"], "additionalProperties": false,
      "errorMessage": {"required": {"b": "b is missing"}, "properties": {"a": "a is ${/a}"}, "_": "something else"}})")});
  testing::test_request call({{"a", 0}, {"c", 1}});
  step said = subject.before(call.request);
  const json::array& data = said.failure()->cause->at("data").as_array();
  ASSERT_EQ(data.size(), 3u);
  EXPECT_EQ(data[0].at("message"), json::value("b is missing"));
  EXPECT_EQ(data[1].at("message"), json::value("a is 0"));
  EXPECT_EQ(data[1].at("instancePath"), json::value("/a"));
  EXPECT_EQ(data[2].at("message"), json::value("something else"));
  EXPECT_EQ(data[2].at("params").at("errors").at(0).at("keyword"), json::value("additionalProperties"));
}

TEST(validator, keywords_of_ajv_work) {
  const validator subject({.event_schema = json::parse(R"({"type": "object", "properties": {
      "name": {"type": "string", "transform": ["trim", "toLowerCase"], "enum": ["ann", "bob"]},
      "n": {"type": "integer", "range": [1, 3], "nullable": true},
      "day": {"type": "string", "format": "date", "formatMinimum": "2024-01-01"},
      "code": {"type": "string", "regexp": "/^[a-z]+$/i"},
      "list": {"type": "array", "items": {"type": "object"}, "uniqueItemProperties": ["id"]}},
      "prohibited": ["x"], "anyRequired": ["name", "n"]})")});
  testing::test_request good(json::parse(
      R"({"name": " Bob ", "n": null, "day": "2024-01-01", "code": "AbC", "list": [{"id": 1}, {"id": 2}]})"));
  EXPECT_TRUE(subject.before(good.request).goes_on());
  EXPECT_EQ(good.event("name"), json::value("bob"));
  for (const char* bad :
       {R"({"name": "eve"})", R"({"n": 4})", R"({"n": 1, "day": "2023-12-31"})", R"({"n": 1, "code": "1"})",
        R"({"n": 1, "list": [{"id": 1}, {"id": 1}]})", R"({"n": 1, "x": 1})", "{}"}) {
    testing::test_request call(json::parse(bad));
    EXPECT_FALSE(subject.before(call.request).goes_on()) << bad;
  }
}

TEST(validator, bad_schemas_and_options_are_refused_when_it_is_made) {
  EXPECT_EQ(refusal(R"({"eventSchema": {"type": "object", "foo": 1}})"), "strict mode: unknown keyword: \"foo\"");
  EXPECT_EQ(refusal(R"({"eventSchema": 5})"), "Option 'eventSchema' must be a JSON Schema");
  EXPECT_EQ(refusal(R"({"languages": ["xx"]})"),
            "Unknown language 'xx'; there are de, en, es, fr, it, ja, pt-BR, zh, zh-TW");
  EXPECT_EQ(refusal(R"({"schema": {}})"), "Unknown option 'schema'");
}

TEST(validator, is_in_the_registry) {
  EXPECT_TRUE(standard_middlewares().make("validator", {{"eventSchema", {{"type", "object"}}}}).before());
}

}  // namespace
}  // namespace lamina
