#include "lamina/gateway/integration/http_response.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using enum http_response_format;

// "status|name: value|...|=cookie|...|body", or what is wrong.
std::string read(std::string_view payload, http_response_format format = http_api_2_0) {
  std::string storage = "left over";
  const auto response = read_http_response(payload, format, storage);
  if (!response) return response.error().message;
  std::string out = response->is_inferred ? "inferred " : "";
  out += std::to_string(response->status);
  for (const auto& [name, value] : response->headers) out.append("|").append(name).append(": ").append(value);
  for (const std::string_view cookie : response->cookies) out.append("|=").append(cookie);
  return out.append("|").append(response->body).append(response->is_base64 ? " (base64)" : "");
}

bool is_malformed(std::string_view payload, http_response_format format = http_api_2_0) {
  return read(payload, format).starts_with("malformed");
}

TEST(http_response, is_an_object_with_a_status_code) {
  EXPECT_EQ(read(R"({"statusCode":201,"headers":{"x-a":"1","n":2,"b":true,"none":null},"body":"Hello \u00e9"})"),
            "201|x-a: 1|n: 2|b: true|Hello \xC3\xA9");
  EXPECT_EQ(read(R"({"body":"aGk=","isBase64Encoded":true,"statusCode":"418"})"), "418|aGk= (base64)");
  EXPECT_EQ(read(R"({"statusCode":200,"cookies":["a=1","b=2; Path=/"],"body":null})"), "200|=a=1|=b=2; Path=/|");
}

TEST(http_response, ignores_unknown_keys) {
  EXPECT_EQ(read(R"({"x":{"y":[1,{"z":"\n"}]},"statusCode":200,"multiValueHeaders":{"a":["b"]},"body":"x"})"), "200|x");
}

TEST(http_response, is_inferred_from_any_other_value) {
  EXPECT_EQ(read(R"({"message":"Hello"})"), R"(inferred 200|{"message":"Hello"})");
  EXPECT_EQ(read(R"({"body":"x"})"), R"(inferred 200|{"body":"x"})");
  EXPECT_EQ(read(R"({"statusCode":null,"headers":7})"), R"(inferred 200|{"statusCode":null,"headers":7})");
  EXPECT_EQ(read(R"( "say \"hi\"" )"), "inferred 200|say \"hi\"");
  for (const std::string_view value : {"3", "3.1", "true", "null", "[]", "{}", "\"\""})
    EXPECT_EQ(read(value), "inferred 200|" + std::string(value == "\"\"" ? "" : value));
}

TEST(http_response, inferred_json_is_compact) {
  EXPECT_EQ(read("{ \"a b\" : [ 1 ,\n2.50 ] , \"c\\\" \\\\\" : \" \" }"),
            "inferred 200|{\"a b\":[1,2.50],\"c\\\" \\\\\":\" \"}");
}

TEST(http_response, of_a_function_url_may_have_any_body) {
  EXPECT_EQ(read(R"({"body":{"a": [1, "\n"]},"statusCode":200,"headers":{"x":"\u0061"}})", function_url),
            R"(200|x: a|{"a":[1,"\n"]})");
  EXPECT_EQ(read(R"({"statusCode":200,"body":1.5})", function_url), "200|1.5");
  EXPECT_TRUE(is_malformed(R"({"statusCode":200,"body":{}})"));
}

TEST(http_response, of_format_1_0_is_that_of_rest_apis_but_for_the_names_of_headers) {
  EXPECT_EQ(read(R"({"headers":{"Server":"a"},"multiValueHeaders":{"x":["1","2"]},"body":"b"})", http_api_1_0),
            "200|x: 1|x: 2|Server: a|b");
  EXPECT_TRUE(is_malformed("\"Hello\"", http_api_1_0));
  EXPECT_TRUE(is_malformed(R"({"statusCode":200,"cookies":[]})", http_api_1_0));
}

