#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/json/json.h"
#include "lamina/store/object_store.h"

namespace parity_user_store {

// The subscription table in the shape that the transcript speaks of, which is the original's: one item with all
// subscribers under a user's id, one under each connection's id.
//
// The port stores neither: it has one item per user and connection, and prefixes before its ids
// (examples/user_store/subscriptions.h). So this is a translation, not what is stored. It shows exactly what the port
// would push to and unsubscribe by; what only the original's items hold (other fields, an empty list) cannot be seen or
// written through it, and a write of several subscribers is several writes.
class subscription_table {
 public:
  // The store must outlive it.
  subscription_table(lamina::store::object_store& store, std::string table) : store_(store), table_(std::move(table)) {}

  // The user's item, its subscribers in the order in which they were written, or the connection's. Null: neither.
  lamina::result<lamina::json::value> get(std::string_view id) const;
  // Replaces the user's or the connection's item, whichever `cacheName` says. Error for an item of another shape.
  lamina::result<void> put(const lamina::json::value& item) const;
  // Removes what is there under a user's or connection's id; as in the original, one leaves the other alone.
  lamina::result<void> remove(std::string_view id) const;

 private:
  using items = std::vector<lamina::store::page::item>;
  lamina::result<items> subscribers_of(std::string_view user) const;
  lamina::result<void> put_subscribers(std::string_view user, const lamina::json::array& subscribers) const;

  lamina::store::object_store& store_;
  std::string table_;
};

}  // namespace parity_user_store
