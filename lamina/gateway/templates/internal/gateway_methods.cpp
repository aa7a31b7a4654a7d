#include "lamina/base/base64.h"
#include "lamina/base/percent_encoding.h"
#include "lamina/gateway/templates/internal/evaluator.h"
#include "lamina/gateway/templates/internal/java_text.h"
#include "lamina/gateway/templates/internal/json_path.h"
#include "lamina/http/message.h"

namespace lamina::gateway::templates {

value evaluator::invoke_input(method what, std::span<const value> with) {
  const bool has_one = with.size() == 1;
  if (what == method::params && with.empty()) return parameters();
  if (what == method::params && has_one) return parameter(text_of(with[0]));
  if (what == method::path && has_one) return at_path(text_of(with[0]));
  if (what == method::json && has_one) return json_at(text_of(with[0]));
  return absent{};
}

value evaluator::invoke_util(method what, std::span<const value> with) {
  if (with.size() != 1 || is_null(with[0])) return absent{};
  const std::string_view text = text_of(with[0]);
  if (!memory_.spend(1 + text.size() / 64)) return absent{};
  std::string made;
  switch (what) {
    case method::escape_java_script:
      append_escaped_javascript(made, text);
      if (made.size() == text.size()) return text;  // nothing to escape
      break;
    case method::url_encode: append_form_encoded(made, text); break;
    case method::url_decode: percent_decode_to(made, text, true); break;
    case method::base64_encode: base64_encode_to(made, text); break;
    case method::base64_decode:
      if (!base64_decode_to(made, text)) return fail("$util.base64Decode(): the text is not base64");
      break;
    case method::parse_json: {
      auto read = json::try_parse(text);
      if (!read) return fail("$util.parseJson(): " + read.error().message);
      return from_json(documents_.emplace_back(*std::move(read)), map_text::java);
    }
    default: return absent{};
  }
  return keep(made);
}

value evaluator::map_of(const template_input::fields& from) {
  map_value* const made = memory_.new_map();
  made->entries.reserve(from.size() + 4);
  for (const auto& [name, text] : from) made->entries.push_back({name, text});  // each name once
  return made;
}

value evaluator::parameters() {
  if (parameters_) return *parameters_;
  map_value* const made = memory_.new_map();
  made->set("path", map_of(input_.path));
  made->set("querystring", map_of(input_.query));
  made->set("header", map_of(input_.headers));
  return parameters_.emplace(made);
}

// "" where there is none. Names of headers have no case if it is not just the one that came.
value evaluator::parameter(std::string_view name) {
  for (const auto* group : {&input_.path, &input_.query, &input_.headers}) {
    if (!memory_.spend(1 + group->size() / 16)) return absent{};
    for (const auto& [known, text] : *group)
      if (known == name) return text;
  }
  for (const auto& [known, text] : input_.headers)
    if (http::equal_ignoring_case(known, name)) return text;
  return std::string_view();
}

// The body; a text for what is no JSON, and for a lone number, true, false or null, which a form may be as well.
value evaluator::document() {
  if (document_) return *document_;
  if (input_.body.empty()) return document_.emplace(memory_.new_map());
  auto read = json::try_parse(input_.body);
  if (!read || !(read->is_structured() || read->is_string())) return document_.emplace(input_.body);
  return document_.emplace(from_json(documents_.emplace_back(*std::move(read)), map_text::java));
}

value evaluator::at_path(std::string_view path) {
  const value root = document();
  if (path == "$") return root;
  if (as<std::string_view>(root) != nullptr)
    if (auto read = json::check(input_.body); !read) return fail(read.error().message, 400);
  const auto compiled = json_path::compile(path);
  if (!compiled) return fail(compiled.error().message);
  const value found = compiled->find(root, memory_);
  return as<unset>(found) != nullptr ? value(absent{}) : found;
}

// The body itself goes on as it came, unless the template has had its hands on it. "" in quotes for what is not there.
value evaluator::json_at(std::string_view path) {
  if (path == "$" && !document_) {
    if (input_.body.empty()) return std::string_view("{}");
    if (auto read = json::check(input_.body); !read) return fail(read.error().message, 400);
    return memory_.spend(input_.body.size() / 64) ? value(input_.body) : value(absent{});
  }
  const value found = at_path(path);
  if (flow_ != flow::on) return absent{};
  if (as<std::string_view>(found) != nullptr && path == "$")
    if (auto read = json::check(input_.body); read) return input_.body;
  std::string text;
  const bool is_there = !is_null(found) || is_null_at(path);
  if (!is_there) return std::string_view("\"\"");
  append_json(text, found, memory_);
  return keep(text);
}

bool evaluator::is_null_at(std::string_view path) {
  const auto compiled = json_path::compile(path);
  return compiled && as<unset>(compiled->find(document(), memory_)) == nullptr;
}

value evaluator::from_json(const json::value& document, map_text form) {
  if (!memory_.spend(1)) return absent{};
  switch (document.kind()) {
    case json::kind::bool_: return document.get_bool();
    case json::kind::int64: return std::int64_t{document.get_int64()};
    case json::kind::uint64: return static_cast<double>(document.get_uint64());
    case json::kind::double_: return document.get_double();
    case json::kind::string: return std::string_view(document.get_string());
    case json::kind::null: return absent{};
    case json::kind::array: {
      list_value* const made = memory_.new_list();
      made->is_json = true;
      made->items.reserve(document.get_array().size());
      for (const json::value& one : document.get_array()) made->items.push_back(from_json(one, form));
      return made;
    }
    case json::kind::object: break;
  }
  map_value* const made = memory_.new_map();
  made->is_json = form == map_text::json;
  for (const auto& [key, one] : document.get_object()) made->set(key, from_json(one, form));
  return made;
}

}  // namespace lamina::gateway::templates
