#include "lamina/json/schema/schema.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>

namespace lamina::json {
namespace {

schema compiled(std::string_view text, const schema_options& options = {}) {
  return schema::compile(parse(text), options).value();
}

std::string refusal(std::string_view text, const schema_options& options = {}) {
  const auto made = schema::compile(parse(text), options);
  return made ? "" : made.error().message;
}

draft draft_of(std::string_view name) {
  if (name == "draft4") return draft::draft4;
  if (name == "draft6") return draft::draft6;
  return name == "draft7" ? draft::draft7 : draft::draft2020;
}

void check_group(const value& group) {
  SCOPED_TRACE(std::string(find_string(group, "what")));
  schema_options options;
  options.draft = draft_of(find_string(group, "draft"));
  options.assert_formats = find(group, "formats") != nullptr;
  if (const value* documents = find(group, "documents"))
    for (const auto& [uri, document] : documents->get_object()) options.documents.emplace_back(uri, document);
  const auto made = schema::compile(group.at("schema"), options);
  ASSERT_TRUE(made) << made.error().message;
  for (const bool expected : {true, false})
    for (const value& instance : group.at(expected ? "accept" : "reject").as_array()) {
      EXPECT_EQ(made->accepts(instance), expected) << serialize(instance);
      EXPECT_EQ(made->validate(instance).empty(), expected) << serialize(instance);
    }
}

void check_file(const std::string& name) {
  std::ifstream in(LAMINA_SOURCE_DIR "/lamina/json/schema/testdata/" + name, std::ios::binary);
  const value groups = parse(std::string(std::istreambuf_iterator<char>(in), {}));
  ASSERT_GT(groups.as_array().size(), 15u);
  for (const value& group : groups.as_array()) check_group(group);
}

TEST(schema, every_keyword_accepts_and_rejects) { check_file("keywords.json"); }
TEST(schema, every_format_accepts_and_rejects) { check_file("formats.json"); }

TEST(schema, an_issue_says_where_and_what) {
  const auto issues = compiled(R"({"properties": {"a/b": {"items": {"minimum": 2}}}, "required": ["c"]})")
                          .validate(parse(R"({"a/b": [5, 1]})"));
  ASSERT_EQ(issues.size(), 2u);
  EXPECT_EQ(serialize(issues[0].to_json()),
            R"({"instancePath":"","schemaPath":"#/required","keyword":"required",)"
            R"("params":{"missingProperty":"c"},"message":"must have required property 'c'"})");
  EXPECT_EQ(issues[1].instance_path, "/a~1b/1");
  EXPECT_EQ(issues[1].schema_path, "#/properties/a~1b/items/minimum");
  EXPECT_EQ(issues[1].message, "must be >= 2");
}

TEST(schema, without_all_errors_the_first_is_enough) {
  schema_options options;
  options.all_errors = false;
  const auto strict = compiled(R"({"properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}})", options);
  EXPECT_EQ(strict.validate(parse(R"({"a": "x", "b": "y"})")).size(), 1u);
}

