// Answers that may wait for the next one, to go out in one write with it.
#include <gtest/gtest.h>

#include "lamina/http/server.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::http {
namespace {

using namespace std::chrono_literals;
using testing::raw_http_client;

// Answers at once, with one that may wait, but for /late, which it keeps.
class patient_server {
 public:
  explicit patient_server(server_options options = {})
      : server(loop, std::move(options), [this](const request& message, exchange one) {
          ++seen;
          if (message.target == "/late")
            late = std::move(one);
          else
            one.answer_raw("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok", message.target != "/last", true);
        }) {
    server.listen().value();
  }
  void run_until_seen(int count) {
    loop.run_until([&] { return seen == count; });
  }

  net::event_loop loop;
  exchange late;
  int seen = 0;
  http::server server;
};

constexpr std::string_view get_now = "GET /now HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr std::string_view get_late = "GET /late HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(server, an_answer_that_may_wait_goes_out_with_the_next) {
  patient_server patient;
  const auto begin = patient.loop.now();
  raw_http_client client(patient.server.port());
  client.send(std::string(get_now) + std::string(get_now) + std::string(get_late));
  patient.run_until_seen(3);
  const auto early = client.read_some(0ms);
  EXPECT_TRUE(!early || patient.loop.now() - begin > 400ms);
  patient.late.answer({.body = "late"});
  if (early) return;  // a machine so slow that half a second passed
  EXPECT_EQ(client.read_response().body, "ok");
  EXPECT_EQ(client.read_response().body, "ok");
  EXPECT_EQ(client.read_response().body, "late");
}

TEST(server, an_answer_that_may_wait_does_so_for_whole_requests_only) {
  patient_server patient;
  raw_http_client client(patient.server.port());
  client.send(get_now);
  patient.run_until_seen(1);
  EXPECT_EQ(client.read_response().body, "ok");
  client.send(std::string(get_now) + "GET /la");
  patient.run_until_seen(2);
  EXPECT_EQ(client.read_response().body, "ok");
  client.send(std::string(get_late.substr(7)) + "GET /last HTTP/1.1\r\nHost: x\r\n\r\n");
  patient.run_until_seen(3);
  patient.late.answer({.body = std::string(100'000, 'x')});
  patient.run_until_seen(4);
  EXPECT_EQ(client.read_response().body.size(), 100'000u);
  EXPECT_EQ(client.read_response().body, "ok");
  EXPECT_TRUE(client.is_closed());
}

TEST(server, an_answer_that_may_wait_waits_for_half_a_second_at_most) {
  patient_server patient({.header_timeout = 80ms});  // looked at every 10 ms
  raw_http_client client(patient.server.port());
  client.send(std::string(get_now) + std::string(get_late));
  std::optional<std::string> came;
  patient.loop.run_until([&] { return (came = client.read_some(0ms)).has_value(); });
  EXPECT_TRUE(came->ends_with("ok"));
  patient.late.answer({.body = "late"});
  EXPECT_EQ(client.read_response().body, "late");
}

TEST(server, an_answer_that_may_wait_goes_out_when_it_is_told_to) {
  for (const bool drains : {false, true}) {
    patient_server patient;
    raw_http_client client(patient.server.port());
    client.send(std::string(get_now) + std::string(get_late));
    patient.run_until_seen(2);
    drains ? patient.server.drain({}) : patient.server.flush();
    EXPECT_EQ(client.read_response().body, "ok");
    patient.late = {};
    EXPECT_TRUE(client.is_closed());
  }
}

}  // namespace
}  // namespace lamina::http
