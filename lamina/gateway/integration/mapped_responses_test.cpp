#include "lamina/gateway/integration/mapped_responses.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using responses = std::vector<config::rest_integration_response>;

const std::map<std::string, std::string> variables = {{"colour", "red"}};

std::string error_of(const config::rest_integration_response& one) {
  const auto made = mapped_responses::compile({one}, variables);
  return made ? "" : made.error().message;
}

// "status body", then "; name: value" of each header.
std::string answer(const responses& from, const integration_outcome& outcome) {
  const auto made = mapped_responses::compile(from, variables);
  EXPECT_TRUE(made) << made.error().message;
  response_storage storage;
  const template_input::fields headers = {{"X-Client", "me"}};
  template_input seen{.headers = headers};
  const auto got = made->answer(outcome, seen, {}, storage);
  if (!got) return "none";
  std::string text = std::to_string(got->status) + " " + std::string(got->body);
  for (const auto& [name, value] : got->headers) text.append("; ").append(name).append(": ").append(value);
  return text;
}

TEST(mapped_responses, chooses_by_pattern_and_has_a_default) {
  const responses all = {{.status = 200}, {.status = 404, .pattern = R"([\s\S]*\[404\][\s\S]*)"}};
  EXPECT_EQ(answer(all, {.selector = "", .body = "{}"}), "200 {}");
  EXPECT_EQ(answer(all, {.selector = "oh\n[404] no", .body = "{}"}), "404 {}");
  EXPECT_EQ(answer(all, {.selector = "404", .body = "{}"}), "200 {}");
  EXPECT_EQ(answer({{.status = 404, .pattern = "404"}}, {.selector = "405"}), "none");
  EXPECT_EQ(answer({}, {}), "none");
}

TEST(mapped_responses, maps_headers) {
  const std::vector<http::header> sent = {{"X-One", "1"}, {"x-one", "2"}, {"Other", "o"}};
  const responses all = {{.status = 200,
                          .headers = {{"A", "'text'"},
                                      {"B", "stageVariables.colour"},
                                      {"C", "integration.response.header.X-One"},
                                      {"D", "integration.response.multivalueheader.X-One"},
                                      {"E", "integration.response.body.a.b"},
                                      {"F", "integration.response.body.n"},
                                      {"G", "integration.response.body.none"},
                                      {"H", "integration.response.header.None"}}}};
  const std::string got = answer(all, {.headers = sent, .body = R"({"a":{"b":"x\r\ny"},"n":[1]})"});
  EXPECT_EQ(got.substr(got.find(';')), "; A: text; B: red; C: 2; D: 1; D: 2; E: x  y; F: [1]");
}

TEST(mapped_responses, maps_headers_from_the_context_of_the_request) {
  const responses all = {{.status = 200, .headers = {{"A", "context.requestId"}, {"B", "context.none"}}}};
  const parameter_source::context_lookup context = [](std::string_view name) {
    return name == "requestId" ? std::string_view("a\r\nb") : std::string_view();
  };
  EXPECT_EQ(answer(all, {.context = context}), "200 ; A: a  b");
  EXPECT_EQ(answer(all, {}), "200 ");
}

TEST(mapped_responses, takes_the_template_of_the_type_that_is_wanted) {
  const responses all = {{.status = 200, .templates = {{"application/json", "{}"}, {"text/html", "<p>"}}}};
  EXPECT_EQ(answer(all, {.body = "b"}), "200 {}; Content-Type: application/json");
  EXPECT_EQ(answer(all, {.body = "b", .accept = "text/html,*/*"}), "200 <p>; Content-Type: text/html");
  EXPECT_EQ(answer({{.templates = {{"application/json", ""}}}}, {.body = "b"}),
            "200 b; Content-Type: application/json");
  EXPECT_EQ(answer({{.headers = {{"content-type", "'a/b'"}}, .templates = {{"application/xml", "x"}}}}, {.body = "b"}),
            "200 x; content-type: a/b");
}

TEST(mapped_responses, templates_see_the_answer_and_the_request) {
  const responses all = {{.status = 200,
                          .headers = {{"X-A", "'mapped'"}, {"X-B", "'b'"}},
                          .templates = {{"application/json",
                                         "#set($root = $input.path('$'))\n"
                                         "#if($root.failed)#set($context.responseOverride.status = 422)#end\n"
                                         "#set($context.responseOverride.header.x-a = \"$root.n\")\n"
                                         R"t({"n":$root.n,"for":"$input.params('X-Client')"})t"}}}};
  EXPECT_EQ(answer(all, {.body = R"({"n":5})"}),
            R"(200 {"n":5,"for":"me"}; X-B: b; x-a: 5; Content-Type: application/json)");
  EXPECT_EQ(answer(all, {.body = R"({"n":"a\r\nb","failed":true})"}).substr(0, 4), "422 ");
  EXPECT_EQ(answer(all, {.body = R"({"n":"a\r\nb"})"}).find('\r', 40), std::string::npos);
  EXPECT_EQ(answer({{.templates = {{"a/b", "$input.json('$')"}}}}, {.body = "no json"}), "none");
}

TEST(mapped_responses, need_the_request_only_if_a_template_looks) {
  const auto of = [](std::string text) {
    return mapped_responses::compile({{.templates = {{"a/b", std::move(text)}}}}, {}).value().needs_request();
  };
  EXPECT_FALSE(of(""));
  EXPECT_FALSE(of("{}"));
  EXPECT_TRUE(of("$context.requestId"));
}

TEST(mapped_responses, say_what_cannot_be_served) {
  EXPECT_EQ(
      error_of({.status = 404, .templates = {{"application/json", "{}\n$input.path('$'"}}}),
      "the response template of 404, application/json, line 2, column 16: expected \",\" or \")\", found the end of "
      "the template");
  EXPECT_NE(error_of({.headers = {{"A", "request.x"}}}).find("response header A: expected"), std::string::npos);
  EXPECT_NE(error_of({.headers = {{"A B", "'x'"}}}).find("no name of a header"), std::string::npos);
  EXPECT_NE(error_of({.pattern = "("}).find("regular expression"), std::string::npos);
}

}  // namespace
}  // namespace lamina::gateway
