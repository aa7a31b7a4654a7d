#include "lamina/gateway/integration/default_templates.h"

#include <gtest/gtest.h>

#include "lamina/gateway/templates/mapping_template.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

const std::map<std::string, std::string> stage_variables = {{"colour", "red"}};

template_input request(std::string_view body) {
  template_input seen;
  seen.body = body;
  seen.path = {{"id", "7"}};
  seen.query = {{"q", "it's"}, {"r", "\"\\/\n\xc3\xbc"}};
  seen.headers = {{"Host", "h"}, {"X-A", "2"}};
  seen.context = {{"httpMethod", "POST"}, {"stage", "dev"}, {"resourcePath", "/pets/{id}"}};
  seen.identity = {{"sourceIp", "192.0.2.1"}, {"user", ""}};
  seen.stage_variables = &stage_variables;
  return seen;
}

std::string event(const std::string& text, const template_input& seen) {
  const auto made = mapping_template::compile(text);
  EXPECT_TRUE(made) << made.error().message;
  std::string out;
  EXPECT_TRUE(made->render(out, seen)) << out;
  const auto read = json::try_parse(out);
  EXPECT_TRUE(read) << out;
  return read ? json::serialize(*read) : out;
}

TEST(default_templates, of_json_give_the_frameworks_event) {
  EXPECT_EQ(event(default_json_template({}), request(R"({"a": [1, "x"]})")),
            R"({"body":{"a":[1,"x"]},"method":"POST","principalId":"","stage":"dev","cognitoPoolClaims":{"sub":""},)"
            R"("enhancedAuthContext":{},"headers":{"Host":"h","X-A":"2"},"query":{"q":"it's","r":"\"\\/\n)"
            "\xc3\xbc"
            R"("},"path":{"id":"7"},"identity":{"sourceIp":"192.0.2.1","user":""},"stageVariables":{"colour":"red"},)"
            R"("requestPath":"/pets/{id}"})");
}

TEST(default_templates, of_forms_give_an_object_of_the_fields) {
  const auto body = [](std::string_view form) {
    return json::serialize(json::parse(event(default_form_template({}), request(form))).at("body"));
  };
  EXPECT_EQ(body("a=1&b=x+y%22&c&d=&e=f=g"), R"({"a":"1","b":"x y\"","c":"","d":"","e":"f"})");
  EXPECT_EQ(body("123"), R"({"123":""})");
  EXPECT_EQ(body(""), "{}");
  EXPECT_EQ(body("&"), "{}");
  EXPECT_EQ(body("="), "{}");
  EXPECT_EQ(body("a=1&="), R"({"a":"1"})");
}

TEST(default_templates, show_what_the_authorizer_said) {
  template_input seen = request("{}");
  seen.authorizer = R"("principalId":"m\"e","n":"1","claims":{"sub":"s","email":"e@x","custom:tenant":"t"})";
  const json::value got = json::parse(event(default_json_template({"email", "custom:tenant"}), seen));
  EXPECT_EQ(got.at("principalId"), "m\"e");
  EXPECT_EQ(got.at("cognitoPoolClaims"), json::parse(R"({"email":"e@x","tenant":"t","sub":"s"})"));
  EXPECT_EQ(got.at("enhancedAuthContext").at("n"), "1");
  EXPECT_EQ(got.at("enhancedAuthContext").at("claims"), R"({"sub":"s","email":"e@x","custom:tenant":"t"})");
}

TEST(default_templates, make_json_of_hostile_names) {
  template_input seen = request("{}");
  seen.query = {{"\"},'\\", "\xff'\"\\'"}};
  EXPECT_EQ(json::parse(event(default_json_template({}), seen)).at("query"),
            json::parse("{\"\\\"},'\\\\\":\"\xef\xbf\xbd'\\\"\\\\'\"}"));
}

}  // namespace
}  // namespace lamina::gateway
