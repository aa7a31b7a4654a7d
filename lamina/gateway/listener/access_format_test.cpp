#include "lamina/gateway/listener/access_format.h"

#include <gtest/gtest.h>

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

std::string line(std::string_view text, const access_record& record) {
  static const api_stage stage{.account_id = "123456789012", .region = "us-east-1", .api_id = "abc", .stage = "dev"};
  const auto format = access_format::compile(text);
  if (!format) return "refused: " + format.error().message;
  time_texts began;
  std::string out = "left over", storage;
  format->write(
      out,
      {.record = record, .stage = stage, .ended = system_time(1722641683023ms), .began = began, .storage = storage});
  return out;
}

TEST(access_format, puts_values_where_their_names_stand) {
  EXPECT_EQ(line("a $context.requestId b $context.status", {.request_id = "id", .status = 200}), "a id b 200");
  EXPECT_EQ(line("$context.status", {.status = 404}), "404");
  EXPECT_EQ(line("nothing", {}), "nothing");
  EXPECT_EQ(line("", {}), "");
}

TEST(access_format, writes_a_dash_for_what_is_missing) {
  EXPECT_EQ(line("$context.requestId,$context.routeKey,$context.integrationLatency,$context.waf.error", {}), "-,-,-,-");
}

TEST(access_format, ends_a_name_where_no_letter_digit_or_inner_dot_is) {
  EXPECT_EQ(line("$context.status.", {.status = 200}), "200.");
  EXPECT_EQ(line("$context.status-$context.status", {.status = 200}), "200-200");
  EXPECT_EQ(line("$context.requestId:$context.status", {.request_id = "a", .status = 200}), "a:200");
  EXPECT_EQ(line("$context. $context $x $", {}), "$context. $context $x $");
}

TEST(access_format, takes_properties_with_hyphens_and_colons) {
  const grant said{.context = R"("my-key":"1","claims":{"cognito:groups":"[a b]"})"};
  EXPECT_EQ(line("$context.authorizer.my-key $context.authorizer.claims.cognito:groups: -", {.granted = &said}),
            "1 [a b]: -");
}

TEST(access_format, is_one_line_of_three_kilobytes_at_most) {
  EXPECT_EQ(line(std::string(3072, 'x'), {}), std::string(3072, 'x'));
  EXPECT_EQ(line(std::string(3073, 'x'), {}), "refused: an access log format has at most 3072 bytes, not 3073");
  EXPECT_EQ(line("a\n", {}), "a");
  EXPECT_EQ(line("a\r\n", {}), "a");
  EXPECT_EQ(line("a\nb", {}), "refused: an access log format is one line, without control characters");
  EXPECT_EQ(line("a\x1b[0m", {}), "refused: an access log format is one line, without control characters");
  EXPECT_EQ(line("a\tb", {}), "a\tb");
}

TEST(access_format, says_which_names_there_are_not) {
  const auto format =
      access_format::compile("$context.stauts $context.status $context.stauts $context.wafResponseCode");
  ASSERT_TRUE(format);
  EXPECT_EQ(format->unknown(), std::vector<std::string>{"stauts"});
}

TEST(access_format, escapes_by_what_the_format_is) {
  const access_record record{.path = "/a\"<\n"};
  EXPECT_EQ(line(R"({"p":"$context.path"})", record), R"({"p":"/a\"<\n"})");
  EXPECT_EQ(line("<p>$context.path</p>", record), "<p>/a&quot;&lt;\xEF\xBF\xBD</p>");
  EXPECT_EQ(line("\"$context.path\"", record), R"("/a\"<\n")");
}

TEST(access_format, keeps_a_line_json_where_values_have_no_quotes) {
  EXPECT_EQ(line(R"({"s":$context.status,"r":$context.requestId,"x":$context.routeKey})",
                 {.request_id = "a,\"b\":1", .status = 200}),
            R"({"s":200,"r":"a,\"b\":1","x":"-"})");
  EXPECT_EQ(line(R"({"a \" $context.requestId":"$context.status"})", {.request_id = "k", .status = 200}),
            R"({"a \" k":"200"})");
}

TEST(access_format, gives_the_message_quotes_of_its_own) {
  const access_record record{.error_message = "not \"you\""};
  EXPECT_EQ(line(R"({"m":$context.error.messageString})", record), R"({"m":"not \"you\""})");
  EXPECT_EQ(line(R"({"m":"$context.error.messageString"})", record), R"({"m":"not \"you\""})");
  EXPECT_EQ(line("m=$context.error.messageString", record), R"(m="not \"you\"")");
  EXPECT_EQ(line("<m>$context.error.messageString</m>", record), "<m>&quot;not &quot;you&quot;&quot;</m>");
  EXPECT_EQ(line("m=$context.error.messageString", {}), "m=-");
}

TEST(access_format, has_the_common_log_format) {
  const grant said{.principal_id = "me"};
  http::request request;
  EXPECT_EQ(line(common_log_format, {.ip = "192.0.2.7",
                                     .method = "GET",
                                     .path = "/dev/pets",
                                     .request = &request,
                                     .granted = &said,
                                     .status = 200,
                                     .response_length = 12}),
            R"(192.0.2.7 - me [02/Aug/2024:23:34:43 +0000] "GET /dev/pets HTTP/1.1" 200 12)");
  EXPECT_EQ(
      line(websocket_common_log_format,
           {.ip = "192.0.2.7", .event_type = "CONNECT", .route_key = "$connect", .connection_id = "c=", .status = 101}),
      R"(192.0.2.7 - - [02/Aug/2024:23:34:43 +0000] "CONNECT $connect c=" 101 0)");
}

// The examples of https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
TEST(access_format, takes_the_formats_of_the_documentation) {
  for (
      const char* format :
      {R"($context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime]"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId)",
       R"({ "requestId":"$context.requestId", "extendedRequestId":"$context.extendedRequestId","ip": "$context.identity.sourceIp", "caller":"$context.identity.caller", "user":"$context.identity.user", "requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod", "resourcePath":"$context.resourcePath", "status":"$context.status", "protocol":"$context.protocol", "responseLength":"$context.responseLength" })",
       R"(<request id="$context.requestId"> <extendedRequestId>$context.extendedRequestId</extendedRequestId> <ip>$context.identity.sourceIp</ip> <caller>$context.identity.caller</caller> <user>$context.identity.user</user> <requestTime>$context.requestTime</requestTime> <httpMethod>$context.httpMethod</httpMethod> <resourcePath>$context.resourcePath</resourcePath> <status>$context.status</status> <protocol>$context.protocol</protocol> <responseLength>$context.responseLength</responseLength> </request>)",
       R"($context.identity.sourceIp,$context.identity.caller,$context.identity.user,$context.requestTime,$context.httpMethod,$context.resourcePath,$context.protocol,$context.status,$context.responseLength,$context.requestId,$context.extendedRequestId)"}) {
    const auto made = access_format::compile(format);
    ASSERT_TRUE(made) << format;
    EXPECT_TRUE(made->unknown().empty()) << format;
    const std::string out = line(format, {.request_id = "id", .ip = "192.0.2.7", .status = 200});
    EXPECT_EQ(out.find("$context"), std::string::npos) << out;
    if (format[0] == '{') {
      EXPECT_EQ(json::parse(out).at("status").as_string(), "200");
    }
  }
}

}  // namespace
}  // namespace lamina::gateway
