#include "examples/user_store/web_sockets.h"

#include <gtest/gtest.h>

#include "examples/user_store/fake_management_api.h"
#include "examples/user_store/temporary_store.h"
#include "examples/user_store/tokens.h"

namespace user_store {
namespace {

using namespace lamina;
using namespace std::chrono_literals;

constexpr system_time start = system_time(1'000'000ms);

class web_sockets_of_a_store : public ::testing::Test {
 protected:
  static json::value event(std::string_view kind, std::string_view id = "c=", const json::object& headers = {}) {
    const json::value context{{"routeKey", "$connect"},  // says nothing: a message can name it
                              {"eventType", kind},
                              {"connectionId", id},
                              {"domainName", "abc.execute-api.eu-west-1.amazonaws.com"},
                              {"stage", "dev"}};
    json::value made{{"requestContext", context}, {"isBase64Encoded", false}};
    if (kind == "CONNECT") made.as_object()["headers"] = headers;
    return made;
  }
  json::value connect(const json::object& headers, std::string_view id = "c=") const {
    return sockets.answer(event("CONNECT", id, headers), start);
  }
  static int status_of(const json::value& answer) { return static_cast<int>(answer.at("statusCode").as_int64()); }
  std::string token(const std::vector<std::string>& scopes = {"self"}) const {
    return make_token(key->get(), "alice", scopes, start);
  }

  temporary_store temporary;
  fake_management_api api;
  std::string text;
  request_log log{std::make_shared<logger>(log_level::info, [this](std::string_view line) { text += line; }), true};
  std::shared_ptr<signing_key> key = std::make_shared<signing_key>(temporary.store, "password");
  subscriptions who{temporary.store, "subscription"};
  std::shared_ptr<aws::connections> clients =
      std::make_shared<aws::connections>(aws::connections_options{.region = "eu-west-1"});
  web_sockets sockets{who, key, clients, log, api.endpoint()};
};

TEST_F(web_sockets_of_a_store, subscribe_the_user_of_a_good_token) {
  const json::value answer = connect({{"Authorization", "Bearer " + token()}});
  EXPECT_EQ(json::serialize(answer), R"({"statusCode":200})");
  const auto found = who.of("alice");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].connection_id, "c=");
  EXPECT_EQ(found[0].endpoint, api.endpoint());
  EXPECT_EQ(found[0].since, start);
  EXPECT_EQ(found[0].expires, start + 1h);
  EXPECT_EQ(text, "$connect " + api.endpoint() + " c= alice\n");
}

TEST_F(web_sockets_of_a_store, read_the_header_in_any_case) {
  for (const char* name : {"authorization", "AUTHORIZATION", "aUTHORIZATION"}) {
    EXPECT_EQ(status_of(connect({{name, "bearer " + token()}}, name)), 200) << name;
  }
  EXPECT_EQ(who.of("alice").size(), 3U);
}

TEST_F(web_sockets_of_a_store, take_the_token_of_a_browser_from_the_subprotocols) {
  for (const std::string& offered : {"bearer, " + token(), "bearer," + token(), "chat, bearer ,\t" + token() + " ,x"}) {
    const json::value answer = connect({{"sec-websocket-Protocol", offered}});
    EXPECT_EQ(json::serialize(answer), R"({"statusCode":200,"headers":{"Sec-WebSocket-Protocol":"bearer"}})")
        << offered;
  }
  // With a header of its own, the protocol is chosen all the same.
  const json::value both = connect({{"Authorization", "Bearer " + token()}, {"Sec-WebSocket-Protocol", "bearer"}});
  EXPECT_EQ(both.at("headers").at("Sec-WebSocket-Protocol"), "bearer");
  const json::value other = connect({{"Authorization", "Bearer " + token()}, {"Sec-WebSocket-Protocol", "chat"}});
  EXPECT_EQ(json::find(other, "headers"), nullptr);
}

TEST_F(web_sockets_of_a_store, refuse_the_upgrade_without_a_good_token) {
  const std::string good = token();
  const std::string expired = make_token(key->get(), "alice", {"self"}, start - 2h);
  const std::vector<json::object> attempts{
      {},
      {{"Authorization", good}},
      {{"Authorization", "Bearer garbage"}},
      {{"Authorization", "Bearer " + expired}},
      {{"Authorization", "Basic x"}, {"Sec-WebSocket-Protocol", "bearer, " + good}},
      {{"Authorization", 7}},
      {{"Sec-WebSocket-Protocol", "bearer"}},
      {{"Sec-WebSocket-Protocol", "bearer, , " + good}},
      {{"Sec-WebSocket-Protocol", "Bearer, " + good}},
      {{"Sec-WebSocket-Protocol", good}},
      {{"Sec-WebSocket-Protocol", ", ,,"}}};
  for (const auto& headers : attempts) EXPECT_EQ(status_of(connect(headers)), 401) << json::serialize(headers);
  json::value in_query = event("CONNECT");
  in_query.as_object()["queryStringParameters"] = {{"token", good}};
  EXPECT_EQ(status_of(sockets.answer(in_query, start)), 401);
  EXPECT_EQ(temporary.store->ids("subscription")->size(), 0U);
}

