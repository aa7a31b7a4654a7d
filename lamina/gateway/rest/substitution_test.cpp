#include "lamina/gateway/rest/substitution.h"

#include <gtest/gtest.h>

#include <map>

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

class listed final : public request_variables {
 public:
  explicit listed(std::map<std::string, std::string, std::less<>> values) : values_(std::move(values)) {}
  bool append(std::string& out, std::string_view name) const override {
    const auto found = values_.find(name);
    if (found == values_.end()) return false;
    out += found->second;
    return true;
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

const listed seen({{"context.stage", "dev"},
                   {"context.error.messageString", "No \"way\""},
                   {"context.requestTimeEpoch", "12"},
                   {"stageVariables.color", "red"},
                   {"method.request.header.X-Evil", "\",\"admin\":true,\"x\":\"\r\nSet-Cookie: a"},
                   {"method.request.querystring.q", "1}"}});

std::string made(std::string_view text, substitution_form form = substitution_form::json) {
  std::string out;
  substitution::compile(text, form).append_to(out, seen);
  return out;
}

TEST(substitution, variables_stand_for_what_the_request_has) {
  EXPECT_EQ(made("$context.stage and $stageVariables.color", substitution_form::plain), "dev and red");
  EXPECT_EQ(made("in $context.stage.", substitution_form::plain), "in dev.");
  EXPECT_EQ(made("$context.stage$context.stage", substitution_form::plain), "devdev");
}

TEST(substitution, what_is_no_variable_stays) {
  for (const char* text : {"", "$", "$$", "$ 5", "$util.escape", "$context", "$context.", "context.stage", "$method.x"})
    EXPECT_EQ(made(text, substitution_form::plain), text);
}

TEST(substitution, what_the_request_does_not_have_is_empty_or_null) {
  EXPECT_EQ(made("<$context.nothing>", substitution_form::plain), "<>");
  EXPECT_EQ(made(R"({"a":"$context.nothing","b":$context.nothing})"), R"({"a":"","b":null})");
}

TEST(substitution, a_message_string_has_its_quotes) {
  EXPECT_EQ(made(R"({"message":$context.error.messageString})"), R"({"message":"No \"way\""})");
  EXPECT_EQ(made("<m>$context.error.messageString</m>", substitution_form::xml), "<m>\"No &quot;way&quot;\"</m>");
  EXPECT_EQ(made("$context.error.messageString", substitution_form::plain), R"("No \"way\"")");
}

TEST(substitution, json_stays_json_whatever_is_put_into_it) {
  EXPECT_EQ(made(R"({"n":$context.requestTimeEpoch,"s":$context.stage})"), R"({"n":12,"s":"dev"})");
  EXPECT_EQ(made(R"({"q":$method.request.querystring.q})"), R"({"q":"1}"})");
  const auto answer =
      json::parse(made(R"({"said":"\"$method.request.header.X-Evil\"","m":"$context.error.messageString"})"));
  EXPECT_EQ(answer.at("said"), "\"\",\"admin\":true,\"x\":\"\r\nSet-Cookie: a\"");
  EXPECT_EQ(answer.at("m"), "No \"way\"");
}

TEST(substitution, xml_has_no_markup_of_the_clients) {
  const listed evil(std::map<std::string, std::string, std::less<>>{{"context.path", "<b a='1'>&\""}});
  std::string out;
  substitution::compile("<p>$context.path</p>", substitution_form::xml).append_to(out, evil);
  EXPECT_EQ(out, "<p>&lt;b a=&#39;1&#39;&gt;&amp;&quot;</p>");
}

TEST(substitution, a_header_stays_one_line) {
  std::string out;
  EXPECT_TRUE(substitution::variable("method.request.header.X-Evil", substitution_form::header).append_to(out, seen));
  EXPECT_EQ(out.find_first_of("\r\n"), std::string::npos);
  EXPECT_FALSE(substitution::variable("context.nothing", substitution_form::header).append_to(out, seen));
  EXPECT_TRUE(substitution::literal("'*'").append_to(out, seen));
}

TEST(substitution, tells_what_is_a_variable_and_which_it_has) {
  for (const char* name : {"context.requestId", "stageVariables.x", "method.request.header.X-A",
                           "method.request.querystring.q", "method.request.path.id"})
    EXPECT_TRUE(substitution::is_variable(name)) << name;
  for (const char* name : {"", "context.", "method.request.body", "$context.stage", "context.a b", "'text'"})
    EXPECT_FALSE(substitution::is_variable(name)) << name;
  const auto text = substitution::compile("$context.a.b", substitution_form::plain);
  EXPECT_TRUE(text.names("context.a.b"));
  EXPECT_FALSE(text.names("context.a"));
}

}  // namespace
}  // namespace lamina::gateway
