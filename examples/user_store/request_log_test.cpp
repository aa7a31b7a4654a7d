#include "examples/user_store/request_log.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace user_store {
namespace {

using namespace lamina;
using namespace std::chrono_literals;

class captured_log : public ::testing::Test {
 protected:
  request_log make(bool debug) {
    return {std::make_shared<logger>(log_level::info, [this](std::string_view line) { text += line; }), debug};
  }
  std::string text;
};

const char* const event_text = R"({
  "path": "/auth/login", "httpMethod": "GET",
  "headers": {"Authorization": "Bearer s3cret", "cookie": "a=s3cret", "Accept": "x"},
  "multiValueHeaders": {"AUTHORIZATION": ["Bearer s3cret"]},
  "queryStringParameters": {"id": "alice", "password": "s3cret"},
  "multiValueQueryStringParameters": {"id": ["alice"], "password": ["s3cret"]},
  "rawQueryString": "id=alice&password=s3cret",
  "authorizationToken": "Bearer s3cret",
  "requestContext": {"identity": {"sourceIp": "127.0.0.1"}},
  "body": "{\"password\":\"s3cret\"}"})";

TEST_F(captured_log, never_holds_a_secret) {
  make(true).event(json::parse(event_text));
  EXPECT_EQ(text.find("s3cret"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("id":"alice")"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("Accept":"x")"), std::string::npos) << text;
  EXPECT_NE(text.find("21 bytes"), std::string::npos) << text;
}

TEST_F(captured_log, holds_no_token_of_a_websocket_wherever_it_was_put) {
  make(true).event(json::parse(R"({
    "headers": {"Sec-WebSocket-Protocol": "bearer, s3cret", "Sec-WebSocket-Version": "13"},
    "multiValueHeaders": {"Sec-WebSocket-Protocol": ["bearer, s3cret"]},
    "queryStringParameters": {"token": "s3cret", "access_token": "s3cret"},
    "multiValueQueryStringParameters": {"Authorization": ["s3cret"]},
    "requestContext": {"eventType": "CONNECT", "connectionId": "c="}})"));
  EXPECT_EQ(text.find("s3cret"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("Sec-WebSocket-Version":"13")"), std::string::npos) << text;
}

TEST_F(captured_log, says_what_became_of_a_connection_in_one_line) {
  make(false).socket("$connect", "https://api", "c=", "al\nice");
  EXPECT_EQ(text, "$connect https://api c= al?ice\n");
}

TEST_F(captured_log, has_no_events_unless_debugging) {
  make(false).event(json::parse(event_text));
  EXPECT_EQ(text, "");
}

TEST_F(captured_log, has_a_line_per_answer) {
  lamina::testing::manual_scheduler loop;
  context invocation(loop);
  const json::value document = json::parse(event_text);
  const http_event event(document);
  routed_request request(event, invocation);
  const request_log log = make(false);
  log.begin(request);
  loop.advance(45ms);
  log.end(request, {.body = "12345"}, "al\nice");
  log.end(request, {.status_code = 401}, "");
  EXPECT_EQ(text,
            "GET /auth/login 200 [User:al?ice] 127.0.0.1 request:21B response:5B 45ms\n"
            "GET /auth/login 401 [NoAuthorization] 127.0.0.1 request:21B response:0B 45ms\n");
}

TEST_F(captured_log, says_what_failed_inside) {
  make(false).failure(error("disk full"));
  EXPECT_NE(text.find("disk full"), std::string::npos);
}

}  // namespace
}  // namespace user_store
