#include "lamina/gateway/rest/request_validation.h"

#include <gtest/gtest.h>

#include <chrono>

namespace lamina::gateway {
namespace {

using headers = std::vector<http::header>;

constexpr const char* pet = R"({"type":"object","required":["name"],"properties":{"name":{"type":"string"}}})";

request_validation compiled(const config::route& route, const std::map<std::string, json::value>& models = {}) {
  auto made = request_validation::compile(route, request_models(models));
  EXPECT_TRUE(made) << made.error().message;
  return *std::move(made);
}

config::route with_body(std::string_view schema, const std::string& type = "application/json") {
  config::route route;
  route.path = "/pets";
  route.request_schemas[type] = json::parse(schema);
  return route;
}

config::route with_parameters() {
  config::route route;
  route.path = "/a/{issuer}/{rest+}";
  route.request_parameters = {{"method.request.querystring.qs1", true}, {"method.request.path.issuer", true},
                              {"method.request.path.rest", true},       {"method.request.header.x-param", true},
                              {"method.request.header.free", false},    {"method.request.querystring.free", false}};
  return route;
}

std::string message(const request_validation& of, const request_validation::subject& seen) {
  const auto failed = of.check(seen);
  return failed ? failed->message : "passes";
}

std::string body_message(const request_validation& of, std::string_view body, const headers& with = {}) {
  return message(of, {.headers = with, .body = body});
}

TEST(request_validation, asks_for_nothing_where_nothing_is_required) {
  config::route route;
  route.request_parameters = {{"method.request.header.a", false}};
  EXPECT_TRUE(compiled(route).is_empty());
}

TEST(request_validation, missing_and_blank_parameters_are_told_together_headers_first) {
  const auto checks = compiled(with_parameters());
  const std::string_view values[] = {"a", "b/c"}, blank[] = {" ", "b"};
  EXPECT_EQ(message(checks, {.path_values = blank}), "Missing required request parameters: [x-param, issuer, qs1]");
  const headers good = {{"x-param", "v"}}, bad = {{"x-param", "  "}};
  EXPECT_EQ(message(checks, {.headers = good, .query = "qs1=1", .path_values = values}), "passes");
  EXPECT_EQ(message(checks, {.headers = bad, .query = "qs1=%20", .path_values = values}),
            "Missing required request parameters: [x-param, qs1]");
  EXPECT_EQ(checks.check({.path_values = values})->type, gateway_response_type::bad_request_parameters);
}

TEST(request_validation, header_names_have_their_case_but_for_those_that_the_gateway_spells) {
  config::route route;
  route.request_parameters = {{"method.request.header.X-Param", true}, {"method.request.header.Authorization", true}};
  const auto checks = compiled(route);
  const headers lower = {{"x-param", "v"}, {"authorization", "v"}};
  EXPECT_EQ(message(checks, {.headers = lower}), "Missing required request parameters: [X-Param]");
  EXPECT_EQ(message(checks, {.headers = lower, .names_have_case = false}), "passes");
}

TEST(request_validation, the_last_of_repeated_values_counts) {
  config::route route;
  route.request_parameters = {{"method.request.header.a", true}, {"method.request.querystring.q", true}};
  const auto checks = compiled(route);
  const headers blank_last = {{"a", "v"}, {"a", ""}}, good_last = {{"a", ""}, {"a", "v"}};
  EXPECT_NE(message(checks, {.headers = blank_last, .query = "q=1"}), "passes");
  EXPECT_EQ(message(checks, {.headers = good_last, .query = "q=&q=1"}), "passes");
}

TEST(request_validation, a_parameter_that_the_path_does_not_have_is_always_missing) {
  config::route route;
  route.path = "/a/{b}";
  route.request_parameters = {{"method.request.path.c", true}};
  const std::string_view values[] = {"x"};
  EXPECT_EQ(message(compiled(route), {.path_values = values}), "Missing required request parameters: [c]");
}

TEST(request_validation, a_body_must_be_what_its_model_says) {
  const auto checks = compiled(with_body(pet));
  EXPECT_EQ(body_message(checks, R"({"name":"Rex"})"), "passes");
  for (const char* wrong : {"", "{", "[]", "{}", R"({"name":1})", "null"})
    EXPECT_EQ(body_message(checks, wrong), "Invalid request body") << wrong;
  EXPECT_EQ(checks.check({.body = "{}"})->detail, R"([object has missing required properties (["name"])])");
  EXPECT_EQ(checks.check({.body = "{}"})->type, gateway_response_type::bad_request_body);
}

TEST(request_validation, parameters_come_before_the_body) {
  auto route = with_body(pet);
  route.request_parameters = {{"method.request.querystring.q", true}};
  EXPECT_EQ(body_message(compiled(route), "{}"), "Missing required request parameters: [q]");
}

TEST(request_validation, the_content_type_chooses_the_model) {
  auto route = with_body(pet);
  route.request_schemas["application/vnd.x+json"] = json::parse(R"({"type":"array"})");
  const auto checks = compiled(route);
  const headers json_type = {{"content-type", "Application/JSON; charset=utf-8"}},
                own = {{"Content-Type", "application/vnd.x+json"}}, other = {{"Content-Type", "text/plain"}};
  EXPECT_EQ(body_message(checks, "{}", json_type), "Invalid request body");
  EXPECT_EQ(body_message(checks, "[]", own), "passes");
  EXPECT_EQ(body_message(checks, "{}", own), "Invalid request body");
  EXPECT_EQ(body_message(checks, "anything", other), "passes");
  EXPECT_EQ(body_message(compiled(with_body(pet, "$default")), "{}", other), "Invalid request body");
}

TEST(request_validation, models_may_refer_to_models) {
  const std::map<std::string, json::value> models = {
      {"Pet", json::parse(pet)},
      {"Pets",
       json::parse(R"({"type":"array","items":{"$ref":"https://apigateway.amazonaws.com/restapis/x1/models/Pet"}})")}};
  for (
      const char* reference :
      {R"("https://apigateway.amazonaws.com/restapis/${ApiGatewayRestApi}/models/Pets")",
       R"({"Fn::Sub":"https://apigateway.amazonaws.com/restapis/${ApiGatewayRestApi}/models/Pets"})",
       R"({"Fn::Join":["/",["https://apigateway.amazonaws.com/restapis",{"Ref":"ApiGatewayRestApi"},"models/Pets"]]})"}) {
    const auto checks =
        compiled(with_body(R"({"properties":{"pets":{"$ref":)" + std::string(reference) + "}}}"), models);
    EXPECT_EQ(body_message(checks, R"({"pets":[{"name":"Rex"}]})"), "passes") << reference;
    EXPECT_EQ(body_message(checks, R"({"pets":[{}]})"), "Invalid request body") << reference;
  }
}

TEST(request_validation, definitions_of_the_schema_itself_are_found) {
  const auto checks = compiled(with_body(R"({"$ref":"#/definitions/n","definitions":{"n":{"type":"number"}}})"));
  EXPECT_EQ(body_message(checks, "1"), "passes");
  EXPECT_EQ(body_message(checks, "\"1\""), "Invalid request body");
}

TEST(request_validation, the_two_models_of_every_api_are_there) {
  const auto checks = compiled(with_body(R"({"$ref":"https://x/restapis/y/models/Error"})"));
  EXPECT_EQ(body_message(checks, R"({"message":"m"})"), "passes");
  EXPECT_EQ(body_message(checks, R"({"message":1})"), "Invalid request body");
}

TEST(request_validation, keywords_are_those_of_draft_4) {
  const auto checks = compiled(with_body(R"({"minimum":3,"exclusiveMinimum":true})"));
  EXPECT_EQ(body_message(checks, "3"), "Invalid request body");
  EXPECT_EQ(body_message(checks, "4"), "passes");
}

TEST(request_validation, a_schema_that_is_none_is_an_error) {
  const auto failure = [](std::string_view schema) {
    const auto made = request_validation::compile(with_body(schema), request_models({}));
    return made ? "none" : made.error().message;
  };
  EXPECT_NE(failure(R"({"type":"objekt"})").find("request.schemas.application/json: "), std::string::npos);
  EXPECT_NE(failure(R"({"$ref":"https://x/restapis/y/models/Unknown"})").find("Unknown"), std::string::npos);
}

TEST(request_validation, hostile_bodies_are_refused_in_time) {
  const auto checks = compiled(with_body(R"({"items":{"$ref":"#"}})"));
  EXPECT_EQ(body_message(checks, std::string(1'000'000, '[')), "Invalid request body");
  std::string list = "[";
  for (int i = 0; i < 200'000; ++i) list += "0,";
  EXPECT_EQ(body_message(checks, list + "0]"), "passes");
}

}  // namespace
}  // namespace lamina::gateway
