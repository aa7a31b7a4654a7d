#include <gtest/gtest.h>

#include "lamina/aws/connections.h"
#include "lamina/gateway/websocket/internal/served_chat_test.h"

// What functions ask of connections.
namespace lamina::gateway {
namespace {

using namespace internal;

class websocket_management_test : public served_chat {};

TEST_F(websocket_management_test, a_message_reaches_the_client) {
  start();
  auto client = connected({{"User-Agent", "test/1"}});
  const std::string id = id_of(app->wait("CONNECT"));
  const auto sent = manage("POST", id, "hell\xC3\xB6");
  EXPECT_EQ(sent.status, 200);
  EXPECT_EQ(sent.body, "");
  EXPECT_EQ(client->next().payload, "hell\xC3\xB6");
  EXPECT_EQ(fetch(open->port(), "POST", "/@connections/" + id.substr(0, 15) + "%3D", "root").status, 200);
  EXPECT_EQ(client->next().payload, "root");
  EXPECT_EQ(fetch(open->port(), "POST", "/dev/%40connections/" + id, "").status, 200);
  EXPECT_EQ(client->next().payload, "");
}

TEST_F(websocket_management_test, a_connection_can_be_looked_at) {
  start();
  auto client = connected({{"User-Agent", "test/1"}});
  const auto got = manage("GET", id_of(app->wait("CONNECT")));
  EXPECT_EQ(got.status, 200);
  const json::value status = json::parse(got.body);
  EXPECT_EQ(status.at("identity").at("sourceIp"), "127.0.0.1");
  EXPECT_EQ(status.at("identity").at("userAgent"), "test/1");
  EXPECT_EQ(status.at("connectedAt").as_string().size(), 24u);
}

TEST_F(websocket_management_test, a_connection_can_be_ended) {
  start();
  auto client = connected();
  const std::string id = id_of(app->wait("CONNECT"));
  EXPECT_EQ(manage("DELETE", id).status, 204);
  EXPECT_EQ(manage("POST", id, "late").status, 410);
  EXPECT_EQ(manage("DELETE", id).status, 410);
  const auto last = client->next();
  EXPECT_EQ(last.what, what::close);
  EXPECT_EQ(last.code, 1000);
  client->send_close(1000);
  EXPECT_EQ(context_of(app->wait("DISCONNECT")).at("disconnectStatusCode"), 1000);
  EXPECT_EQ(manage("GET", id).status, 410);
}

TEST_F(websocket_management_test, what_is_not_there_is_gone_and_what_cannot_be_is_bad) {
  start(2);
  for (const char* method : {"POST", "GET", "DELETE"}) {
    const auto gone = manage(method, "AAAAAAAAAAAAAAA=");
    EXPECT_EQ(gone.status, 410);
    EXPECT_EQ(gone.header("x-amzn-ErrorType"), "GoneException");
    EXPECT_EQ(manage(method, "__________-_AAA=").status, 410) << "of a loop that is not there";
    const auto bad = manage(method, "nobody");
    EXPECT_EQ(bad.status, 400);
    EXPECT_EQ(bad.header("x-amzn-ErrorType"), "BadRequestException");
  }
  EXPECT_EQ(manage("PATCH", "AAAAAAAAAAAAAAA=").status, 404);
}

TEST_F(websocket_management_test, a_message_is_text_of_limited_size) {
  start();
  auto client = connected();
  const std::string id = id_of(app->wait("CONNECT"));
  const auto large = manage("POST", id, std::string(128 * 1024 + 1, 'x'));
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.header("x-amzn-ErrorType"), "PayloadTooLargeException");
  EXPECT_EQ(manage("POST", id, "\xFF").status, 400);
  EXPECT_EQ(manage("POST", id, std::string(128 * 1024, 'x')).status, 200);
  EXPECT_EQ(client->next().payload.size(), 128u * 1024);
}

TEST_F(websocket_management_test, any_loop_reaches_any_connection) {
  start(3);
  std::vector<std::unique_ptr<websocket_client>> clients;
  for (int i = 0; i < 12; ++i) clients.push_back(connected());
  std::map<std::string, std::size_t> by_id;
  for (std::size_t i = 0; i < clients.size(); ++i) {
    clients[i]->send_text(R"({"action":"echo"})");
    by_id[id_of(app->wait("MESSAGE", i))] = i;
  }
  ASSERT_EQ(by_id.size(), clients.size());
  for (auto& client : clients) client->next();
  for (int round = 0; round < 4; ++round)  // over connections that fall on different loops
    for (const auto& [id, number] : by_id) {
      EXPECT_EQ(manage("POST", id, id).status, 200);
      EXPECT_EQ(clients[number]->next().payload, id);
      EXPECT_EQ(manage("GET", id).status, 200);
    }
  for (const auto& [id, number] : by_id) {
    EXPECT_EQ(manage("DELETE", id).status, 204);
    EXPECT_EQ(clients[number]->next().code, 1000);
  }
}

TEST_F(websocket_management_test, pipelined_calls_are_answered_in_order) {
  start(2);
  auto client = connected();
  const std::string id = id_of(app->wait("CONNECT"));
  lamina::testing::raw_http_client caller(open->port(), patience);
  std::string calls;
  for (int i = 0; i < 200; ++i)
    calls += "POST /dev/@connections/" + (i % 10 == 9 ? "AAAAAAAAAAAAAAA=" : id) +
             " HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx";
  caller.send(calls);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(caller.read_response().status, i % 10 == 9 ? 410 : 200);
  for (int i = 0; i < 180; ++i) EXPECT_EQ(client->next().payload, "x");
}

TEST_F(websocket_management_test, a_client_that_does_not_read_is_dropped) {
  options.websocket_limits.max_unsent_bytes = 256 * 1024;
  start();
  auto slow = connected();
  const std::string id = id_of(app->wait("CONNECT"));
  const std::string large(100 * 1024, 'x');
  int sent = 0;
  while (manage("POST", id, large).status == 200) ASSERT_LT(++sent, 1000);
  EXPECT_EQ(manage("POST", id, "more").status, 410);
  EXPECT_EQ(context_of(app->wait("DISCONNECT")).at("disconnectStatusCode"), 1006);
}

TEST_F(websocket_management_test, takes_calls_as_they_come_unless_it_is_told_to_ask_for_signatures) {
  start();
  auto client = connected();
  const aws::connection_address to{open->management_url(), id_of(app->wait("CONNECT"))};
  aws::connections signing({.keys = aws::credentials{"anybody", "anything"}});
  EXPECT_TRUE(signing.post(to, "signed").was_sent());
  EXPECT_EQ(client->next().payload, "signed");
}

TEST_F(websocket_management_test, lets_in_whoever_signs_with_its_keys_and_nobody_else) {
  const aws::credentials keys{"AKIDEXAMPLE", "secret", "token"};
  service.region = "eu-west-1";
  options.management_keys = {{"OTHER", "other"}, keys};
  start(2);
  auto client = connected();
  const aws::connection_address to{open->management_url(), id_of(app->wait("CONNECT"))};
  aws::connections signing({.keys = keys, .region = "eu-west-1"});
  EXPECT_TRUE(signing.post(to, "hello").was_sent());
  EXPECT_EQ(client->next().payload, "hello");
  EXPECT_TRUE(signing.get(to));
  EXPECT_EQ(signing.post({to.endpoint, "AAAAAAAAAAAAAAA="}, "x").status, aws::delivery_status::gone);

  const auto unsigned_call = manage("POST", to.connection_id, "hello");
  EXPECT_EQ(unsigned_call.status, 403);
  EXPECT_EQ(unsigned_call.header("x-amzn-ErrorType"), "MissingAuthenticationTokenException");
  EXPECT_EQ(unsigned_call.body, R"({"message":"Missing Authentication Token"})");
  const auto refusal = [&](aws::credentials with, const std::string& region) {
    const aws::delivery said = aws::connections({.keys = std::move(with), .region = region}).remove(to);
    EXPECT_EQ(said.http_status, 403);
    return said.name;
  };
  EXPECT_EQ(refusal({"AKIDEXAMPLE", "guess", "token"}, "eu-west-1"), "InvalidSignatureException");
  EXPECT_EQ(refusal({"AKIDEXAMPLE", "secret"}, "eu-west-1"), "UnrecognizedClientException");
  EXPECT_EQ(refusal({"NOBODY", "secret", "token"}, "eu-west-1"), "UnrecognizedClientException");
  EXPECT_EQ(refusal(keys, "us-east-1"), "InvalidSignatureException");
  // It says nothing about connections to strangers.
  EXPECT_EQ(manage("GET", "nobody").status, 403);
  EXPECT_EQ(manage("PUT", to.connection_id).status, 403);
  EXPECT_TRUE(signing.remove(to).was_sent());
  EXPECT_EQ(client->next().what, what::close);
}

}  // namespace
}  // namespace lamina::gateway
