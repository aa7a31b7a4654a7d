#include "lamina/config/internal/document_builder.h"

#include <utility>

#include "lamina/config/internal/cloudformation_tags.h"
#include "lamina/config/internal/yaml_scalar.h"

namespace lamina::config {
namespace {

// Far above any real file; aliases of aliases would otherwise grow without end.
constexpr std::size_t max_nodes = 500'000;

std::size_t size_of(const json::value& value) {
  std::size_t total = 1;
  if (const auto* members = value.if_object())
    for (const auto& member : *members) total += size_of(member.value());
  if (const auto* items = value.if_array())
    for (const auto& item : *items) total += size_of(item);
  return total;
}

// String(value), as JavaScript makes keys.
std::string key_text(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  if (value.is_number()) {
    std::string out;
    json::number_to(out, value.to_number<double>());
    return out;
  }
  return json::serialize(value);
}

}  // namespace

document_builder::document_builder(std::string file, warnings& warned) : warned_(warned) {
  out_.file = std::move(file);
}

void document_builder::refuse(int line, std::string path, std::string text) const {
  throw refused_document{{out_.file, line, std::move(path)}, std::move(text)};
}

bool document_builder::awaits_key() const {
  return !open_.empty() && open_.back().value.is_object() && !open_.back().key;
}

std::string document_builder::next_path() const {
  if (open_.empty()) return {};
  const frame& around = open_.back();
  if (const auto* items = around.value.if_array()) return item_path(around.path, items->size());
  return member_path(around.path, around.key.value_or(""));
}

// A member is where its key is: noted before its value is seen.
void document_builder::note_line(int line) { out_.lines.try_emplace(next_path(), line); }

void document_builder::take_key(int line, std::string_view text, bool plain) {
  frame& map = open_.back();
  map.merges = plain && text == "<<";
  map.key = plain ? key_text(plain_scalar(text)) : std::string(text);
  const bool taken = map.value.get_object().contains(*map.key) && !map.merged.contains(*map.key);
  if (!map.merges && taken)
    refuse(line, member_path(map.path, *map.key), "this key is given twice in one map; remove or rename one");
  if (!map.merges) out_.lines.insert_or_assign(member_path(map.path, *map.key), line);
}

void document_builder::scalar(int line, std::string_view tag, std::size_t anchor, std::string_view text) {
  if (awaits_key()) {
    if (anchor != 0) anchors_.insert_or_assign(anchor, json::value(json::string(text)));
    return take_key(line, text, tag.empty());
  }
  json::value value = tag.empty() ? plain_scalar(text) : json::value(json::string(text));
  if (!tag.empty() && tag != "!") value = tagged(std::move(value), tag, line, next_path());
  note_line(line);
  if (anchor != 0) anchors_.insert_or_assign(anchor, value);
  add(std::move(value), line);
}

void document_builder::alias(int line, std::size_t anchor) {
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) refuse(line, next_path(), "an alias inside the node it stands for");
  if (awaits_key()) {
    const auto* text = found->second.if_string();
    if (text == nullptr) refuse(line, open_.back().path, "a key must be text");
    return take_key(line, *text, false);
  }
  note_line(line);
  count_nodes(found->second, line);
  add(found->second, line);
}

void document_builder::begin(json::value empty, int line, std::string_view tag, std::size_t anchor) {
  if (awaits_key()) refuse(line, open_.back().path, "a key must be text, not a map or list");
  note_line(line);
  frame next;
  next.value = std::move(empty);
  next.tag = tag;
  next.anchor = anchor;
  next.path = next_path();
  next.line = line;
  open_.push_back(std::move(next));
}

void document_builder::begin_list(int line, std::string_view tag, std::size_t anchor) {
  begin(json::value(json::array()), line, tag, anchor);
}

void document_builder::begin_map(int line, std::string_view tag, std::size_t anchor) {
  begin(json::value(json::object()), line, tag, anchor);
}

void document_builder::end_collection() {
  frame done = std::move(open_.back());
  open_.pop_back();
  json::value value = std::move(done.value);
  if (!done.tag.empty()) value = tagged(std::move(value), done.tag, done.line, done.path);
  if (done.anchor != 0) {
    count_nodes(value, done.line);
    anchors_.insert_or_assign(done.anchor, value);
  }
  add(std::move(value), done.line);
}

void document_builder::add(json::value value, int line) {
  if (++nodes_ > max_nodes) refuse(line, next_path(), "too many values in one file");
  if (open_.empty()) {
    out_.root = std::move(value);
    return;
  }
  frame& around = open_.back();
  if (auto* items = around.value.if_array()) {
    items->push_back(std::move(value));
    return;
  }
  const std::string key = *std::exchange(around.key, std::nullopt);
  if (std::exchange(around.merges, false)) return merge(around, value, line);
  around.merged.erase(key);
  around.value.get_object()[key] = std::move(value);
}

void document_builder::merge(frame& into, const json::value& source, int line) {
  if (const auto* several = source.if_array()) {
    for (const auto& one : *several) {
      if (one.is_array()) refuse(line, into.path, "<< takes maps, not a list of lists");
      merge(into, one, line);
    }
    return;
  }
  if (!source.is_object()) refuse(line, into.path, "<< takes a map or a list of maps");
  json::object& members = into.value.get_object();
  for (const auto& member : source.get_object()) {
    if (members.contains(member.key())) continue;
    members[member.key()] = member.value();
    into.merged.insert(std::string(member.key()));
  }
}

void document_builder::count_nodes(const json::value& value, int line) {
  nodes_ += size_of(value);
  if (nodes_ > max_nodes) refuse(line, next_path(), "too many values in one file, by way of aliases");
}

json::value document_builder::tagged(json::value value, std::string_view tag, int line, const std::string& path) {
  constexpr std::string_view standard = "tag:yaml.org,2002:";
  if (auto function = cloudformation_function(tag, value)) return *std::move(function);
  if (tag.substr(0, standard.size()) == standard) {
    const std::string_view type = tag.substr(standard.size());
    if (type == "str" || type == "map" || type == "seq") return value;
    if (value.is_string() && (type == "int" || type == "float" || type == "bool" || type == "null"))
      return plain_scalar(value.get_string());
  }
  warned_.push_back({{out_.file, line, path}, "unknown tag " + std::string(tag) + " ignored"});
  return value;
}

}  // namespace lamina::config
