#include "lamina/gateway/integration/parameter_mapping.h"

#include <gtest/gtest.h>

#include <deque>

namespace lamina::gateway {
namespace {

const api_stage stage{.stage = "dev", .variables = {{"colour", "red"}}};

std::string value_of(std::string_view expression) {
  const auto source = parameter_source::compile(expression, stage, {"id", "rest"});
  if (!source) return source.error().message;
  field_list headers, query;
  headers.add("X-A", "1");
  headers.add("X-A", "2");
  query.add("q", "x");
  const std::vector<std::string_view> values = {"7", "a/b"};
  rest_request request;
  request.headers = &headers;
  request.query = &query;
  request.path_values = values;
  return std::string(source->value(
      request, [](std::string_view name) -> std::string_view { return name == "identity.sourceIp" ? "::1" : ""; }));
}

TEST(parameter_source, leads_to_a_value) {
  const std::pair<const char*, const char*> rows[] = {{"'text'", "text"},
                                                      {"''", ""},
                                                      {"method.request.header.X-A", "2"},
                                                      {"method.request.header.x-a", ""},
                                                      {"method.request.multivalueheader.X-A", "2"},
                                                      {"method.request.querystring.q", "x"},
                                                      {"method.request.querystring.r", ""},
                                                      {"method.request.path.rest", "a/b"},
                                                      {"stageVariables.colour", "red"},
                                                      {"stageVariables.none", ""},
                                                      {"context.identity.sourceIp", "::1"},
                                                      {"context.none", ""}};
  for (const auto& [expression, expected] : rows) EXPECT_EQ(value_of(expression), expected) << expression;
}

TEST(parameter_source, may_lead_to_several_values) {
  field_list headers, query;
  for (const char* value : {"1", "", "2"}) headers.add("X-A", value);
  for (const char* value : {"b", "a"}) query.add("q", value);
  rest_request request;
  request.headers = &headers;
  request.query = &query;
  using values = std::vector<std::string_view>;
  const auto of = [&](std::string_view expression) {
    static std::deque<parameter_source> kept;
    kept.push_back(parameter_source::compile(expression, stage, {}).value());
    return kept.back().values(request, [](std::string_view) { return std::string_view(); });
  };
  EXPECT_EQ(of("method.request.multivalueheader.X-A"), (values{"1", "2"}));
  EXPECT_EQ(of("method.request.multivaluequerystring.q"), (values{"b", "a"}));
  EXPECT_EQ(of("method.request.querystring.q"), values{"a"});
  EXPECT_EQ(of("'x'"), values{"x"});
  EXPECT_EQ(of("context.none"), values{});
  EXPECT_EQ(of("method.request.multivaluequerystring.none"), values{});
}

TEST(parameter_source, of_another_form_is_an_error) {
  EXPECT_EQ(value_of("method.request.path.none"),
            "method.request.path.none: the route's path has no variable of that name");
  for (const char* expression : {"", "text", "'", "method.request.body", "$context.x"})
    EXPECT_TRUE(value_of(expression).starts_with("expected '...'")) << expression;
}

TEST(parameter_source, knows_when_it_changes_nothing) {
  const auto source = parameter_source::compile("method.request.querystring.q", stage, {}).value();
  EXPECT_TRUE(source.is_the_same("querystring", "q"));
  EXPECT_FALSE(source.is_the_same("querystring", "r"));
  EXPECT_FALSE(source.is_the_same("header", "q"));
  EXPECT_FALSE(parameter_source::compile("'q'", stage, {})->is_the_same("header", "q"));
}

}  // namespace
}  // namespace lamina::gateway
