#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

// HTTP API routes: internal/events_http_api.cpp, and provider.httpApi.cors.
namespace lamina::config {
namespace {

std::string with_event(std::string_view event, std::string_view provider = {}) {
  return service_text(std::string(provider) +
                      "functions:\n  f:\n    handler: a.b\n    events:\n      - httpApi: " + std::string(event) + "\n");
}

route only_route(std::string_view event, std::string_view provider = {}) {
  return loaded_text(with_event(event, provider))->routes.at(0);
}

TEST(http_api_event, keeps_the_path_as_it_is_written) {
  EXPECT_EQ(only_route("GET /users/{id}/").path, "/users/{id}/");
  EXPECT_EQ(only_route("{method: get, path: documents/x}").path, "documents/x");
  EXPECT_EQ(only_route("GET /x").api, api_kind::http);
}

TEST(http_api_event, makes_the_default_route_of_a_star) {
  for (const char* event : {"'*'", "{path: '*'}", "{method: '*', path: '*'}", "'* *'"}) {
    EXPECT_EQ(only_route(event).path, "$default") << event;
    EXPECT_EQ(only_route(event).method, "ANY") << event;
  }
  EXPECT_EQ(only_route("'* /x'").method, "ANY");
  EXPECT_NE(loaded_text(with_event("GET *")).failure().find("expected the method *, found GET"), std::string::npos);
  EXPECT_NE(loaded_text(with_event("GET")).failure().find("expected 'METHOD /path' or '*', found 'GET'"),
            std::string::npos);
}

TEST(http_api_event, takes_its_payload_from_the_function_then_the_provider) {
  EXPECT_EQ(only_route("GET /x").payload, "2.0");
  EXPECT_EQ(only_route("GET /x", "  httpApi: {payload: '1.0'}\n").payload, "1.0");
  EXPECT_EQ(only_route("GET /x\n    httpApi: {payload: '2.0'}", "  httpApi: {payload: '1.0'}\n").payload, "2.0");
}

TEST(http_api_event, takes_its_time_limit_from_the_event_then_the_provider) {
  using namespace std::chrono_literals;
  EXPECT_FALSE(only_route("GET /x").timeout);
  EXPECT_EQ(only_route("GET /x", "  httpApi: {timeout: 7}\n").timeout, 7s);
  EXPECT_EQ(only_route("{method: GET, path: /x, timeout: 2}", "  httpApi: {timeout: 7}\n").timeout, 2s);
}

TEST(http_api_event, stands_before_rest_routes) {
  const loaded_text one(with_event("GET /x\n      - http: GET a\n      - httpApi: GET /y"));
  ASSERT_EQ(one->routes.size(), 3u);
  EXPECT_EQ(one->routes[0].path + one->routes[1].path + one->routes[2].path, "/x/y/a");
}

TEST(http_api_event, warns_about_keys_of_the_other_kind_once) {
  const loaded_text one(
      with_event("{method: get, path: /x, cors: true}\n      - httpApi: {method: put, path: /x, cors: true}"));
  EXPECT_TRUE(one.warns("functions.f.events[0].httpApi.cors: unknown key of an httpApi event, ignored"));
  EXPECT_EQ(one.warned.size(), 1u) << one.all_warnings();
}

TEST(http_api_event, takes_each_route_once) {
  EXPECT_NE(loaded_text(with_event("GET /x\n      - httpApi: get /x"))
                .failure()
                .find("GET /x is already a route of the function f"),
            std::string::npos);
}

TEST(http_api_cors, is_true_or_a_map) {
  const std::string routes = "GET /x\n      - httpApi: POST /y";
  EXPECT_FALSE(loaded_text(with_event(routes))->http_cors);
  EXPECT_FALSE(loaded_text(with_event(routes, "  httpApi: {cors: false}\n"))->http_cors);
  const http_api_cors plain = loaded_text(with_event(routes, "  httpApi: {cors: true}\n"))->http_cors.value();
  EXPECT_EQ(plain.origins, std::vector<std::string>{"*"});
  EXPECT_EQ(plain.methods, (std::vector<std::string>{"GET", "OPTIONS", "POST"}));
  EXPECT_EQ(plain.headers.size(), 7u);
  const http_api_cors full =
      loaded_text(
          with_event(routes,
                     "  httpApi: {cors: {allowedOrigins: [https://a], allowedHeaders: X-A, allowedMethods: [GET], "
                     "allowCredentials: true, exposedResponseHeaders: [X-E], maxAge: 6}}\n"))
          ->http_cors.value();
  EXPECT_EQ(full.origins, std::vector<std::string>{"https://a"});
  EXPECT_EQ(full.headers, std::vector<std::string>{"X-A"});
  EXPECT_EQ(full.methods, std::vector<std::string>{"GET"});
  EXPECT_EQ(full.exposed_headers, std::vector<std::string>{"X-E"});
  EXPECT_TRUE(full.allow_credentials);
  EXPECT_EQ(full.max_age, 6);
}

TEST(http_api_cors, allows_every_method_for_a_route_of_any) {
  EXPECT_EQ(loaded_text(with_event("'* /x'", "  httpApi: {cors: true}\n"))->http_cors.value().methods,
            (std::vector<std::string>{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}));
}

}  // namespace
}  // namespace lamina::config
