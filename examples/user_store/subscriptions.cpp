#include "examples/user_store/subscriptions.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "lamina/base/hex.h"

namespace user_store {
namespace {

using namespace lamina;

std::string sha256_hex(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return hex_encode({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

template <class Unit>
std::int64_t count_of(system_time when) {
  return std::chrono::duration_cast<Unit>(when.time_since_epoch()).count();
}

// 1970 for what is no number, or none of this era.
template <class Unit>
system_time time_of(const json::value& item, std::string_view name) {
  const json::value* found = json::find(item, name);
  constexpr Unit latest = std::chrono::hours(24 * 365 * 200);
  if (!found || !found->is_int64() || found->as_int64() < 0 || found->as_int64() > latest.count()) return {};
  return system_time(Unit(found->as_int64()));
}

}  // namespace

std::string subscriber_prefix(std::string_view user) { return "subscriber/" + sha256_hex(user) + "/"; }

std::string subscriber_item_id(std::string_view user, std::string_view connection_id) {
  return subscriber_prefix(user).append(connection_id);
}

std::string connection_item_id(std::string_view connection_id) {
  return std::string("connection/").append(connection_id);
}

json::value to_subscriber_item(std::string_view user, const subscriber& one) {
  return {{"id", subscriber_item_id(user, one.connection_id)},
          {"cacheName", "Subscription"},
          {"toThingId", user},
          {"subscriberId", one.connection_id},
          {"type", one.type},
          {"endpoint", one.endpoint},
          {"since", count_of<std::chrono::milliseconds>(one.since)},
          {"expires", count_of<std::chrono::seconds>(one.expires)}};
}

result<subscriber> read_subscriber_item(const json::value& item) {
  subscriber read{.connection_id = std::string(json::find_string(item, "subscriberId")),
                  .endpoint = std::string(json::find_string(item, "endpoint")),
                  .type = std::string(json::find_string(item, "type")),
                  .since = time_of<std::chrono::milliseconds>(item, "since"),
                  .expires = time_of<std::chrono::seconds>(item, "expires")};
  if (read.connection_id.empty()) return error(500, "a subscription without subscriberId");
  return read;
}

json::value to_connection_item(std::string_view connection_id, std::string_view user) {
  return {{"id", connection_item_id(connection_id)},
          {"cacheName", "SubscriberMap"},
          {"subscriberId", connection_id},
          {"thingId", user}};
}

// The item that pushes go by comes first: where only that one was written, the first push finds out that the connection
// is gone and drops it. A connection's item alone would never be looked at again.
void subscriptions::subscribe(std::string_view user, const subscriber& one) const {
  const std::string id = subscriber_item_id(user, one.connection_id);
  std::ignore = store_->put(table_, id, to_subscriber_item(user, one)).value();
  const auto written =
      store_->put(table_, connection_item_id(one.connection_id), to_connection_item(one.connection_id, user));
  if (written) return;
  std::ignore = store_->remove(table_, id);  // nobody is told that it failed; pushes drop it as well
  throw written.error();
}

std::optional<std::string> subscriptions::unsubscribe(std::string_view connection_id) const {
  const auto found = store_->get(table_, connection_item_id(connection_id)).value();
  if (!found) return std::nullopt;
  std::string user(json::find_string(found->document, "thingId"));
  drop(user, connection_id);
  return user;
}

std::vector<subscriber> subscriptions::of(std::string_view user) const {
  std::vector<subscriber> found;
  std::string after;
  for (std::optional<std::string> next = ""; next;) {
    after = *std::move(next);
    store::page some = store_->list(table_, subscriber_prefix(user), after, store::max_page_items).value();
    for (const auto& item : some.items) {
      // An item that names no connection is nobody's.
      if (auto one = read_subscriber_item(item.object.document)) found.push_back(*std::move(one));
    }
    next = std::move(some.next);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const subscriber& left, const subscriber& right) { return left.since < right.since; });
  return found;
}

// The connection's item goes last: should this end half way, the next try still knows the user.
void subscriptions::drop(std::string_view user, std::string_view connection_id) const {
  store_->remove(table_, subscriber_item_id(user, connection_id)).value();
  store_->remove(table_, connection_item_id(connection_id)).value();
}

}  // namespace user_store
