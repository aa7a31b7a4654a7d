#include "lamina/gateway/function_url/url_service.h"

#include <gtest/gtest.h>

#include "lamina/aws/sigv4.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/net/loop_threads.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using function_pool::outcome;
using function_pool::payload_form;
using lamina::testing::raw_http_client;
using lamina::testing::raw_http_response;

// Behind a server of its own: an exchange exists only on a connection.
class url_service_test : public ::testing::Test {
 protected:
  url_service_test() {
    service.name = "shop";
    service.functions.resize(1);
    service.functions[0].key = "api";
    service.functions[0].address.emplace();
  }
  ~url_service_test() override {
    net::run_on(threads[0], [this] {
      server.reset();
      urls.reset();
    });
  }

  config::function_url& address() { return *service.functions[0].address; }

  void open() {
    auto made = make_url_api(service, {{"api", function}}, options);
    ASSERT_TRUE(made) << made.error().message;
    api.emplace(*std::move(made));
    net::run_on(threads[0], [this] {
      urls = *url_service::make(*api, options, threads[0], log);
      server = std::make_unique<http::server>(
          threads[0], http::server_options{},
          [this](const http::request& request, http::exchange reply) { taken = urls->take(request, reply); });
      ASSERT_TRUE(server->listen());
    });
  }
  raw_http_response ask(std::string_view head, std::string_view body = "") {
    if (!server) open();
    raw_http_client client(server->port());
    client.send(std::string(head) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
    return client.read_response(head.starts_with("HEAD"));
  }
  raw_http_response get(std::string_view target, std::string_view headers = "Host: h\r\n") {
    return ask("GET " + std::string(target) + " HTTP/1.1\r\n" + std::string(headers));
  }
  json::value event_of(std::string_view target, std::string_view headers = "Host: h\r\n") {
    get(target, headers);
    return json::parse(event);
  }

  config::service service;
  gateway_options options;
  std::string logged;
  logger log{log_level::info, [this](std::string_view line) { logged += line; }};
  function_pool::invocation_result answer{outcome::success, R"({"statusCode":200,"body":"fine"})"};
  std::string event;
  std::shared_ptr<internal::scripted> function =
      std::make_shared<internal::scripted>([this](const function_pool::invocation& work) {
        event = work.event;
        return answer;
      });
  std::optional<url_api> api;
  net::loop_threads threads{1};
  std::unique_ptr<url_service> urls;
  std::unique_ptr<http::server> server;
  std::atomic<bool> taken = false;
};

TEST_F(url_service_test, shows_the_path_as_sent_and_decoded) {
  const json::value seen = event_of("/a%20b/%Ft?x=1&x=2");
  EXPECT_EQ(seen.at("rawPath").as_string(), "/a%20b/%Ft");
  EXPECT_EQ(seen.at("requestContext").at("http").at("path").as_string(), "/a b/%Ft");
  EXPECT_EQ(seen.at("rawQueryString").as_string(), "x=1&x=2");
  EXPECT_EQ(seen.at("requestContext").at("accountId").as_string(), "anonymous");
  EXPECT_EQ(seen.at("routeKey").as_string(), "$default");
}

TEST_F(url_service_test, answers_under_the_id_that_the_event_has) {
  const auto response = get("/");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "fine");
  EXPECT_EQ(response.header("x-amzn-RequestId"), json::parse(event).at("requestContext").at("requestId").as_string());
}

TEST_F(url_service_test, makes_a_body_of_what_is_no_response) {
  answer.payload = R"([1, "two"])";
  EXPECT_EQ(get("/").body, R"([1,"two"])");
}

TEST_F(url_service_test, tells_failures_as_text) {
  answer = {outcome::function_error, R"({"errorMessage":"no"})"};
  const auto response = get("/");
  EXPECT_EQ(response.status, 502);
  EXPECT_EQ(response.body, "Internal Server Error");
  EXPECT_EQ(response.header("Content-Type"), "text/plain");
  answer = {outcome::throttled, "{}"};
  EXPECT_EQ(get("/").status, 429);
  answer = {outcome::success, R"({"statusCode":200,"isBase64Encoded":true,"body":"?"})"};
  EXPECT_EQ(get("/").status, 502);
}

TEST_F(url_service_test, refuses_what_is_too_large_for_an_event) {
  EXPECT_EQ(ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\n", std::string(6 * 1024 * 1024, 'x')).status,
            413);
  EXPECT_EQ(function->calls, 0);
}

TEST_F(url_service_test, leaves_other_hosts_to_other_apis) {
  service.routes = {internal::rest_route_of("GET", "/", "api")};
  open();
  raw_http_client client(server->port());
  client.send("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n");
  EXPECT_TRUE(client.is_closed());
  EXPECT_FALSE(taken);
  EXPECT_EQ(get("/", "Host: " + api->functions[0].host + "\r\n").status, 200);
  EXPECT_EQ(get("/", "Host: 0123.lambda-url.us-east-1.on.aws\r\n").body, R"({"Message":null})");
}

TEST_F(url_service_test, who_asks_for_an_id_of_nobody_is_in_the_access_log) {
  EXPECT_EQ(get("/x", "Host: 0123.lambda-url.us-east-1.on.aws\r\n").status, 403);
  net::run_on(threads[0], [] {});  // what was sent is logged
  EXPECT_NE(logged.find(R"("path":"/x")"), std::string::npos) << logged;
  EXPECT_NE(logged.find(R"("status":403)"), std::string::npos) << logged;
}

