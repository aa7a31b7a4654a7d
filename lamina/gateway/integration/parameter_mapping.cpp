#include "lamina/gateway/integration/parameter_mapping.h"

#include <algorithm>

namespace lamina::gateway {
namespace {

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

result<parameter_source> parameter_source::compile(std::string_view expression, const api_stage& stage,
                                                   const std::vector<std::string>& variables) {
  parameter_source made;
  std::string_view rest = expression;
  made.has_several_ = expression.starts_with("method.request.multivalue");
  if (rest.size() >= 2 && rest.starts_with('\'') && rest.ends_with('\'')) {
    made.name_ = rest.substr(1, rest.size() - 2);
  } else if (take(rest, "method.request.header.") || take(rest, "method.request.multivalueheader.")) {
    made.from_ = place::header;
    made.name_ = rest;
  } else if (take(rest, "method.request.querystring.") || take(rest, "method.request.multivaluequerystring.")) {
    made.from_ = place::query;
    made.name_ = rest;
  } else if (take(rest, "method.request.path.")) {
    const auto known = std::ranges::find(variables, rest);
    if (known == variables.end())
      return error(std::string(expression) + ": the route's path has no variable of that name");
    made.from_ = place::path;
    made.name_ = rest;
    made.index_ = static_cast<std::size_t>(known - variables.begin());
  } else if (take(rest, "context.")) {
    made.from_ = place::context;
    made.name_ = rest;
  } else if (take(rest, "stageVariables.")) {
    const auto known = stage.variables.find(std::string(rest));
    if (known != stage.variables.end()) made.name_ = known->second;
  } else {
    return error(
        "expected '...' in single quotes, method.request.{header,querystring,path}.<name>, stageVariables.<name> or "
        "context.<name>, found " +
        std::string(expression));
  }
  return made;
}

std::string_view parameter_source::value(const rest_request& request, const context_lookup& context) const {
  const auto last = [](const std::string_view* found) { return found == nullptr ? std::string_view() : *found; };
  switch (from_) {
    case place::text: break;
    case place::header: return last(request.headers->find(name_));
    case place::query: return last(request.query->find(name_));
    case place::path: return index_ < request.path_values.size() ? request.path_values[index_] : std::string_view();
    case place::context: return context(name_);
  }
  return name_;
}

std::vector<std::string_view> parameter_source::values(const rest_request& request,
                                                       const context_lookup& context) const {
  std::vector<std::string_view> all;
  if (has_several_)
    (from_ == place::header ? request.headers : request.query)->find_all(name_, all);
  else
    all.push_back(value(request, context));
  std::erase(all, "");
  return all;
}

bool parameter_source::is_the_same(std::string_view kind, std::string_view name) const noexcept {
  const bool same_kind = (from_ == place::header && kind == "header") ||
                         (from_ == place::query && kind == "querystring") || (from_ == place::path && kind == "path");
  return same_kind && name_ == name;
}

}  // namespace lamina::gateway
