#include "lamina/gateway/listener/access_line.h"

#include <gtest/gtest.h>

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

std::string line(const access_record& record) {
  time_texts now;
  now.update(system_time(1722641683023ms));
  std::string out = "left over";
  write_access_line(out, record, now);
  EXPECT_EQ(out.find('\n'), std::string::npos);
  return out;
}

TEST(access_line, says_who_asked_for_what_and_what_came_of_it) {
  EXPECT_EQ(
      line({.request_id = "id",
            .ip = "192.0.2.7",
            .method = "GET",
            .path = "/dev/pets/7",
            .resource = "/pets/{id}",
            .authorizer = "hit",
            .status = 200,
            .response_length = 12,
            .latency = 1042us}),
      R"({"time":"2024-08-02T23:34:43.023Z","requestId":"id","ip":"192.0.2.7","httpMethod":"GET","path":"/dev/pets/7",)"
      R"("resourcePath":"/pets/{id}","status":200,"responseLength":12,"responseLatency":1.042,"authorizer":"hit"})");
}

TEST(access_line, says_what_happened_on_which_websocket) {
  EXPECT_EQ(line({.request_id = "id",
                  .ip = "192.0.2.7",
                  .event_type = "MESSAGE",
                  .route_key = "send",
                  .connection_id = "c=",
                  .status = 200,
                  .response_length = 2,
                  .latency = 412us}),
            R"({"time":"2024-08-02T23:34:43.023Z","requestId":"id","ip":"192.0.2.7","eventType":"MESSAGE",)"
            R"("routeKey":"send","connectionId":"c=","status":200,"responseLength":2,"responseLatency":0.412})");
}

TEST(access_line, names_the_connection_of_a_management_call) {
  const auto got = json::parse(line({.method = "POST", .path = "/dev/@connections/c", .connection_id = "c="}));
  EXPECT_EQ(got.at("httpMethod"), "POST");
  EXPECT_EQ(got.at("connectionId"), "c=");
  EXPECT_FALSE(got.as_object().contains("eventType"));
}

TEST(access_line, leaves_out_what_there_is_not_and_says_what_failed) {
  const auto got =
      json::parse(line({.method = "GET", .path = "/x\n\"\xFF", .status = 502, .latency = 7us, .error = "malformed"}));
  EXPECT_FALSE(got.as_object().contains("resourcePath"));
  EXPECT_FALSE(got.as_object().contains("authorizer"));
  EXPECT_EQ(got.at("path"), "/x\n\"\xEF\xBF\xBD");
  EXPECT_EQ(got.at("error"), "malformed");
  EXPECT_EQ(got.at("responseLatency").as_double(), 0.007);
}

}  // namespace
}  // namespace lamina::gateway
