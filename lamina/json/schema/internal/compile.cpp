#include "lamina/json/schema/internal/compile.h"

#include <algorithm>
#include <unordered_map>

#include "lamina/json/schema/internal/keywords.h"
#include "lamina/json/schema/internal/uri.h"

namespace lamina::json::schemas {
namespace {

// A schema of a few thousand lines has some ten thousand nodes; more is an attack or a mistake.
constexpr std::size_t max_nodes = 500'000;

bool only_refers(const object& schema, const resource& home) {
  if (!schema.contains("$ref") || !schema.at("$ref").is_string()) return false;
  if (home.draft != draft::draft2020) return true;
  for (const auto& [key, member] : schema)
    if (key != "$ref" && has_rule(key)) return false;
  return true;
}

}  // namespace

result<void> compiler::run() {
  const auto home = known_.add(out_.document, out_.options.base_uri, out_.options.draft);
  if (!home) return home.error();
  for (const auto& [uri, document] : out_.options.documents)
    if (const auto added = known_.add(document, uri, out_.options.draft); !added) return added.error();
  std::set<std::string> defined;
  if (out_.options.keywords_of_ajv && (*home)->draft != draft::draft2020)
    return error("no schema with key or ref \"" + std::string(find_string(out_.document, "$schema")) + "\"");
  out_.root = compile(out_.document, *home, "#", {{}, &defined, false});
  return work_off();
}

result<void> compiler::work_off() {
  while (!pending_.empty() && !failed()) {
    const pending next = pending_.front();
    pending_.pop_front();
    std::set<std::string> defined;
    fill(*next.target, *next.schema, next.home, {{}, &defined, false});
  }
  if (!failed()) failure_ = find_endless_reference();
  return failed() ? result<void>(*failure_) : result<void>();
}

const node* compiler::compile(const value& schema, const resource* home, std::string path, const surroundings& around) {
  const auto [known, is_new] = made_.try_emplace({&schema, path}, nullptr);
  if (!is_new) return known->second;
  node& made = out_.nodes.emplace_back();
  known->second = &made;
  made.path = std::move(path);
  if (out_.nodes.size() > max_nodes) fail("the schema has too many parts");
  if (depth_ > max_depth) fail("the schema nests too deep");
  ++depth_;
  if (!failed()) fill(made, schema, known_.home_of(schema, home), around);
  --depth_;
  return &made;
}

void compiler::fill(node& out, const value& schema, const resource* home, surroundings around) {
  out.home = home;
  if (schema.is_bool()) {
    out.constant = schema.get_bool();
    return;
  }
  const object* members = schema.if_object();
  if (members == nullptr) return fail("a schema must be an object or a boolean at \"" + out.path + "\"");
  if (out_.options.strict_schema) check_keywords(*members, out);
  if (failed()) return;
  if (only_refers(*members, *home)) {
    rule& made = out.rules.emplace_back();
    made.keyword = keyword::ref;
    made.applies_to = subject::any;
    made.name = "$ref";
    made.child = refer(made, out, members->at("$ref").get_string());
    return;
  }
  fill_types(out, *members);
  if (out_.options.strict_types && !failed()) check_types(*members, out, around);
  fill_rules(out, *members, around);
  settle_type_report(out);
}

void compiler::fill_types(node& out, const object& schema) {
  out.type_path = child_path(out.path, "type");
  const value* nullable = out_.options.keywords_of_ajv ? schema.if_contains("nullable") : nullptr;
  const value* named = out.home->validates ? schema.if_contains("type") : nullptr;
  if (named == nullptr) {
    if (nullable != nullptr) fail("\"nullable\" cannot be used without \"type\"");
    return;
  }
  const auto add = [&](const value& name) {
    const auto known = name.is_string() ? type_named(name.get_string()) : std::nullopt;
    if (!known) return fail("\"type\" must be the name of a type or a list of names at \"" + out.path + "\"");
    out.types.push_back(*known);
  };
  if (const array* names = named->if_array())
    for (const value& name : *names) add(name);
  else
    add(*named);
  if (out.types.empty()) fail("\"type\" must not be an empty list at \"" + out.path + "\"");
  if (nullable != nullptr && nullable->is_bool() && nullable->get_bool()) {
    out.nullable = true;
    if (std::find(out.types.begin(), out.types.end(), type::null) == out.types.end()) out.types.push_back(type::null);
  }
}

void compiler::settle_type_report(node& out) const {
  if (out.types.size() != 1) return;
  const auto coercing = out_.options.coercion;
  const auto place = [&]() -> std::optional<subject> {
    switch (out.types[0]) {
      case type::number: return coercing == coercion::none ? std::optional(subject::number) : std::nullopt;
      case type::string: return coercing == coercion::none ? std::optional(subject::string) : std::nullopt;
      case type::array: return coercing != coercion::array ? std::optional(subject::array) : std::nullopt;
      case type::object: return subject::object;
      default: return std::nullopt;
    }
  }();
  if (!place) return;
  for (const rule& each : out.rules)
    if (each.applies_to == *place) out.type_reported_at = place;
}

// A subschema that looks at the same instance.
const node* compiler::same_instance(const value& schema, const node& parent, std::string_view path,
                                    const surroundings& around) {
  return compile(schema, parent.home, std::string(path), around);
}

// A subschema that looks at a member, an item or a name.
const node* compiler::child_instance(const value& schema, const node& parent, std::string_view path, bool composite) {
  std::set<std::string> defined;
  return compile(schema, parent.home, std::string(path), {{}, &defined, composite});
}

// As Ajv: a reference to a mere reference goes straight to that one's target; but not past another resource, which
// counts for dynamic references.
std::optional<registry::place> compiler::follow(registry::place from, const resource*& home) {
  for (int hops = 0; hops < 1000; ++hops) {
    const object* members = from.schema->if_object();
    home = from.home;
    if (members == nullptr || !only_refers(*members, *from.home)) return from;
    const auto next = known_.find(resolve_uri(from.home->uri, std::string_view(members->at("$ref").get_string())));
    if (!next || next->home != from.home) return from;
    from = *next;
  }
  return std::nullopt;
}

const node* compiler::refer(rule& out, const node& parent, std::string_view reference) {
  const auto place = known_.find(resolve_uri(parent.home->uri, reference));
  if (!place) {
    const std::string& uri = parent.home->uri;
    fail("can't resolve reference " + std::string(reference) + " from id " + (uri.empty() ? "#" : uri));
    return nullptr;
  }
  const resource* home = nullptr;
  const auto target = follow(*place, home);
  if (!target) {
    fail("reference " + std::string(reference) + " leads back to itself");
    return nullptr;
  }
  out.flag = has_references(*target->schema);
  std::string path = out.flag ? "#" : std::string(reference);
  const auto [known, is_new] = made_.try_emplace({target->schema, path}, nullptr);
  if (!is_new) return known->second;
  node& made = out_.nodes.emplace_back();
  known->second = &made;
  made.path = std::move(path);
  if (out_.nodes.size() > max_nodes) fail("the schema has too many parts");
  pending_.push_back({&made, target->schema, target->home});
  return &made;
}

bool compiler::has_references(const value& schema) {
  const auto known = references_.find(&schema);
  if (known != references_.end()) return known->second;
  bool found = false;
  if (const object* members = schema.if_object()) {
    for (const auto& [key, member] : *members)
      found = found || key == "$ref" || key == "$dynamicRef" || key == "$dynamicAnchor" || has_references(member);
  } else if (const array* items = schema.if_array()) {
    for (const value& item : *items) found = found || has_references(item);
  }
  return references_[&schema] = found;
}

void compiler::fail(std::string message) {
  if (!failed()) failure_ = error(std::move(message));
}

// A cycle of references and applicators that all look at the same instance would never end.
std::optional<error> compiler::find_endless_reference() const {
  struct visit {
    const node* at;
    std::vector<const node*> next;
  };
  std::unordered_map<const node*, bool> finished;
  for (const node& start : out_.nodes) {
    if (finished.count(&start) != 0) continue;
    std::vector<visit> path{{&start, same_instance_nodes(start)}};
    finished[&start] = false;
    while (!path.empty()) {
      if (path.back().next.empty()) {
        finished[path.back().at] = true;
        path.pop_back();
        continue;
      }
      const node* next = path.back().next.back();
      path.back().next.pop_back();
      const auto [known, is_new] = finished.try_emplace(next, false);
      if (is_new)
        path.push_back({next, same_instance_nodes(*next)});
      else if (!known->second)
        return error("the schema at \"" + next->path + "\" refers to itself without end");
    }
  }
  return std::nullopt;
}

}  // namespace lamina::json::schemas
