#include "lamina/gateway/http_api/http_service.h"

#include <gtest/gtest.h>

#include <mutex>

#include "lamina/gateway/gateway.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using function_pool::outcome;
using internal::http_route_of;
using internal::scripted;
using lamina::testing::raw_http_client;
using lamina::testing::raw_http_response;

// Through a whole gateway: an exchange exists only on a connection.
class http_service_test : public ::testing::Test {
 protected:
  http_service_test() {
    service.name = "shop";
    service.routes = {http_route_of("ANY", "/api/{id}", "api"), http_route_of("GET", "/files/{path+}", "api"),
                      http_route_of("GET", "/old", "api"), http_route_of("OPTIONS", "/old", "api")};
    service.routes[2].payload = "1.0";
  }

  raw_http_response ask(std::string_view method, std::string_view path, std::string_view headers = "") {
    if (!open) {
      auto made = gateway::make(service, {{"api", api}}, options, log, threads);
      EXPECT_TRUE(made) << made.error().message;
      open = *std::move(made);
      EXPECT_TRUE(open->start());
    }
    raw_http_client client(open->port());
    client.send(std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n" + std::string(headers) +
                "\r\n");
    return client.read_response(method == "HEAD");
  }
  // "status body"
  std::string get(std::string_view path, std::string_view headers = "") {
    const auto response = ask("GET", path, headers);
    return std::to_string(response.status) + " " + response.body;
  }
  // The log once its line about the last request is there: it is written before the answer.
  std::string log_text() {
    const std::scoped_lock lock(log_mutex);
    return logged;
  }
  void allow_cors() {
    service.http_cors = {.origins = {"https://a"},
                         .methods = {"GET"},
                         .headers = {"x"},
                         .exposed_headers = {"y"},
                         .allow_credentials = false,
                         .max_age = {}};
  }

  std::mutex log_mutex;
  std::string logged;
  logger log{log_level::debug, [this](std::string_view line) {
               const std::scoped_lock lock(log_mutex);
               logged += line;
             }};
  config::service service;
  gateway_options options;
  function_pool::invocation_result answer{outcome::success, R"({"statusCode":200,"body":"fine"})"};
  function_pool::invocation got;
  std::shared_ptr<scripted> api = std::make_shared<scripted>([this](const function_pool::invocation& work) {
    got = work;
    return answer;
  });
  net::loop_threads threads{1};
  std::unique_ptr<gateway> open;
};

const std::string internal_error = R"(500 {"message":"Internal Server Error"})";

TEST_F(http_service_test, outcomes_of_the_function_become_statuses) {
  EXPECT_EQ(get("/api/1"), "200 fine");
  answer = {outcome::function_error, R"({"errorMessage":"secret"})"};
  EXPECT_EQ(get("/api/1"), internal_error);
  answer = {outcome::throttled, ""};
  EXPECT_EQ(get("/api/1"), R"(429 {"message":"Too Many Requests"})");
  answer = {outcome::unavailable, "no such program"};
  EXPECT_EQ(get("/api/1"), internal_error);
  answer = {outcome::success, "not json"};
  EXPECT_EQ(get("/api/1"), internal_error);
  answer = {outcome::success, R"({"a":1})"};
  EXPECT_EQ(get("/api/1"), R"(200 {"a":1})");
}

TEST_F(http_service_test, a_function_that_does_not_answer_in_time_is_given_up) {
  options.http_integration_timeout = 20ms;
  api->silent = true;
  EXPECT_EQ(get("/api/1"), R"(503 {"message":"Service Unavailable"})");
}

TEST_F(http_service_test, a_route_may_let_only_so_many_pass) {
  service.routes[1].throttle = {.rate = 0.001, .burst = 2};
  EXPECT_EQ(get("/files/a"), "200 fine");
  EXPECT_EQ(get("/files/b"), "200 fine");
  EXPECT_EQ(get("/files/c"), R"(429 {"message":"Too Many Requests"})");
  EXPECT_EQ(get("/api/1"), "200 fine");
}

TEST_F(http_service_test, unknown_routes_and_methods_are_not_found) {
  EXPECT_EQ(get("/nothing"), R"(404 {"message":"Not Found"})");
  EXPECT_EQ(ask("POST", "/old").status, 404);
  EXPECT_EQ(ask("OPTIONS", "/files/a", "Origin: https://a\r\nAccess-Control-Request-Method: GET\r\n").status, 404);
  EXPECT_EQ(api->calls, 0);
}

