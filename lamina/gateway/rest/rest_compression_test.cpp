// provider.apiGateway.minimumCompressionSize, through a whole gateway: rest_compression.cpp.
#include <gtest/gtest.h>

#include "lamina/compression/compress.h"
#include "lamina/gateway/gateway.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using internal::scripted;

class rest_compression_test : public ::testing::Test {
 protected:
  rest_compression_test() {
    service.name = "shop";
    service.routes = {internal::rest_route_of("ANY", "/x", "api")};
    service.minimum_compression_size = 100;
  }

  lamina::testing::raw_http_response ask(std::string_view headers, std::string_view body = "") {
    if (!open) {
      auto made = gateway::make(service, {{"api", api}}, options, log, threads);
      EXPECT_TRUE(made) << made.error().message;
      open = *std::move(made);
      EXPECT_TRUE(open->start());
    }
    lamina::testing::raw_http_client client(open->port());
    client.send("POST /dev/x HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
                std::string(headers) + "\r\n" + std::string(body));
    return client.read_response();
  }
  static std::string gzip(std::string_view text) { return compress(content_coding::gzip, text).value(); }

  logger log{log_level::off, [](std::string_view) {}};
  gateway_options options;
  config::service service;
  std::string answer = R"({"body":")" + std::string(1000, 'a') + R"("})", event;
  std::shared_ptr<scripted> api =
      std::make_shared<scripted>([this](const function_pool::invocation& work) -> function_pool::invocation_result {
        event = work.event;
        return {function_pool::outcome::success, answer};
      });
  net::loop_threads threads{1};
  std::unique_ptr<gateway> open;
};

TEST_F(rest_compression_test, large_answers_are_compressed_for_who_likes_it) {
  const auto got = ask("Accept-Encoding: br, gzip\r\n");
  EXPECT_EQ(got.header("Content-Encoding"), "gzip");
  EXPECT_LT(got.body.size(), 100u);
  EXPECT_EQ(decompress(content_coding::gzip, got.body, 2000).value(), std::string(1000, 'a'));
  const auto other = ask("Accept-Encoding: deflate\r\n");
  EXPECT_EQ(other.header("Content-Encoding"), "deflate");
  EXPECT_EQ(decompress(content_coding::deflate, other.body, 2000).value(), std::string(1000, 'a'));
}

TEST_F(rest_compression_test, other_answers_stay_as_they_are) {
  EXPECT_EQ(ask("").body.size(), 1000u);
  EXPECT_EQ(ask("Accept-Encoding: identity\r\n").body.size(), 1000u);
  answer = R"({"body":")" + std::string(99, 'a') + R"("})";
  EXPECT_EQ(ask("Accept-Encoding: gzip\r\n").body.size(), 99u);
  answer = R"({"headers":{"content-encoding":"x"},"body":")" + std::string(1000, 'a') + R"("})";
  const auto own = ask("Accept-Encoding: gzip\r\n");
  EXPECT_EQ(own.body.size(), 1000u);
  EXPECT_EQ(own.header("Content-Encoding"), "x");
}

TEST_F(rest_compression_test, compressed_requests_are_read) {
  EXPECT_EQ(ask("Content-Encoding: gzip\r\n", gzip("hello")).status, 200);
  EXPECT_EQ(json::parse(event).at("body"), "hello");
  EXPECT_FALSE(json::parse(event).at("headers").as_object().contains("Content-Encoding"));
  ask("Content-Encoding: deflate\r\n", compress(content_coding::deflate, "hi").value());
  EXPECT_EQ(json::parse(event).at("body"), "hi");
  ask("Content-Encoding: identity\r\n", "as it is");
  EXPECT_EQ(json::parse(event).at("body"), "as it is");
}

TEST_F(rest_compression_test, requests_that_cannot_be_read_are_refused) {
  options.listen.max_body_bytes = 100'000;
  EXPECT_EQ(ask("Content-Encoding: gzip\r\n", gzip(std::string(100'001, 'a'))).status, 413);
  EXPECT_EQ(ask("Content-Encoding: gzip\r\n", gzip(std::string(100'000, 'a'))).status, 200);
  EXPECT_EQ(ask("Content-Encoding: gzip\r\n", "no gzip").status, 400);
  EXPECT_EQ(ask("Content-Encoding: br\r\n", "x").status, 415);
  EXPECT_EQ(api->calls, 1);
}

TEST_F(rest_compression_test, nothing_happens_where_it_is_off) {
  service.minimum_compression_size.reset();
  EXPECT_EQ(ask("Accept-Encoding: gzip\r\nContent-Encoding: gzip\r\n", "no gzip").body.size(), 1000u);
  EXPECT_EQ(json::parse(event).at("headers").at("Content-Encoding"), "gzip");
}

}  // namespace
}  // namespace lamina::gateway
