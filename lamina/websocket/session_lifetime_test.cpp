// What an owner may do inside its calls, and when a session may be destroyed.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "lamina/testing/websocket_client.h"
#include "lamina/websocket/internal/client_frame.h"
#include "lamina/websocket/internal/running_sessions.h"
#include "lamina/websocket/session.h"

namespace lamina::websocket {
namespace {

using namespace std::chrono_literals;
using testing::raw_http_client;
using testing::websocket_client;
using testing::websocket_event;
using kind = websocket_event::kind;
using endings = std::vector<std::string>;
using clients = std::vector<std::unique_ptr<websocket_client>>;

std::shared_ptr<const std::string> shared(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

clients connect(running_sessions& running, std::size_t count) {
  clients all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back(std::make_unique<websocket_client>(running.port()));
    all.back()->connect("/");
  }
  EXPECT_TRUE(running.wait_for([&] { return running.set().size() == count; }));
  return all;
}

std::string three_messages() {
  return client_frame{.payload = "1"}.bytes() + client_frame{.payload = "2"}.bytes() +
         client_frame{.payload = "3"}.bytes();
}

TEST(session_lifetime, owner_may_close_inside_on_message) {
  running_sessions running({}, [](session& from, std::string_view payload, bool) {
    from.send(shared(std::string(payload)));
    from.close(4000, "one is enough");
    EXPECT_FALSE(from.send(shared("too late")));
  });
  const auto all = connect(running, 1);
  all[0]->send_raw(three_messages());
  EXPECT_EQ(all[0]->next().payload, "1");
  EXPECT_EQ(all[0]->next().payload, "one is enough");
  EXPECT_EQ(all[0]->close(4000).what, kind::end);
  EXPECT_EQ(running.endings(1), endings{"4000 one is enough server"});
}

TEST(session_lifetime, owner_may_drop_inside_on_message) {
  int delivered = 0;
  running_sessions running({}, [&](session& from, std::string_view, bool) {
    ++delivered;
    from.send(shared("perhaps"));
    from.drop();
    from.drop();
    from.close(1000);
    from.ping("");
    from.pause();
    from.resume();
    EXPECT_FALSE(from.send(shared("too late")));
    EXPECT_EQ(from.unsent_bytes(), 0u);
  });
  const auto all = connect(running, 1);
  all[0]->send_raw(three_messages());
  EXPECT_EQ(running.endings(1), endings{"1006  server"});
  EXPECT_EQ(delivered, 1);
  EXPECT_EQ(all[0]->next().what, kind::end);
}

TEST(session_lifetime, on_close_is_never_called_inside_another_call) {
  running_sessions running;
  const auto all = connect(running, 3);
  int count = 0;
  running.for_each([&](session& one) {
    if (count == 0) one.drop();
    if (count == 1) one.close(1000);
    ++count;
    EXPECT_TRUE(running.endings(0).empty());
  });
  EXPECT_EQ(running.endings(1), endings{"1006  server"});
}

TEST(session_lifetime, owner_may_destroy_others_that_are_ready_too) {
  running_sessions* here = nullptr;
  int delivered = 0;
  running_sessions running({}, [&](session& from, std::string_view, bool) {
    ++delivered;
    here->destroy_all_but(from);
  });
  here = &running;
  const auto all = connect(running, 20);
  running.on_loop([&] {
    for (const auto& one : all) one->send_raw(three_messages());  // all are ready in one turn
  });
  EXPECT_TRUE(running.wait_for([&] { return running.set().size() == 1 && delivered >= 3; }));
  EXPECT_EQ(delivered, 3);
  EXPECT_TRUE(running.endings(0).empty());
}

TEST(session_lifetime, owner_may_destroy_others_inside_on_close) {
  running_sessions running;
  running.when_closed([&](session& from) { running.destroy_all_but(from); });
  const auto all = connect(running, 20);
  running.for_each([](session& one) { one.drop(); });
  EXPECT_EQ(running.endings(1), endings{"1006  server"});
  EXPECT_EQ(running.left(), 1u);
}

constexpr std::size_t much = 20'000'000;  // more than a socket takes

// Each brings one session into a state that it is destroyed in.
struct state_of_session {
  std::string_view name;
  std::function<void(running_sessions&, websocket_client&)> reach;
};

const std::array<state_of_session, 8> states = {{
    {"open", [](running_sessions&, websocket_client&) {}},
    {"inside a message",
     [](running_sessions& running, websocket_client& client) {
       client.send_frame(false, 1, "first part");
       client.send_frame(true, 9, "");
       client.next();
       EXPECT_EQ(running.left(), 1u);
     }},
    {"with unsent messages",
     [](running_sessions& running, websocket_client&) {
       running.with_first([](session& one) {
         while (one.unsent_bytes() < much) one.send(shared(std::string(much / 10, 'x')));
       });
     }},
    {"paused",
     [](running_sessions& running, websocket_client&) { running.with_first([](session& one) { one.pause(); }); }},
    {"waiting for the client's close frame",
     [](running_sessions& running, websocket_client& client) {
       running.with_first([](session& one) { one.close(1000); });
       EXPECT_EQ(client.next().what, kind::close);
     }},
    {"sending its close frame",
     [](running_sessions& running, websocket_client& client) {
       running.with_first([](session& one) {
         while (one.unsent_bytes() < much) one.send(shared(std::string(much / 10, 'x')));
       });
       client.send_close(1000);
       EXPECT_TRUE(running.wait_for([&] { return !running.first().send(shared("x")); }));
     }},
    {"failed",
     [](running_sessions&, websocket_client& client) {
       client.send_frame(true, 3, "");
       EXPECT_EQ(client.next().code, 1002);
     }},
    {"closed",
     [](running_sessions& running, websocket_client& client) {
       running.when_closed([](session&) {});
       client.abort();
       EXPECT_EQ(running.endings(1), endings{"1006  client"});
     }},
}};

TEST(session_lifetime, may_end_in_any_state_without_a_word) {
  for (const auto& [name, reach] : states) {
    SCOPED_TRACE(name);
    running_sessions running({.max_unsent_bytes = 2 * much});
    websocket_client client(running.port());
    client.connect("/");
    reach(running, client);
    const std::size_t told = running.endings(0).size();
    running.destroy_all();
    EXPECT_EQ(running.left(), 0u);
    if (name != "closed") {
      while (client.next().what != kind::end) {
      }
    }
    EXPECT_EQ(running.endings(0).size(), told);
  }
}

TEST(session_lifetime, may_end_before_its_owner_was_told) {
  running_sessions running;
  const auto all = connect(running, 2);
  running.on_loop([&] {
    running.first().drop();
    running.destroy_all_but(running.last());
    running.last().drop();
  });
  EXPECT_EQ(running.endings(1), endings{"1006  server"});
  EXPECT_TRUE(running.wait_for([&] { return running.set().size() == 0; }));
  EXPECT_EQ(running.endings(1), endings{"1006  server"});
}

TEST(session_lifetime, ends_with_a_reset_when_it_is_cut_off) {
  const std::array<std::function<void(running_sessions&)>, 3> ends = {
      [](running_sessions& running) { running.with_first([](session& one) { one.drop(); }); },
      [](running_sessions& running) { running.with_first([](session& one) { one.close(1000); }); },  // and no answer
      [](running_sessions& running) { running.destroy_all(); }};
  for (const auto& end : ends) {
    running_sessions running({.close_timeout = 20ms});
    raw_http_client client(running.port());
    client.send(upgrade_request);
    client.read_response();
    end(running);
    std::array<char, 16> bytes;
    ssize_t count = 0;
    while ((count = ::recv(client.descriptor(), bytes.data(), bytes.size(), 0)) > 0) {
    }
    EXPECT_EQ(count, -1);
    EXPECT_EQ(errno, ECONNRESET);
  }
}

struct no_owner final : session_owner {
  void on_message(session&, std::string_view payload, bool) override { received += payload; }
  void on_close(session&, const closure& how) override { code = how.code; }
  std::string received;
  int code = 0;
};

// Two sockets; the one that a session takes is made as http::exchange::detach() gives it.
std::array<int, 2> two_sockets() {
  std::array<int, 2> both{};
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, both.data()), 0);
  return both;
}

