#include "lamina/gateway/http_api/http_api.h"

#include <gtest/gtest.h>

#include "lamina/gateway/internal/scripted.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using internal::http_route_of;

class http_api_test : public ::testing::Test {
 protected:
  result<std::optional<http_api>> make() { return make_http_api(service, functions, options); }
  http_api made() { return make().value().value(); }
  std::string error_of() {
    const auto api = make();
    return api ? "" : api.error().message;
  }

  config::service service;
  gateway_options options;
  function_map functions = {{"api", std::make_shared<internal::scripted>("{}")}};
};

TEST_F(http_api_test, is_there_when_the_service_has_routes_of_that_kind) {
  service.routes = {internal::rest_route_of("GET", "/a", "nobody")};
  EXPECT_FALSE(make().value());
  service.routes.push_back(http_route_of("GET", "/b", "api"));
  const http_api api = made();
  ASSERT_EQ(api.routes.size(), 1U);
  EXPECT_EQ(api.routes[0].key, "GET /b");
  EXPECT_FALSE(api.fallback);
  EXPECT_EQ(api.stage.stage, "$default");
}

TEST_F(http_api_test, the_default_route_is_no_path) {
  service.routes = {http_route_of("GET", "/a", "api"), http_route_of("ANY", "$default", "api")};
  EXPECT_EQ(made().fallback, 1U);
  EXPECT_EQ(made().routes[1].key, "$default");
  service.routes.push_back(service.routes[1]);
  EXPECT_EQ(error_of(), "$default: the route $default is there twice");
}

TEST_F(http_api_test, a_path_may_be_written_without_its_slash) {
  service.routes = {http_route_of("GET", "documents/x", "api")};
  EXPECT_EQ(made().routes[0].key, "GET /documents/x");
}

TEST_F(http_api_test, the_format_is_the_routes) {
  service.routes = {http_route_of("GET", "/a", "api"), http_route_of("GET", "/b", "api")};
  service.routes[1].payload = "1.0";
  const http_api api = made();
  EXPECT_EQ(api.routes[0].event.format(), http_event_format::http_api_2_0);
  EXPECT_EQ(api.routes[0].answers, http_response_format::http_api_2_0);
  EXPECT_EQ(api.routes[1].event.format(), http_event_format::http_api_1_0);
  EXPECT_EQ(api.routes[1].answers, http_response_format::http_api_1_0);
}

TEST_F(http_api_test, no_function_may_take_longer_than_thirty_seconds) {
  service.routes = {http_route_of("GET", "/a", "api"), http_route_of("GET", "/b", "api"),
                    http_route_of("GET", "/c", "api")};
  service.routes[1].timeout = 5s;
  service.routes[2].timeout = 60s;
  const http_api api = made();
  EXPECT_EQ(api.routes[0].time_limit, 30s);
  EXPECT_EQ(api.routes[1].time_limit, 5s);
  EXPECT_EQ(api.routes[2].time_limit, 30s);
}

TEST_F(http_api_test, what_cannot_be_is_named) {
  service.routes = {http_route_of("GET", "/a", "nobody")};
  service.routes[0].where = {"serverless.yml", 7, "functions.f.events[0].httpApi"};
  EXPECT_EQ(error_of(), "serverless.yml:7: functions.f.events[0].httpApi: there is no function \"nobody\"");
  service.routes = {http_route_of("GET", "/a{b}", "api")};
  EXPECT_EQ(error_of(), "GET /a{b}: path \"/a{b}\": expected every segment to be text, {name} or {name+}");
  service.routes = {http_route_of("GET", "/a", "api"), http_route_of("GET", "/a", "api")};
  EXPECT_NE(error_of(), "");
}

}  // namespace
}  // namespace lamina::gateway
