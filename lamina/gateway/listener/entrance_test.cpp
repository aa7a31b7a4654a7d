#include "lamina/gateway/listener/entrance.h"

#include <gtest/gtest.h>

#include "lamina/gateway/gateway.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using internal::http_route_of;
using internal::scripted;

// Through a whole gateway, that has an entrance on its loop.
class entrance_test : public ::testing::Test {
 protected:
  entrance_test() { service.name = "shop"; }

  void start() {
    auto made = gateway::make(service, {{"rest", rest}, {"http", http}}, {}, log, threads);
    ASSERT_TRUE(made) << made.error().message;
    open = *std::move(made);
    ASSERT_TRUE(open->start());
  }

  // "status body"
  std::string get(std::string_view target, std::string_view headers = "") {
    lamina::testing::raw_http_client client(open->port());
    client.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: h\r\n" + std::string(headers) + "\r\n");
    const auto response = client.read_response();
    return std::to_string(response.status) + " " + response.body;
  }

  logger log{log_level::off, [](std::string_view) {}};
  config::service service;
  std::shared_ptr<scripted> rest = std::make_shared<scripted>(R"({"body":"rest"})");
  std::shared_ptr<scripted> http = std::make_shared<scripted>("\"http\"");
  net::loop_threads threads{1};
  std::unique_ptr<gateway> open;
};

const std::string no_token = R"(403 {"message":"Missing Authentication Token"})";
const std::string forbidden = R"(403 {"message":"Forbidden"})";
const std::string not_found = R"(404 {"message":"Not Found"})";

TEST_F(entrance_test, one_api_alone_gets_everything) {
  service.routes = {http_route_of("GET", "/dev/a", "http")};
  start();
  EXPECT_EQ(get("/dev/a"), "200 http");
  EXPECT_EQ(get("/b"), not_found);
  EXPECT_EQ(open->url(), "http://127.0.0.1:" + std::to_string(open->port()));
  EXPECT_EQ(open->http_api_url(), open->url());

  service.routes = {internal::rest_route_of("GET", "/a", "rest")};
  start();
  EXPECT_EQ(get("/dev/a"), "200 rest");
  EXPECT_EQ(get("/b"), forbidden);
  EXPECT_EQ(open->http_api_url(), "");
}

TEST_F(entrance_test, of_two_apis_the_stage_is_the_rest_apis) {
  service.routes = {http_route_of("GET", "/a", "http"), http_route_of("ANY", "/dev", "http"),
                    internal::rest_route_of("GET", "/a", "rest"), internal::rest_route_of("GET", "/", "rest")};
  start();
  EXPECT_EQ(get("/dev/a"), "200 rest");
  EXPECT_EQ(get("/dev/a?b"), "200 rest");
  EXPECT_EQ(get("/dev"), "200 rest");
  EXPECT_EQ(get("/dev/b"), no_token);
  EXPECT_EQ(get("/a"), "200 http");
  EXPECT_EQ(get("/devil"), not_found);
  EXPECT_EQ(get("/"), not_found);
  EXPECT_EQ(open->url(), open->http_api_url() + "/dev");
}

TEST_F(entrance_test, websockets_stand_before_both) {
  service.routes = {http_route_of("GET", "/dev", "http"), http_route_of("GET", "/a", "http")};
  service.websockets.emplace_back().route = "$default";
  service.websockets.back().function = "http";
  start();
  const std::string handshake =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  EXPECT_EQ(get("/dev", handshake).substr(0, 3), "101");
  EXPECT_EQ(get("/dev"), "200 http");
  EXPECT_EQ(get("/a"), "200 http");
  EXPECT_EQ(get("/dev/@connections/R1kmxc2VNjMCFIA%3D").substr(0, 3), "410");
}

TEST_F(entrance_test, what_is_no_request_is_refused_in_the_words_of_the_first_api) {
  service.routes = {http_route_of("GET", "/a", "http")};
  start();
  EXPECT_EQ(get("/a", "Content-Length: 99999999\r\n"), R"(413 {"message":"Request Entity Too Large"})");
  EXPECT_EQ(get("/a", "Expect: wonders\r\n"), R"(417 {"message":"Expectation Failed"})");
  EXPECT_EQ(get("/a", "Transfer-Encoding: gzip, chunked\r\n"), R"(501 {"message":"Not Implemented"})");
  service.routes.push_back(internal::rest_route_of("GET", "/a", "rest"));
  start();
  EXPECT_EQ(get("/a", "Content-Length: 99999999\r\n"), R"(413 {"message":"Request Too Long"})");
}

}  // namespace
}  // namespace lamina::gateway
