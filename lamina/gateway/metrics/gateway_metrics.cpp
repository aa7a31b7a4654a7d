#include "lamina/gateway/metrics/gateway_metrics.h"

#include <algorithm>
#include <set>

namespace lamina::gateway {

// One question on its way from loop to loop: each adds its figures, the last hands them over.
struct gateway_metrics::collection {
  collection(gateway_metrics& of, scheduler& at, move_only_function<void(gateway_figures)> then)
      : all(of), home(at), done(std::move(then)) {}

  gateway_metrics& all;
  scheduler& home;
  move_only_function<void(gateway_figures)> done;
  std::vector<part*> left;  // to be asked yet, the next at the end
  gateway_figures figures{};

  static void go_on(std::unique_ptr<collection> one, steady_time now) {
    if (one->left.empty()) {
      one->all.add_functions(one->figures);
      scheduler& home = one->home;
      home.post([one = std::move(one)]() mutable { one->done(std::move(one->figures)); });
      return;
    }
    part& next = *one->left.back();
    one->left.pop_back();
    next.loop.post([one = std::move(one), &next, asked = now]() mutable {
      const steady_time reached = next.loop.now();
      one->figures.lags.push_back(std::chrono::duration_cast<std::chrono::microseconds>(reached - asked));
      one->all.read(next, one->figures);
      go_on(std::move(one), reached);
    });
  }
};

gateway_metrics::part& gateway_metrics::part_of(scheduler& loop) {
  for (const auto& each : parts_)
    if (&each->loop == &loop) return *each;
  return *parts_.emplace_back(std::make_unique<part>(loop));
}

request_numbers& gateway_metrics::requests(scheduler& loop, api_family family) {
  const std::scoped_lock lock(mutex_);
  return part_of(loop).requests[family];
}

std::uint64_t gateway_metrics::add_probe(scheduler& loop, probe add) {
  const std::scoped_lock lock(mutex_);
  part_of(loop).probes.emplace(++last_probe_, std::move(add));
  return last_probe_;
}

void gateway_metrics::remove_probe(std::uint64_t id) {
  const std::scoped_lock lock(mutex_);
  for (const auto& each : parts_) each->probes.erase(id);
}

void gateway_metrics::watch(const std::map<std::string, std::shared_ptr<function_pool::function>>& functions) {
  const std::scoped_lock lock(mutex_);
  for (const auto& [key, one] : functions) functions_[key] = one;
}

void gateway_metrics::collect(scheduler& home, move_only_function<void(gateway_figures)> done) {
  auto one = std::make_unique<collection>(*this, home, std::move(done));
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& each : parts_) one->left.push_back(each.get());
  }
  std::ranges::reverse(one->left);
  collection::go_on(std::move(one), home.now());
}

// On the loop of that part. The lock is for its lists: another loop may be adding to them at the start.
void gateway_metrics::read(part& from, gateway_figures& into) {
  const std::scoped_lock lock(mutex_);
  for (const auto& [family, numbers] : from.requests) into.requests[family].add(numbers);
  for (const auto& [id, add] : from.probes) add(into);
}

void gateway_metrics::add_functions(gateway_figures& to) {
  const std::scoped_lock lock(mutex_);
  std::set<const function_pool::function*> seen;  // one function may stand under several keys
  for (const auto& [key, weak] : functions_) {
    const auto one = weak.lock();
    if (!one || !seen.insert(one.get()).second) continue;
    if (const auto figures = one->measured()) to.functions.emplace_back(key, *figures);
  }
}

}  // namespace lamina::gateway
