// Against an implementation that is not ours: Boost.Beast's WebSocket client.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "lamina/websocket/internal/running_sessions.h"
#include "lamina/websocket/session.h"

namespace lamina::websocket {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using error_code = boost::system::error_code;
using endings = std::vector<std::string>;

class beast_client {
 public:
  explicit beast_client(std::uint16_t port) {
    stream_.next_layer().connect({asio::ip::address_v4::loopback(), port});
    const timeval limit{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(stream_.next_layer().native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    stream_.handshake("localhost", "/dev");
    stream_.control_callback([this](beast::websocket::frame_type kind, beast::string_view payload) {
      if (kind == beast::websocket::frame_type::pong) pongs += std::string(payload) + ";";
    });
  }

  beast::websocket::stream<asio::ip::tcp::socket, false>& stream() { return stream_; }

  // The message, as "text ..." or "binary ..."; "closed <code> <reason>" instead.
  std::string read() {
    beast::flat_buffer buffer;
    error_code failure;
    stream_.read(buffer, failure);
    if (failure == beast::websocket::error::closed)
      return "closed " + std::to_string(stream_.reason().code) + " " + stream_.reason().reason.c_str();
    if (failure) return failure.message();
    return (stream_.got_binary() ? "binary " : "text ") + beast::buffers_to_string(buffer.data());
  }

  void write(const std::string& payload, bool is_binary = false) {
    stream_.binary(is_binary);
    stream_.write(asio::buffer(payload));
  }

  std::string pongs;

 private:
  asio::io_context context_;
  beast::websocket::stream<asio::ip::tcp::socket, false> stream_{context_};
};

TEST(session_with_beast, exchanges_messages_of_every_size_in_frames_of_every_size) {
  running_sessions running({.binary_messages = true});
  beast_client client(running.port());
  for (const std::size_t frame : {16u, 1000u, 32'000u}) {
    client.stream().write_buffer_bytes(frame);
    for (const std::size_t size : {0u, 1u, 125u, 126u, 1000u, 65'535u, 65'536u, 131'072u}) {
      const std::string text(size, 'x');
      client.write(text);
      ASSERT_EQ(client.read(), "text " + text);
    }
  }
  client.write("sent as bytes, answered as text", true);
  EXPECT_EQ(client.read(), "text sent as bytes, answered as text");
}

TEST(session_with_beast, answers_pings_and_the_closing_handshake) {
  running_sessions running;
  beast_client client(running.port());
  client.stream().ping("one");
  client.stream().ping("");
  client.write("é漢🎉");
  EXPECT_EQ(client.read(), "text é漢🎉");
  EXPECT_EQ(client.pongs, "one;;");
  error_code failure;
  client.stream().close({beast::websocket::close_code::going_away, "bye"}, failure);
  EXPECT_FALSE(failure) << failure.message();
  EXPECT_EQ(running.endings(1), endings{"1001 bye client"});
}

TEST(session_with_beast, closes_first_with_code_and_reason) {
  running_sessions running;
  beast_client client(running.port());
  running.with_first([](session& one) {
    one.send(std::make_shared<const std::string>("last words"));
    one.close(4001, "enough");
  });
  EXPECT_EQ(client.read(), "text last words");
  EXPECT_EQ(client.read(), "closed 4001 enough");
  EXPECT_EQ(running.endings(1), endings{"4001 enough server"});
}

TEST(session_with_beast, says_what_was_too_much_or_wrong) {
  running_sessions running;
  const auto expect_closed = [&](const std::string& payload, bool is_binary, const std::string& code) {
    beast_client client(running.port());
    client.stream().auto_fragment(false);
    client.write(payload, is_binary);
    EXPECT_TRUE(client.read().starts_with("closed " + code + " "));
  };
  expect_closed(std::string(40'000, 'x'), false, "1009");
  expect_closed("bytes", true, "1003");
  expect_closed("\xFF", false, "1007");
  EXPECT_EQ(running.endings(3).size(), 3u);
}

}  // namespace
}  // namespace lamina::websocket