TEST_F(url_service_test, answers_preflights_and_lets_the_urls_cors_win) {
  address().cors = config::http_api_cors{.origins = {"https://a.example"}, .methods = {"GET"}, .headers = {"x-a"}};
  const auto preflight =
      ask("OPTIONS / HTTP/1.1\r\nHost: h\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: GET\r\n");
  EXPECT_EQ(preflight.status, 200);
  EXPECT_EQ(preflight.header("Access-Control-Allow-Origin"), "https://a.example");
  EXPECT_EQ(function->calls, 0);
  answer.payload = R"({"statusCode":200,"headers":{"access-control-allow-origin":"*"}})";
  EXPECT_EQ(get("/", "Host: h\r\nOrigin: https://a.example\r\n").header("Access-Control-Allow-Origin"),
            "https://a.example");
}

TEST_F(url_service_test, sends_streamed_bytes_as_they_are_and_interprets_metadata) {
  address().streams = true;
  answer = {outcome::success, "Hello, world!", payload_form::streamed_bytes};
  EXPECT_EQ(get("/").body, "Hello, world!");
  answer = {outcome::success, R"({"statusCode":201,"body":"x"})", payload_form::streamed_response};
  EXPECT_EQ(get("/").status, 201);
  answer = {outcome::success, R"({"statusCode":201,"body":"x"})"};
  EXPECT_EQ(get("/").body, R"({"statusCode":201,"body":"x"})") << "not streamed: the body, literally";
}

TEST_F(url_service_test, keeps_a_url_closed_whose_callers_sign_with_unknown_keys) {
  address().is_signed = true;
  const auto response = get("/");
  EXPECT_EQ(response.status, 403);
  EXPECT_TRUE(response.body.starts_with(R"({"Message":"Forbidden)"));
  EXPECT_EQ(response.header("x-amzn-ErrorType"), "AccessDeniedException");
  EXPECT_EQ(function->calls, 0);
}

class signed_url_test : public url_service_test {
 protected:
  signed_url_test() {
    address().is_signed = true;
    service.functions[0].name = "shop-dev-api";
    service.authorizers.iam_keys = {{"AKID", "secret", "", "arn:aws:iam::111111111111:user/a", "111111111111", {}}};
  }
  raw_http_response send(const aws::credentials& by, std::string_view service_name = "lambda") {
    const std::vector<http::header> headers = {{"Host", "h"}};
    std::string lines = "Host: h\r\n";
    for (const auto& [name, value] :
         aws::signer(by, std::string(service_name))
             .sign({"GET", "/p?x=1", headers, ""}, service.region, std::chrono::system_clock::now()))
      lines.append(name).append(": ").append(value).append("\r\n");
    return get("/p?x=1", lines);
  }
};

TEST_F(signed_url_test, tells_the_function_who_has_signed) {
  EXPECT_EQ(send({"AKID", "secret", ""}).status, 200);
  const json::value context = json::parse(event).at("requestContext");
  EXPECT_EQ(context.at("accountId"), "000000000000") << "not anonymous any more";
  const json::value iam = context.at("authorizer").at("iam");
  EXPECT_EQ(iam.at("userArn"), "arn:aws:iam::111111111111:user/a");
  EXPECT_EQ(iam.at("accountId"), "111111111111");
  EXPECT_EQ(iam.at("accessKey"), "AKID");
  EXPECT_TRUE(iam.at("cognitoIdentity").is_null());
}

TEST_F(signed_url_test, a_wrong_signature_gets_the_words_of_lambda) {
  const auto wrong = send({"AKID", "other", ""});
  EXPECT_EQ(wrong.status, 403);
  EXPECT_EQ(wrong.body,
            R"({"message":"The request signature we calculated does not match the signature you provided. Check your )"
            R"(AWS Secret Access Key and signing method. Consult the service documentation for details."})");
  EXPECT_EQ(wrong.header("x-amzn-ErrorType"), "InvalidSignatureException");
  const auto unknown = send({"NOBODY", "secret", ""});
  EXPECT_EQ(unknown.body, R"({"message":"The security token included in the request is invalid."})");
  EXPECT_EQ(unknown.header("x-amzn-ErrorType"), "UnrecognizedClientException");
  EXPECT_EQ(send({"AKID", "secret", ""}, "execute-api").body,
            R"({"message":"Credential should be scoped to correct service: 'lambda'."})");
  EXPECT_EQ(function->calls, 0);
}

TEST_F(signed_url_test, who_may_not_is_told_no_more_than_who_has_not_signed) {
  service.authorizers.iam_keys[0].policy = json::parse(
      R"({"Statement":{"Effect":"Allow","Action":"lambda:InvokeFunctionUrl","Resource":"*:function:shop-dev-other"}})");
  const auto denied = send({"AKID", "secret", ""});
  EXPECT_EQ(denied.status, 403);
  EXPECT_TRUE(denied.body.starts_with(R"({"Message":"Forbidden. For troubleshooting)")) << denied.body;
}

TEST_F(signed_url_test, a_policy_is_about_the_functions_arn) {
  service.authorizers.iam_keys[0].policy = json::parse(
      R"({"Statement":{"Effect":"Allow","Action":"lambda:InvokeFunctionUrl",
          "Resource":"arn:aws:lambda:us-east-1:000000000000:function:shop-dev-api"}})");
  EXPECT_EQ(send({"AKID", "secret", ""}).status, 200);
}

}  // namespace
}  // namespace lamina::gateway
