#include "lamina/gateway/metrics/request_numbers.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

std::uint64_t count_of(const route_numbers& route, std::string_view method, int status) {
  for (const answer_count& each : route.answers)
    if (each.method == method && each.status == status) return each.count;
  return 0;
}

TEST(latency_histogram, puts_each_into_the_first_bucket_that_holds_it) {
  latency_histogram all;
  all.add(0us);
  all.add(500us);
  all.add(501us);
  all.add(30s);
  all.add(31s);
  EXPECT_EQ(all.counts()[0], 2u);
  EXPECT_EQ(all.counts()[1], 1u);
  EXPECT_EQ(all.counts()[14], 1u);
  EXPECT_EQ(all.counts()[15], 1u);
  EXPECT_EQ(all.count(), 5u);
  EXPECT_EQ(all.sum(), 61s + 1001us);
}

TEST(request_numbers, count_by_route_method_and_status) {
  request_numbers numbers;
  for (int i = 0; i < 3; ++i) numbers.count({.method = "GET", .resource = "/pets/{id}", .status = 200});
  numbers.count({.method = "GET", .resource = "/pets/{id}", .status = 404});
  numbers.count({.method = "POST", .resource = "/pets", .status = 200, .latency = 2ms, .integration_latency = 1ms});
  const route_numbers& one = numbers.routes().at("/pets/{id}");
  EXPECT_EQ(count_of(one, "GET", 200), 3u);
  EXPECT_EQ(count_of(one, "GET", 404), 1u);
  EXPECT_EQ(one.duration.count(), 4u);
  EXPECT_EQ(one.integration.count(), 0u);
  EXPECT_EQ(numbers.routes().at("/pets").integration.sum(), 1ms);
}

TEST(request_numbers, know_one_route_for_all_that_has_none) {
  request_numbers numbers;
  numbers.count({.method = "GET", .path = "/a", .status = 403});
  numbers.count({.method = "GET", .path = "/b", .status = 403});
  numbers.count({.method = "GET", .route_key = "$default", .status = 200});
  EXPECT_EQ(numbers.routes().size(), 2u);
  EXPECT_EQ(count_of(numbers.routes().at("unmatched"), "GET", 403), 2u);
  EXPECT_EQ(count_of(numbers.routes().at("$default"), "GET", 200), 1u);
}

TEST(request_numbers, cannot_be_made_to_grow_by_clients) {
  request_numbers numbers;
  for (int i = 0; i < 5000; ++i) {
    const std::string text = "M" + std::to_string(i);
    numbers.count({.method = text, .resource = text, .authorizer = "hit", .authorizer_name = text, .status = 200});
  }
  EXPECT_LE(numbers.routes().size(), 1001u);
  EXPECT_LE(numbers.authorizers().size(), 1001u);
  EXPECT_EQ(count_of(numbers.routes().at("other"), "other", 200), 4000u);
  for (const auto& [name, route] : numbers.routes()) EXPECT_EQ(route.answers.size(), 1u);
}

TEST(request_numbers, keep_events_of_websockets_apart) {
  request_numbers numbers;
  numbers.count({.event_type = "CONNECT", .route_key = "$connect", .status = 101});
  numbers.count(
      {.event_type = "MESSAGE", .route_key = "send", .status = 200, .response_length = 5, .request_length = 3});
  numbers.count({.event_type = "MESSAGE", .route_key = "send", .status = 200});
  numbers.count({.method = "POST", .resource = "/@connections/{id}", .connection_id = "c=", .status = 200});
  numbers.count({.method = "GET", .resource = "/@connections/{id}", .connection_id = "c=", .status = 200});
  numbers.count({.method = "POST", .resource = "/@connections/{id}", .connection_id = "c=", .status = 410});
  EXPECT_EQ(numbers.events().size(), 2u);
  EXPECT_EQ(count_of(numbers.events().at("send"), "MESSAGE", 200), 2u);
  EXPECT_EQ(numbers.routes().size(), 1u);
  EXPECT_EQ(numbers.messages_sent(), 2u) << "a route response and a call of the management API";
  EXPECT_EQ(numbers.bytes_in(), 3u);
  EXPECT_EQ(numbers.bytes_out(), 5u);
}

TEST(request_numbers, tell_routes_and_events_of_one_name_apart) {
  request_numbers numbers;
  numbers.count({.event_type = "MESSAGE", .route_key = "same", .status = 200});
  numbers.count({.method = "GET", .route_key = "same", .status = 200});
  numbers.count({.event_type = "MESSAGE", .route_key = "same", .status = 200});
  EXPECT_EQ(numbers.routes().at("same").duration.count(), 1u);
  EXPECT_EQ(numbers.events().at("same").duration.count(), 2u);
}

TEST(request_numbers, count_what_authorizers_were_asked) {
  request_numbers numbers;
  const grant good;
  for (const char* how : {"hit", "hit", "miss"})
    numbers.count({.authorizer = how, .authorizer_name = "guard", .granted = &good, .status = 200});
  numbers.count({.authorizer = "refused", .authorizer_name = "guard", .status = 401});
  numbers.count({.status = 200});
  const authorizer_numbers& one = numbers.authorizers().at("guard");
  EXPECT_EQ(one.hits, 2u);
  EXPECT_EQ(one.misses, 1u);
  EXPECT_EQ(one.refused, 1u);
}

TEST(request_numbers, count_who_throttled) {
  request_numbers numbers;
  numbers.count({.status = 429, .response_type = "THROTTLED"});
  numbers.count({.status = 429, .response_type = "QUOTA_EXCEEDED"});
  numbers.count({.status = 429, .invoke_status = 429, .response_type = "THROTTLED"});
  numbers.count({.authorizer = "miss", .status = 429});
  numbers.count({.event_type = "MESSAGE", .status = 429, .invoke_status = 429});
  numbers.count({.event_type = "MESSAGE", .status = 429, .error = "the route is throttled"});
  for (const char* type : {"", "MESSAGE"})  // the function's own answer
    numbers.count({.event_type = type, .status = 429, .integration_status = 429, .invoke_status = 200});
  EXPECT_EQ(numbers.throttled().rate, 2u);
  EXPECT_EQ(numbers.throttled().quota, 1u);
  EXPECT_EQ(numbers.throttled().function, 3u);
}

TEST(request_numbers, add_up) {
  request_numbers left, right;
  http::request request;
  request.body = "12345";
  left.count({.method = "GET", .resource = "/a", .request = &request, .status = 200, .latency = 1ms});
  right.count({.method = "GET", .resource = "/a", .request = &request, .status = 200, .latency = 2ms});
  right.count({.method = "PUT", .resource = "/b", .authorizer = "hit", .status = 429, .response_type = "THROTTLED"});
  left.add(right);
  EXPECT_EQ(count_of(left.routes().at("/a"), "GET", 200), 2u);
  EXPECT_EQ(left.routes().at("/a").duration.sum(), 3ms);
  EXPECT_EQ(left.routes().size(), 2u);
  EXPECT_EQ(left.bytes_in(), 10u);
  EXPECT_EQ(left.throttled().rate, 1u);
  EXPECT_EQ(left.authorizers().at("").hits, 1u);
  const request_numbers copy(left);
  EXPECT_EQ(count_of(copy.routes().at("/a"), "GET", 200), 2u);
}

}  // namespace
}  // namespace lamina::gateway
