#include "lamina/engine/process_cache.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lamina {
namespace {

constexpr std::int64_t day = 86'400'000;
constexpr std::int64_t longest_timer = 365 * day;  // moments further away are left to whoever asks then

std::int64_t unix_milliseconds(system_time when) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count();
}

// Entries that never expire are the last to go.
std::uint64_t urgency(std::int64_t expires) { return static_cast<std::uint64_t>(expires); }

}  // namespace

std::int64_t cache_options::effective_expiry() const {
  const auto found = key_expiry.find(key);
  return found == key_expiry.end() ? expiry : found->second;
}

std::int64_t cache_options::read_expiry(double written) {
  if (written == std::trunc(written) && written >= -1 && written < 9.0e15) return static_cast<std::int64_t>(written);
  throw error("Invalid cacheExpiry value: " + json::serialize(written) +
              ". Must be -1 (infinite), 0 (disabled), or a positive integer (ms duration or unix timestamp)");
}

bool process_cache::find_fresh(const cache_options& options, std::int64_t now, values& found, bool& is_complete) const {
  const std::lock_guard lock(mutex_);
  const auto at = entries_.find(options.key);
  if (at == entries_.end()) return false;
  const entry& entry = at->second;
  if (options.effective_expiry() >= 0 && entry.expires <= now) return false;
  is_complete = !entry.is_modified;
  for (const auto& [name, value] : entry.values) {
    if (value->has_failed())
      is_complete = false;
    else
      found.emplace(name, value);
  }
  return true;
}

process_cache::values process_cache::get_or_fetch(const cache_options& options, const fetch& begin, scheduler& loop) {
  if (options.effective_expiry() == 0) return begin({}, loop);
  values cached;
  bool is_complete = false;
  if (!find_fresh(options, unix_milliseconds(loop.wall_clock()), cached, is_complete))
    return fetch_all(options, begin, loop);
  if (is_complete) return cached;
  values all = begin(cached, loop);
  for (auto& [name, value] : cached) all.emplace(name, value);
  modify(options.key, all);
  const std::lock_guard lock(mutex_);
  if (const auto at = entries_.find(options.key); at != entries_.end()) at->second.is_modified = false;
  return all;
}

process_cache::values process_cache::fetch_all(const cache_options& options, const fetch& begin, scheduler& loop) {
  values fresh = begin({}, loop);
  const std::int64_t now = unix_milliseconds(loop.wall_clock());
  const std::int64_t expiry = options.effective_expiry();
  const std::int64_t expires = expiry < 0 ? -1 : expiry > day ? expiry : now + expiry;
  const std::uint64_t serial = store(options, fresh, expires);
  if (expires <= now || expires - now > longest_timer) return fresh;
  loop.call_after(std::chrono::milliseconds(expires - now), [this, options, begin, &loop, serial] {
    if (!may_refresh(options.key, serial)) return;
    try {
      fetch_all(options, begin, loop);
    } catch (...) {
      // Nobody asked: the entry has expired, and whoever does ask fetches and is told.
    }
  });
  return fresh;
}

std::uint64_t process_cache::store(const cache_options& options, values fresh, std::int64_t expires) {
  const std::lock_guard lock(mutex_);
  if (!entries_.contains(options.key)) make_room(options.maximum_size);
  entries_.insert_or_assign(options.key, entry{std::move(fresh), expires, false, ++last_serial_});
  return last_serial_;
}

bool process_cache::may_refresh(std::string_view key, std::uint64_t serial) const {
  const std::lock_guard lock(mutex_);
  const auto at = entries_.find(key);
  return at != entries_.end() && at->second.serial == serial &&
         std::ranges::none_of(at->second.values, [](const auto& named) { return named.second->has_failed(); });
}

void process_cache::make_room(std::size_t maximum_size) {
  while (!entries_.empty() && entries_.size() >= std::max<std::size_t>(maximum_size, 1))
    entries_.erase(
        std::ranges::min_element(entries_, {}, [](const auto& named) { return urgency(named.second.expires); }));
}

void process_cache::modify(std::string_view key, values replacement) {
  const std::lock_guard lock(mutex_);
  const auto at = entries_.find(key);
  if (at == entries_.end()) return;
  at->second.values = std::move(replacement);
  at->second.is_modified = true;
  at->second.serial = 0;
}

process_cache::values process_cache::get(std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const auto at = entries_.find(key);
  return at == entries_.end() ? values() : at->second.values;
}

void process_cache::clear() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
}

void process_cache::clear(std::string_view key) {
  const std::lock_guard lock(mutex_);
  if (const auto at = entries_.find(key); at != entries_.end()) entries_.erase(at);
}

std::size_t process_cache::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

process_cache& process_cache::shared() {
  static process_cache cache;
  return cache;
}

}  // namespace lamina
