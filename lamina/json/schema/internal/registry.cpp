#include "lamina/json/schema/internal/registry.h"

#include <array>

#include "lamina/base/percent_encoding.h"
#include "lamina/json/schema/internal/uri.h"

namespace lamina::json::schemas {
namespace {

constexpr std::array<std::string_view, 12> with_one_schema{"additionalItems",
                                                           "additionalProperties",
                                                           "contains",
                                                           "contentSchema",
                                                           "else",
                                                           "if",
                                                           "items",
                                                           "not",
                                                           "propertyNames",
                                                           "then",
                                                           "unevaluatedItems",
                                                           "unevaluatedProperties"};
constexpr std::array<std::string_view, 5> with_a_list{"allOf", "anyOf", "items", "oneOf", "prefixItems"};
constexpr std::array<std::string_view, 6> with_a_map{
    "$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"};
constexpr std::string_view validation_vocabulary = "https://json-schema.org/draft/2020-12/vocab/validation";
constexpr std::string_view format_vocabulary = "https://json-schema.org/draft/2020-12/vocab/format-assertion";

std::string_view text_of(const object& schema, std::string_view key) {
  const value* member = schema.if_contains(key);
  return member != nullptr && member->is_string() ? std::string_view(member->get_string()) : std::string_view();
}

std::string_view without_empty_fragment(std::string_view uri) {
  if (!uri.empty() && uri.back() == '#') uri.remove_suffix(1);
  return uri;
}

const value* step_into(const value& from, const std::string& name) {
  if (const object* members = from.if_object()) return members->if_contains(name);
  const array* items = from.if_array();
  if (items == nullptr || name.empty() || name.size() > 9 || (name.size() > 1 && name[0] == '0')) return nullptr;
  std::size_t at = 0;
  for (const char c : name) {
    if (c < '0' || c > '9') return nullptr;
    at = at * 10 + static_cast<std::size_t>(c - '0');
  }
  return at < items->size() ? &(*items)[at] : nullptr;
}

}  // namespace

std::optional<draft> draft_named(std::string_view uri) noexcept {
  uri = without_empty_fragment(uri);
  if (uri == "https://json-schema.org/draft/2020-12/schema") return draft::draft2020;
  if (uri == "http://json-schema.org/draft-07/schema" || uri == "https://json-schema.org/draft-07/schema")
    return draft::draft7;
  if (uri == "http://json-schema.org/draft-06/schema") return draft::draft6;
  if (uri == "http://json-schema.org/draft-04/schema") return draft::draft4;
  return std::nullopt;
}

result<const resource*> registry::add(const value& document, std::string_view uri, json::draft otherwise) {
  resource& home = create(std::string(split_fragment(uri).document), document, nullptr);
  home.draft = otherwise;
  if (const object* schema = document.if_object())
    if (auto read = read_metaschema(*schema, home); !read) return std::move(read).error();
  index(document, &home, 0);
  if (failure_) return *failure_;
  return home_of(document, &home);
}

resource& registry::create(std::string uri, const value& root, const resource* like) {
  resource& made = owner_.resources.emplace_back();
  made.uri = std::move(uri);
  made.root = &root;
  if (like != nullptr) {
    made.draft = like->draft;
    made.validates = like->validates;
    made.asserts_formats = like->asserts_formats;
  }
  by_uri_.try_emplace(made.uri, &made);
  return made;
}

// What the document's "$schema" says: the draft, or a metaschema of somebody's own with its vocabularies.
result<void> registry::read_metaschema(const object& schema, resource& home) {
  const std::string_view name = text_of(schema, "$schema");
  if (name.empty()) return {};
  if (const auto known = draft_named(name)) {
    home.draft = *known;
    return {};
  }
  const std::string_view uri = split_fragment(name).document;
  for (const auto& [known, document] : owner_.options.documents) {
    if (split_fragment(known).document != uri) continue;
    home.draft = draft_named(find_string(document, "$schema")).value_or(home.draft);
    const value* listed = json::find(document, "$vocabulary");
    if (const object* vocabularies = listed ? listed->if_object() : nullptr) {
      home.validates = vocabularies->contains(validation_vocabulary);
      home.asserts_formats = vocabularies->contains(format_vocabulary);
    }
    return {};
  }
  return error("no schema with key or ref \"" + std::string(name) + "\"");
}

// A subschema with an identifier is a resource of its own; anything else belongs to the one around it.
resource* registry::enter(const object& schema, const value& whole, resource* home) {
  const bool old = home->draft != draft::draft2020;
  if (old && schema.contains("$ref")) return home;  // what stands beside a reference does not count
  const std::string_view id = text_of(schema, home->draft == draft::draft4 ? "id" : "$id");
  if (id.empty()) return home;
  const auto [document, fragment] = split_fragment(id);
  if (!document.empty()) {
    std::string uri(split_fragment(resolve_uri(home->uri, document)).document);
    if (home->root == &whole) {
      home->uri = uri;
      by_uri_.try_emplace(std::move(uri), home);
    } else {
      home = &create(std::move(uri), whole, home);
      if (auto read = read_metaschema(schema, *home); !read && !failure_) failure_ = std::move(read).error();
    }
  }
  if (old && !fragment.empty()) home->anchors.emplace_back(percent_decode(fragment), &whole);
  return home;
}

void registry::index(const value& schema, resource* home, std::size_t depth) {
  if (depth > max_depth) {
    failure_ = error("a schema must not nest deeper than " + std::to_string(max_depth) + " levels");
    return;
  }
  const object* members = schema.if_object();
  if (members == nullptr || homes_.count(&schema) != 0) return;
  home = enter(*members, schema, home);
  homes_.emplace(&schema, home);
  if (home->draft == draft::draft2020) {
    if (const auto name = text_of(*members, "$anchor"); !name.empty()) home->anchors.emplace_back(name, &schema);
    if (const auto name = text_of(*members, "$dynamicAnchor"); !name.empty())
      home->dynamic_anchors.emplace_back(name, &schema);
  }
  index_members(*members, home, depth + 1);
}

void registry::index_members(const object& schema, resource* home, std::size_t depth) {
  for (const auto name : with_one_schema)
    if (const value* member = schema.if_contains(name); member && member->is_object()) index(*member, home, depth);
  for (const auto name : with_a_list)
    if (const value* member = schema.if_contains(name); member && member->is_array())
      for (const value& item : member->get_array()) index(item, home, depth);
  for (const auto name : with_a_map)
    if (const value* member = schema.if_contains(name); member && member->is_object())
      for (const auto& [key, item] : member->get_object()) index(item, home, depth);
}

const resource* registry::document(std::string_view uri) {
  if (const auto known = by_uri_.find(uri); known != by_uri_.end()) return known->second;
  const value* published = published_schema(uri);
  if (published == nullptr) return nullptr;
  const auto added = add(*published, uri, draft::draft2020);
  return added ? *added : nullptr;
}

std::optional<registry::place> registry::find(std::string_view uri) {
  const auto [name, fragment] = split_fragment(uri);
  const resource* home = document(name);
  if (home == nullptr) return std::nullopt;
  const std::string decoded = percent_decode(fragment);
  if (decoded.empty()) return place{home->root, home_of(*home->root, home)};
  if (decoded.front() == '/') return walk(*home, decoded);
  for (const auto* anchors : {&home->anchors, &home->dynamic_anchors})
    for (const auto& [anchor, schema] : *anchors)
      if (anchor == decoded) return place{schema, home};
  return std::nullopt;
}

std::optional<registry::place> registry::walk(const resource& from, std::string_view pointer) {
  const value* at = from.root;
  const resource* home = &from;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const auto slash = pointer.find('/');
    at = step_into(*at, unescape_pointer(pointer.substr(0, slash)));
    if (at == nullptr) return std::nullopt;
    home = home_of(*at, home);
    pointer = slash == pointer.npos ? std::string_view() : pointer.substr(slash);
  }
  // A place that no keyword told of: its own identifiers become known now.
  for (resource& known : owner_.resources)
    if (&known == home) index(*at, &known, 0);
  return place{at, home_of(*at, home)};
}

const resource* registry::home_of(const value& schema, const resource* otherwise) const {
  const auto known = homes_.find(&schema);
  return known == homes_.end() ? otherwise : known->second;
}

std::vector<registry::place> registry::dynamic_anchors(std::string_view name) const {
  std::vector<place> found;
  for (const resource& home : owner_.resources)
    for (const auto& [anchor, schema] : home.dynamic_anchors)
      if (anchor == name) found.push_back({schema, &home});
  return found;
}

}  // namespace lamina::json::schemas
