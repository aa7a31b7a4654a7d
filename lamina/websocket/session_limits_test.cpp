// Time limits, slow readers and floods.
#include <gtest/gtest.h>

#include "lamina/testing/websocket_client.h"
#include "lamina/websocket/internal/client_frame.h"
#include "lamina/websocket/internal/running_sessions.h"
#include "lamina/websocket/session.h"

namespace lamina::websocket {
namespace {

using namespace std::chrono_literals;
using testing::websocket_client;
using testing::websocket_event;
using kind = websocket_event::kind;
using endings = std::vector<std::string>;

std::shared_ptr<const std::string> shared(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

void expect_going_away(const websocket_event& event) {
  EXPECT_EQ(event.what, kind::close);
  EXPECT_EQ(event.code, 1001);
  EXPECT_EQ(event.payload, "Going away");
}

TEST(session_limits, close_an_idle_connection) {
  running_sessions running({.idle_timeout = 100ms});
  websocket_client client(running.port());
  client.connect("/");
  expect_going_away(client.next());
  client.send_close(1001);
  EXPECT_EQ(client.next().what, kind::end);
  EXPECT_EQ(running.endings(1), endings{"1001 Going away server"});
}

TEST(session_limits, close_a_connection_that_is_too_old_however_active_it_is) {
  running_sessions running({.total_timeout = 200ms});
  websocket_client client(running.port());
  client.connect("/");
  websocket_event event;
  do {
    client.send_text("x");
    event = client.next();
  } while (event.what == kind::text);
  expect_going_away(event);
  EXPECT_EQ(client.close(1001).what, kind::end);
  EXPECT_EQ(running.endings(1), endings{"1001 Going away server"});
}

TEST(session_limits, do_not_wait_for_a_close_frame_for_ever) {
  running_sessions running({.idle_timeout = 50ms, .close_timeout = 50ms});
  websocket_client client(running.port());
  client.connect("/");
  expect_going_away(client.next());
  EXPECT_EQ(client.next().what, kind::end);
  EXPECT_EQ(running.endings(1), endings{"1001 Going away server"});
}

TEST(session_limits, do_not_wait_for_the_end_of_a_broken_stream_for_ever) {
  running_sessions running({.close_timeout = 50ms});
  websocket_client client(running.port());
  client.connect("/");
  client.send_frame(true, 3, "");
  EXPECT_EQ(running.endings(1), endings{"1002 unknown opcode server"});
  EXPECT_EQ(client.next().code, 1002);
}

TEST(session_limits, close_everyone_at_their_own_time) {
  running_sessions running({.idle_timeout = 100ms, .close_timeout = 50ms});
  std::vector<std::unique_ptr<websocket_client>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<websocket_client>(running.port()));
    clients.back()->connect("/");
  }
  for (std::size_t i = 0; i < clients.size(); i += 2) {
    expect_going_away(clients[i]->next());
    clients[i]->send_close(1001);
  }
  EXPECT_EQ(running.endings(20), endings(20, "1001 Going away server"));
  EXPECT_TRUE(running.wait_for([&] { return running.set().size() == 0; }));
}

TEST(session_limits, drop_a_client_that_does_not_read) {
  running_sessions running({.max_unsent_bytes = 200'000});
  websocket_client client(running.port());
  client.connect("/");
  const auto message = shared(std::string(10'000, 'x'));
  std::size_t sent = 0;
  std::size_t unsent = 0;
  running.with_first([&](session& one) {
    for (; sent < 10'000 && one.send(message); ++sent) unsent = std::max(unsent, one.unsent_bytes());
    EXPECT_FALSE(one.send(message));
    one.close(1000);
    EXPECT_TRUE(running.endings(0).empty());  // not inside send
  });
  EXPECT_LT(sent, 10'000u);
  EXPECT_GT(unsent, 180'000u);
  EXPECT_LE(unsent, 200'000u);
  EXPECT_EQ(running.endings(1), endings{"1006  server"});
  EXPECT_EQ(message.use_count(), 1);
}

TEST(session_limits, keep_what_a_client_reads_late) {
  running_sessions running({.max_unsent_bytes = 64'000'000});
  websocket_client client(running.port());
  client.connect("/");
  int sent = 0;
  running.with_first([&](session& one) {
    while (one.unsent_bytes() < 1'000'000 && sent < 10'000)
      EXPECT_TRUE(one.send(shared(std::to_string(sent++) + std::string(10'000, ' '))));
    one.close(1000, "that was all");
  });
  for (int i = 0; i < sent; ++i) ASSERT_EQ(client.next().payload, std::to_string(i) + std::string(10'000, ' '));
  EXPECT_EQ(client.next().payload, "that was all");
  client.send_close(1000);
  EXPECT_EQ(client.next().what, kind::end);
  EXPECT_EQ(running.endings(1), endings{"1000 that was all server"});
}

TEST(session_limits, share_a_message_among_all_who_wait_for_it) {
  running_sessions running({.max_unsent_bytes = 64'000'000});
  std::vector<std::unique_ptr<websocket_client>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<websocket_client>(running.port()));
    clients.back()->connect("/");
  }
  const auto message = shared(std::string(20'000'000, 'x'));  // more than a socket takes
  running.for_each([&](session& one) { EXPECT_TRUE(one.send(message)); });
  EXPECT_EQ(message.use_count(), 4);
  for (const auto& client : clients) EXPECT_EQ(client->next().payload, *message);
  EXPECT_TRUE(running.wait_for([&] { return message.use_count() == 1; }));
}

TEST(session_limits, let_no_flood_of_pings_grow) {
  running_sessions running;
  websocket_client client(running.port());
  client.connect("/");
  const std::string payload(125, 'p');
  std::string pings;
  for (int i = 0; i < 1000; ++i) pings += client_frame{.opcode = 9, .payload = payload}.bytes();
  for (int i = 0; i < 200; ++i) client.send_raw(pings);  // 26 MB, and reads none of the answers
  client.send_frame(true, 9, "the last one");
  running.with_first([](session& one) { EXPECT_LT(one.unsent_bytes(), 70'000u); });
  int answers = 0;
  for (auto event = client.next(); event.payload != "the last one"; event = client.next(), ++answers)
    ASSERT_EQ(event.payload, payload);
  EXPECT_GT(answers, 0);
  EXPECT_LT(answers, 200'000);
  client.send_text("still there");
  EXPECT_EQ(client.next().payload, "still there");
}

// The second lot of pongs finds the connection broken, while pings that have been read are still to be answered.
TEST(session_limits, let_a_client_go_in_the_middle_of_its_pings) {
  running_sessions running;
  auto client = std::make_unique<websocket_client>(running.port());
  client->connect("/");
  running.with_first([&](session&) {  // nothing is read meanwhile
    std::string pings;
    for (int i = 0; i < 1000; ++i) pings += client_frame{.opcode = 9, .payload = "p"}.bytes();
    client->send_raw(pings);
    client.reset();
  });
  EXPECT_EQ(running.endings(1), std::vector<std::string>{"1006  client"});
}

}  // namespace
}  // namespace lamina::websocket