TEST_F(http_service_test, the_default_route_takes_what_no_other_does) {
  service.routes.push_back(http_route_of("ANY", "$default", "api"));
  EXPECT_EQ(ask("PURGE", "/a//b/").status, 200);
  const auto event = json::parse(got.event);
  EXPECT_EQ(event.at("routeKey"), "$default");
  EXPECT_EQ(event.at("rawPath"), "/a//b/");
  EXPECT_EQ(event.at("requestContext").at("http").at("method"), "PURGE");
}

TEST_F(http_service_test, paths_are_decoded_before_they_are_matched) {
  get("/%66iles/a%20b%2Fc/d+e/");
  const auto event = json::parse(got.event);
  EXPECT_EQ(event.at("routeKey"), "GET /files/{path+}");
  EXPECT_EQ(event.at("rawPath"), "/files/a b/c/d+e/");
  EXPECT_EQ(event.at("pathParameters"), json::parse(R"({"path":"a b/c/d+e"})"));
}

TEST_F(http_service_test, the_id_of_a_request_is_not_that_of_the_invocation) {
  const auto response = ask("GET", "/api/1");
  const auto event = json::parse(got.event);
  EXPECT_EQ(response.header("apigw-requestid"), event.at("requestContext").at("requestId").as_string());
  EXPECT_EQ(response.header("x-amzn-RequestId"), "");
  EXPECT_EQ(got.request_id.size(), 36U);
  EXPECT_EQ(event.at("headers").at("x-amzn-trace-id").as_string(), got.trace_id.substr(0, 40));
}

TEST_F(http_service_test, a_route_of_format_1_0_wants_a_rest_response) {
  EXPECT_EQ(get("/old"), "200 fine");
  EXPECT_EQ(json::parse(got.event).at("version"), "1.0");
  answer.payload = "\"text\"";
  EXPECT_EQ(get("/old"), internal_error);
  EXPECT_EQ(get("/api/1"), "200 text");
}

TEST_F(http_service_test, base64_is_always_decoded) {
  answer.payload = R"({"statusCode":200,"body":"aGk=","isBase64Encoded":true})";
  EXPECT_EQ(get("/api/1"), "200 hi");
  answer.payload = R"({"statusCode":200,"body":"no base64!","isBase64Encoded":true})";
  EXPECT_EQ(get("/api/1"), internal_error);
}

TEST_F(http_service_test, a_head_request_gets_the_length_alone) {
  const auto response = ask("HEAD", "/api/1");
  EXPECT_EQ(response.header("Content-Length"), "4");
  EXPECT_EQ(response.header("Content-Type"), "text/plain; charset=utf-8");
}

