#include "lamina/websocket/internal/frame_writer.h"

#include <gtest/gtest.h>

namespace lamina::websocket {
namespace {

using namespace std::string_literals;

TEST(frame_head, writes_the_shortest_length) {
  EXPECT_EQ(frame_head(opcode::text, 0).bytes(), "\x81\x00"s);
  EXPECT_EQ(frame_head(opcode::text, 5).bytes(), "\x81\x05");
  EXPECT_EQ(frame_head(opcode::binary, 125).bytes(), "\x82\x7D");
  EXPECT_EQ(frame_head(opcode::text, 126).bytes(), "\x81\x7E\x00\x7E"s);
  EXPECT_EQ(frame_head(opcode::binary, 256).bytes(), "\x82\x7E\x01\x00"s);  // RFC 6455, 5.7
  EXPECT_EQ(frame_head(opcode::text, 65535).bytes(), "\x81\x7E\xFF\xFF");
  EXPECT_EQ(frame_head(opcode::binary, 65536).bytes(), "\x82\x7F\x00\x00\x00\x00\x00\x01\x00\x00"s);
  EXPECT_EQ(frame_head(opcode::close, 2).bytes(), "\x88\x02");
  EXPECT_EQ(frame_head(opcode::ping, 0).bytes(), "\x89\x00"s);
  EXPECT_EQ(frame_head(opcode::pong, 0).bytes(), "\x8A\x00"s);
  EXPECT_EQ(frame_head().bytes(), "");
}

TEST(close_payload, has_the_code_and_the_reason) {
  EXPECT_EQ(close_payload(1000, "bye"),
            "\x03\xE8"
            "bye");
  EXPECT_EQ(close_payload(4999, ""), "\x13\x87");
  EXPECT_EQ(close_payload(1005, "never sent"), "");
}

TEST(close_payload, cuts_a_long_reason_between_two_characters) {
  EXPECT_EQ(close_payload(1000, std::string(123, 'a')).size(), 125u);
  EXPECT_EQ(close_payload(1000, std::string(200, 'a')).size(), 125u);
  std::string reason(122, 'a');
  EXPECT_EQ(close_payload(1000, reason + "é"), "\x03\xE8" + reason);
  reason.resize(120);
  EXPECT_EQ(close_payload(1000, reason + "🎉"), "\x03\xE8" + reason);
  EXPECT_EQ(close_payload(1000, reason + "漢字"), "\x03\xE8" + reason + "漢");
}

}  // namespace
}  // namespace lamina::websocket
