// Routes that are answered otherwise than by a function as a proxy, through a whole gateway: rest_endpoint.cpp,
// rest_lambda.cpp, rest_mock.cpp, rest_integration.cpp.
#include <gtest/gtest.h>

#include "lamina/gateway/gateway.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/http/server.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using function_pool::outcome;
using internal::scripted;
using lamina::testing::raw_http_client;
using lamina::testing::raw_http_response;

// An HTTP server on a loop of its own, which answers what the test says.
class backend {
 public:
  backend() {
    net::run_on(threads_[0], [this] {
      server_ = std::make_unique<http::server>(threads_[0], http::server_options{},
                                               [this](const http::request& request, http::exchange reply) {
                                                 seen = std::string(request.method) + " " + std::string(request.target);
                                                 for (const http::header& one : request.headers)
                                                   headers[std::string(one.name)] = one.value;
                                                 body = request.body;
                                                 if (silent)
                                                   kept_.push_back(std::move(reply));
                                                 else
                                                   reply.answer(answer);
                                               });
      ASSERT_TRUE(server_->listen());
    });
  }
  ~backend() {
    net::run_on(threads_[0], [this] {
      kept_.clear();
      server_.reset();
    });
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

  http::response answer;
  bool silent = false;
  std::string seen, body;
  std::map<std::string, std::string> headers;

 private:
  net::loop_threads threads_{1};
  std::vector<http::exchange> kept_;
  std::unique_ptr<http::server> server_;
};

class rest_integration_test : public ::testing::Test {
 protected:
  rest_integration_test() {
    service.name = "shop";
    service.routes = {internal::rest_route_of("ANY", "/x/{id}", "api")};
    service.stage_variables = {{"colour", "red"}};
  }

  config::route& route() { return service.routes[0]; }
  config::rest_integration& setup() { return route().integration_setup; }

