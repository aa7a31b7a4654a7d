#include "lamina/gateway/websocket/websocket_event.h"

#include <gtest/gtest.h>

#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

class websocket_event_test : public ::testing::Test {
 protected:
  websocket_event_template of(std::string_view route) const {
    return {{"000000000000", "us-east-1", "u9jlm1pv1h", "f6g7h8", "api"}, route};
  }

  // A browser's handshake, as it comes out of the HTTP server.
  void read(std::string_view target_query, header_choice which = header_choice::proxy_event) {
    request.headers = sent;
    headers.clear();
    read_headers(request, {"192.0.2.1", 443, "https", "Root=1-64b83950-42de8e247b4c2b43091ef67c"}, header_storage,
                 headers, which);
    query.clear();
    read_query(target_query, query_storage, query);
  }

  std::vector<http::header> sent = {{"Host", "api.example.com:8080"}, {"Connection", "Upgrade"},
                                    {"Upgrade", "websocket"},         {"Sec-WebSocket-Key", "am5ubWVpbHd3bmNyYXF0ag=="},
                                    {"Sec-WebSocket-Version", "13"},  {"X-Custom", "1"}};
  http::request request;
  field_list headers, query;
  std::string header_storage, query_storage, out = "left over";
  websocket_connection connection{.id = "SOqGjdZioAMCEeg=",
                                  .host = "api.example.com:8080",
                                  .source_ip = "192.0.2.1",
                                  .connected_at = 1652722217711};
  websocket_moment now{"SOqIDEacoAMFaHQ=", "16/May/2022:17:30:27 +0000", 1652722227357};
};

TEST_F(websocket_event_test, of_a_message_is_as_recorded) {
  of("$default").write_message(out, connection, now, "SOqIDdzSoAMCEeg=", "{\"first_name\" : \"Jane\"}", false);
  EXPECT_EQ(out,
            R"({"requestContext":{"routeKey":"$default","messageId":"SOqIDdzSoAMCEeg=","eventType":"MESSAGE",)"
            R"("extendedRequestId":"SOqIDEacoAMFaHQ=","requestTime":"16/May/2022:17:30:27 +0000",)"
            R"("messageDirection":"IN","stage":"api","connectedAt":1652722217711,"requestTimeEpoch":1652722227357,)"
            R"("identity":{"sourceIp":"192.0.2.1"},"requestId":"SOqIDEacoAMFaHQ=","domainName":"api.example.com",)"
            R"("connectionId":"SOqGjdZioAMCEeg=","apiId":"u9jlm1pv1h"},)"
            R"("body":"{\"first_name\" : \"Jane\"}","isBase64Encoded":false})");
}

TEST_F(websocket_event_test, of_a_connect_is_as_recorded) {
  read("");
  of("$connect").write_connect(out, connection, now, headers, query);
  EXPECT_EQ(out,
            R"({"headers":{"Host":"api.example.com:8080","Sec-WebSocket-Key":"am5ubWVpbHd3bmNyYXF0ag==",)"
            R"("Sec-WebSocket-Version":"13","X-Amzn-Trace-Id":"Root=1-64b83950-42de8e247b4c2b43091ef67c",)"
            R"("X-Custom":"1","X-Forwarded-For":"192.0.2.1","X-Forwarded-Port":"443","X-Forwarded-Proto":"https"},)"
            R"("multiValueHeaders":{"Host":["api.example.com:8080"],)"
            R"("Sec-WebSocket-Key":["am5ubWVpbHd3bmNyYXF0ag=="],"Sec-WebSocket-Version":["13"],)"
            R"("X-Amzn-Trace-Id":["Root=1-64b83950-42de8e247b4c2b43091ef67c"],"X-Custom":["1"],)"
            R"("X-Forwarded-For":["192.0.2.1"],"X-Forwarded-Port":["443"],"X-Forwarded-Proto":["https"]},)"
            R"("requestContext":{"routeKey":"$connect","eventType":"CONNECT",)"
            R"("extendedRequestId":"SOqIDEacoAMFaHQ=","requestTime":"16/May/2022:17:30:27 +0000",)"
            R"("messageDirection":"IN","stage":"api","connectedAt":1652722217711,"requestTimeEpoch":1652722227357,)"
            R"("identity":{"sourceIp":"192.0.2.1"},"requestId":"SOqIDEacoAMFaHQ=","domainName":"api.example.com",)"
            R"("connectionId":"SOqGjdZioAMCEeg=","apiId":"u9jlm1pv1h"},"isBase64Encoded":false})");
}

TEST_F(websocket_event_test, of_a_connect_shows_a_query_when_there_is_one) {
  read("now=1&a=x&a=y");
  of("$connect").write_connect(out, connection, now, headers, query);
  const json::value event = json::parse(out);
  EXPECT_EQ(event.at("queryStringParameters"), json::parse(R"({"a":"y","now":"1"})"));
  EXPECT_EQ(event.at("multiValueQueryStringParameters"), json::parse(R"({"a":["x","y"],"now":["1"]})"));
  EXPECT_EQ(event.as_object().size(), 6U);
}

