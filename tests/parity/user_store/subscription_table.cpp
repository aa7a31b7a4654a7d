#include "tests/parity/user_store/subscription_table.h"

#include <algorithm>

#include "examples/user_store/subscriptions.h"

namespace parity_user_store {
namespace {

using namespace lamina;

// A subscriber as the original's list has it.
json::value listed(const user_store::subscriber& one) {
  json::object entry{{"type", one.type}, {"id", one.connection_id}};
  if (!one.endpoint.empty()) entry["endpoint"] = one.endpoint;
  return entry;
}

}  // namespace

result<subscription_table::items> subscription_table::subscribers_of(std::string_view user) const {
  items all;
  std::string after;
  for (;;) {
    auto page = store_.list(table_, user_store::subscriber_prefix(user), after, store::max_page_items);
    if (!page) return std::move(page).error();
    std::ranges::move(page->items, std::back_inserter(all));
    if (!page->next) break;
    after = *std::move(page->next);
  }
  // Versions grow with every write.
  std::ranges::sort(all, {}, [](const store::page::item& one) { return one.object.version; });
  return all;
}

result<json::value> subscription_table::get(std::string_view id) const {
  const auto subscribers = subscribers_of(id);
  if (!subscribers) return subscribers.error();
  if (!subscribers->empty()) {
    json::array list;
    for (const auto& item : *subscribers) {
      const auto one = user_store::read_subscriber_item(item.object.document);
      if (!one) return one.error();
      list.push_back(listed(*one));
    }
    return json::value{{"id", id}, {"cacheName", "Subscription"}, {"toThingId", id}, {"subscribers", list}};
  }
  const auto found = store_.get(table_, user_store::connection_item_id(id));
  if (!found) return found.error();
  if (!*found) return json::value();
  json::value shown = (*found)->document;
  shown.as_object()["id"] = id;
  return shown;
}

result<void> subscription_table::put_subscribers(std::string_view user, const json::array& subscribers) const {
  for (const json::value& entry : subscribers) {
    const user_store::subscriber one{.connection_id = std::string(json::find_string(entry, "id")),
                                     .endpoint = std::string(json::find_string(entry, "endpoint")),
                                     .type = std::string(json::find_string(entry, "type"))};
    const auto written = store_.put(table_, user_store::subscriber_item_id(user, one.connection_id),
                                    user_store::to_subscriber_item(user, one));
    if (!written) return written.error();
  }
  return {};
}

result<void> subscription_table::put(const json::value& item) const {
  const std::string_view id = json::find_string(item, "id"), shape = json::find_string(item, "cacheName");
  const json::value* subscribers = json::find(item, "subscribers");
  if (shape == "Subscription" && subscribers && subscribers->is_array()) {
    if (auto removed = remove(id); !removed) return removed;
    return put_subscribers(id, subscribers->get_array());
  }
  if (shape != "SubscriberMap")
    return error(400, "neither a list of subscribers nor a connection: " + json::serialize(item));
  const auto written = store_.put(table_, user_store::connection_item_id(id),
                                  user_store::to_connection_item(id, json::find_string(item, "thingId")));
  return written ? result<void>() : written.error();
}

result<void> subscription_table::remove(std::string_view id) const {
  const auto subscribers = subscribers_of(id);
  if (!subscribers) return subscribers.error();
  for (const auto& item : *subscribers)
    if (auto removed = store_.remove(table_, item.id); !removed) return removed;
  return store_.remove(table_, user_store::connection_item_id(id));
}

}  // namespace parity_user_store
