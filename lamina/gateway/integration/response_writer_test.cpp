#include "lamina/gateway/integration/response_writer.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

const response_frame frame = {
    .date = "Fri, 02 Aug 2024 23:34:43 GMT", .request_id = "id", .extended_request_id = "ext="};
const std::string ids = "Date: Fri, 02 Aug 2024 23:34:43 GMT\r\nx-amzn-RequestId: id\r\nx-amz-apigw-id: ext=\r\n";

template <class... Arguments>
std::string written(const Arguments&... arguments) {
  std::string out = "left over";
  write_response(out, arguments...);
  return out;
}

TEST(response_writer, an_error_of_the_gateway_has_a_type_and_a_message) {
  EXPECT_EQ(written(responses::missing_authentication_token, frame),
            "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\n"
            "x-amzn-ErrorType: MissingAuthenticationTokenException\r\nContent-Length: 42\r\n" +
                ids + "\r\n{\"message\":\"Missing Authentication Token\"}");
}

TEST(response_writer, a_function_answers_with_its_own_headers) {
  const proxy_response answer = {.status = 201, .headers = {{"a", "1"}, {"a", "2"}}, .body = "ignored"};
  auto traced = frame;
  traced.trace_id = "Root=1-a-b";
  EXPECT_EQ(written(answer, "hi", traced),
            "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\na: 1\r\na: 2\r\nContent-Length: 2\r\n" + ids +
                "X-Amzn-Trace-Id: Root=1-a-b\r\n\r\nhi");
}

TEST(response_writer, the_content_type_of_the_function_wins_whatever_its_case) {
  const std::string out = written(proxy_response{.headers = {{"content-TYPE", "text/plain"}}}, "", frame);
  EXPECT_NE(out.find("content-TYPE: text/plain\r\n"), std::string::npos);
  EXPECT_EQ(out.find("application/json"), std::string::npos);
}

TEST(response_writer, an_answer_to_head_has_the_length_but_no_body) {
  auto head = frame;
  head.with_body = false;
  const std::string out = written(proxy_response{}, "body", head);
  EXPECT_NE(out.find("Content-Length: 4\r\n"), std::string::npos);
  EXPECT_TRUE(out.ends_with("\r\n\r\n"));
}

TEST(response_writer, statuses_without_content_have_neither_body_nor_length) {
  for (const int status : {204, 304}) {
    const std::string out = written(proxy_response{.status = status}, "body", frame);
    EXPECT_EQ(out.find("Content-Length"), std::string::npos) << out;
    EXPECT_TRUE(out.ends_with("\r\n\r\n"));
  }
}

TEST(response_writer, says_what_becomes_of_the_connection) {
  auto closing = frame, old = frame;
  closing.keep_alive = false;
  old.http_1_0 = true;
  EXPECT_NE(written(responses::forbidden, closing).find("Connection: close\r\n"), std::string::npos);
  EXPECT_NE(written(responses::forbidden, old).find("Connection: keep-alive\r\n"), std::string::npos);
  EXPECT_EQ(written(responses::forbidden, frame).find("Connection"), std::string::npos);
}

TEST(response_writer, refused_requests_get_a_json_body) {
  for (const int status : {400, 408, 413, 414, 431, 505}) {
    EXPECT_EQ(refusal(status).status, status);
    EXPECT_TRUE(refusal(status).body.starts_with(R"({"message":")")) << status;
  }
  EXPECT_EQ(refusal(413).body, R"({"message":"Request Too Long"})");
  EXPECT_EQ(refusal(417).body, R"({"message":"Expectation Failed"})");
  EXPECT_EQ(refusal(501).body, R"({"message":"Not Implemented"})");
}

TEST(response_writer, a_changed_answer_has_its_own_headers_and_those_of_every_answer) {
  changed_answer answer{.status = 418, .error_type = "ForbiddenException", .content_type = "text/plain"};
  answer.headers = {{"X-A", "1"}};
  answer.body = "no";
  const std::string bytes = written(answer, frame);
  EXPECT_EQ(bytes.find("HTTP/1.1 418 "), 0u);
  for (const char* line : {"\r\nContent-Type: text/plain\r\n", "\r\nx-amzn-ErrorType: ForbiddenException\r\n",
                           "\r\nX-A: 1\r\n", "\r\nContent-Length: 2\r\n", "\r\nx-amzn-RequestId: "})
    EXPECT_NE(bytes.find(line), std::string::npos) << line;
  EXPECT_TRUE(bytes.ends_with("\r\n\r\nno"));
}

TEST(response_writer, headers_that_a_changed_answer_sets_stand_once) {
  changed_answer answer;
  answer.error_type = "A";
  answer.headers = {{"content-type", "text/html"}, {"X-Amzn-ErrorType", "B"}};
  const std::string bytes = written(answer, frame);
  EXPECT_EQ(bytes.find("application/json"), std::string::npos);
  EXPECT_EQ(bytes.find("x-amzn-ErrorType"), std::string::npos);
}

TEST(gateway_responses, every_type_has_its_name) {
  EXPECT_EQ(name_of(gateway_response_type::none), "");
  EXPECT_EQ(name_of(gateway_response_type::access_denied), "ACCESS_DENIED");
  EXPECT_EQ(name_of(gateway_response_type::default_4xx), "DEFAULT_4XX");
  EXPECT_EQ(name_of(gateway_response_type::missing_authentication_token), "MISSING_AUTHENTICATION_TOKEN");
  EXPECT_EQ(name_of(gateway_response_type::quota_exceeded), "QUOTA_EXCEEDED");
  EXPECT_EQ(name_of(gateway_response_type::waf_filtered), "WAF_FILTERED");
}

}  // namespace
}  // namespace lamina::gateway
