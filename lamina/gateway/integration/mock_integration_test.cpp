#include "lamina/gateway/integration/mock_integration.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

config::rest_integration ok() {
  config::rest_integration from;
  from.templates["application/json"] = R"({"statusCode": 200})";
  from.templates["text/plain"] = " {statusCode:'404'}";
  from.responses = {{.status = 200, .templates = {{"application/json", R"({"ok":true})"}}},
                    {.status = 404, .pattern = "404", .headers = {{"X-A", "'a'"}}}};
  return from;
}

// "200 body", "415" or "500"
std::string ask(const config::rest_integration& from, const mock_integration::request& request) {
  const auto made = mock_integration::make(from, {});
  EXPECT_TRUE(made) << made.error().message;
  std::deque<std::string> storage;
  const auto got = made->answer(request, storage);
  if (got.is_unsupported_type) return "415";
  return got.response ? std::to_string(got.response->status) + " " + std::string(got.response->body) : "500";
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

TEST(mock_integration, says_what_needs_vtl) {
  config::rest_integration from = ok();
  from.templates["application/json"] = "#set($a = 1){\"statusCode\": 200}";
  EXPECT_EQ(mock_integration::make(from, {}).error().message, "the request template of application/json needs VTL");
  from = ok();
  from.responses[0].templates["application/json"] = "$context.requestId";
  EXPECT_FALSE(mock_integration::make(from, {}));
}

}  // namespace
}  // namespace lamina::gateway
