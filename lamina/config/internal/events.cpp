#include <algorithm>

#include "lamina/base/nearest_name.h"
#include "lamina/config/internal/building.h"
#include "lamina/config/internal/known_keys.h"

namespace lamina::config {
namespace {

constexpr std::string_view event_types[] = {"http",
                                            "httpApi",
                                            "websocket",
                                            "schedule",
                                            "sns",
                                            "sqs",
                                            "s3",
                                            "stream",
                                            "eventBridge",
                                            "cloudwatchEvent",
                                            "cloudwatchLog",
                                            "alb",
                                            "alexaSkill",
                                            "alexaSmartHome",
                                            "iot",
                                            "iotFleetProvisioning",
                                            "cognitoUserPool",
                                            "kafka",
                                            "msk",
                                            "activemq",
                                            "rabbitmq",
                                            "cloudFront",
                                            "preExistingCloudFront"};

// Keys that belong inside an event: beside it, they are indented wrongly.
constexpr std::string_view inner_keys[] = {"path",    "method", "cors",      "authorizer", "private",
                                           "request", "route",  "rate",      "enabled",    "integration",
                                           "async",   "arn",    "batchSize", "bucket",     "rules"};

template <std::size_t Size>
bool contains(const std::string_view (&words)[Size], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

void read_event(building& into, const std::string& function, const std::string& type, const node& config,
                const std::string& payload) {
  if (type == "http") return read_http_event(into, function, config);
  if (type == "httpApi") return read_http_api_event(into, function, config, payload);
  if (type == "websocket") return read_websocket_event(into, function, config);
  if (type == "schedule") return read_schedule_event(into, function, config);
  into.out.events.push_back({type, function, config.value("it counts as null")});
}

void read_item(building& into, const std::string& function, const node& item, const std::string& payload) {
  if (item.is_unresolved()) return item.warn("cannot be resolved (" + item.why() + "); this event is left out");
  if (!item.is_given()) return;
  if (item.is_text()) {  // alexaSkill
    into.out.events.push_back({*item.text(""), function, nullptr});
    return;
  }
  if (!item.is_map()) return item.expected("an event, such as `http: GET /path`");
  const auto members = item.members();
  const auto known =
      std::find_if(members.begin(), members.end(), [](const auto& one) { return contains(event_types, one.first); });
  for (const auto& [key, value] : members) {
    if (contains(event_types, key)) {
      if (!value.is_given() && !value.is_unresolved() && members.size() > 1)
        value.warn("it is empty and makes no event: what stands beside it belongs inside, indented by two more spaces");
      else
        read_event(into, function, key, value, payload);
    } else if (known != members.end() && contains(inner_keys, key)) {
      value.warn("it stands beside " + known->first + ", not inside it, and is ignored: indent it by two more spaces");
    } else if (known == members.end()) {
      const std::string_view near = nearest_name(key, event_types);
      if (!near.empty()) value.warn("unknown kind of event; did you mean " + std::string(near) + "?");
      into.out.events.push_back({key, function, value.value("it counts as null")});
    }
  }
}

}  // namespace

void read_events(building& into, const std::string& function, const node& events, const std::string& payload) {
  if (events.is_unresolved()) return events.fail("cannot be resolved: " + events.why());
  if (!events.is_given()) return;
  if (!events.is_list()) return events.expected("a list of events");
  for (const node& item : events.items()) read_item(into, function, item, payload);
}

void read_schedule_event(building& into, const std::string& function, const node& event) {
  schedule to;
  to.function = function;
  if (!event.is_map()) {
    if (auto rate = event.text("this schedule is left out")) {
      to.rates.push_back(*std::move(rate));
      into.out.schedules.push_back(std::move(to));
    } else if (!event.is_unresolved()) {
      event.expected("rate(...), cron(...) or a map with `rate`");
    }
    return;
  }
  to.rates = event["rate"].texts("this schedule is left out");
  if (to.rates.empty()) {
    if (!event.has("rate")) event.fail("`rate` is missing; expected rate(...) or cron(...)");
    return;
  }
  to.enabled = event["enabled"].boolean("it is on").value_or(true);
  for (const auto& [key, value] : event.members())
    if (key != "rate" && key != "enabled") to.rest[key] = value.value("it counts as null");
  into.out.schedules.push_back(std::move(to));
}

void read_websocket_event(building& into, const std::string& function, const node& event) {
  websocket_route to;
  to.function = function;
  to.where = event.where();
  if (event.is_map()) check_websocket_keys(into.all, event);
  const node route = event.is_map() ? event["route"] : event;
  if (route.is_unresolved()) return route.warn("cannot be resolved (" + route.why() + "); this route is left out");
  const auto key = route.text("");
  if (!key || key->empty()) return route.expected("a route, such as $connect, $default or a name");
  to.route = *key;
  bool dropped = false;
  if (event.is_map()) {
    to.authorizer = read_websocket_authorizer(into, event["authorizer"], dropped);
    to.route_response = event["routeResponseSelectionExpression"].text("it is ignored").value_or("");
  }
  if (dropped) return;
  const auto& others = into.out.websockets;
  const auto same = std::find_if(others.begin(), others.end(), [&](const auto& one) { return one.route == to.route; });
  if (same != others.end())
    return event.fail("the websocket route " + to.route + " is taken by " + same->function + " (" + same->where.text() +
                      ")");
  to.throttle = throttle_of_websocket(into.throttles, to.route);
  into.out.websockets.push_back(std::move(to));
}

}  // namespace lamina::config
