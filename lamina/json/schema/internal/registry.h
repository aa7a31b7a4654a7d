#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lamina/json/schema/internal/node.h"

namespace lamina::json::schemas {

// The documents a schema may refer to, taken apart into resources, and what every URI in them stands for.
class registry {
 public:
  struct place {
    const value* schema = nullptr;
    const resource* home = nullptr;
  };

  explicit registry(compiled_schema& owner) : owner_(owner) {}

  // Takes in a document that lives as long as the owner. Its "$id" comes before `uri`.
  result<const resource*> add(const value& document, std::string_view uri, json::draft otherwise);
  // What an absolute URI with its fragment stands for.
  std::optional<place> find(std::string_view uri);
  // The resource that a subschema of a known document belongs to.
  const resource* home_of(const value& schema, const resource* otherwise) const;
  // All resources known so far that have that "$dynamicAnchor".
  std::vector<place> dynamic_anchors(std::string_view name) const;

 private:
  void index(const value& schema, resource* home, std::size_t depth);
  void index_members(const object& schema, resource* home, std::size_t depth);
  resource* enter(const object& schema, const value& whole, resource* home);
  result<void> read_metaschema(const object& schema, resource& home);
  resource& create(std::string uri, const value& root, const resource* like);
  const resource* document(std::string_view uri);
  std::optional<place> walk(const resource& from, std::string_view pointer);

  compiled_schema& owner_;
  std::map<std::string, resource*, std::less<>> by_uri_;
  std::unordered_map<const value*, resource*> homes_;
  std::optional<error> failure_;
};

// The draft a "$schema" names; absent: it is none of json-schema.org's.
std::optional<draft> draft_named(std::string_view uri) noexcept;

// A published metaschema or one of its vocabularies by its URI without a fragment; null: unknown. Lives for ever.
const value* published_schema(std::string_view uri);

}  // namespace lamina::json::schemas
