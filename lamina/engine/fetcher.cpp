#include "lamina/engine/fetcher.h"

#include <utility>

#include "lamina/base/detached.h"
#include "lamina/engine/internal/invocation.h"

namespace lamina {
namespace {

detached settle_later(std::shared_ptr<const fetcher::fetch_one> fetch, std::string key, scheduler& loop,
                      std::shared_ptr<fetched_value> value) {
  std::optional<result<json::value>> came;
  try {
    result<json::value> value_of_key = co_await (*fetch)(std::move(key), loop);
    came.emplace(std::move(value_of_key));
  } catch (...) {
    came.emplace(internal::current_error());
  }
  value->settle(*std::move(came));
}

}  // namespace

fetcher::fetcher(std::vector<std::string> keys, fetch_one fetch, cache_options options, process_cache& cache)
    : keys_(std::make_shared<const std::vector<std::string>>(std::move(keys))),
      fetch_(std::make_shared<const fetch_one>(std::move(fetch))),
      options_(std::move(options)),
      cache_(&cache) {}

void fetcher::prefetch(scheduler& loop) const {
  if (options_.effective_expiry() != 0) fetch(loop);
}

process_cache::values fetcher::fetch(scheduler& loop) const {
  const auto begin = [keys = keys_, fetch = fetch_](const process_cache::values& cached, scheduler& on) {
    process_cache::values begun;
    for (const std::string& key : *keys)
      if (!cached.contains(key)) settle_later(fetch, key, on, begun[key] = std::make_shared<fetched_value>());
    return begun;
  };
  return cache_->get_or_fetch(options_, begin, loop);
}

void fetcher::load_into(internal_store& internal, scheduler& loop) const {
  for (auto& [key, value] : fetch(loop)) internal.set(key, value);
}

}  // namespace lamina
