#include "tests/parity/user_store/step.h"

#include <thread>
#include <vector>

#include "tests/parity/user_store/subscription_table.h"
#include "tests/parity/user_store/test_tokens.h"
#include "tests/parity/user_store/websocket_step.h"

namespace parity_user_store {
namespace {

using namespace lamina;

// An object with one key so that its text has that many bytes.
std::string padded_body(std::size_t bytes) { return R"({"pad":")" + std::string(bytes - 10, 'x') + "\"}"; }

std::string nested_body(int levels) {
  std::string text = "1";
  for (int i = 0; i < levels; ++i) text = R"({"n":)" + text + "}";
  return text;
}

http_message read_request(const json::value& described) {
  http_message request{
      std::string(json::find_string(described, "method")), std::string(json::find_string(described, "path")), {}, {}};
  bool has_type = false;
  if (const json::value* headers = json::find(described, "headers")) {
    for (const auto& [name, value] : headers->as_object()) {
      has_type = has_type || name == "Content-Type" || name == "content-type";
      request.headers.emplace_back(name, value.as_string());
    }
  }
  const json::value* document = json::find(described, "json");
  const json::value* pad = json::find(described, "json_pad");
  const json::value* nest = json::find(described, "json_nest");
  if (document) request.body = json::serialize(*document);
  if (pad) request.body = padded_body(pad->to_number<std::size_t>());
  if (nest) request.body = nested_body(nest->to_number<int>());
  if (!document && !pad && !nest) request.body = json::find_string(described, "body");
  if ((document || pad || nest) && !has_type) request.headers.emplace_back("Content-Type", "application/json");
  return request;
}

action_result no_store() { return {{}, "the tables are not known: give --store FILE"}; }
action_result failed(const error& why) { return {json::value{{"error", why.message}}, std::nullopt}; }

// {name: document} or {name: null}
action_result read_object(app& tested, const std::string& table, std::string_view id, const char* name) {
  if (!tested.store()) return no_store();
  const auto found = tested.store()->get(table, id);
  if (!found) return failed(found.error());
  return {json::value{{name, *found ? (*found)->document : json::value()}}, std::nullopt};
}

action_result remove_object(app& tested, const std::string& table, std::string_view id) {
  if (!tested.store()) return no_store();
  const auto removed = tested.store()->remove(table, id);
  return removed ? action_result{json::object(), std::nullopt} : failed(removed.error());
}

action_result put_object(app& tested, const std::string& table, const json::value& item) {
  if (!tested.store()) return no_store();
  const auto written = tested.store()->put(table, json::find_string(item, "id"), item);
  return written ? action_result{json::object(), std::nullopt} : failed(written.error());
}

// table_get, table_put and table_delete of the subscription table, which the port keeps in another shape.
action_result perform_on_subscriptions(std::string_view action, const json::value& argument, app& tested,
                                       const std::string& name) {
  if (!tested.store()) return no_store();
  const subscription_table table(*tested.store(), name);
  const std::string_view id = json::find_string(argument, "id");
  if (action == "table_get") {
    auto found = table.get(id);
    return found ? action_result{json::value{{"item", *std::move(found)}}, std::nullopt} : failed(found.error());
  }
  if (action != "table_put" && action != "table_delete")
    return {{}, "the subscription table's items are not the original's: they cannot be counted as such"};
  const auto done = action == "table_put" ? table.put(argument.at("item")) : table.remove(id);
  return done ? action_result{json::object(), std::nullopt} : failed(done.error());
}

action_result count_objects(app& tested, const std::string& table) {
  if (!tested.store()) return no_store();
  const auto ids = tested.store()->ids(table);
  return ids ? action_result{json::value{{"count", ids->size()}}, std::nullopt} : failed(ids.error());
}

action_result mint(const json::value& described, app& tested, const store_names& stores, variables& known) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(tested.now().time_since_epoch()).count();
  json::value claims = described.at("claims");
  for (const auto& [claim, option] : {std::pair{"iat", "iat_in_s"}, {"nbf", "nbf_in_s"}, {"exp", "exp_in_s"}}) {
    if (const json::value* offset = json::find(described, option)) {
      claims.as_object()[claim] = now + offset->to_number<std::int64_t>();
    }
  }
  std::string secret(json::find_string(described, "secret"));
  if (secret.empty()) {
    const action_result key = read_object(tested, stores.prefix + "password", signing_id, "item");
    if (key.cannot) return key;
    const json::value* item = json::find(key.result, "item");
    secret = item ? json::find_string(*item, "hash") : "";
    if (secret.empty()) return failed(error("there is no signing key in the password table"));
  }
  const auto token = mint_token(json::find_string(described, "alg", "HS256"), claims, secret);
  if (!token) return failed(token.error());
  known[std::string(json::find_string(described, "as"))] = *token;
  return {json::object(), std::nullopt};
}

action_result perform_all(const json::array& actions, app& tested, const store_names& stores, variables& known) {
  std::vector<action_result> done(actions.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    threads.emplace_back([&, i] {
      variables own = known;
      done[i] = perform(actions[i], tested, stores, own);
    });
  }
  for (auto& thread : threads) thread.join();
  json::array results;
  for (const auto& one : done) {
    if (one.cannot) return one;
    results.push_back(one.result);
  }
  return {json::value{{"results", results}}, std::nullopt};
}

}  // namespace

std::optional<std::string> reason_to_skip(const json::value& action, app& tested) {
  for (const auto& [name, argument] : action.as_object()) {
    const bool needs_websockets = name.starts_with("ws_") || json::find_string(argument, "table") == "subscription";
    if (needs_websockets && !tested.websockets()) return "no WebSockets here: run it against a gateway";
    if (name != "parallel") continue;
    for (const auto& inner : argument.as_array()) {
      if (auto reason = reason_to_skip(inner, tested)) return reason;
    }
  }
  return std::nullopt;
}

action_result perform(const json::value& action, app& tested, const store_names& stores, variables& known) {
  const auto& named = *action.as_object().begin();
  const std::string_view name = named.key();
  const json::value& argument = named.value();
  const std::string table = stores.prefix + std::string(json::find_string(argument, "table"));
  const std::string_view id = json::find_string(argument, "id");
  if (name == "http") return {tested.send(read_request(argument)), std::nullopt};
  if (name == "jwt_mint") return mint(argument, tested, stores, known);
  if (name == "jwt_decode") {
    auto decoded = decode_token(json::find_string(argument, "token"));
    return decoded ? action_result{*std::move(decoded), std::nullopt} : failed(decoded.error());
  }
  if (name.starts_with("ws_")) return perform_websocket_action(name, argument, tested);
  if (name.starts_with("table_") && json::find_string(argument, "table") == "subscription")
    return perform_on_subscriptions(name, argument, tested, table);
  if (name == "table_get") return read_object(tested, table, id, "item");
  if (name == "table_put") return put_object(tested, table, argument.at("item"));
  if (name == "table_delete") return remove_object(tested, table, id);
  if (name == "table_scan") return count_objects(tested, table);
  if (name == "state_get") return read_object(tested, stores.documents(), id, "state");
  if (name == "state_delete") return remove_object(tested, stores.documents(), id);
  if (name == "parallel") return perform_all(argument.as_array(), tested, stores, known);
  if (name == "sleep") {
    tested.wait(std::chrono::milliseconds(argument.at("ms").to_number<std::int64_t>()));
    return {json::object(), std::nullopt};
  }
  return {{}, "unknown action " + std::string(name)};
}

}  // namespace parity_user_store
