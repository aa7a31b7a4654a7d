#include "lamina/aws/connections.h"
#include "lamina/base/environment.h"
#include "lamina/lamina.h"
#include "lamina/store/sqlite_store.h"

// The functions of fixture/serverless.yml. Who is connected is kept in the file BENCH_STORE, where it is given.
namespace {

using namespace lamina;

constexpr const char* table = "connection";

store::object_store* connected() {
  static const std::unique_ptr<store::sqlite_store> store = [] {
    const std::string path = environment_variable("BENCH_STORE").value_or("");
    return path.empty() ? nullptr : store::sqlite_store::open(path, {.survives_power_loss = false}).value();
  }();
  return store.get();
}

aws::connections& management() {
  static aws::connections api;
  return api;
}

std::string endpoint_of(const json::value& event) {
  const json::value& request = event.at("requestContext");
  return aws::management_endpoint("", json::find_string(request, "domainName"), json::find_string(request, "stage"));
}

std::string_view id_of(const json::value& event) {
  return json::find_string(event.at("requestContext"), "connectionId");
}

json::value connect(const json::value& event, context&) {
  if (connected() != nullptr) connected()->put(table, id_of(event), nullptr).value();
  return {{"statusCode", 200}};
}

json::value disconnect(const json::value& event, context&) {
  if (connected() != nullptr) connected()->remove(table, id_of(event)).value();
  return {{"statusCode", 200}};
}

json::value echo(const json::value& event, context&) { return {{"statusCode", 200}, {"body", event.at("body")}}; }

json::value post(const json::value& event, context&) {
  const auto sent =
      management().post({endpoint_of(event), std::string(id_of(event))}, json::find_string(event, "body"));
  if (!sent.was_sent()) throw sent.as_error();
  return {{"statusCode", 200}};
}

// The document of the asked size to everybody.
json::value push(const json::value& event, context&) {
  const json::value asked = json::parse(json::find_string(event, "body"));
  std::string document = "{\"round\":" + std::to_string(asked.at("round").as_int64()) + ",\"pad\":\"";
  document.resize(static_cast<std::size_t>(asked.at("bytes").as_int64()) - 2, 'x');
  document += "\"}";
  const std::string endpoint = endpoint_of(event);
  std::vector<aws::connection_address> everybody;
  for (std::optional<std::string> after = ""; after;) {
    auto page = connected()->list(table, "", *after, store::max_page_items).value();
    for (auto& item : page.items) everybody.push_back({endpoint, std::move(item.id)});
    after = std::move(page.next);
  }
  management().post_to_all(everybody, document);
  return {{"statusCode", 200}};
}

}  // namespace

int main() {
  return run({{"connect", connect}, {"disconnect", disconnect}, {"echo", echo}, {"post", post}, {"push", push}});
}
