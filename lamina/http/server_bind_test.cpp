#include <gtest/gtest.h>

#include "lamina/http/server.h"
#include "lamina/testing/raw_http_client.h"

// A port that is taken before anybody is let in.
namespace lamina::http {
namespace {

using testing::raw_http_client;

void refuse(const request&, exchange) {}

TEST(server, bind_makes_the_port_known_and_listen_lets_clients_in) {
  net::event_loop loop;
  server early(loop, {}, refuse);
  early.bind().value();
  const std::uint16_t port = early.port();
  EXPECT_NE(port, 0);
  EXPECT_THROW(raw_http_client{port}, std::runtime_error);
  early.listen().value();
  EXPECT_EQ(early.port(), port);
  EXPECT_NO_THROW(raw_http_client{port});
}

TEST(server, two_that_bound_the_same_port_cannot_both_listen) {
  net::event_loop loop;
  server first(loop, {}, refuse);
  first.bind().value();
  server second(loop, {.port = first.port()}, refuse);
  if (!second.bind()) return;  // refused at once: as good
  first.listen().value();
  const auto listening = second.listen();
  ASSERT_FALSE(listening);
  EXPECT_NE(listening.error().message.find("127.0.0.1:" + std::to_string(first.port())), std::string::npos);
}

}  // namespace
}  // namespace lamina::http
