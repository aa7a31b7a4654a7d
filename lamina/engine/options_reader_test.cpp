#include "lamina/engine/options_reader.h"

#include <gtest/gtest.h>

#include "lamina/base/error.h"

namespace lamina {
namespace {

// The message of the error that `read` throws, having checked its name and cause; "" when it throws none.
template <class Read>
std::string refusal(json::object options, Read read) {
  try {
    options_reader reader(options, "@middy/test");
    read(reader);
    reader.finish();
    return "";
  } catch (const error& caught) {
    EXPECT_EQ(caught.name, "TypeError");
    EXPECT_EQ(caught.cause, json::value({{"package", "@middy/test"}}));
    return caught.message;
  }
}

TEST(options_reader, fills_what_is_given_and_keeps_the_rest) {
  const json::object options = json::parse(R"({"flag":true,"text":"t","list":["a","b"],"number":1.5,"integer":7,
      "object":{"k":1},"choice":"y","any":[1]})")
                                   .as_object();
  bool flag = false, kept_flag = true;
  std::string text, kept_text = "kept", choice;
  std::optional<std::string> absent;
  std::vector<std::string> list{"old"};
  double number = 0;
  std::optional<int> integer;
  json::object object;
  options_reader read(options, "@middy/test");
  read.boolean("flag", flag);
  read.boolean("kept", kept_flag);
  read.text("text", text);
  read.text("keptText", kept_text);
  read.text("absent", absent);
  read.list("list", list);
  read.number("number", number);
  read.integer("integer", integer);
  read.object("object", object);
  read.choice("choice", choice, {"x", "y"});
  EXPECT_EQ(*read.value("any"), json::parse("[1]"));
  EXPECT_EQ(read.value("none"), nullptr);
  read.finish();
  EXPECT_TRUE(flag && kept_flag);
  EXPECT_EQ(text + kept_text + choice, "tkepty");
  EXPECT_EQ(absent, std::nullopt);
  EXPECT_EQ(list, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(number, 1.5);
  EXPECT_EQ(integer, 7);
  EXPECT_EQ(object, json::object({{"k", 1}}));
}

TEST(options_reader, names_the_key_nobody_asked_for) {
  bool flag = false;
  EXPECT_EQ(refusal({{"a", true}, {"b", 1}}, [&](auto& read) { read.boolean("a", flag); }), "Unknown option 'b'");
  EXPECT_EQ(refusal({{"a", true}}, [&](auto& read) { read.boolean("a", flag); }), "");
}

TEST(options_reader, says_which_type_was_expected) {
  std::optional<bool> flag;
  std::optional<std::string> text;
  std::optional<std::vector<std::string>> list;
  double number = 0;
  json::object object;
  EXPECT_EQ(refusal({{"a", 1}}, [&](auto& r) { r.boolean("a", flag); }), "Option 'a' must be boolean");
  EXPECT_EQ(refusal({{"a", 1}}, [&](auto& r) { r.text("a", text); }), "Option 'a' must be string");
  EXPECT_EQ(refusal({{"a", 1}}, [&](auto& r) { r.list("a", list); }), "Option 'a' must be array");
  EXPECT_EQ(refusal({{"a", {"x", 1}}}, [&](auto& r) { r.list("a", list); }), "Option 'a[1]' must be string");
  EXPECT_EQ(refusal({{"a", "1"}}, [&](auto& r) { r.number("a", number); }), "Option 'a' must be number");
  EXPECT_EQ(refusal({{"a", nullptr}}, [&](auto& r) { r.object("a", object); }), "Option 'a' must be object");
}

TEST(options_reader, takes_unsigned_integers_without_a_range_of_their_own) {
  const json::object options = {{"a", 7}};
  options_reader read(options, "@middy/x");
  std::size_t n = 0;
  read.integer("a", n);
  EXPECT_EQ(n, 7u);
}

TEST(options_reader, checks_integers_and_their_range) {
  int n = 0;
  const auto read = [&](auto& r) { r.integer("a", n, 0, 10); };
  EXPECT_EQ(refusal({{"a", 10.0}}, read), "");
  EXPECT_EQ(n, 10);
  EXPECT_EQ(refusal({{"a", 1.5}}, read), "Option 'a' must be integer");
  EXPECT_EQ(refusal({{"a", "1"}}, read), "Option 'a' must be integer");
  EXPECT_EQ(refusal({{"a", 1e300}}, read), "Option 'a' must be integer");
  EXPECT_EQ(refusal({{"a", -1}}, read), "Option 'a' must be >= 0");
  EXPECT_EQ(refusal({{"a", 11}}, read), "Option 'a' must be <= 10");
}

TEST(options_reader, takes_one_of_the_allowed_texts) {
  std::string choice;
  EXPECT_EQ(refusal({{"a", "z"}},
                    [&](auto& r) {
                      r.choice("a", choice, {"x", "y"});
                    }),
            R"(Option 'a' must be one of ["x","y"])");
}

TEST(options_reader, names_the_whole_path_in_nested_objects) {
  std::string text;
  const auto read = [&](auto& r) {
    if (auto inner = r.nested("a")) {
      inner->require("b");
      inner->text("b", text);
      inner->finish();
    }
  };
  EXPECT_EQ(refusal({}, read), "");
  EXPECT_EQ(refusal({{"a", {{"b", "x"}}}}, read), "");
  EXPECT_EQ(text, "x");
  EXPECT_EQ(refusal({{"a", json::object()}}, read), "Missing required option 'a.b'");
  EXPECT_EQ(refusal({{"a", {{"b", 1}}}}, read), "Option 'a.b' must be string");
  EXPECT_EQ(refusal({{"a", {{"b", "x"}, {"c", 1}}}}, read), "Unknown option 'a.c'");
  EXPECT_EQ(refusal({{"a", 1}}, read), "Option 'a' must be object");
}

TEST(options_reader, checks_the_range_of_numbers) {
  double n = 0;
  EXPECT_EQ(refusal({{"a", -0.5}}, [&](auto& r) { r.number("a", n, 0); }), "Option 'a' must be >= 0");
  EXPECT_EQ(refusal({{"a", 6}}, [&](auto& r) { r.number("a", n, 0, 5.5); }), "Option 'a' must be <= 5.5");
}

TEST(options_reader, refuses_options_that_are_no_object) {
  try {
    options_reader read(json::value(1), "@middy/test");
    FAIL();
  } catch (const error& caught) {
    EXPECT_EQ(caught.message, "Option '' must be object");
  }
}

}  // namespace
}  // namespace lamina
