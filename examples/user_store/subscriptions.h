#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/scheduler.h"
#include "lamina/store/object_store.h"

namespace user_store {

// One connection that wants a user's document whenever it changes.
struct subscriber {
  std::string connection_id{};
  std::string endpoint{};          // of the management API, without the connection's path
  std::string type = "WebSocket";  // others may be stored; nothing here can reach them
  lamina::system_time since{};     // 1970 where the item does not say
  lamina::system_time expires{};   // of the token it connected with, to the second; 1970 where the item does not say
};

// The items of the subscription table, `id` being what they are stored under:
//
//   {id: "subscriber/<user>/<connection>", cacheName: "Subscription", toThingId: user, subscriberId: connection,
//    type: "WebSocket", endpoint, since: milliseconds, expires: seconds}            one per user and connection
//   {id: "connection/<connection>", cacheName: "SubscriberMap", subscriberId: connection, thingId: user}
//
// In an id <user> is the SHA-256 of the user's id in hex: ids of users are any text of up to 2048 bytes, slashes
// included, as long as ids of the store may be. So one user's prefix is never another's, and a connection's item is
// never a user's.
std::string subscriber_prefix(std::string_view user);
std::string subscriber_item_id(std::string_view user, std::string_view connection_id);
std::string connection_item_id(std::string_view connection_id);

lamina::json::value to_subscriber_item(std::string_view user, const subscriber& one);
// A connection that the user has, whatever else the item lacks. Error 500 where it names none.
lamina::result<subscriber> read_subscriber_item(const lamina::json::value& item);
lamina::json::value to_connection_item(std::string_view connection_id, std::string_view user);

// Who wants to hear of whose document. Every connection has items of its own, so that nobody's write can undo
// another's, from however many processes. Throws what the store says. Any thread.
class subscriptions {
 public:
  subscriptions(std::shared_ptr<lamina::store::object_store> store, std::string table)
      : store_(std::move(store)), table_(std::move(table)) {}

  // Twice is once.
  void subscribe(std::string_view user, const subscriber& one) const;
  // Needs no token: the connection's own item says whose it was. Answers that user; nothing when it had no
  // subscription.
  std::optional<std::string> unsubscribe(std::string_view connection_id) const;
  // In the order they came.
  std::vector<subscriber> of(std::string_view user) const;
  // Takes away a connection that turned out to be gone, even where its own item is missing.
  void drop(std::string_view user, std::string_view connection_id) const;

 private:
  std::shared_ptr<lamina::store::object_store> store_;
  std::string table_;
};

}  // namespace user_store
