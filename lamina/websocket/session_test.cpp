#include "lamina/websocket/session.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>

#include "lamina/testing/websocket_client.h"
#include "lamina/websocket/internal/client_frame.h"
#include "lamina/websocket/internal/running_sessions.h"

namespace lamina::websocket {
namespace {

using namespace std::chrono_literals;
using testing::raw_http_client;
using testing::websocket_client;
using testing::websocket_event;
using kind = websocket_event::kind;
using endings = std::vector<std::string>;

std::shared_ptr<const std::string> shared(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

void expect(const websocket_event& event, kind what, std::string_view payload, std::uint16_t code = 0) {
  EXPECT_EQ(static_cast<int>(event.what), static_cast<int>(what));
  EXPECT_EQ(event.payload, payload);
  EXPECT_EQ(event.code, code);
}

TEST(session, sends_messages_back_of_every_size) {
  running_sessions running;
  websocket_client client(running.port());
  ASSERT_EQ(client.connect("/dev").status, 101);
  for (const std::size_t size : {0, 1, 125, 126, 1000, 32768}) {
    const std::string text(size, 'x');
    client.send_text(text);
    expect(client.next(), kind::text, text);
  }
  const std::string large(128 * 1024, 'y');
  client.send_fragmented(large, 32 * 1024);
  expect(client.next(), kind::text, large);
  expect(client.close(), kind::close, "", 1000);
  expect(client.next(), kind::end, "");
  EXPECT_EQ(running.endings(1), endings{"1000  client"});
}

TEST(session, echoes_the_close_code_and_tells_the_reason) {
  running_sessions running;
  for (const std::uint16_t code : {1000, 1001, 3000, 4999}) {
    websocket_client client(running.port());
    client.connect("/");
    expect(client.close(code, "bye é"), kind::close, "", code);
  }
  websocket_client client(running.port());
  client.connect("/");
  expect(client.close(std::nullopt), kind::close, "", 1005);
  EXPECT_EQ(running.endings(5), (endings{"1000 bye é client", "1001 bye é client", "3000 bye é client",
                                         "4999 bye é client", "1005  client"}));
}

TEST(session, tells_that_the_client_went_without_a_word) {
  running_sessions running;
  {
    websocket_client client(running.port());
    client.connect("/");
  }
  EXPECT_EQ(running.endings(1), endings{"1006  client"});
  websocket_client client(running.port());
  client.connect("/");
  client.abort();
  EXPECT_EQ(running.endings(2), (endings{"1006  client", "1006  client"}));
}

TEST(session, closes_with_a_code_and_waits_for_the_clients) {
  std::atomic<int> delivered = 0;
  running_sessions running({}, [&](session&, std::string_view, bool) { ++delivered; });
  websocket_client client(running.port());
  client.connect("/");
  running.with_first([](session& one) {
    EXPECT_TRUE(one.send(shared("last words")));
    one.close(4001, "enough");
    one.close(4002, "ignored");
    EXPECT_FALSE(one.send(shared("too late")));
  });
  expect(client.next(), kind::text, "last words");
  expect(client.next(), kind::close, "enough", 4001);
  client.send_text("not delivered any more");
  client.send_close(4001);
  expect(client.next(), kind::end, "");
  EXPECT_EQ(running.endings(1), endings{"4001 enough server"});
  EXPECT_EQ(delivered, 0);
}

TEST(session, answers_pings_even_inside_a_message) {
  running_sessions running;
  websocket_client client(running.port());
  client.connect("/");
  client.send_frame(true, 9, "are you there");
  expect(client.next(), kind::pong, "are you there");
  client.send_frame(false, 1, "in ");
  client.send_frame(true, 9, "");
  expect(client.next(), kind::pong, "");
  client.send_frame(true, 10, "unasked");
  client.send_frame(true, 0, "parts");
  expect(client.next(), kind::text, "in parts");
  for (int i = 0; i < 40; ++i) client.send_frame(true, 9, std::to_string(i));
  for (int i = 0; i < 40; ++i) expect(client.next(), kind::pong, std::to_string(i));
}

TEST(session, pings_its_client) {
  running_sessions running;
  websocket_client client(running.port());
  client.connect("/");
  running.with_first([](session& one) {
    one.ping("hello");
    one.ping(std::string(200, 'x'));
  });
  expect(client.next(), kind::ping, "hello");
  expect(client.next(), kind::ping, std::string(125, 'x'));
}

TEST(session, tells_a_client_that_breaks_the_protocol_why_it_is_closed) {
  running_sessions running;
  const auto expect_closed = [&](auto break_it, std::uint16_t code) {
    websocket_client client(running.port());
    client.connect("/");
    break_it(client);
    const auto event = client.next();
    EXPECT_EQ(event.what, kind::close);
    EXPECT_EQ(event.code, code);
    EXPECT_FALSE(event.payload.empty());
    client.send_raw(std::string(200'000, 'x'));  // whatever else it had to say
    expect(client.next(), kind::end, "");
  };
  expect_closed([](auto& client) { client.send_frame(true, 1, "not masked", false); }, 1002);
  expect_closed([](auto& client) { client.send_frame(true, 3, "unknown"); }, 1002);
  expect_closed([](auto& client) { client.send_binary("bytes"); }, 1003);
  expect_closed([](auto& client) { client.send_text("\xFF"); }, 1007);
  expect_closed([](auto& client) { client.send_text(std::string(32 * 1024 + 1, 'x')); }, 1009);
  expect_closed([](auto& client) { client.send_fragmented(std::string(128 * 1024 + 1, 'x'), 32 * 1024); }, 1009);
  const auto told = running.endings(6);
  ASSERT_EQ(told.size(), 6u);
  for (std::size_t i = 0; i < told.size(); ++i) {
    constexpr std::array<std::string_view, 6> codes = {"1002 ", "1002 ", "1003 ", "1007 ", "1009 ", "1009 "};
    EXPECT_TRUE(told[i].starts_with(codes[i])) << told[i];
    EXPECT_TRUE(told[i].ends_with(" server")) << told[i];
  }
}

TEST(session, delivers_binary_messages_where_they_are_wanted) {
  running_sessions running({.binary_messages = true}, [](session& from, std::string_view payload, bool is_binary) {
    from.send(shared(std::to_string(payload.size()) + (is_binary ? " bytes" : " text")));
  });
  websocket_client client(running.port());
  client.connect("/");
  client.send_binary("\xFF\xFE");
  expect(client.next(), kind::text, "2 bytes");
  client.send_text("abc");
  expect(client.next(), kind::text, "3 text");
}

TEST(session, ends_when_the_client_stops_sending_without_a_close_frame) {
  running_sessions running;
  raw_http_client client(running.port());
  client.send(upgrade_request);
  EXPECT_EQ(client.read_response().status, 101);
  client.send(client_frame{.payload = "half of a frame"}.bytes().substr(0, 9));
  client.shutdown_sending();
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(running.endings(1), endings{"1006  client"});
}

TEST(session, reads_what_came_along_with_the_handshake) {
  running_sessions running;
  raw_http_client client(running.port());
  client.send(upgrade_request + client_frame{.payload = "early"}.bytes() +
              client_frame{.payload = "late"}.bytes().substr(0, 8));
  EXPECT_EQ(client.read_response().status, 101);
  EXPECT_EQ(client.read_bytes(7),
            "\x81\x05"
            "early");
  client.send(client_frame{.payload = "late"}.bytes().substr(8));
  EXPECT_EQ(client.read_bytes(6),
            "\x81\x04"
            "late");
  client.send(client_frame{.opcode = 8, .payload = close_with(1000)}.bytes());
  EXPECT_EQ(client.read_to_end(), "\x88\x02\x03\xE8");
  EXPECT_EQ(running.endings(1), endings{"1000  client"});
}

TEST(session, closes_a_client_that_closed_along_with_its_handshake) {
  running_sessions running;
  raw_http_client client(running.port());
  client.send(upgrade_request + client_frame{.opcode = 8}.bytes() + client_frame{.payload = "after the end"}.bytes());
  EXPECT_EQ(client.read_response().status, 101);
  EXPECT_EQ(client.read_to_end(), std::string("\x88\x00", 2));
  EXPECT_EQ(running.endings(1), endings{"1005  client"});
}

TEST(session, reads_frames_byte_by_byte) {
  running_sessions running;
  websocket_client client(running.port());
  client.connect("/");
  for (const char byte : client_frame{.payload = "drop by drop é"}.bytes()) client.send_raw({&byte, 1});
  expect(client.next(), kind::text, "drop by drop é");
}

TEST(session, answers_a_burst_of_messages_in_order) {
  running_sessions running;
  websocket_client client(running.port());
  client.connect("/");
  std::string burst;
  for (int i = 0; i < 20'000; ++i) burst += client_frame{.payload = std::to_string(i)}.bytes();
  client.send_raw(burst);
  for (int i = 0; i < 20'000; ++i) ASSERT_EQ(client.next().payload, std::to_string(i));
}

TEST(session, knows_when_it_was_opened_and_active) {
  running_sessions running;
  websocket_client client(running.port());
  client.connect("/");
  system_time opened;
  system_time active;
  const auto look = [&](session& one) { opened = one.opened_at(), active = one.last_active_at(); };
  running.with_first(look);
  EXPECT_EQ(active, opened);
  EXPECT_LT(std::chrono::abs(running.loop().wall_clock() - opened), 60s);

  const auto expect_activity = [&](auto act, bool is_activity) {
    const system_time before = active;
    act();
    running.with_first(look);
    EXPECT_EQ(active > before, is_activity);
  };
  expect_activity([&] { client.send_frame(true, 9, ""), client.next(); }, true);
  expect_activity([&] { client.send_text("x"), client.next(); }, true);
  expect_activity([&] { running.with_first([](session& one) { one.send(shared("y")); }), client.next(); }, true);
  expect_activity([&] { running.with_first([](session& one) { one.ping("z"); }), client.next(); }, false);
  const system_time before = opened;
  running.with_first(look);
  EXPECT_EQ(opened, before);
}

TEST(session, delivers_nothing_while_it_is_paused) {
  std::string delivered;
  running_sessions running({}, [&](session& from, std::string_view payload, bool) {
    delivered += payload;
    from.pause();
  });
  websocket_client client(running.port());
  client.connect("/");
  client.send_raw(client_frame{.payload = "1"}.bytes() + client_frame{.payload = "2"}.bytes() +
                  client_frame{.payload = "3"}.bytes());
  for (const std::string_view expected : {"1", "12", "123", "1234"}) {
    EXPECT_TRUE(running.wait_for([&] { return delivered == expected; })) << delivered;
    if (expected == "123") client.send_text("4");
    running.with_first([](session& one) { one.ping(""); });
    EXPECT_EQ(client.next().what, kind::ping);  // the loop has been round, and would have read
    running.with_first([&](session& one) {
      EXPECT_EQ(delivered, expected);
      if (delivered.size() < 4) one.resume();
      EXPECT_EQ(delivered, expected);  // not inside resume()
    });
  }
  client.abort();  // noticed although it is paused
  EXPECT_EQ(running.endings(1), endings{"1006  client"});
}

TEST(session, lets_others_have_their_turn) {
  std::vector<std::size_t> order;
  running_sessions running({}, [&](session&, std::string_view payload, bool) { order.push_back(payload.size()); });
  websocket_client busy(running.port());
  websocket_client modest(running.port());
  busy.connect("/");
  modest.connect("/");
  constexpr std::size_t many = 5000;
  running.on_loop([&] {
    std::string burst;
    for (std::size_t i = 0; i < many; ++i) burst += client_frame{}.bytes();
    busy.send_raw(burst);
    modest.send_text("x");
  });
  ASSERT_TRUE(running.wait_for([&] { return order.size() == many + 1; }));
  EXPECT_LT(std::ranges::find(order, 1u) - order.begin(), 1000);
}

TEST(session, reads_all_that_came_before_the_end) {
  std::atomic<int> delivered = 0;
  running_sessions running({}, [&](session&, std::string_view, bool) { ++delivered; });
  websocket_client client(running.port());
  client.connect("/");
  running.on_loop([&] {
    std::string burst;
    for (int i = 0; i < 3000; ++i) burst += client_frame{.payload = "x"}.bytes();
    client.send_raw(burst);
    client.send_close(1001, "and off");
    client.abort();
  });
  EXPECT_EQ(running.endings(1), endings{"1001 and off client"});
  EXPECT_EQ(delivered, 3000);
}

TEST(session, hears_the_last_words_of_a_client_that_takes_none) {
  running_sessions running;
  websocket_client client(running.port());
  client.connect("/");
  running.with_first([&](session& one) {
    client.send_close(1001, "and off");
    client.abort();
    EXPECT_FALSE(one.send(shared("too late")));
    EXPECT_FALSE(one.send(shared("too late")));
  });
  EXPECT_EQ(running.endings(1), endings{"1001 and off client"});
}

TEST(session, sends_what_is_queued_before_it_answers_a_close_frame) {
  running_sessions running({.max_unsent_bytes = 64'000'000});
  websocket_client client(running.port());
  client.connect("/");
  const std::string large(20'000'000, 'x');
  running.with_first([&](session& one) { EXPECT_TRUE(one.send(shared(large))); });
  client.send_close(1000);
  EXPECT_TRUE(running.wait_for([&] { return !running.first().send(shared("y")); }));
  EXPECT_TRUE(running.endings(0).empty());
  expect(client.next(), kind::text, large);
  auto event = client.next();
  while (event.payload == "y") event = client.next();
  expect(event, kind::close, "", 1000);
  EXPECT_EQ(running.endings(1), endings{"1000  client"});
}

TEST(session, closes_while_it_is_paused_and_the_answer_has_come) {
  std::atomic<int> delivered = 0;
  running_sessions running({.close_timeout = 1h}, [&](session& from, std::string_view, bool) {
    ++delivered;
    from.pause();
  });
  websocket_client client(running.port());
  client.connect("/");
  client.send_raw(client_frame{.payload = "1"}.bytes() + client_frame{.payload = "2"}.bytes() +
                  client_frame{.opcode = 8, .payload = close_with(1000)}.bytes());
  EXPECT_TRUE(running.wait_for([&] { return delivered == 1; }));
  running.with_first([](session& one) { one.close(1001); });
  expect(client.next(), kind::close, "", 1001);
  EXPECT_EQ(running.endings(1), endings{"1001  server"});
}

TEST(session, closes_while_it_is_paused) {
  running_sessions running;
  websocket_client client(running.port());
  client.connect("/");
  running.with_first([](session& one) {
    one.pause();
    one.close(1001, "");
  });
  expect(client.next(), kind::close, "", 1001);
  client.send_text("in between");
  client.send_close(1001);
  expect(client.next(), kind::end, "");
  EXPECT_EQ(running.endings(1), endings{"1001  server"});
}

}  // namespace
}  // namespace lamina::websocket
