#include "lamina/runtime/internal/http_front.h"

#include <gtest/gtest.h>

namespace lamina::runtime {
namespace {

json::value event_for(http::request message) {
  message.remote_address = "127.0.0.1";
  return event_of(message, "id", system_time(std::chrono::seconds(1'700'000'000)));
}

TEST(http_front, a_request_becomes_an_event_of_payload_2) {
  const std::vector<http::header> headers = {
      {"Host", "h.example:80"}, {"X-Many", "1"}, {"x-many", "2"}, {"Cookie", "a=1; b=2"}, {"User-Agent", "ua"}};
  http::request message{.method = "POST", .target = "/a%20b?x=1&y=%C3%A9&x=2", .headers = headers, .body = "text"};
  EXPECT_EQ(json::serialize(event_for(message)),
            R"({"version":"2.0","routeKey":"$default","rawPath":"/a b","rawQueryString":"x=1&y=%C3%A9&x=2",)"
            R"("cookies":["a=1","b=2"],"headers":{"host":"h.example:80","x-many":"1,2","user-agent":"ua"},)"
            R"("queryStringParameters":{"x":"1,2","y":"é"},"requestContext":{"accountId":"anonymous","apiId":"local",)"
            R"("domainName":"h.example:80","domainPrefix":"h","http":{"method":"POST","path":"/a b",)"
            R"("protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"ua"},"requestId":"id","routeKey":"$default",)"
            R"("stage":"$default","time":"2023-11-14T22:13:20.000Z","timeEpoch":1700000000000},"body":"text",)"
            R"("isBase64Encoded":false})");
}

TEST(http_front, bytes_that_are_no_text_are_encoded_and_what_is_empty_is_absent) {
  http::request binary{.method = "PUT", .target = "/", .body = "\xff\x01"};
  const auto event = event_for(binary);
  EXPECT_EQ(json::find_string(event, "body"), "/wE=");
  EXPECT_TRUE(event.at("isBase64Encoded").as_bool());
  const auto bare = event_for({.method = "GET", .target = "/"});
  for (const char* absent : {"body", "cookies", "queryStringParameters"}) EXPECT_EQ(json::find(bare, absent), nullptr);
}

http::response answer_to(std::string_view text) { return response_of(std::optional(json::parse(text))); }

TEST(http_front, an_answer_with_a_status_is_the_response) {
  const auto said = answer_to(
      R"({"statusCode":201,"headers":{"X-N":7,"Content-Type":"text/plain"},"cookies":["a=1","b=2"],"body":"aGk=","isBase64Encoded":true})");
  EXPECT_EQ(said.status, 201);
  EXPECT_EQ(said.body, "hi");
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"X-N", "7"}, {"Content-Type", "text/plain"}, {"set-cookie", "a=1"}, {"set-cookie", "b=2"}};
  EXPECT_EQ(said.headers, expected);
}

TEST(http_front, any_other_answer_is_the_body) {
  EXPECT_EQ(answer_to(R"({"body":"x"})").body, R"({"body":"x"})");
  EXPECT_EQ(answer_to(R"("text")").body, "text");
  EXPECT_EQ(answer_to("[1]").body, "[1]");
  EXPECT_EQ(response_of(std::optional<json::value>()).body, "null");
  EXPECT_EQ(answer_to("1").status, 200);
}

TEST(http_front, odd_answers_and_errors_do_no_harm) {
  EXPECT_EQ(response_of(error("x")).status, 502);
  EXPECT_EQ(answer_to(R"({"statusCode":"404"})").status, 404);
  EXPECT_EQ(answer_to(R"({"statusCode":1e300})").status, 502);
  EXPECT_EQ(answer_to(R"({"statusCode":{},"headers":1,"cookies":2,"body":null})").body, "");
  EXPECT_EQ(answer_to(R"({"statusCode":200,"body":"***","isBase64Encoded":true})").body, "***");
}

}  // namespace
}  // namespace lamina::runtime
