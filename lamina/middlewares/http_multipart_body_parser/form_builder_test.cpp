#include "lamina/middlewares/http_multipart_body_parser/form_builder.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

struct part {
  std::string disposition;
  std::string content;
  std::optional<std::string> type{};
};

// The form of these parts; "status message" when one is refused.
std::string build(const http_multipart_body_parser_options& options, const std::vector<part>& parts) {
  form_builder form(options, {});
  for (const part& one : parts) {
    auto done = form.begin({one.disposition, one.type, {}});
    for (std::size_t at = 0; done && at < one.content.size(); at += 3) form.data(one.content.substr(at, 3));
    if (done) done = form.end();
    if (!done) return std::to_string(done.error().status_code) + " " + done.error().message;
  }
  return json::serialize(form.take());
}
std::string build(const std::vector<part>& parts) { return build({}, parts); }

part field(const std::string& name, std::string content) {
  return {"form-data; name=\"" + name + "\"", std::move(content)};
}
part file(const std::string& name, std::string content) {
  return {"form-data; name=\"f\"; filename=\"" + name + "\"", std::move(content)};
}
std::string shown_file(const std::string& name, const std::string& content) {
  return R"({"filename":")" + name + R"(","mimetype":"text/plain","encoding":"7bit","truncated":false,"content":")" +
         content + "\"}";
}

TEST(form_builder, keeps_the_last_field_of_a_name) {
  EXPECT_EQ(build({field("a", "1"), field("b", "2"), field("a", "3")}), R"({"a":"3","b":"2"})");
}

TEST(form_builder, makes_lists_of_names_that_end_in_brackets) {
  EXPECT_EQ(build({field("a[]", "1"), field("a[x]", "2"), field("[y]", "3"), field("b[c][d]", "4"), field("e]", "5")}),
            R"({"a":["1","2"],"[y]":"3","b[c]":["4"],"e]":"5"})");
}

TEST(form_builder, puts_the_newest_file_of_a_name_first) {
  EXPECT_EQ(build({file("1", "one"), file("2", "two"), file("3", "")}),
            "{\"f\":[" + shown_file("3", "") + "," + shown_file("2", "two") + "," + shown_file("1", "one") + "]}");
}

TEST(form_builder, adds_files_to_fields_of_their_name) {
  const std::string one = shown_file("1", "one");
  EXPECT_EQ(build({file("1", "one"), field("f", "text")}), "{\"f\":[" + one + ",\"text\"]}");
  EXPECT_EQ(build({field("f[]", "a"), file("1", "one"), field("f[]", "b")}), "{\"f\":[" + one + ",\"a\",\"b\"]}");
}

TEST(form_builder, refuses_a_field_that_is_both_a_text_and_a_list) {
  EXPECT_EQ(build({field("a", "1"), field("a[]", "2")}), "422 a field is both a text and a list");
  EXPECT_EQ(build({field("a", ""), field("a[]", "2")}), R"({"a":["2"]})");
  EXPECT_EQ(build({field("a[]", "1"), field("a", "2")}), R"({"a":"2"})");
}

TEST(form_builder, strips_folders_from_names_of_files) {
  for (const auto& [given, kept] : {std::pair("/etc/a.txt", "a.txt"), std::pair("C:\\\\docs\\\\a.txt", "a.txt"),
                                    std::pair("..", ""), std::pair("a/.", ""), std::pair("a/", ""), std::pair("", "")})
    EXPECT_EQ(build({file(given, "x")}), "{\"f\":" + shown_file(kept, "x") + "}") << given;
  EXPECT_EQ(build({.preserve_path = true}, {file("../a", "x")}), "{\"f\":" + shown_file("../a", "x") + "}");
}

TEST(form_builder, tells_files_by_name_or_type_or_as_told) {
  EXPECT_EQ(build({{"form-data; name=f", "x", "Application/Octet-Stream"}}),
            R"({"f":{"mimetype":"application/octet-stream","encoding":"7bit","truncated":false,"content":"x"}})");
  const http_multipart_body_parser_options never{.is_part_a_file = [](auto, auto, const auto&) { return false; }};
  EXPECT_EQ(build(never, {file("a", "x")}), R"({"f":"x"})");
}

TEST(form_builder, reads_fields_in_their_charset) {
  EXPECT_EQ(build({{"form-data; name=a", "\xE9", "text/plain; charset=latin1"}}), "{\"a\":\"\xC3\xA9\"}");
  EXPECT_EQ(build({.default_charset = "latin1"}, {field("a", "\xE9")}), "{\"a\":\"\xC3\xA9\"}");
  EXPECT_EQ(build({field("a", "\xE9")}), "{\"a\":\"\xEF\xBF\xBD\"}");
}

TEST(form_builder, skips_parts_that_are_no_form_data) {
  EXPECT_EQ(build({{"attachment; name=a", "1"}, {"", "2"}, field("b", "3")}), R"({"b":"3"})");
}

TEST(form_builder, refuses_parts_without_a_name_and_malformed_ones) {
  EXPECT_EQ(build({{"form-data", "1"}}), "422 a part of the form has no name");
  EXPECT_EQ(build({{"form-data; name=\"a", "1"}}), "422 a Content-Disposition is malformed");
  EXPECT_EQ(build({{"form-data; name=a", "1", "text/plain; charset"}}), "422 the Content-Type of a part is malformed");
}

TEST(form_builder, drops_what_is_over_the_limits_of_counts) {
  const std::vector<part> parts = {field("a", "1"), file("1", "x"), field("b", "2"), file("2", "y"), field("c", "3")};
  EXPECT_EQ(build({.limits = {.fields = 1, .files = 0}}, parts), R"({"a":"1"})");
  EXPECT_EQ(build({.limits = {.files = 1, .parts = 4}}, parts),
            "{\"a\":\"1\",\"b\":\"2\",\"f\":" + shown_file("1", "x") + "}");
  EXPECT_EQ(build({.limits = {.parts = 0}}, parts), "{}");
}

TEST(form_builder, cuts_fields_and_refuses_files_over_the_limits_of_sizes) {
  EXPECT_EQ(build({.limits = {.field_size = 4}}, {field("a", "0123456789"), field("b", "0123")}),
            R"({"a":"0123","b":"0123"})");
  EXPECT_EQ(build({.limits = {.file_size = 4}}, {file("a", "0123")}), "{\"f\":" + shown_file("a", "0123") + "}");
  EXPECT_EQ(build({.limits = {.file_size = 4}}, {file("a", "01234")}), "413 Request Entity Too Large");
}

TEST(form_builder, counts_names_as_javascript_does) {
  EXPECT_EQ(build({.limits = {.field_name_size = 2}}, {field("\xC3\xA9\xC3\xA9", "")}), "{\"\xC3\xA9\xC3\xA9\":\"\"}");
  EXPECT_EQ(build({.limits = {.field_name_size = 1}}, {field("\xF0\x9F\x8E\x89", "")}),
            "422 Field name size limit exceeded");
}

}  // namespace
}  // namespace lamina
