#include "lamina/router/plain_http.h"

#include <gtest/gtest.h>

#include <array>
#include <future>
#include <thread>

#include "lamina/testing/raw_http_client.h"

namespace lamina {
namespace {

router make_routes() {
  router routes;
  routes.get("/users/{id}", [](const routed_request& request) {
    return http_response{.headers = {{"X-Query", std::string(request.event.query("q", "none"))}},
                         .cookies = {"a=1"},
                         .body = std::string(request.parameter("id"))};
  });
  routes.post("/echo", [](const routed_request& request) {
    return http_response{.status_code = 201, .body = request.event.body()};
  });
  routes.get("/secret", [](const routed_request&) -> http_response { throw error("disk full"); });
  routes.get("/bug", [](const routed_request&) -> http_response { throw std::runtime_error("oops"); });
  return routes;
}

// The server's loop on a thread of its own.
class served_router {
 public:
  served_router() {
    server_.listen().value();
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~served_router() {
    loop_.stop();
    thread_.join();
  }
  std::string answer(const std::string& head, const std::string& body = {}) const {
    testing::raw_http_client client(server_.port());
    client.send(head + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body);
    return client.read_to_end();
  }

 private:
  net::event_loop loop_;
  http::server server_{loop_, {}, serve_router(make_routes(), loop_)};
  std::thread thread_;
};

TEST(plain_http, serves_a_router_without_lambda) {
  const served_router served;
  const std::string found = served.answer("GET /Users/Al%20Ice/?q=a+b");
  EXPECT_TRUE(found.starts_with("HTTP/1.1 200 ")) << found;
  EXPECT_NE(found.find("X-Query: a b\r\n"), std::string::npos) << found;
  EXPECT_NE(found.find("Set-Cookie: a=1\r\n"), std::string::npos) << found;
  EXPECT_TRUE(found.ends_with("\r\n\r\nAl Ice")) << found;
  const std::string echoed = served.answer("POST /echo", std::string("\xff\0x", 3));
  EXPECT_TRUE(echoed.starts_with("HTTP/1.1 201 ")) << echoed;
  EXPECT_TRUE(echoed.ends_with(std::string("\r\n\r\n\xff\0x", 7))) << echoed;
}

TEST(plain_http, answers_errors_with_what_clients_may_know) {
  const served_router served;
  EXPECT_TRUE(served.answer("GET /none").ends_with(R"({"message":"Not Found"})"));
  for (const char* path : {"/secret", "/bug"}) {
    const std::string failed = served.answer(std::string("GET ") + path);
    EXPECT_TRUE(failed.starts_with("HTTP/1.1 500 ")) << failed;
    EXPECT_TRUE(failed.ends_with(R"({"message":"Internal Server Error"})")) << failed;
  }
}

TEST(plain_http, makes_the_event_of_an_http_api) {
  const std::array<http::header, 4> headers{http::header{"Accept", "a"}, http::header{"accept", "b"},
                                            http::header{"Cookie", "c=1"}, http::header{"X-Bytes", "\xff"}};
  const json::value event = make_event(
      {.method = "PUT", .target = "/a%20b?x=1&x=2", .headers = headers, .body = "{}", .remote_address = "127.0.0.1"});
  EXPECT_TRUE(json::equal(event, json::parse(R"({
    "version": "2.0", "rawPath": "/a%20b", "rawQueryString": "x=1&x=2", "cookies": ["c=1"],
    "headers": {"accept": "a,b", "x-bytes": "\ufffd"}, "queryStringParameters": {"x": "1,2"},
    "requestContext": {"http": {"method": "PUT", "path": "/a%20b", "sourceIp": "127.0.0.1"}},
    "body": "{}", "isBase64Encoded": false})")))
      << json::serialize(event);
}

}  // namespace
}  // namespace lamina