TEST(session_lifetime, is_not_begun_for_a_client_that_has_gone) {
  net::event_loop loop;
  session_set set(loop, {});
  no_owner owner;
  EXPECT_EQ(set.open({}, "greeting", owner), nullptr);
  const auto [ours, theirs] = two_sockets();
  ::close(theirs);
  EXPECT_EQ(set.open({.descriptor = ours, .unread = "x"}, "greeting", owner), nullptr);
  EXPECT_EQ(::write(ours, "x", 1), -1);  // closed
  EXPECT_EQ(set.size(), 0u);
}

TEST(session_lifetime, delivers_nothing_before_open_has_returned) {
  net::event_loop loop;
  session_set set(loop, {});
  no_owner owner;
  const auto [ours, theirs] = two_sockets();
  auto one = set.open({.descriptor = ours, .unread = client_frame{.payload = "early"}.bytes()}, "hi", owner);
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(owner.received, "");
  const std::string more = client_frame{.payload = " and late"}.bytes();
  EXPECT_EQ(::write(theirs, more.data(), more.size()), static_cast<ssize_t>(more.size()));
  loop.run_until([&] { return owner.received.size() == 14; });
  EXPECT_EQ(owner.received, "early and late");

  auto other_sockets = two_sockets();
  auto other = set.open({.descriptor = other_sockets[0], .unread = client_frame{.payload = "x"}.bytes()}, "", owner);
  other.reset();  // before its early message was read
  ::close(other_sockets[1]);
  ::close(theirs);
  loop.run_until([&] { return owner.code != 0; });
  EXPECT_EQ(owner.received, "early and late");
  EXPECT_EQ(owner.code, 1006);
}

TEST(session_lifetime, two_thousand_hear_one_broadcast_and_go_their_own_ways) {
  constexpr std::size_t count = 2000;
  running_sessions running;
  auto all = connect(running, count);
  const auto message = shared("to all of you");
  running.for_each([&](session& one) { EXPECT_TRUE(one.send(message)); });
  for (const auto& one : all) EXPECT_EQ(one->next().payload, *message);
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 3 == 0) all[i]->send_close(1000);
    if (i % 3 == 1) all[i]->abort();
    if (i % 3 == 2) all[i].reset();
  }
  auto told = running.endings(count);
  EXPECT_EQ(std::ranges::count(told, "1000  client"), 667);
  EXPECT_EQ(std::ranges::count(told, "1006  client"), 1333);
  EXPECT_TRUE(running.wait_for([&] { return running.set().size() == 0; }));
}

}  // namespace
}  // namespace lamina::websocket
