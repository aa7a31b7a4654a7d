#include <algorithm>

#include "lamina/json/schema/internal/evaluate.h"
#include "lamina/json/schema/internal/uri.h"

// The errorMessage keyword of ajv-errors 3: messages of one's own take the place of the errors they stand for.
namespace lamina::json::schemas {
namespace {

// The path of the schema that has this errorMessage.
std::string_view schema_path(const rule& each) {
  return std::string_view(each.path).substr(0, each.path.size() - each.name.size() - 1);
}

bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

// An error of a keyword that stands right in the schema, of the very instance.
bool is_own(const schema_issue& issue, std::string_view path, std::string_view instance) {
  if (issue.used || issue.keyword == "errorMessage" || issue.instance_path != instance) return false;
  if (!starts_with(issue.schema_path, path)) return false;
  const std::string_view rest = std::string_view(issue.schema_path).substr(path.size());
  return !rest.empty() && rest[0] == '/' && rest.find('/', 1) == rest.npos;
}

bool is_inside(const schema_issue& issue, std::string_view path, std::string_view instance) {
  if (issue.used || issue.keyword == "errorMessage") return false;
  const bool at_instance =
      starts_with(issue.instance_path, instance) &&
      (issue.instance_path.size() == instance.size() || issue.instance_path[instance.size()] == '/');
  return at_instance && starts_with(issue.schema_path, path) && issue.schema_path.size() > path.size() &&
         issue.schema_path[path.size()] == '/';
}

// The name of the member or item in which an error is, if it is in one.
std::optional<std::string> child_of(const schema_issue& issue, std::string_view instance) {
  if (issue.used || issue.keyword == "errorMessage" || !starts_with(issue.instance_path, instance)) return std::nullopt;
  std::string_view rest = std::string_view(issue.instance_path).substr(instance.size());
  if (rest.empty() || rest[0] != '/') return std::nullopt;
  rest.remove_prefix(1);
  return unescape_pointer(rest.substr(0, rest.find('/')));
}

std::string_view member_parameter(std::string_view keyword) {
  return keyword == "required" ? "missingProperty" : "property";
}

const value* walk(const value* from, std::string_view pointer) {
  while (from != nullptr && !pointer.empty()) {
    pointer.remove_prefix(1);
    const auto slash = pointer.find('/');
    const std::string name = unescape_pointer(pointer.substr(0, slash));
    pointer = slash == pointer.npos ? std::string_view() : pointer.substr(slash);
    if (const array* items = from->if_array()) {
      const bool digits = !name.empty() && name.size() < 10 && name.find_first_not_of("0123456789") == name.npos;
      const std::size_t at = digits ? std::stoul(name) : items->size();
      from = at < items->size() ? &(*items)[at] : nullptr;
    } else {
      from = json::find(*from, name);
    }
  }
  return from;
}

}  // namespace

// ${/a/b} is that part of the instance as JSON; ${1/b} starts so many levels up from where the schema applies.
std::string evaluation::fill_in(std::string_view text, const context& in) const {
  std::string out;
  while (true) {
    const auto begin = text.find("${");
    const auto end = begin == text.npos ? text.npos : text.find('}', begin);
    if (end == text.npos) return out.append(text);
    out.append(text.substr(0, begin));
    std::string_view pointer = text.substr(begin + 2, end - begin - 2);
    const value* from = root_;
    if (!pointer.empty() && pointer[0] != '/') {
      const location* at = &in.place;
      std::size_t levels = 0;
      while (!pointer.empty() && pointer[0] >= '0' && pointer[0] <= '9' && levels < 1000) {
        levels = levels * 10 + static_cast<std::size_t>(pointer[0] - '0');
        pointer.remove_prefix(1);
      }
      for (; levels > 0 && at != nullptr; --levels) at = at->up;
      from = at ? at->instance : nullptr;
    }
    const value* found = pointer.empty() || pointer[0] == '/' ? walk(from, pointer) : nullptr;
    if (found != nullptr)
      serialize_to(out, *found);
    else
      out += "undefined";
    text.remove_prefix(end + 1);
  }
}

void evaluation::add_rewritten(const rule& each, std::string path, std::string message, std::vector<std::size_t> used) {
  array errors;
  for (const std::size_t at : used) {
    (*issues_)[at].used = true;
    errors.push_back((*issues_)[at].to_json());
  }
  schema_issue& made = issues_->emplace_back();
  made.instance_path = std::move(path);
  made.schema_path = each.path;
  made.keyword = each.name;
  made.params["errors"] = std::move(errors);
  made.message = std::move(message);
}

void evaluation::rewrite_keyword(const rule& each, const context& in, std::string_view name, const value& text) {
  const std::string instance = pointer_to(in.place);
  std::vector<std::size_t> used;
  for (std::size_t i = 0; i < issues_->size(); ++i)
    if ((*issues_)[i].keyword == name && is_own((*issues_)[i], schema_path(each), instance)) used.push_back(i);
  if (!used.empty() && text.is_string()) add_rewritten(each, instance, fill_in(text.get_string(), in), std::move(used));
}

// required: {"a": "..."} has a text for each member.
void evaluation::rewrite_keyword_members(const rule& each, const context& in, std::string_view name,
                                         const object& texts) {
  const std::string instance = pointer_to(in.place);
  for (const auto& [member, text] : texts) {
    std::vector<std::size_t> used;
    for (std::size_t i = 0; i < issues_->size(); ++i) {
      const schema_issue& issue = (*issues_)[i];
      if (issue.keyword != name || !is_own(issue, schema_path(each), instance)) continue;
      const value* about = issue.params.if_contains(member_parameter(name));
      if (about != nullptr && about->is_string() && about->get_string() == member) used.push_back(i);
    }
    if (!used.empty() && text.is_string())
      add_rewritten(each, instance, fill_in(text.get_string(), in), std::move(used));
  }
}

void evaluation::rewrite_children(const rule& each, const context& in, const value& texts, bool members) {
  if (members ? !in.instance.is_object() : !in.instance.is_array()) return;
  const std::string instance = pointer_to(in.place);
  const auto rewrite = [&](const std::string& name, const value& text) {
    std::vector<std::size_t> used;
    for (std::size_t i = 0; i < issues_->size(); ++i)
      if (child_of((*issues_)[i], instance) == name) used.push_back(i);
    if (!used.empty() && text.is_string())
      add_rewritten(each, instance + "/" + escape_pointer(name), fill_in(text.get_string(), in), std::move(used));
  };
  if (const object* by_name = texts.if_object())
    for (const auto& [name, text] : *by_name) rewrite(std::string(name), text);
  if (const array* by_position = texts.if_array())
    for (std::size_t i = 0; i < by_position->size(); ++i) rewrite(std::to_string(i), (*by_position)[i]);
}

void evaluation::rewrite_rest(const rule& each, const context& in, const value& text) {
  const std::string instance = pointer_to(in.place);
  std::vector<std::size_t> used;
  for (std::size_t i = 0; i < issues_->size(); ++i)
    if (is_inside((*issues_)[i], schema_path(each), instance)) used.push_back(i);
  if (!used.empty() && text.is_string()) add_rewritten(each, instance, fill_in(text.get_string(), in), std::move(used));
}

void evaluation::rewrite_errors(const rule& each, const context& in) {
  if (!collects() || issues_->empty()) return;
  const value* rest = each.operand;
  if (const object* texts = each.operand->if_object()) {
    for (const auto& [name, text] : *texts)
      if (name != "properties" && name != "items" && !text.is_object()) rewrite_keyword(each, in, name, text);
    for (const auto& [name, text] : *texts)
      if (name != "properties" && name != "items" && text.is_object())
        rewrite_keyword_members(each, in, name, text.get_object());
    if (const value* children = texts->if_contains("properties")) rewrite_children(each, in, *children, true);
    if (const value* children = texts->if_contains("items")) rewrite_children(each, in, *children, false);
    rest = texts->if_contains("_");
  }
  if (rest != nullptr) rewrite_rest(each, in, *rest);
  issues_->erase(std::remove_if(issues_->begin(), issues_->end(), [](const schema_issue& issue) { return issue.used; }),
                 issues_->end());
}

}  // namespace lamina::json::schemas