TEST_F(websocket_event_test, of_a_disconnect_is_as_recorded) {
  of("$disconnect").write_disconnect(out, connection, now, 1005, "");
  EXPECT_EQ(out, R"({"headers":{"Host":"api.example.com:8080","x-api-key":"","X-Forwarded-For":"","x-restapi":""},)"
                 R"("multiValueHeaders":{"Host":["api.example.com:8080"],"x-api-key":[""],"X-Forwarded-For":[""],)"
                 R"("x-restapi":[""]},"requestContext":{"routeKey":"$disconnect","disconnectStatusCode":1005,)"
                 R"("eventType":"DISCONNECT","extendedRequestId":"SOqIDEacoAMFaHQ=",)"
                 R"("requestTime":"16/May/2022:17:30:27 +0000","messageDirection":"IN",)"
                 R"("disconnectReason":"Client-side close frame status not set","stage":"api",)"
                 R"("connectedAt":1652722217711,"requestTimeEpoch":1652722227357,"identity":{"sourceIp":"192.0.2.1"},)"
                 R"("requestId":"SOqIDEacoAMFaHQ=","domainName":"api.example.com","connectionId":"SOqGjdZioAMCEeg=",)"
                 R"("apiId":"u9jlm1pv1h"},"isBase64Encoded":false})");
}

TEST_F(websocket_event_test, of_a_disconnect_says_what_the_client_said) {
  of("$disconnect").write_disconnect(out, connection, now, 1001, "");
  EXPECT_EQ(json::parse(out).at_pointer("/requestContext/disconnectReason"), "");
  of("$disconnect").write_disconnect(out, connection, now, 4000, "say \"bye\"");
  const json::value event = json::parse(out);
  EXPECT_EQ(event.at_pointer("/requestContext/disconnectReason"), "say \"bye\"");
  EXPECT_EQ(event.at_pointer("/requestContext/disconnectStatusCode"), 4000);
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
TEST_F(websocket_event_test, of_an_authorizer_has_all_headers_and_no_authorizer) {
  read("QueryString1=queryValue1", header_choice::all);
  of("$connect")
      .write_authorizer(out, connection, now, "arn:aws:execute-api:r:1:u9jlm1pv1h/api/$connect", headers, query);
  const json::value event = json::parse(out);
  std::string keys;
  for (const auto& [key, value] : event.as_object()) keys += std::string(key) + " ";
  EXPECT_EQ(keys,
            "type methodArn headers multiValueHeaders queryStringParameters multiValueQueryStringParameters "
            "stageVariables requestContext ");
  EXPECT_EQ(event.at("type"), "REQUEST");
  EXPECT_EQ(event.at("methodArn"), "arn:aws:execute-api:r:1:u9jlm1pv1h/api/$connect");
  EXPECT_EQ(event.at_pointer("/headers/Connection"), "Upgrade");
  EXPECT_EQ(event.at_pointer("/headers/Upgrade"), "websocket");
  EXPECT_EQ(event.at_pointer("/headers/content-length"), "0");
  EXPECT_EQ(event.at_pointer("/queryStringParameters/QueryString1"), "queryValue1");
  EXPECT_EQ(event.at("stageVariables"), json::object());
  EXPECT_EQ(event.at_pointer("/requestContext/eventType"), "CONNECT");
  EXPECT_FALSE(event.at("requestContext").as_object().contains("authorizer"));
}

TEST_F(websocket_event_test, of_an_authorizer_has_empty_maps_without_a_query) {
  read("", header_choice::all);
  of("$connect").write_authorizer(out, connection, now, "arn", headers, query);
  const json::value event = json::parse(out);
  EXPECT_EQ(event.at("queryStringParameters"), json::object());
  EXPECT_EQ(event.at("multiValueQueryStringParameters"), json::object());
}

TEST_F(websocket_event_test, shows_what_the_authorizer_said_in_all_events) {
  connection.authorizer = authorizer_members({{}, R"("principalId":"me","numKey":"1")"}, std::chrono::milliseconds(7));
  const json::value expected = json::parse(R"({"principalId":"me","numKey":"1","integrationLatency":7})");
  read("");
  of("$connect").write_connect(out, connection, now, headers, query);
  EXPECT_EQ(json::parse(out).at_pointer("/requestContext/authorizer"), expected);
  of("$default").write_message(out, connection, now, "m=", "x", false);
  EXPECT_EQ(json::parse(out).at_pointer("/requestContext/authorizer"), expected);
  of("$disconnect").write_disconnect(out, connection, now, 1000, "");
  EXPECT_EQ(json::parse(out).at_pointer("/requestContext/authorizer"), expected);
}

TEST_F(websocket_event_test, shows_the_user_agent_when_the_client_sent_one) {
  connection.user_agent = "Mozilla/5.0 \"x\"";
  of("$default").write_message(out, connection, now, "m=", "x", false);
  EXPECT_EQ(json::parse(out).at_pointer("/requestContext/identity"),
            json::parse(R"({"userAgent":"Mozilla/5.0 \"x\"","sourceIp":"192.0.2.1"})"));
}

TEST_F(websocket_event_test, has_binary_messages_as_base64) {
  of("$default").write_message(out, connection, now, "m=", std::string_view("\0\x01\xff", 3), true);
  const json::value event = json::parse(out);
  EXPECT_EQ(event.at("body"), "AAH/");
  EXPECT_EQ(event.at("isBase64Encoded"), true);
}

TEST_F(websocket_event_test, stays_json_whatever_a_client_sends) {
  connection.host = "a\"b\\";
  connection.user_agent = "\xff\n";
  of("ro\"ute").write_message(out, connection, now, "m=", "\xff\"\n\x01", false);
  const json::value event = json::parse(out);
  EXPECT_EQ(event.at_pointer("/requestContext/routeKey"), "ro\"ute");
  EXPECT_EQ(event.at("body"), "\xEF\xBF\xBD\"\n\x01");
  of("$disconnect").write_disconnect(out, connection, now, 1000, "\xff\"");
  EXPECT_EQ(json::parse(out).at_pointer("/multiValueHeaders/Host/0"), "a\"b\\");
}

}  // namespace
}  // namespace lamina::gateway
