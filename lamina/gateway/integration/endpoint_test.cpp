#include "lamina/gateway/integration/endpoint.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using texts = std::map<std::string, std::string>;

class endpoint_test : public ::testing::Test {
 protected:
  endpoint_test() {
    route.path = "/pets/{id}/{rest+}";
    route.integration = "HTTP_PROXY";
    route.integration_setup.uri = "http://back.end:8080/v1/{id}/{rest}?fixed=1";
    route.integration_setup.method = "ANY";
    headers.add("Host", "front.end");
    headers.add("Via", "1.1 other");
    headers.add("X-A", "1");
    headers.add("X-A", "2");
    query.add("q", "x y");
    seen.method = "PUT";
    seen.headers = &headers;
    seen.query = &query;
    seen.path_values = values;
    seen.body = "b";
  }

  std::string error_of() const {
    const auto made = endpoint::make(route, stage);
    return made ? "" : made.error().message;
  }
  std::optional<http::client_request> request(std::string_view content_type = {}) {
    const auto made = endpoint::make(route, stage);
    if (!made) {
      ADD_FAILURE() << made.error().message;
      return std::nullopt;
    }
    const parameter_source::context_lookup context = [](std::string_view name) -> std::string_view {
      return name == "requestId" ? "uuid" : "";
    };
    template_overrides overrides;
    auto sent = made->write_request({seen, "q=x+y", content_type, "Root=1", context}, overrides);
    if (!sent) return std::nullopt;
    return *std::move(sent);
  }
  texts sent_headers(std::string_view content_type = {}) {
    const auto sent = request(content_type);
    return sent ? texts(sent->headers.begin(), sent->headers.end()) : texts();
  }

  api_stage stage{.api_id = "abc", .stage = "dev", .variables = {{"host", "other.end"}}};
  config::route route;
  field_list headers, query;
  std::vector<std::string_view> values = {"7", "a//b%20\xc3\xab"};
  rest_request seen;
};

TEST_F(endpoint_test, of_a_proxy_gets_the_request_as_it_came) {
  const auto sent = request();
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->method, "PUT");
  EXPECT_EQ(sent->url, "http://back.end:8080/v1/7/a//b%20%C3%AB?fixed=1&q=x+y");
  EXPECT_EQ(*sent->body, "b");
  EXPECT_EQ(sent_headers(), (texts{{"X-A", "1,2"},
                                   {"Accept", "application/json"},
                                   {"User-Agent", "AmazonAPIGateway_abc"},
                                   {"X-Amzn-Trace-Id", "Root=1"},
                                   {"X-Amzn-Apigateway-Api-Id", "abc"}}));
}

TEST_F(endpoint_test, of_a_proxy_gets_mapped_parameters_besides) {
  route.integration_setup.method = "POST";
  route.integration_setup.uri = "https://${stageVariables.host}/{to}";
  route.integration_setup.parameters = {{"integration.request.path.to", "method.request.path.id"},
                                        {"integration.request.header.x-a", "'mapped'"},
                                        {"integration.request.header.Id", "context.requestId"},
                                        {"integration.request.header.None", "context.other"},
                                        {"integration.request.header.Host", "stageVariables.host"},
                                        {"integration.request.querystring.q", "method.request.querystring.q"},
                                        {"integration.request.querystring.r", "method.request.querystring.q"},
                                        {"integration.request.querystring.s", "method.request.header.X-None"}};
  const auto sent = request();
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->method, "POST");
  EXPECT_EQ(sent->url, "https://other.end/7?q=x+y&r=x%20y");
  const texts got = sent_headers();
  EXPECT_EQ(got.at("X-A"), "mapped");
  EXPECT_EQ(got.at("Id"), "uuid");
  EXPECT_EQ(got.at("Host"), "other.end");
  EXPECT_FALSE(got.contains("None"));
}

TEST_F(endpoint_test, that_is_no_proxy_gets_mapped_parameters_alone) {
  route.integration = "HTTP";
  route.integration_setup.parameters = {{"integration.request.header.X-A", "method.request.header.X-A"}};
  const auto sent = request("text/plain");
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->url, "http://back.end:8080/v1/7/a//b%20%C3%AB?fixed=1");
  EXPECT_EQ(*sent->body, "b");
  EXPECT_EQ(sent_headers("text/plain"), (texts{{"X-A", "2"},
                                               {"Content-Type", "text/plain"},
                                               {"Accept", "application/json"},
                                               {"User-Agent", "AmazonAPIGateway_abc"},
                                               {"X-Amzn-Trace-Id", "Root=1"},
                                               {"X-Amzn-Apigateway-Api-Id", "abc"}}));
  route.integration_setup.templates["application/json"] = "{\"fixed\":1}";
  EXPECT_EQ(*request()->body, "{\"fixed\":1}");
  EXPECT_EQ(*request("text/plain")->body, "b");
  route.integration_setup.pass_through = "NEVER";
  EXPECT_FALSE(request("text/plain"));
}

TEST_F(endpoint_test, sends_no_body_where_none_is_expected) {
  for (const char* method : {"GET", "HEAD", "OPTIONS"}) {
    seen.method = method;
    EXPECT_EQ(request()->body, nullptr) << method;
  }
}

TEST_F(endpoint_test, says_what_cannot_be_served) {
  auto& setup = route.integration_setup;
  const config::rest_integration good = setup;
  const auto with = [&](auto change) {
    setup = good;
    change();
    return error_of();
  };
  EXPECT_NE(with([&] { setup.uri = "ftp://a"; }).find("request.uri: "), std::string::npos);
  EXPECT_NE(with([&] { setup.uri = "http://a/{id"; }).find("a { without its }"), std::string::npos);
  EXPECT_NE(with([&] { setup.uri = "http://a/{nobody}"; }).find("request.uri: {nobody}: "), std::string::npos);
  for (const char* name : {"content-length", "X-Amzn-Trace-Id", "A B"})
    EXPECT_NE(with([&] {
                setup.parameters["integration.request.header." + std::string(name)] = "'x'";
              }).find("cannot be mapped"),
              std::string::npos)
        << name;
  EXPECT_NE(with([&] { setup.parameters["integration.request.header.A"] = "x"; }).find("expected '...'"),
            std::string::npos);
  EXPECT_NE(with([&] { setup.templates["a/b"] = "#end"; }).find("template of a/b, line 1"), std::string::npos);
  EXPECT_NE(with([&] { setup.responses = {{.pattern = "("}}; }), "");
}

TEST(passed_through, keeps_status_body_and_headers_under_their_names) {
  const std::vector<http::header> headers = {
      {"Server", "nginx"}, {"Transfer-Encoding", "chunked"}, {"Set-Cookie", "a"}, {"Set-Cookie", "b"}};
  const proxy_response got = passed_through({.status = 404, .headers = headers, .body = "none"});
  EXPECT_EQ(got.status, 404);
  EXPECT_EQ(got.body, "none");
  const std::vector<std::pair<std::string_view, std::string_view>> expected = {
      {"x-amzn-Remapped-Server", "nginx"}, {"Set-Cookie", "a"}, {"Set-Cookie", "b"}};
  EXPECT_EQ(got.headers, expected);
}

}  // namespace
}  // namespace lamina::gateway
