#include "lamina/middlewares/validator/languages.h"

#include <gtest/gtest.h>

namespace lamina::internal {
namespace {

std::string said(std::string_view language, std::string_view keyword, json::object params) {
  json::schema_issue issue;
  issue.keyword = keyword;
  issue.params = std::move(params);
  issue.message = "as it was";
  return localized(*find_language(language), issue);
}

TEST(languages, names_are_exact) {
  for (const auto name : language_names()) EXPECT_EQ(find_language(name)->name, name);
  EXPECT_EQ(language_names().size(), 9u);
  for (const char* name : {"", "fr-CA", "EN", "zh-tw", "__proto__"}) EXPECT_EQ(find_language(name), nullptr) << name;
}

TEST(languages, parameters_fill_the_holes) {
  EXPECT_EQ(said("fr", "minimum", {{"comparison", ">="}, {"limit", 1}}), "doit être >= 1");
  EXPECT_EQ(said("ja", "required", {{"missingProperty", "foo"}}), "必要なプロパティfooがなければいけない");
  EXPECT_EQ(said("en", "dependentRequired", {{"property", "a"}, {"deps", "b, c"}, {"depsCount", 2}}),
            "must have properties b, c when property a is present");
  EXPECT_EQ(said("de", "false schema", {}), said("de", "falseSchema", {}));
  EXPECT_EQ(said("en", "type", {{"type", {"string", "null"}}}), "must be string,null");
  EXPECT_NE(said("pt-BR", "type", {{"type", "number"}}).find("um número"), std::string::npos);
}

TEST(languages, nouns_follow_the_number) {
  EXPECT_EQ(said("en", "maxItems", {{"limit", 1}}), "must not have more than 1 item");
  EXPECT_EQ(said("en", "maxItems", {{"limit", 0}}), "must not have more than 0 items");
  EXPECT_EQ(said("fr", "maxItems", {{"limit", 0}}), "ne doit pas contenir plus de 0 élément");
  EXPECT_EQ(said("fr", "maxItems", {{"limit", 2}}), "ne doit pas contenir plus de 2 éléments");
}

TEST(languages, numbers_are_written_as_the_language_does) {
  EXPECT_EQ(said("en", "multipleOf", {{"multipleOf", 1234.5}}), "must be a multiple of 1,234.5");
  EXPECT_NE(said("de", "multipleOf", {{"multipleOf", 1234.5678}}).find("1.234,568"), std::string::npos);
  EXPECT_NE(said("es", "multipleOf", {{"multipleOf", 1234}}).find("1234"), std::string::npos);
  EXPECT_NE(said("es", "multipleOf", {{"multipleOf", 12345}}).find("12.345"), std::string::npos);
  EXPECT_NE(said("fr", "multipleOf", {{"multipleOf", -1234567}}).find("-1\u202f234\u202f567"), std::string::npos);
}

TEST(languages, every_language_says_something_for_every_keyword) {
  for (const auto name : language_names())
    for (const char* keyword : {"type",
                                "enum",
                                "const",
                                "maximum",
                                "formatMinimum",
                                "multipleOf",
                                "maxLength",
                                "minLength",
                                "pattern",
                                "format",
                                "maxItems",
                                "minItems",
                                "uniqueItems",
                                "items",
                                "additionalItems",
                                "contains",
                                "required",
                                "maxProperties",
                                "minProperties",
                                "additionalProperties",
                                "propertyNames",
                                "dependencies",
                                "dependentRequired",
                                "not",
                                "anyOf",
                                "oneOf",
                                "if",
                                "unevaluatedItems",
                                "unevaluatedProperties",
                                "transform"}) {
      const std::string message = said(name, keyword, {{"limit", 3}, {"comparison", "<"}});
      EXPECT_FALSE(message.empty()) << name << " " << keyword;
      EXPECT_EQ(message.find('{'), std::string::npos) << message;
    }
}

TEST(languages, messages_of_ones_own_stay) { EXPECT_EQ(said("fr", "errorMessage", {}), "as it was"); }

}  // namespace
}  // namespace lamina::internal
