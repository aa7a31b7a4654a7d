#include "lamina/websocket/session.h"

#include <gtest/gtest.h>

#include "lamina/testing/websocket_client.h"
#include "lamina/websocket/internal/running_sessions.h"

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
  running_sessions running;
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
}

}  // namespace
}  // namespace lamina::websocket
