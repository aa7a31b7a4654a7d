#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "lamina/base/scheduler.h"
#include "lamina/engine/fetched_value.h"

namespace lamina {

// Middy's cacheExpiry and its relatives, one set for all middlewares that fetch.
struct cache_options {
  std::string key;
  // Milliseconds: -1 for ever, 0 not at all, up to 86,400,000 (a day) a duration, above that an absolute Unix time.
  std::int64_t expiry = -1;
  std::map<std::string, std::int64_t, std::less<>> key_expiry{};  // by key; overrides `expiry`
  std::size_t maximum_size = 128;                                 // entries; beyond, the one that expires first goes

  std::int64_t effective_expiry() const;
  // "Invalid cacheExpiry value: ..." of a number as written in JSON; throws lamina::error.
  static std::int64_t read_expiry(double written);
};

// Fetched values that outlive an invocation: one map for the whole process, from a middleware's cache key to its values
// by fetch key. Values may still be on their way. Any thread.
//
// A value that failed is fetched again by the next invocation, and it alone (Middy's fetchers clear their failed keys).
// An entry that expires is fetched again at that moment, by a timer on the loop that fetched it, unless it was changed,
// cleared or replaced since or one of its values failed; then the next one to ask does it. Should the loop stand still
// meanwhile (a runtime between two events), so does the timer. The cache must outlive the loops.
class process_cache {
 public:
  using values = std::map<std::string, std::shared_ptr<fetched_value>, std::less<>>;
  // Begins to fetch, on `loop`, every key that `cached` does not have, and returns what it began; called without a
  // lock, so two threads that miss at once may both fetch. May throw; then nothing is cached. Kept for the timer.
  using fetch = std::function<values(const values& cached, scheduler& loop)>;

  // The entry when it is there and not expired, else what `begin` starts to fetch, which is kept as the options say.
  // On the thread of `loop`, or before it runs.
  values get_or_fetch(const cache_options& options, const fetch& begin, scheduler& loop);

  // Replaces an entry's values; keys that are now missing are fetched on the next hit. Nothing when there is no entry.
  void modify(std::string_view key, values replacement);
  values get(std::string_view key) const;  // {} when there is none
  void clear();
  void clear(std::string_view key);
  std::size_t size() const;

  static process_cache& shared();

 private:
  struct entry {
    process_cache::values values;
    std::int64_t expires = 0;  // Unix ms; -1: never
    bool is_modified = false;
    std::uint64_t serial = 0;  // what a timer knows it by; 0 when no timer may refresh it
  };

  // The values of an unexpired entry, and whether some of them must be fetched again.
  bool find_fresh(const cache_options& options, std::int64_t now, values& found, bool& is_complete) const;
  values fetch_all(const cache_options& options, const fetch& begin, scheduler& loop);
  std::uint64_t store(const cache_options& options, values fresh, std::int64_t expires);
  bool may_refresh(std::string_view key, std::uint64_t serial) const;
  void make_room(std::size_t maximum_size);

  mutable std::mutex mutex_;
  std::map<std::string, entry, std::less<>> entries_;
  std::uint64_t last_serial_ = 0;
};

}  // namespace lamina
