#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lamina/gateway/listener/access_record.h"

namespace lamina::gateway {

// How many of something took how long.
class latency_histogram {
 public:
  static constexpr std::array<std::int64_t, 15> bounds = {  // microseconds, inclusive
      500,     1'000,   2'500,     5'000,     10'000,    25'000,     50'000,    100'000,
      250'000, 500'000, 1'000'000, 2'500'000, 5'000'000, 10'000'000, 30'000'000};

  void add(std::chrono::microseconds took) noexcept {
    std::size_t at = 0;
    while (at < bounds.size() && took.count() > bounds[at]) ++at;
    ++counts_[at];
    sum_ += took.count();
  }
  void add(const latency_histogram& other) noexcept;

  // Of each bucket alone; the last is for what took longer than all bounds.
  const std::array<std::uint64_t, bounds.size() + 1>& counts() const noexcept { return counts_; }
  std::uint64_t count() const noexcept;
  std::chrono::microseconds sum() const noexcept { return std::chrono::microseconds(sum_); }

 private:
  std::array<std::uint64_t, bounds.size() + 1> counts_{};
  std::int64_t sum_ = 0;
};

struct answer_count {
  std::string_view method;  // one of a fixed set, "other" for the rest: clients cannot make new ones
  int status = 0;
  std::uint64_t count = 0;
};

// What became of the requests of one route.
struct route_numbers {
  std::vector<answer_count> answers{};
  latency_histogram duration{}, integration{};
};

struct authorizer_numbers {
  std::uint64_t hits = 0, misses = 0, refused = 0;
};

struct throttle_numbers {
  std::uint64_t rate = 0, quota = 0, function = 0;  // by whom: a rate limit, a quota, a function's queue
};

// The requests of one family of APIs on one loop, counted from their access records. Plain integers: belongs to the
// loop's thread; another gets a copy, made there. How many there can be is bound by the service, not by its clients:
// routes are templates, one for all that has none, and 1000 at most.
class request_numbers {
 public:
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
  };
  template <class T>
  using by_text = std::unordered_map<std::string, T, text_hash, std::equal_to<>>;

  request_numbers() = default;
  request_numbers(const request_numbers& other) { add(other); }
  request_numbers& operator=(const request_numbers&) = delete;

  void count(const access_record& record);
  void add(const request_numbers& other);

  // By the template of the route: "/pets/{id}", "GET /pets/{id}", "$connect"; "unmatched", "other" (beyond 1000).
  const by_text<route_numbers>& routes() const noexcept { return routes_; }
  // The same of WebSocket events, whose methods are CONNECT, MESSAGE and DISCONNECT.
  const by_text<route_numbers>& events() const noexcept { return events_; }
  const by_text<authorizer_numbers>& authorizers() const noexcept { return authorizers_; }
  const throttle_numbers& throttled() const noexcept { return throttled_; }
  std::uint64_t bytes_in() const noexcept { return bytes_in_; }  // of bodies and messages
  std::uint64_t bytes_out() const noexcept { return bytes_out_; }
  std::uint64_t messages_sent() const noexcept { return messages_sent_; }  // to WebSockets

 private:
  route_numbers& find(by_text<route_numbers>& among, std::string_view route);
  void count_authorizer(const access_record& record);
  void count_throttled(const access_record& record);

  by_text<route_numbers> routes_, events_;
  by_text<authorizer_numbers> authorizers_;
  throttle_numbers throttled_;
  std::uint64_t bytes_in_ = 0, bytes_out_ = 0, messages_sent_ = 0;
  // The route of the last request is, as a rule, that of the next.
  const by_text<route_numbers>* last_among_ = nullptr;
  const std::string* last_route_ = nullptr;
  route_numbers* last_ = nullptr;
};

}  // namespace lamina::gateway