  void start() {
    gateway_options options;
    options.integration_timeout = 10s;
    options.queued = {{"api", queue}};
    auto made = gateway::make(service, {{"api", api}}, options, log, threads);
    ASSERT_TRUE(made) << made.error().message;
    open = *std::move(made);
    ASSERT_TRUE(open->start());
  }
  raw_http_response ask(std::string_view method, std::string_view target, std::string_view headers = "",
                        std::string_view body = "") {
    if (!open) start();
    raw_http_client client(open->port());
    client.send(std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: front\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n" + std::string(headers) + "\r\n" + std::string(body));
    return client.read_response(method == "HEAD");
  }
  static std::string text_of(const raw_http_response& response) {
    return std::to_string(response.status) + " " + response.body;
  }
  std::string notes() {
    if (!open) start();
    std::string all;
    for (const std::string& one : open->notes()) all += one + "\n";
    return all;
  }

  logger log{log_level::off, [](std::string_view) {}};
  config::service service;
  function_pool::invocation_result answer{outcome::success, R"({"fine":true})"};
  std::string event;
  std::shared_ptr<scripted> api = std::make_shared<scripted>([this](const function_pool::invocation& work) {
    event = work.event;
    return answer;
  });
  function_pool::invocation_result queued{outcome::success, ""};
  std::shared_ptr<scripted> queue = std::make_shared<scripted>([this](const function_pool::invocation& work) {
    event = work.event;
    return queued;
  });
  net::loop_threads threads{1};
  std::unique_ptr<gateway> open;
};

class rest_endpoint_test : public rest_integration_test {
 protected:
  rest_endpoint_test() {
    route().integration = "HTTP_PROXY";
    setup().uri = behind.url() + "/v1/{id}";
    setup().method = "ANY";
  }
  backend behind;
};

TEST_F(rest_endpoint_test, request_and_answer_go_through) {
  const std::string bytes("\0\xff b", 4);
  behind.answer.status = 201;
  behind.answer.headers = {{"Server", "s"}, {"X-Own", "o"}, {"Content-Type", "image/png"}, {"x-amzn-RequestId", "r"}};
  behind.answer.body = bytes;
  const auto got = ask("POST", "/dev/x/7?a=%20b&c", "X-A: 1\r\nX-a: 2\r\nTE: trailers\r\n", bytes);
  EXPECT_EQ(got.status, 201);
  EXPECT_EQ(got.body, bytes);
  EXPECT_EQ(got.header("Content-Type"), "image/png");
  EXPECT_EQ(got.header("X-Own"), "o");
  EXPECT_EQ(got.header("x-amzn-Remapped-Server"), "s");
  EXPECT_EQ(got.header("x-amzn-Remapped-x-amzn-RequestId"), "r");
  EXPECT_EQ(got.header("x-amzn-RequestId").size(), 36u);
  EXPECT_EQ(got.header("X-Amzn-Trace-Id"), "");
  EXPECT_EQ(behind.seen, "POST /v1/7?a=%20b&c");
  EXPECT_EQ(behind.body, bytes);
  EXPECT_EQ(behind.headers.at("X-A"), "1");
  EXPECT_EQ(behind.headers.at("X-a"), "2");
  EXPECT_EQ(behind.headers.at("Host"), behind.url().substr(7));
  EXPECT_FALSE(behind.headers.contains("TE"));
  EXPECT_EQ(api->calls, 0);
}

TEST_F(rest_endpoint_test, is_told_what_is_mapped) {
  setup().parameters = {{"integration.request.header.X-Route", "context.resourcePath"},
                        {"integration.request.header.X-Epoch", "context.requestTimeEpoch"},
                        {"integration.request.header.X-None", "context.authorizer.claims.sub"},
                        {"integration.request.querystring.ip", "context.identity.sourceIp"},
                        {"integration.request.querystring.colour", "stageVariables.colour"},
                        {"integration.request.querystring.all", "method.request.multivaluequerystring.a"},
                        {"integration.request.header.X-All", "method.request.multivaluequerystring.a"}};
  ask("GET", "/dev/x/7?a=1&a=2");
  EXPECT_EQ(behind.seen, "GET /v1/7?a=1&a=2&all=1&all=2&colour=red&ip=127.0.0.1");
  EXPECT_EQ(behind.headers.at("X-All"), "1,2");
  EXPECT_EQ(behind.headers.at("X-Route"), "/x/{id}");
  EXPECT_EQ(behind.headers.at("X-Epoch").size(), 13u);
  EXPECT_FALSE(behind.headers.contains("X-None"));
}

TEST_F(rest_endpoint_test, an_answer_without_a_type_is_json) {
  behind.answer.status = 204;
  EXPECT_EQ(text_of(ask("GET", "/dev/x/7")), "204 ");
  behind.answer = {.status = 200, .body = "{}"};
  EXPECT_EQ(ask("GET", "/dev/x/7").header("Content-Type"), "application/json");
  EXPECT_EQ(ask("HEAD", "/dev/x/7").status, 200);
}

TEST_F(rest_endpoint_test, one_that_does_not_answer_in_time_is_a_gateway_timeout) {
  behind.silent = true;
  route().timeout = 50ms;
  EXPECT_EQ(text_of(ask("GET", "/dev/x/7")), R"(504 {"message": "Endpoint request timed out"})");
}

TEST_F(rest_endpoint_test, one_that_is_not_there_is_an_error_of_the_configuration) {
  setup().uri = "http://127.0.0.1:1/";
  EXPECT_EQ(text_of(ask("GET", "/dev/x/7")), R"(500 {"message": "Internal server error"})");
}

TEST_F(rest_endpoint_test, answers_of_one_that_is_no_proxy_are_mapped) {
  route().integration = "HTTP";
  setup().responses = {
      {.status = 200, .headers = {{"X-C", "stageVariables.colour"}}},
      {.status = 418, .pattern = "4\\d\\d", .headers = {{"X-O", "integration.response.header.X-Own"}}}};
  behind.answer = {.status = 200, .headers = {{"X-Own", "o"}}, .body = "b"};
  const auto fine = ask("GET", "/dev/x/7");
  EXPECT_EQ(text_of(fine), "200 b");
  EXPECT_EQ(fine.header("X-C"), "red");
  EXPECT_EQ(fine.header("X-Own"), "");
  EXPECT_NE(fine.header("X-Amzn-Trace-Id"), "");
  behind.answer.status = 404;
  const auto mapped = ask("GET", "/dev/x/7");
  EXPECT_EQ(text_of(mapped), "418 b");
  EXPECT_EQ(mapped.header("X-O"), "o");
}

TEST_F(rest_integration_test, of_lambda_gets_the_frameworks_event_and_maps_the_answer) {
  route().integration = "AWS";
  setup().pass_through = "NEVER";
  setup().responses = {{.status = 200}, {.status = 404, .pattern = R"([\s\S]*\[404\][\s\S]*)"}};
  EXPECT_EQ(text_of(ask("POST", "/dev/x/7?q=1", "Content-Type: application/json\r\n", R"({"a":1})")),
            R"(200 {"fine":true})");
  const auto got = json::parse(event);
  EXPECT_EQ(got.at("body"), json::parse(R"({"a":1})"));
  EXPECT_EQ(got.at("path"), json::parse(R"({"id":"7"})"));
  EXPECT_EQ(got.at("query"), json::parse(R"({"q":"1"})"));
  EXPECT_EQ(got.at("stageVariables"), json::parse(R"({"colour":"red"})"));
  answer = {outcome::function_error, R"({"errorMessage":"[404] none"})"};
  EXPECT_EQ(text_of(ask("GET", "/dev/x/7")), R"(404 {"errorMessage":"[404] none"})");
  answer = {outcome::function_error, R"({"errorMessage":"other"})"};
  EXPECT_EQ(text_of(ask("GET", "/dev/x/7")), R"(200 {"errorMessage":"other"})");
  answer = {outcome::unavailable, "no program"};
  EXPECT_EQ(ask("GET", "/dev/x/7").status, 500);
  EXPECT_EQ(ask("POST", "/dev/x/7", "Content-Type: text/plain\r\n", "x").status, 415);
  EXPECT_EQ(ask("POST", "/dev/x/7", "", "no json").status, 400);
}

TEST_F(rest_integration_test, templates_see_request_and_answer) {
  route().integration = "AWS";
  setup().templates["application/json"] = R"t({"id":"$input.params('id')","name":$input.json('$.name')})t";
  setup().responses = {
      {.status = 200,
       .templates = {{"application/json",
                      "#if($input.path('$.fine'))#set($context.responseOverride.status = 201)#end"
                      R"t({"id":"$input.params('id')","was":$input.json('$')})t"}}},
      {.status = 404, .pattern = ".*none.*", .templates = {{"application/json", "$input.path('$.errorMessage')"}}}};
  EXPECT_EQ(text_of(ask("POST", "/dev/x/7", "", R"({"name":"Ada"})")), R"(201 {"id":"7","was":{"fine":true}})");
  EXPECT_EQ(event, R"({"id":"7","name":"Ada"})");
  answer = {outcome::function_error, R"({"errorMessage":"there is none"})"};
  EXPECT_EQ(text_of(ask("POST", "/dev/x/7", "", "{}")), "404 there is none");
  EXPECT_EQ(ask("POST", "/dev/x/7", "", "no json").status, 400);
}

TEST_F(rest_endpoint_test, templates_write_the_body_and_override_parameters) {
  route().integration = "HTTP";
  setup().templates["application/json"] =
      "#set($context.requestOverride.header.X-New = 'n')#set($context.requestOverride.path.id = 'other')"
      "#set($context.requestOverride.querystring.q = $input.path('$.q')){\"wrapped\":$input.json('$')}";
  setup().responses = {{.status = 200, .templates = {{"application/json", "<$input.body>"}}}};
  behind.answer.body = "b";
  EXPECT_EQ(text_of(ask("POST", "/dev/x/7", "", R"({"q":"x y"})")), "200 <b>");
  EXPECT_EQ(behind.seen, "POST /v1/other?q=x%20y");
  EXPECT_EQ(behind.body, R"({"wrapped":{"q":"x y"}})");
  EXPECT_EQ(behind.headers.at("X-New"), "n");
}

TEST_F(rest_integration_test, of_async_answers_as_soon_as_the_event_is_safe) {
  route().integration = "AWS";
  route().async = true;
  setup().pass_through = "NEVER";
  setup().responses = {{.status = 200}};
  EXPECT_EQ(text_of(ask("POST", "/dev/x/7", "", R"({"a":1})")), "200 ");
  EXPECT_EQ(json::parse(event).at("body"), json::parse(R"({"a":1})"));
  EXPECT_EQ(queue->calls, 1);
  EXPECT_EQ(api->calls, 0);
  queued = {outcome::throttled, ""};
  EXPECT_EQ(ask("POST", "/dev/x/7").status, 429);
  queued = {outcome::unavailable, "the disk is full"};
  EXPECT_EQ(ask("POST", "/dev/x/7").status, 500);
}

TEST_F(rest_integration_test, of_mock_answers_by_itself) {
  route().integration = "MOCK";
  setup().templates["application/json"] = "{statusCode:200}";
  setup().responses = {{.status = 200, .headers = {{"X-A", "'a'"}}, .templates = {{"application/json", "{}"}}}};
  const auto got = ask("GET", "/dev/x/7");
  EXPECT_EQ(text_of(got), "200 {}");
  EXPECT_EQ(got.header("X-A"), "a");
  EXPECT_EQ(got.header("X-Amzn-Trace-Id"), "");
  EXPECT_EQ(ask("POST", "/dev/x/7", "Content-Type: a/b\r\n", "x").status, 500);
  EXPECT_EQ(api->calls, 0);
}

TEST_F(rest_integration_test, that_cannot_be_served_is_closed_and_noted) {
  route().integration = "AWS";
  setup().templates["application/json"] = "$input.json('$'";
  EXPECT_EQ(ask("GET", "/dev/x/7").status, 500);
  EXPECT_NE(notes().find("integration AWS: the request template of application/json, line 1, column 16: expected"),
            std::string::npos)
      << notes();
  EXPECT_EQ(api->calls, 0);
}

TEST_F(rest_integration_test, of_a_proxy_cannot_be_async) {
  route().async = true;
  EXPECT_EQ(ask("GET", "/dev/x/7").status, 500);
  EXPECT_NE(notes().find("async needs"), std::string::npos);
}

}  // namespace
}  // namespace lamina::gateway
