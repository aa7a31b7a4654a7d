#include "lamina/middlewares/http_partial_response/json_mask.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lamina/json/javascript.h"

namespace lamina {

struct json_mask::token {
  char terminal;  // ',', '/', '(' or ')'; 0: a name
  std::string name{};
};

// Reads tokens into fields exactly as json-mask does, including what it makes of commas and slashes in odd places.
class json_mask::compiler {
 public:
  explicit compiler(std::string_view selector) { scan(selector); }

  std::vector<field> read_fields(field& parent) {
    std::vector<field> fields;
    while (at_ < tokens_.size()) {
      token& next = tokens_[at_++];
      if (next.terminal == ',' || next.terminal == ')') return fields;
      if (next.terminal == '(') {
        parent.is_list = true;
      } else if (next.terminal == '/') {
        parent.has_child = true;
      } else {
        field child{.name = std::move(next.name)};
        child.fields = read_fields(child);
        add(fields, std::move(child));
        if (parent.has_child) return fields;
      }
    }
    return fields;
  }

 private:
  static void add(std::vector<field>& fields, field child) {
    if (child.name == "*")
      child.is_wildcard = true;
    else if (child.name == "\\*")
      child.name = "*";
    const auto same = std::ranges::find(fields, child.name, &field::name);
    if (same == fields.end())
      fields.push_back(std::move(child));
    else
      *same = std::move(child);
  }

  void scan(std::string_view text) {
    std::string name;
    const auto push_name = [&] {
      if (!name.empty()) tokens_.push_back({0, std::exchange(name, {})});
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\') {
        if (++i == text.size()) break;
        if (text[i] == '*') name += '\\';
        name += text[i];
      } else if (std::string_view(",/()").find(text[i]) != std::string_view::npos) {
        push_name();
        tokens_.push_back({text[i]});
      } else {
        name += text[i];
      }
    }
    push_name();
  }

  std::vector<token> tokens_;
  std::size_t at_ = 0;
};

// Nothing stands for JavaScript's undefined.
class json_mask::filter {
 public:
  using maybe = std::optional<json::value>;

  explicit filter(json::storage_ptr storage) : storage_(std::move(storage)) {}

  bool failed = false;

  // The items of a list that something is left of.
  maybe list(const json::array& items, const std::vector<field>& fields) {
    json::array left(storage_);
    if (items.empty()) return left;
    for (const json::value& item : items)
      if (maybe masked = members(item, fields)) left.push_back(std::move(*masked));
    return left.empty() ? maybe() : maybe(std::move(left));
  }

  maybe members(const json::value& document, const std::vector<field>& fields) {
    if (!json::is_truthy(document) || fields.empty()) return json::value(document, storage_);
    if (const json::string* text = document.if_string()) {
      failed |= std::ranges::any_of(fields, [&](const field& one) { return is_part_of_text(one, *text); });
      return std::nullopt;
    }
    if (document.is_array()) return items(document.get_array(), fields);
    const json::object* object = document.if_object();
    if (object == nullptr) return std::nullopt;
    json::object masked(storage_);
    for (const field& one : fields) {
      if (!one.is_wildcard) {
        add(masked, one.name, json::find(*object, one.name), one);
        continue;
      }
      for (const auto& member : *object) add(masked, member.key(), &member.value(), one);
    }
    return masked;
  }

 private:
  void add(json::object& masked, std::string_view key, const json::value* member, const field& one) {
    if (member == nullptr) return;
    if (maybe left = any(*member, one.fields)) masked.insert_or_assign(key, std::move(*left));
  }

  maybe any(const json::value& member, const std::vector<field>& fields) {
    return member.is_array() ? list(member.get_array(), fields) : members(member, fields);
  }

  // A list inside a list is asked for its indexes, as if they were fields.
  json::value items(const json::array& list_of_items, const std::vector<field>& fields) {
    json::array masked(storage_);
    for (const field& one : fields) {
      for (std::size_t i = 0; i < list_of_items.size(); ++i) {
        if (!one.is_wildcard && one.name != std::to_string(i)) continue;
        maybe left = any(list_of_items[i], one.fields);
        if (!left) continue;
        if (masked.size() <= i) masked.resize(i + 1);
        masked[i] = std::move(*left);
      }
    }
    return masked;
  }

  static bool is_part_of_text(const field& one, const json::string& text) {
    if (one.is_wildcard || one.name == "length") return true;
    const bool is_number = std::ranges::all_of(one.name, [](char c) { return c >= '0' && c <= '9'; });
    return is_number && !one.name.empty() && one.name.size() < 10 && std::stoul(one.name) < text.size();
  }

  json::storage_ptr storage_;
};

json_mask::json_mask(std::string_view selector) {
  field root;
  fields_ = compiler(selector).read_fields(root);
}

result<json::value> json_mask::apply(const json::value& document, json::storage_ptr storage) const {
  filter work(std::move(storage));
  std::optional<json::value> left;
  if (document.is_array())
    left = work.list(document.get_array(), fields_);
  else if (document.is_object() && fields_.empty())
    left = json::object();
  else
    left = work.members(document, fields_);
  if (work.failed) return error(400, "a text has no fields to select");
  return left ? std::move(*left) : json::value();
}

}  // namespace lamina
