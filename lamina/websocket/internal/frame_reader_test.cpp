#include "lamina/websocket/internal/frame_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "lamina/websocket/internal/client_frame.h"

namespace lamina::websocket {
namespace {

using namespace std::string_literals;
using kind = frame_reader::kind;
using texts = std::vector<std::string>;

const session_limits with_binary{.binary_messages = true};

constexpr std::array<std::string_view, 7> names = {"nothing", "text", "binary", "ping", "pong", "close", "failure"};

// Everything that is found, as "text payload" or "close 1000 reason"; given in pieces of that size, each in memory of
// its own that ends where the piece does.
texts read(std::string bytes, std::size_t piece = std::string::npos, const session_limits& limits = with_binary) {
  frame_reader reader(limits);
  texts all;
  for (std::size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size())) {
    const auto part = std::string_view(bytes).substr(at, piece);
    std::vector<char> memory(part.begin(), part.end());
    std::span<char> left(memory);
    for (;;) {
      const auto one = reader.next(left);
      if (one.what == kind::nothing) break;
      const std::string code = one.code == 0 ? "" : std::to_string(one.code) + " ";
      all.push_back(std::string(names[static_cast<std::size_t>(one.what)]) + " " + code + std::string(one.payload));
      if (one.what == kind::failure) return all;
    }
    EXPECT_TRUE(left.empty());
  }
  return all;
}

std::string frame(unsigned opcode, std::string_view payload, bool final = true) {
  return client_frame{.opcode = opcode, .payload = payload, .final = final}.bytes();
}

void expect_failure(const std::string& bytes, std::string_view code, const session_limits& limits = with_binary) {
  const auto found = read(bytes, std::string::npos, limits);
  ASSERT_FALSE(found.empty());
  EXPECT_TRUE(found.back().starts_with("failure " + std::string(code) + " ")) << found.back();
  for (std::size_t piece = 1; piece < 4; ++piece) EXPECT_EQ(read(bytes, piece, limits), found);
}

TEST(frame_reader, reads_the_masked_hello_of_the_rfc) {
  EXPECT_EQ(read("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), texts{"text Hello"});
}

TEST(frame_reader, reads_messages_and_control_frames_in_any_pieces) {
  const std::string bytes = frame(1, "first é漢🎉") + frame(9, "are you there") + frame(2, "\0\xFF"s) + frame(1, "") +
                            frame(1, "in ", false) + frame(10, "between") + frame(0, "three ", false) + frame(9, "") +
                            frame(0, "parts") + frame(1, std::string(300, 'x')) + frame(8, close_with(1000, "bye"));
  const texts all = {"text first é漢🎉",     "ping are you there",
                     "binary \0\xFF"s,      "text ",
                     "pong between",        "ping ",
                     "text in three parts", "text " + std::string(300, 'x'),
                     "close 1000 bye"};
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) ASSERT_EQ(read(bytes, piece), all) << piece;
}

TEST(frame_reader, reads_lengths_of_every_width) {
  const session_limits large{.max_frame_bytes = 1 << 20, .max_message_bytes = 1 << 20};
  for (const std::size_t size : {0u, 1u, 7u, 8u, 9u, 124u, 125u, 126u, 127u, 65535u, 65536u, 100'000u}) {
    const std::string payload(size, 'a');
    for (const std::size_t piece : {std::string::npos, std::size_t{1000}})
      EXPECT_EQ(read(frame(1, payload), piece, large), texts{"text " + payload}) << size;
  }
}

TEST(frame_reader, refuses_a_length_that_is_not_written_as_it_must_be) {
  const auto with_width = [](std::size_t size, int width) {
    const std::string payload(size, 'a');
    return client_frame{.payload = payload, .length_bytes = width}.bytes();
  };
  expect_failure(with_width(125, 2), "1002");
  expect_failure(with_width(125, 8), "1002");
  expect_failure(with_width(65535, 8), "1002");
  expect_failure("\x81\xFF\x80\0\0\0\0\0\0\0mask"s, "1002");  // the highest bit
}

TEST(frame_reader, refuses_frames_that_are_not_masked_or_use_reserved_bits_and_opcodes) {
  expect_failure(client_frame{.payload = "a", .masked = false}.bytes(), "1002");
  for (unsigned bits = 1; bits < 8; ++bits)
    expect_failure(client_frame{.payload = "a", .reserved_bits = bits}.bytes(), "1002");
  for (const unsigned opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) expect_failure(frame(opcode, "a"), "1002");
}

TEST(frame_reader, refuses_long_or_fragmented_control_frames) {
  for (const unsigned opcode : {8, 9, 10}) {
    expect_failure(frame(opcode, std::string(126, 'a')), "1002");
    expect_failure(frame(opcode, "", false), "1002");
  }
  EXPECT_EQ(read(frame(9, std::string(125, 'a'))), texts{"ping " + std::string(125, 'a')});
}

TEST(frame_reader, refuses_fragments_out_of_order) {
  expect_failure(frame(0, "continues nothing"), "1002");
  expect_failure(frame(0, "continues nothing", false), "1002");
  expect_failure(frame(1, "a", false) + frame(1, "b"), "1002");
  expect_failure(frame(1, "a", false) + frame(2, "b"), "1002");
  expect_failure(frame(1, "a", false) + frame(0, "b") + frame(0, "c"), "1002");
}

TEST(frame_reader, refuses_too_much_before_it_has_come) {
  const session_limits limits{.max_frame_bytes = 10, .max_message_bytes = 25};
  EXPECT_EQ(read(frame(1, "0123456789"), 3, limits), texts{"text 0123456789"});
  expect_failure(frame(1, "0123456789a").substr(0, 6), "1009", limits);
  expect_failure("\x81\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFFmask"s, "1009", limits);
  const std::string two = frame(1, "0123456789", false) + frame(0, "0123456789", false);
  EXPECT_EQ(read(two + frame(0, "01234"), 7, limits), texts{"text 01234567890123456789" + "01234"s});
  expect_failure(two + frame(0, "012345").substr(0, 6), "1009", limits);
}

TEST(frame_reader, takes_binary_messages_only_where_they_are_wanted) {
  const session_limits no_binary;
  expect_failure(frame(2, "a").substr(0, 2), "1003", no_binary);
  expect_failure(frame(2, "a", false).substr(0, 2), "1003", no_binary);
  EXPECT_EQ(read(frame(2, "a")), texts{"binary a"});
}

TEST(frame_reader, refuses_text_that_is_not_utf8_as_soon_as_it_is_seen) {
  expect_failure(frame(1, "a\xFF"), "1007");
  expect_failure(frame(1, "half a character \xE2\x82"), "1007");
  expect_failure(frame(1, "\xE2\x82", false) + frame(0, ""), "1007");
  expect_failure(frame(1, "\xE2", false) + frame(0, "\x41", false).substr(0, 7), "1007");
  expect_failure(frame(1, "0123456789\xC0 and more to come", false).substr(0, 6 + 11), "1007");
  EXPECT_EQ(read(frame(1, "\xE2", false) + frame(9, "\xFF") + frame(0, "\x82", false) + frame(0, "\xAC")),
            (texts{"ping \xFF", "text €"}));
  EXPECT_EQ(read(frame(2, "\xFF")), texts{"binary \xFF"});
}

TEST(frame_reader, reads_close_frames) {
  EXPECT_EQ(read(frame(8, "")), texts{"close 1005 "});
  EXPECT_EQ(read(frame(8, close_with(4999, std::string(123, 'r')))), texts{"close 4999 " + std::string(123, 'r')});
  for (const unsigned code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999})
    EXPECT_EQ(read(frame(8, close_with(code))), texts{"close " + std::to_string(code) + " "});
}

TEST(frame_reader, refuses_close_frames_with_half_a_code_a_forbidden_one_or_a_broken_reason) {
  expect_failure(frame(8, "\x03"), "1002");
  for (const unsigned code : {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
    expect_failure(frame(8, close_with(code)), "1002");
  expect_failure(frame(8, close_with(1000, "\xFF")), "1007");
  expect_failure(frame(8, close_with(1000, "\xE2\x82")), "1007");
}

TEST(frame_reader, reads_nothing_after_a_failure) {
  frame_reader reader(with_binary);
  std::string bytes = frame(3, "") + frame(1, "a");
  std::span<char> left(bytes);
  EXPECT_EQ(reader.next(left).code, 1002);
  EXPECT_EQ(reader.next(left).what, kind::failure);
  EXPECT_EQ(reader.next(left).code, 1002);
}

TEST(unmask, agrees_with_the_definition_at_every_length_and_phase) {
  constexpr std::array<unsigned char, 4> mask = {0x12, 0xF0, 0x5A, 0x81};
  for (std::size_t size = 0; size < 40; ++size)
    for (std::size_t phase = 0; phase < 9; ++phase)
      for (const bool ascii : {true, false}) {
        std::string plain(size, 'a');
        if (!ascii && size != 0) plain[(size * 7 + phase) % size] = '\xC3';
        std::string bytes = plain;
        for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(bytes[i] ^ mask[(phase + i) % 4]);
        EXPECT_EQ(unmask(bytes, mask.data(), phase), ascii || size == 0);
        EXPECT_EQ(bytes, plain);
      }
}

}  // namespace
}  // namespace lamina::websocket