TEST_F(web_sockets_of_a_store, refuse_a_token_of_another_scope) {
  const json::value answer = connect({{"Authorization", "Bearer " + token({"user"})}});
  EXPECT_EQ(status_of(answer), 403);
  EXPECT_EQ(answer.at("body"), R"({"statusCode":403,"message":"Forbidden"})");
  EXPECT_TRUE(who.of("alice").empty());
}

TEST_F(web_sockets_of_a_store, unsubscribe_without_a_token) {
  connect({{"Authorization", "Bearer " + token()}}, "a=");
  connect({{"Authorization", "Bearer " + token()}}, "b=");
  text.clear();
  EXPECT_EQ(status_of(sockets.answer(event("DISCONNECT", "a="), start)), 200);
  ASSERT_EQ(who.of("alice").size(), 1U);
  EXPECT_EQ(who.of("alice")[0].connection_id, "b=");
  EXPECT_EQ(text, "$disconnect " + api.endpoint() + " a= alice\n");
  EXPECT_EQ(status_of(sockets.answer(event("DISCONNECT", "a="), start)), 200);
}

TEST_F(web_sockets_of_a_store, tell_clients_that_messages_are_not_supported) {
  json::value hello = event("MESSAGE");
  hello.as_object()["body"] = R"({"action":"$connect"})";
  EXPECT_EQ(status_of(sockets.answer(hello, start)), 200);
  hello.as_object()["isBase64Encoded"] = true;
  EXPECT_EQ(status_of(sockets.answer(hello, start)), 200);
  const std::string told = "POST c= Incoming messages not supported";
  EXPECT_EQ(api.lines(), (std::vector<std::string>{told, told}));
  EXPECT_EQ(temporary.store->ids("subscription")->size(), 0U);
}

TEST_F(web_sockets_of_a_store, need_not_tell_a_client_that_has_left) {
  api.answer("c=", 410);
  EXPECT_EQ(status_of(sockets.answer(event("MESSAGE"), start)), 200);
  EXPECT_EQ(text, "");
  api.answer("c=", 500);
  EXPECT_EQ(status_of(sockets.answer(event("MESSAGE"), start)), 200);
  EXPECT_NE(text, "");
}

TEST_F(web_sockets_of_a_store, say_so_when_the_event_is_none_of_theirs) {
  for (const char* other : {"{}", "null", R"({"requestContext":{}})", R"({"requestContext":{"connectionId":7}})"}) {
    EXPECT_THROW(std::ignore = sockets.answer(json::parse(other), start), error) << other;
  }
}

TEST_F(web_sockets_of_a_store, keep_the_events_own_domain_where_nothing_is_configured) {
  const web_sockets on_aws(who, key, clients, log, "");
  const json::value answer = on_aws.answer(event("CONNECT", "c=", {{"Authorization", "Bearer " + token()}}), start);
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(who.of("alice").at(0).endpoint, "https://abc.execute-api.eu-west-1.amazonaws.com/dev");
}

TEST(protocol_token, follows_the_protocol_bearer) {
  EXPECT_EQ(protocol_token("bearer, abc"), "abc");
  EXPECT_EQ(protocol_token("x,\tbearer ,abc ,y"), "abc");
  EXPECT_EQ(protocol_token("bearer"), "");
  EXPECT_EQ(protocol_token("bearer,"), "");
  EXPECT_EQ(protocol_token("bearer, ,abc"), "");
  for (const char* none : {"", ",", " ", "abc", "Bearer, abc", "bearer abc", "xbearer, abc"})
    EXPECT_EQ(protocol_token(none), std::nullopt) << none;
}

TEST(management_endpoint, has_the_stage_for_the_providers_own_domain) {
  EXPECT_EQ(endpoint_of("a.execute-api.eu-west-1.amazonaws.com", "dev"),
            "https://a.execute-api.eu-west-1.amazonaws.com/dev");
  EXPECT_EQ(endpoint_of("a.execute-api.cn-north-1.amazonaws.com.cn", "dev"),
            "https://a.execute-api.cn-north-1.amazonaws.com.cn/dev");
  EXPECT_EQ(endpoint_of("ws.example", "dev"), "https://ws.example");
}

}  // namespace
}  // namespace user_store
