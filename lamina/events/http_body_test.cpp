#include "lamina/events/http_body.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(is_json_media_type, knows_json_and_its_relatives) {
  for (const std::string_view type :
       {"application/json", "application/json; charset=utf-8", "Application/JSON;x", "application/vnd.api+json",
        "application/a+b+json", "application/problem+json;a=b"})
    EXPECT_TRUE(is_json_media_type(type)) << type;
}

TEST(is_json_media_type, refuses_the_rest) {
  for (const std::string_view type :
       {"", "application/", "text/json", "application/jsonp", "application/json x", "application/+json",
        "application/json ;a=b", "application/a+jsonx", " application/json"})
    EXPECT_FALSE(is_json_media_type(type)) << type;
}

TEST(find_header, tries_two_spellings_only) {
  const auto headers = [](std::string_view name) { return json::value({{"headers", {{name, "x"}}}}); };
  EXPECT_EQ(content_type_of(headers("content-type")), "x");
  EXPECT_EQ(content_type_of(headers("Content-Type")), "x");
  EXPECT_EQ(content_type_of(headers("CONTENT-TYPE")), std::nullopt);
  EXPECT_EQ(content_type_of(json::parse(R"({"headers":{"content-type":null,"Content-Type":"y"}})")), "y");
  EXPECT_EQ(content_type_of({{"headers", nullptr}}), std::nullopt);
  EXPECT_EQ(content_type_of(nullptr), std::nullopt);
}

TEST(decode_body, decodes_only_what_is_encoded) {
  EXPECT_EQ(decode_body({{"body", "Zm9v"}, {"isBase64Encoded", true}}), "foo");
  EXPECT_EQ(decode_body({{"body", "Zm9v"}, {"isBase64Encoded", false}}), "Zm9v");
  EXPECT_EQ(decode_body({{"body", nullptr}}), std::nullopt);
  EXPECT_EQ(decode_body(json::object()), std::nullopt);
}

TEST(body_text, copies_only_what_is_encoded) {
  const json::value plain = {{"body", "Zm9v"}};
  std::string buffer;
  EXPECT_EQ(body_text(plain, buffer)->data(), plain.at("body").get_string().data());
  EXPECT_EQ(body_text({{"body", "Zv9v"}, {"isBase64Encoded", true}}, buffer), "f\uFFFDo");
  EXPECT_EQ(body_text({{"body", 5}}, buffer), std::nullopt);
}

TEST(parse_body, refuses_keys_that_attack_javascript) {
  for (const std::string_view text :
       {R"({"__proto__":1})", R"([[{"a":{"__proto__":{}}}]])", R"({"constructor":{"prototype":null}})"}) {
    const auto parsed = parse_body(text, "@middy/test");
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().status_code, 422);
    EXPECT_EQ(parsed.error().message, "Forbidden key in JSON body");
  }
  EXPECT_TRUE(parse_body(R"({"constructor":{},"prototype":{"constructor":1}})", "@middy/test"));
}

TEST(parse_body, fails_for_broken_text) { EXPECT_FALSE(parse_body("{", "@middy/test")); }

TEST(parse_if_json, tries_only_what_looks_like_json) {
  EXPECT_EQ(parse_if_json("{\"a\":1}"), json::parse("{\"a\":1}"));
  EXPECT_EQ(parse_if_json("\"x\""), json::value("x"));
  for (const std::string_view text : {"", "1", "null", " {}", "{a", "text"})
    EXPECT_EQ(parse_if_json(json::value(text)), json::value(text));
  EXPECT_EQ(parse_if_json(nullptr), json::value(nullptr));
}

TEST(find_json, makes_the_document_where_it_is_wanted) {
  json::monotonic_resource arena;
  EXPECT_EQ(find_json(R"({"a":[1]})", &arena)->at("a").storage().get(), &arena);
  EXPECT_EQ(find_json("{"), std::nullopt);
  EXPECT_EQ(find_json("7"), std::nullopt);
}

TEST(is_json_structured, looks_at_the_first_character) {
  EXPECT_TRUE(is_json_structured("{"));
  EXPECT_TRUE(is_json_structured("[1]"));
  EXPECT_FALSE(is_json_structured(" {}"));
  EXPECT_FALSE(is_json_structured(""));
}

}  // namespace
}  // namespace lamina
