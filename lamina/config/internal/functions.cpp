#include <algorithm>

#include "lamina/config/internal/building.h"
#include "lamina/config/internal/environment_values.h"
#include "lamina/config/internal/known_keys.h"

namespace lamina::config {
namespace {

constexpr std::string_view uses_default = "the default is used";

// A time-out or size of 0 counts as not given, as in the Framework.
std::optional<std::int64_t> positive(std::optional<std::int64_t> number) {
  return number && *number > 0 ? number : std::nullopt;
}

std::int64_t chosen(std::optional<std::int64_t> own, std::optional<std::int64_t> shared, std::int64_t otherwise,
                    std::string& from) {
  own = positive(own);
  shared = positive(shared);
  from = own ? "function" : shared ? "provider" : "default";
  return own ? *own : shared.value_or(otherwise);
}

void read_program(function& to, const node& from) {
  const node image = from["image"];
  if (image.is_given()) {
    const node uri = image.is_map() ? (image.has("uri") ? image["uri"] : image["name"]) : image;
    to.image = uri.needed_text().value_or("");
    return;
  }
  const node handler = from["handler"];
  if (!handler.is_given() && !handler.is_unresolved())
    return from.fail("`handler` is missing; expected text, such as src/index.handler");
  to.handler = handler.needed_text().value_or("");
  if (handler.is_given() && !handler.is_text()) handler.expected("text");
}

void read_runtime(const building& into, function& to, const node& from) {
  const auto own = from["runtime"].text(uses_default);
  const std::optional<std::string>& shared = into.defaults.runtime;
  to.runtime = own ? *own : shared.value_or("nodejs16.x");  // the Framework's
  to.runtime_from = own ? "function" : shared ? "provider" : "default";
}

void read_limits(building& into, function& to, const node& from) {
  const function_defaults& defaults = into.defaults;
  const auto timeout = from["timeout"].whole_number(uses_default, 86'400);
  to.timeout = std::chrono::seconds(chosen(timeout, defaults.timeout, 6, to.timeout_from));
  const auto memory = from["memorySize"].whole_number(uses_default, 1 << 20);
  to.memory_mb = static_cast<int>(chosen(memory, defaults.memory, 1024, to.memory_from));
  if (const auto cap = from["reservedConcurrency"].whole_number("there is no limit", 1'000'000))
    to.reserved_concurrency = static_cast<int>(*cap);
}

void read_function(building& into, const std::string& key, const node& from) {
  if (!from.is_map()) return from.expected("a map with a handler");
  check_function_keys(into.all, from);
  const function_defaults& defaults = into.defaults;
  function to;
  to.key = key;
  to.where = from.where();
  to.name = from["name"].text(uses_default).value_or(into.out.name + "-" + into.out.stage + "-" + key);
  read_program(to, from);
  read_runtime(into, to, from);
  read_limits(into, to, from);
  read_asynchronous(to.asynchronous, from);
  to.environment = environment_values(from["environment"]);
  to.environment.insert(defaults.environment.begin(), defaults.environment.end());
  to.architecture = from["architecture"].text(uses_default).value_or(defaults.architecture);
  to.layers = from["layers"].is_given() ? from["layers"].value("it counts as null") : defaults.layers;
  to.artifact = from["package"]["artifact"].text("it is ignored").value_or(defaults.artifact);
  if (!from["url"].is_false()) to.url = from["url"].value("it counts as null");
  to.address = read_function_url(into, key, from["url"]);
  const auto payload = from["httpApi"]["payload"].text(uses_default);
  into.out.functions.push_back(std::move(to));
  read_events(into, key, from["events"], payload.value_or(defaults.payload));
}

using named_node = std::pair<std::string, node>;

// The functions of one map or `${file(...)}`. A key met before (in a list of maps) is merged with what it was.
void collect(building& into, const node& from, std::vector<named_node>& out) {
  if (from.is_unresolved()) return from.fail("cannot be resolved: " + from.why());
  if (!from.is_map()) return from.expected("a map of functions");
  for (auto& [key, value] : from.members()) {
    if (value.is_unresolved()) value.fail("cannot be resolved: " + value.why());
    if (!value.is_given()) continue;  // dropped, as the Framework does
    const auto before =
        std::find_if(out.begin(), out.end(), [&key = key](const auto& one) { return one.first == key; });
    if (before == out.end()) {
      out.emplace_back(key, value);
      continue;
    }
    written both =
        into.all.variables().make(merged(*before->second.found().value, *value.found().value), value.found());
    both.made = false;
    before->second = node(into.all, both);
  }
}

}  // namespace

void read_functions(building& into) {
  const node functions = into.root["functions"];
  std::vector<named_node> all;
  if (functions.is_list()) {
    for (const node& item : functions.items())
      if (item.is_given() || item.is_unresolved()) collect(into, item, all);
  } else if (functions.is_given() || functions.is_unresolved()) {
    collect(into, functions, all);
  }
  for (const auto& [key, value] : all) read_function(into, key, value);
}

}  // namespace lamina::config