TEST(http_response, anything_else_is_malformed) {
  for (const std::string_view payload :
       {"", "hello", "{", "{\"a\":1}x", "[1", R"({"statusCode":"x"})", R"({"statusCode":42})", R"({"statusCode":{}})",
        R"({"statusCode":200,"headers":"x"})", R"({"headers":{"a":{}},"statusCode":200})",
        R"({"statusCode":200,"headers":{"a":"b\r\nc: d"}})", R"({"statusCode":200,"headers":{"a b":"c"}})",
        R"({"statusCode":200,"cookies":"a"})", R"({"statusCode":200,"cookies":["a\nb"]})",
        R"({"statusCode":200,"body":1})", R"({"statusCode":200,"isBase64Encoded":"yes"})"})
    EXPECT_TRUE(is_malformed(payload)) << payload;
}

class http_response_text : public ::testing::Test {
 protected:
  std::string write(std::string_view body) {
    std::string out = "left over";
    response.body = body;
    write_http_response(out, response, body, frame);
    return out;
  }
  lamina::gateway::http_response response;
  http_response_frame frame = {
      .date = "now", .id_name = "apigw-requestid", .id = "id=", .default_type = "text/plain; charset=utf-8"};
};

TEST_F(http_response_text, has_length_date_and_id) {
  EXPECT_EQ(write("hi"),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\nDate: now\r\n"
            "apigw-requestid: id=\r\n\r\nhi");
  EXPECT_EQ(write(""), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: now\r\napigw-requestid: id=\r\n\r\n");
  response.status = 204;
  frame.keep_alive = false;
  EXPECT_EQ(write(""), "HTTP/1.1 204 No Content\r\nDate: now\r\napigw-requestid: id=\r\nConnection: close\r\n\r\n");
}

TEST_F(http_response_text, answers_head_without_the_body) {
  frame.with_body = false;
  EXPECT_NE(write("hi").find("Content-Length: 2\r\n"), std::string::npos);
  EXPECT_TRUE(write("hi").ends_with("\r\n\r\n"));
}

TEST_F(http_response_text, inferred_values_are_json) {
  response.is_inferred = true;
  EXPECT_NE(write("hi").find("Content-Type: application/json\r\n"), std::string::npos);
}

TEST_F(http_response_text, keeps_the_functions_type_and_a_line_for_each_cookie) {
  response.headers = {{"content-TYPE", "a/b"}, {"x", "1"}, {"x", "2"}};
  response.cookies = {"a=1", "b=2"};
  EXPECT_TRUE(write("hi").starts_with(
      "HTTP/1.1 200 OK\r\ncontent-TYPE: a/b\r\nx: 1\r\nx: 2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length"));
}

TEST_F(http_response_text, leaves_out_what_is_the_servers_to_say) {
  response.headers = {{"Connection", "close"}, {"content-length", "9"},  {"Transfer-Encoding", "chunked"},
                      {"date", "x"},           {"Apigw-RequestId", "x"}, {"Content-Type", "a/b"}};
  EXPECT_EQ(write("hi"),
            "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 2\r\nDate: now\r\napigw-requestid: id=\r\n\r\nhi");
}

TEST_F(http_response_text, the_gateways_cors_headers_take_the_place_of_the_functions) {
  response.headers = {{"Access-Control-Allow-Origin", "evil"}, {"access", "x"}};
  EXPECT_NE(write("").find("evil"), std::string::npos);
  frame.owns_cors = true;
  frame.cors_lines = "access-control-allow-origin: good\r\n";
  EXPECT_EQ(write(""),
            "HTTP/1.1 200 OK\r\naccess: x\r\nContent-Length: 0\r\nDate: now\r\napigw-requestid: id=\r\n"
            "access-control-allow-origin: good\r\n\r\n");
}

TEST_F(http_response_text, of_the_gateway_itself_is_json) {
  std::string out = "left over";
  write_http_message(out, 404, R"({"message":"Not Found"})", frame);
  EXPECT_EQ(out,
            "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 23\r\nDate: now\r\n"
            "apigw-requestid: id=\r\n\r\n{\"message\":\"Not Found\"}");
}

}  // namespace
}  // namespace lamina::gateway
