#include "lamina/gateway/integration/mock_integration.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

struct asked {
  std::string_view content_type{}, body{};
};

config::rest_integration ok() {
  config::rest_integration from;
  from.templates["application/json"] = R"({"statusCode": 200})";
  from.templates["text/plain"] = " {statusCode:'404'}";
  from.responses = {{.status = 200, .templates = {{"application/json", R"({"ok":true})"}}},
                    {.status = 404, .pattern = "404", .headers = {{"X-A", "'a'"}}}};
  return from;
}

// "200 body", "415" or "500"
std::string ask(const config::rest_integration& from, const asked& request) {
  config::route route;
  route.path = "/pets/{id}";
  route.integration_setup = from;
  const auto made = mock_integration::make(route, {.stage = "dev"});
  EXPECT_TRUE(made) << made.error().message;
  field_list headers, query;
  query.add("code", "404");
  rest_request seen;
  seen.headers = &headers;
  seen.query = &query;
  seen.body = request.body;
  response_storage storage;
  const auto got = made->answer({seen, request.content_type, ""}, storage);
  return got ? std::to_string(got->status) + " " + std::string(got->body) : std::to_string(got.error().status_code);
}

TEST(mock_integration, answers_by_the_status_of_its_template) {
  EXPECT_EQ(ask(ok(), {}), R"(200 {"ok":true})");
  EXPECT_EQ(ask(ok(), {.content_type = "application/json; charset=utf-8"}), R"(200 {"ok":true})");
  EXPECT_EQ(ask(ok(), {.content_type = "text/plain"}), "404 ");
}

TEST(mock_integration, reads_the_body_where_there_is_no_template) {
  EXPECT_EQ(ask(ok(), {.content_type = "a/b", .body = R"({"statusCode":404})"}), "404 ");
  EXPECT_EQ(ask(ok(), {.content_type = "a/b", .body = "{}"}), "500");
  config::rest_integration from = ok();
  for (const char* how : {"NEVER", "WHEN_NO_TEMPLATES"}) {
    from.pass_through = how;
    EXPECT_EQ(ask(from, {.content_type = "a/b", .body = R"({"statusCode":404})"}), "415");
  }
  from.templates.clear();
  EXPECT_EQ(ask(from, {.content_type = "a/b", .body = R"({"statusCode":404})"}), "404 ");
}

TEST(mock_integration, without_a_fitting_answer_fails) {
  config::rest_integration from = ok();
  from.responses = {{.status = 404, .pattern = "404"}};
  EXPECT_EQ(ask(from, {}), "500");
  for (const char* text : {"", "200", "{statusCode}", "{statusCode:}", "{statusCode:20}", "{\"statusCode\":\"x\"}"}) {
    from.templates["application/json"] = text;
    EXPECT_EQ(ask(from, {}), "500") << text;
  }
}

TEST(mock_integration, templates_choose_and_write_the_answer) {
  config::rest_integration from = ok();
  from.templates["application/json"] =
      "#if($input.params('code') == '404'){\"statusCode\": 404}#else{\"statusCode\": 200}#end";
  from.responses[1].templates["application/json"] = R"({"none":"$context.stage"})";
  EXPECT_EQ(ask(from, {}), R"(404 {"none":"dev"})");
  from.templates["application/json"] = R"({"statusCode": 200}#set($context.responseOverride.status = 202))";
  EXPECT_EQ(ask(from, {}), R"(202 {"ok":true})");
}

TEST(mock_integration, says_what_is_wrong_with_a_template) {
  config::route route;
  route.integration_setup = ok();
  route.integration_setup.templates["application/json"] = "#set($a 1)";
  EXPECT_EQ(mock_integration::make(route, {}).error().message,
            "the request template of application/json, line 1, column 9: expected \"=\", found \"1)\"");
}

}  // namespace
}  // namespace lamina::gateway