TEST_F(http_service_test, request_line_and_headers_have_a_limit) {
  EXPECT_EQ(ask("GET", "/api/" + std::string(10'300, 'x')).status, 414);
  EXPECT_EQ(ask("GET", "/api/1", "X: " + std::string(10'300, 'x') + "\r\n").status, 431);
  EXPECT_EQ(ask("GET", "/api/" + std::string(9'000, 'x'), "X: " + std::string(2'000, 'x') + "\r\n").status, 431);
  EXPECT_EQ(ask("GET", "/api/" + std::string(9'000, 'x'), "X: " + std::string(1'000, 'x') + "\r\n").status, 200);
}

TEST_F(http_service_test, the_gateway_answers_preflights_for_which_there_is_no_route) {
  allow_cors();
  const std::string_view asks = "Origin: https://a\r\nAccess-Control-Request-Method: GET\r\n";
  const auto response = ask("OPTIONS", "/files/a", asks);
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.header("access-control-allow-origin"), "https://a");
  EXPECT_EQ(response.header("access-control-allow-methods"), "GET");
  EXPECT_EQ(api->calls, 0);
  EXPECT_EQ(ask("OPTIONS", "/old", asks).body, "fine");
  EXPECT_EQ(ask("OPTIONS", "/api/1", asks).body, "fine");  // ANY
  EXPECT_EQ(api->calls, 2);
  EXPECT_EQ(ask("OPTIONS", "/files/a").status, 404);
}

TEST_F(http_service_test, every_answer_to_an_allowed_origin_says_so) {
  allow_cors();
  answer.payload = R"({"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*","access-control-x":"y"}})";
  const auto origin_of = [&](std::string_view path, std::string_view origin) {
    return ask("GET", path, "Origin: " + std::string(origin) + "\r\n").header("access-control-allow-origin");
  };
  EXPECT_EQ(origin_of("/api/1", "https://a"), "https://a");
  EXPECT_EQ(origin_of("/api/1", "https://b"), "");
  EXPECT_EQ(origin_of("/nothing", "https://a"), "https://a");
  EXPECT_EQ(ask("GET", "/api/1").header("access-control-x"), "");
  EXPECT_EQ(ask("GET", "/api/1", "Origin: https://a\r\n").header("access-control-expose-headers"), "y");
}

TEST_F(http_service_test, functions_answer_for_cors_where_the_api_does_not) {
  answer.payload = R"({"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*"}})";
  EXPECT_EQ(ask("GET", "/api/1", "Origin: https://a\r\n").header("access-control-allow-origin"), "*");
}

TEST_F(http_service_test, each_request_has_one_line_in_the_access_log) {
  get("/api/1?secret=1");
  const auto line = json::parse(log_text());
  EXPECT_EQ(line.at("path"), "/api/1");
  EXPECT_EQ(line.at("resourcePath"), "/api/{id}");
  EXPECT_EQ(line.at("status"), 200);
  EXPECT_EQ(line.at("responseLength"), 4);
}

TEST_F(http_service_test, the_access_log_tells_what_the_gateway_itself_has_said) {
  service.access_logs.http = {
      .is_on = true,
      .format = R"({"m":"$context.error.message","s":$context.error.messageString,"t":"$context.error.responseType"})",
      .where = {}};
  get("/nothing");
  EXPECT_NE(log_text().find(R"({"m":"Not Found","s":"Not Found","t":"RESOURCE_NOT_FOUND"})"), std::string::npos)
      << log_text();
  answer = {outcome::function_error, R"({"errorMessage":"x"})"};
  get("/api/1");
  EXPECT_NE(log_text().find(R"("m":"Internal Server Error")"), std::string::npos) << log_text();
  answer = {outcome::success, R"({"statusCode":404})"};
  get("/api/1");
  EXPECT_NE(log_text().find(R"("m":"-","s":"-","t":"-")"), std::string::npos) << log_text();
}

TEST_F(http_service_test, the_reason_of_a_failure_is_in_the_log_and_not_in_the_answer) {
  answer.payload = R"({"statusCode":"x"})";
  EXPECT_EQ(get("/api/1"), internal_error);
  EXPECT_NE(log_text().find("statusCode: expected 200 to 599"), std::string::npos) << log_text();
}

TEST_F(http_service_test, a_named_stage_begins_the_path_and_stays_in_it) {
  service.http_stage = "live";
  service.routes.push_back(http_route_of("GET", "/", "api"));
  EXPECT_EQ(get("/live/api/a%20b"), "200 fine");
  json::value event = json::parse(got.event);
  EXPECT_EQ(event.at("rawPath"), "/live/api/a b");
  EXPECT_EQ(event.at("routeKey"), "ANY /api/{id}");
  EXPECT_EQ(event.at("pathParameters").at("id"), "a b");
  EXPECT_EQ(event.at("requestContext").at("stage"), "live");
  EXPECT_EQ(event.at("requestContext").at("http").at("path"), "/live/api/a b");
  EXPECT_EQ(get("/live"), "200 fine");
  EXPECT_EQ(get("/live/old"), "200 fine");
  event = json::parse(got.event);
  EXPECT_EQ(event.at("path"), "/live/old") << "of format 1.0 too";
  for (const char* path : {"/api/7", "/", "/lives/api/7", "/live/none"})
    EXPECT_EQ(get(path), R"(404 {"message":"Not Found"})") << path;
  EXPECT_TRUE(open->http_api_url().ends_with("/live"));
}

TEST_F(http_service_test, a_stage_of_the_rest_apis_name_is_told) {
  service.stage = service.http_stage = "live";
  service.routes.push_back(internal::rest_route_of("GET", "/pets", "api"));
  get("/live/pets");
  ASSERT_EQ(open->notes().size(), 1U);
  EXPECT_NE(open->notes()[0].find("the REST API gets all requests"), std::string::npos);
}

}  // namespace
}  // namespace lamina::gateway
