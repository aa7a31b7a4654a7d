#include "lamina/websocket/handshake.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lamina::websocket {
namespace {

constexpr std::string_view sample_key = "dGhlIHNhbXBsZSBub25jZQ==";  // RFC 6455, 1.3

using headers = std::vector<http::header>;

headers good_headers() {
  return {{"Host", "server.example.com"},
          {"Upgrade", "websocket"},
          {"Connection", "Upgrade"},
          {"Sec-WebSocket-Key", sample_key},
          {"Sec-WebSocket-Version", "13"}};
}

headers with(std::string_view name, std::string_view value) {
  headers all = good_headers();
  const auto found = std::ranges::find(all, name, &http::header::name);
  if (found == all.end())
    all.push_back({name, value});
  else
    found->value = value;
  return all;
}

headers without(std::string_view name) {
  headers all = good_headers();
  std::erase_if(all, [name](const http::header& one) { return one.name == name; });
  return all;
}

result<handshake> read(const headers& all, std::string_view method = "GET", unsigned version = 11) {
  return read_handshake({.method = method, .target = "/dev", .version = version, .headers = all});
}

TEST(accept_value, is_that_of_the_rfc) { EXPECT_EQ(accept_value(sample_key), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); }

TEST(asks_for_upgrade, looks_at_every_element_in_any_case) {
  const auto asks = [](std::string_view value) {
    return asks_for_upgrade({.method = "GET", .target = "/", .headers = headers{{"UPGRADE", value}}});
  };
  EXPECT_TRUE(asks("websocket"));
  EXPECT_TRUE(asks("h2c, \tWebSocket "));
  EXPECT_FALSE(asks("h2c"));
  EXPECT_FALSE(asks("websockets"));
  EXPECT_FALSE(asks(""));
  const headers none;
  EXPECT_FALSE(asks_for_upgrade({.method = "GET", .target = "/", .headers = none}));
  const headers two = {{"Upgrade", "h2c"}, {"upgrade", "websocket"}};
  EXPECT_TRUE(asks_for_upgrade({.method = "GET", .target = "/", .headers = two}));
}

TEST(read_handshake, takes_the_key_and_what_protocols_are_offered) {
  headers all = good_headers();
  all.push_back({"Sec-WebSocket-Protocol", "chat, superchat"});
  all.push_back({"sec-websocket-protocol", " ,graphql-ws"});
  const auto asked = read(all);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->key, sample_key);
  EXPECT_EQ(asked->protocols, (std::vector<std::string_view>{"chat", "superchat", "graphql-ws"}));
  EXPECT_TRUE(read(good_headers())->protocols.empty());
}

TEST(read_handshake, finds_upgrade_among_other_connection_options) {
  EXPECT_TRUE(read(with("Connection", "keep-alive, Upgrade")));  // Firefox
  EXPECT_TRUE(read(with("Connection", "upgrade")));
}

TEST(read_handshake, refuses_what_is_no_handshake_with_400) {
  const auto refused = [](const result<handshake>& asked) {
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().status_code, 400) << asked.error().message;
    EXPECT_TRUE(asked.error().headers.empty());
  };
  refused(read(good_headers(), "POST"));
  refused(read(good_headers(), "GET", 10));
  for (const auto name : {"Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version"})
    refused(read(without(name)));
  refused(read(with("Upgrade", "h2c")));
  refused(read(with("Connection", "close")));
}

TEST(read_handshake, wants_a_key_of_16_bytes_once) {
  for (const auto key : {"", "dGhlIHNhbXBsZQ==", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZTEy",
                         "dGhlIHNhbXBsZSBub25j*Q==", "dGhlIHNhbXBsZSBub25jZSB0b28gbG9uZw=="})
    EXPECT_EQ(read(with("Sec-WebSocket-Key", key)).error().status_code, 400) << key;
  headers twice = good_headers();
  twice.push_back({"sec-websocket-key", sample_key});
  EXPECT_EQ(read(twice).error().status_code, 400);
}

TEST(read_handshake, answers_another_version_with_426_and_the_one_it_knows) {
  for (const auto version : {"8", "013", "13, 8", "14"}) {
    const auto asked = read(with("Sec-WebSocket-Version", version));
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().status_code, 426);
    EXPECT_EQ(asked.error().headers.at("Sec-WebSocket-Version").as_string(), "13");
  }
}

TEST(accept, writes_the_answer_with_the_functions_headers) {
  EXPECT_EQ(accept({.key = sample_key}, {{"Sec-WebSocket-Protocol", "chat"}, {"X-Own", "a b"}}),
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\nX-Own: a b\r\n\r\n");
}

TEST(accept, leaves_out_what_belongs_to_the_handshake_or_cannot_be_written) {
  EXPECT_EQ(accept({.key = sample_key}, {{"upgrade", "h2c"},
                                         {"Connection", "close"},
                                         {"sec-websocket-accept", "x"},
                                         {"Sec-WebSocket-Extensions", "permessage-deflate"},
                                         {"Content-Length", "5"},
                                         {"content-type", "text/plain"},
                                         {"Transfer-Encoding", "chunked"},
                                         {"a b", "c"},
                                         {"", "c"}}),
            accept({.key = sample_key}, {}));
  EXPECT_NE(accept({.key = sample_key}, {{"X-Own", "a\r\nX-Other: b"}}).find("X-Own: a  X-Other: b\r\n\r\n"),
            std::string::npos);
}

}  // namespace
}  // namespace lamina::websocket