TEST(schema, malformed_schemas_are_refused_with_the_place) {
  EXPECT_EQ(refusal("5"), "a schema must be an object or a boolean at \"#\"");
  EXPECT_EQ(refusal(R"({"properties": {"a": {"minLength": -1}}})"),
            "\"minLength\" must be a non-negative integer at \"#/properties/a\"");
  EXPECT_EQ(refusal(R"({"type": "text"})"), "\"type\" must be the name of a type or a list of names at \"#\"");
  for (const char* bad :
       {R"({"minimum": "1"})", R"({"multipleOf": 0})", R"({"pattern": "["})", R"({"pattern": 1})", R"({"allOf": []})",
        R"({"items": 1})", R"({"required": [1]})", R"({"properties": []})", R"({"enum": 1})", R"({"type": []})",
        R"({"patternProperties": {"(": {}}})", R"({"dependentRequired": {"a": "b"}})", R"({"if": 1, "then": true})",
        R"({"contains": {}, "minContains": 1.5})", R"({"uniqueItems": 1})", R"({"format": 1})", R"({"$ref": 1})"})
    EXPECT_NE(refusal(bad), "") << bad;
}

TEST(schema, references_that_lead_nowhere_are_refused) {
  EXPECT_EQ(refusal(R"({"$ref": "#/nope"})"), "can't resolve reference #/nope from id #");
  EXPECT_EQ(refusal(R"({"$ref": "http://example.com/x"})"), "can't resolve reference http://example.com/x from id #");
  EXPECT_EQ(refusal(R"({"$schema": "http://example.com/meta"})"),
            "no schema with key or ref \"http://example.com/meta\"");
}

TEST(schema, schemas_that_refer_to_themselves_without_end_are_refused) {
  for (const char* bad :
       {R"({"$ref": "#"})", R"({"allOf": [{"$ref": "#"}]})", R"({"not": {"not": {"$ref": "#"}}})",
        R"({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"})"})
    EXPECT_NE(refusal(bad), "") << bad;
  EXPECT_EQ(refusal(R"({"anyOf": [{"type": "string"}, {"items": {"$ref": "#"}}]})"), "");
}

std::string nested(std::string_view open, std::string_view close, int levels) {
  std::string text;
  for (int i = 0; i < levels; ++i) text += open;
  text += "{}";
  for (int i = 0; i < levels; ++i) text += close;
  return text;
}

TEST(schema, deep_instances_and_deep_schemas_end) {
  const auto recursive = compiled(R"({"properties": {"a": {"$ref": "#"}}, "items": {"allOf": [{"$ref": "#"}]}})");
  EXPECT_TRUE(recursive.accepts(parse(nested(R"({"a":)", "}", 500))));
  EXPECT_TRUE(recursive.accepts(parse(nested("[", "]", 500))));
  EXPECT_EQ(refusal(nested(R"({"not":)", "}", 400)), "");
}

TEST(schema, an_evaluation_that_would_take_for_ever_is_given_up) {
  std::string text = R"({"$defs": {"n0": {"type": "string"})";
  for (int i = 1; i < 60; ++i) {
    const std::string before = R"({"$ref": "#/$defs/n)" + std::to_string(i - 1) + "\"}";
    text += ",\"n" + std::to_string(i) + "\": {\"anyOf\": [" + before + "," + before + "]}";
  }
  schema_options options;
  options.max_steps = 100'000;
  const auto exploding = compiled(text + R"(}, "$ref": "#/$defs/n59"})", options);
  EXPECT_FALSE(exploding.accepts(1));
  const auto issues = exploding.validate(1);
  ASSERT_FALSE(issues.empty());
  EXPECT_EQ(issues.back().keyword, "limit");
}

TEST(schema, errors_are_told_up_to_a_number) {
  const auto integers = compiled(R"({"items": {"type": "integer"}})");
  EXPECT_EQ(integers.validate(array(5'000, "x")).size(), 1'000u);
  const auto either = compiled(R"({"anyOf": [{"items": {"type": "integer"}}, {"items": {"type": "string"}}]})");
  EXPECT_TRUE(either.validate(array(5'000, "x")).empty());
}

TEST(schema, coercion_that_would_nest_for_ever_ends) {
  schema_options options;
  options.coercion = coercion::array;
  value instance = parse(R"({"a": 1})");
  EXPECT_FALSE(compiled(R"({"properties": {"a": {"$ref": "#/$defs/list"}}, "$defs": {"list": {"type": "array",
      "items": {"$ref": "#/$defs/list"}}}})",
                        options)
                   .apply(instance)
                   .empty());
}

TEST(schema, defaults_that_would_fill_each_other_for_ever_end) {
  schema_options options;
  options.defaults = default_filling::missing;
  options.max_steps = 100'000;
  value instance = object{};
  const auto issues =
      compiled(R"({"properties": {"a": {"$ref": "#", "default": {}}, "b": {"$ref": "#", "default": {}}}})", options)
          .apply(instance);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].keyword, "limit");
}

TEST(schema, a_pattern_that_takes_too_long_does_not_match) {
  const auto evil = compiled(R"({"pattern": "^(a+)+$"})");
  EXPECT_FALSE(evil.accepts(value(std::string(40, 'a') + "!")));
  EXPECT_TRUE(evil.accepts("aaaa"));
}

TEST(schema, apply_coerces_as_ajv_does) {
  schema_options options;
  options.coercion = coercion::array;
  const auto typed =
      compiled(R"({"properties": {"n": {"type": "number"}, "i": {"type": "integer"}, "s": {"type": "string"},
      "b": {"type": "boolean"}, "z": {"type": "null"}, "l": {"type": "array", "items": {"type": "integer"}}}})",
               options);
  value good = parse(R"({"n": " 0x10 ", "i": "3.0", "s": 1.5, "b": "false", "z": "", "l": "5"})");
  EXPECT_TRUE(typed.apply(good).empty());
  EXPECT_EQ(serialize(good), R"({"n":16,"i":3,"s":"1.5","b":false,"z":null,"l":[5]})");
  value unwrapped = parse(R"({"n": ["7"], "i": true, "s": null, "b": 1, "z": 0, "l": null})");
  EXPECT_TRUE(typed.apply(unwrapped).empty());
  EXPECT_EQ(serialize(unwrapped), R"({"n":7,"i":1,"s":"","b":true,"z":null,"l":[0]})");
  for (const char* bad :
       {R"({"n": ""})", R"({"n": "abc"})", R"({"n": "inf"})", R"({"n": "1e999"})", R"({"i": "1.5"})", R"({"b": "yes"})",
        R"({"z": 1})", R"({"s": {}})", R"({"n": [1, 2]})", R"({"l": {}})", R"({"n": "0x"})"}) {
    value refused = parse(bad);
    EXPECT_EQ(typed.apply(refused).size(), 1u) << bad;
  }
}

TEST(schema, apply_fills_in_defaults_and_removes) {
  schema_options options;
  options.defaults = default_filling::empty;
  options.removal = additional_removal::refused;
  const auto filling = compiled(R"({"properties": {"a": {"default": "d"}, "o": {"properties": {"x": {"default": 1}},
      "additionalProperties": false}}, "required": ["a"]})",
                                options);
  value instance = parse(R"({"a": "", "o": {"x": null, "y": 2, "z": 3}})");
  EXPECT_TRUE(filling.apply(instance).empty());
  EXPECT_EQ(serialize(instance), R"({"a":"d","o":{"x":1}})");
  const value untouched = parse(R"({"a": "", "o": {"y": 2}})");
  EXPECT_EQ(filling.validate(untouched).size(), 1u);
  EXPECT_EQ(serialize(untouched), R"({"a":"","o":{"y":2}})");
}

TEST(schema, strict_mode_refuses_what_ajv_refuses) {
  schema_options options;
  options.keywords_of_ajv = options.strict_schema = options.strict_types = options.strict_tuples = true;
  options.strict_required = options.assert_formats = true;
  const auto says = [&](std::string_view text) { return refusal(text, options); };
  EXPECT_EQ(says(R"({"type": "object", "foo": 1})"), "strict mode: unknown keyword: \"foo\"");
  EXPECT_EQ(says(R"({"type": "string", "format": "foo"})"), "unknown format \"foo\" ignored in schema at path \"#\"");
  EXPECT_EQ(says(R"({"properties": {}})"),
            "strict mode: missing type \"object\" for keyword \"properties\" at \"#\" (strictTypes)");
  EXPECT_EQ(says(R"({"type": ["string", "integer"]})"),
            "strict mode: use allowUnionTypes to allow union type keyword at \"#\" (strictTypes)");
  EXPECT_EQ(says(R"({"type": "object", "required": ["a"]})"),
            "strict mode: required property \"a\" is not defined at \"#\" (strictRequired)");
  EXPECT_EQ(says(R"({"type": "array", "prefixItems": [{}]})"),
            "strict mode: \"prefixItems\" is 1-tuple, but minItems or maxItems/items are not specified or different at "
            "path \"#\"");
  EXPECT_EQ(says(R"({"type": "number", "allOf": [{"type": "string"}]})"),
            "strict mode: type \"string\" not allowed by context \"number\" at \"#/allOf/0\" (strictTypes)");
  EXPECT_EQ(says(R"({"type": "object", "required": "x"})"), "schema is invalid: data/required must be array");
  EXPECT_EQ(says(R"({"$schema": "http://json-schema.org/draft-07/schema#"})"),
            "no schema with key or ref \"http://json-schema.org/draft-07/schema#\"");
}

TEST(schema, copies_are_used_by_several_threads_at_once) {
  const auto shared = compiled(R"({"properties": {"a": {"pattern": "^[a-z]+$"}}})");
  const value good = parse(R"({"a": "abc"})"), bad = parse(R"({"a": "ABC"})");
  std::vector<std::thread> threads;
  std::vector<int> right(4);
  for (int& count : right)
    threads.emplace_back([&, copy = shared] {
      for (int i = 0; i < 200; ++i) count += copy.accepts(good) && !copy.accepts(bad) && copy.validate(bad).size() == 1;
    });
  for (auto& thread : threads) thread.join();
  for (const int count : right) EXPECT_EQ(count, 200);
}

}  // namespace
}  // namespace lamina::json
