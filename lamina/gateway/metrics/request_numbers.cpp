#include "lamina/gateway/metrics/request_numbers.h"

#include <algorithm>
#include <numeric>

namespace lamina::gateway {
namespace {

constexpr std::size_t max_series = 1000;
constexpr std::array<std::string_view, 10> methods = {"GET",     "POST", "PUT",     "DELETE",  "PATCH",
                                                      "OPTIONS", "HEAD", "CONNECT", "MESSAGE", "DISCONNECT"};

std::string_view known(std::string_view method) noexcept {
  const auto* found = std::ranges::find(methods, method);
  return found == methods.end() ? std::string_view("other") : *found;
}

void add_answers(std::vector<answer_count>& to, std::string_view method, int status, std::uint64_t by) {
  for (answer_count& each : to)
    if (each.status == status && each.method == method) {
      each.count += by;
      return;
    }
  to.push_back({method, status, by});
}

}  // namespace

void latency_histogram::add(const latency_histogram& other) noexcept {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  sum_ += other.sum_;
}

std::uint64_t latency_histogram::count() const noexcept {
  return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
}

void request_numbers::count(const access_record& record) {
  const bool is_event = !record.event_type.empty();
  const std::string_view named = record.resource.empty() ? record.route_key : record.resource;
  route_numbers& route = find(is_event ? events_ : routes_, named.empty() ? std::string_view("unmatched") : named);
  add_answers(route.answers, known(is_event ? record.event_type : record.method), record.status, 1);
  route.duration.add(record.latency);
  if (record.integration_latency.count() >= 0) route.integration.add(record.integration_latency);
  bytes_in_ += record.request == nullptr ? record.request_length : record.request->body.size();
  bytes_out_ += record.response_length;
  if (record.event_type == "MESSAGE" && record.response_length > 0) ++messages_sent_;
  if (!is_event && record.status == 200 && !record.connection_id.empty() && record.method == "POST") ++messages_sent_;
  if (!record.authorizer.empty()) count_authorizer(record);
  if (record.status == 429) count_throttled(record);
}

route_numbers& request_numbers::find(by_text<route_numbers>& among, std::string_view route) {
  if (last_route_ != nullptr && *last_route_ == route && &among == last_among_) return *last_;
  auto found = among.find(route);
  if (found == among.end()) found = among.try_emplace(among.size() < max_series ? std::string(route) : "other").first;
  last_among_ = &among;
  last_route_ = &found->first;
  last_ = &found->second;
  return *last_;
}

void request_numbers::count_authorizer(const access_record& record) {
  auto found = authorizers_.find(record.authorizer_name);
  if (found == authorizers_.end()) {
    const bool has_room = authorizers_.size() < max_series;
    found = authorizers_.try_emplace(has_room ? std::string(record.authorizer_name) : "other").first;
  }
  if (record.authorizer == "hit")
    ++found->second.hits;
  else if (record.authorizer == "miss")
    ++found->second.misses;
  else if (record.granted == nullptr)
    ++found->second.refused;
}

// A function may answer 429 itself: that is its own business.
void request_numbers::count_throttled(const access_record& record) {
  if (record.integration_status != 0) return;
  const bool is_authorizers = record.authorizer == "miss" && record.granted == nullptr;
  if (record.invoke_status == 429 || is_authorizers)
    ++throttled_.function;
  else if (record.response_type == "QUOTA_EXCEEDED")
    ++throttled_.quota;
  else
    ++throttled_.rate;
}

void request_numbers::add(const request_numbers& other) {
  const auto add_routes = [](by_text<route_numbers>& to, const by_text<route_numbers>& from) {
    for (const auto& [name, numbers] : from) {
      route_numbers& sum = to[name];
      for (const answer_count& each : numbers.answers) add_answers(sum.answers, each.method, each.status, each.count);
      sum.duration.add(numbers.duration);
      sum.integration.add(numbers.integration);
    }
  };
  add_routes(routes_, other.routes_);
  add_routes(events_, other.events_);
  for (const auto& [name, numbers] : other.authorizers_) {
    authorizer_numbers& sum = authorizers_[name];
    sum.hits += numbers.hits;
    sum.misses += numbers.misses;
    sum.refused += numbers.refused;
  }
  throttled_.rate += other.throttled_.rate;
  throttled_.quota += other.throttled_.quota;
  throttled_.function += other.throttled_.function;
  bytes_in_ += other.bytes_in_;
  bytes_out_ += other.bytes_out_;
  messages_sent_ += other.messages_sent_;
}

}  // namespace lamina::gateway
