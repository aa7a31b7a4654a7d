#include "lamina/gateway/authorizers/identity_sources.h"

#include <algorithm>

#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/integration/request_headers.h"

namespace lamina::gateway {
namespace {

// The rest of `text` behind one of the prefixes; empty: it has none of them, or nothing behind it.
std::string_view behind(std::string_view text, std::initializer_list<std::string_view> prefixes) noexcept {
  for (const std::string_view prefix : prefixes)
    if (text.starts_with(prefix)) return text.substr(prefix.size());
  return {};
}

}  // namespace

result<identity_sources> identity_sources::compile(const std::vector<std::string>& sources) {
  identity_sources made;
  for (const std::string& text : sources) {
    if (const auto header = behind(text, {"method.request.header.", "route.request.header.", "$request.header."});
        !header.empty())
      made.sources_.push_back({place::header, std::string(header)});
    else if (const auto query =
                 behind(text, {"method.request.querystring.", "route.request.querystring.", "$request.querystring."});
             !query.empty())
      made.sources_.push_back({place::query, std::string(query)});
    else if (const auto variable = behind(text, {"stageVariables.", "$stageVariables."}); !variable.empty())
      made.sources_.push_back({place::stage_variable, std::string(variable)});
    else if (const auto context = behind(text, {"context.", "$context."}); !context.empty())
      made.sources_.push_back({place::context, std::string(context)});
    else
      return error(
          "expected method.request.header.<name>, method.request.querystring.<name>, stageVariables.<name> or "
          "context.<name> (route.request on WebSocket APIs; $request, $stageVariables and $context on HTTP APIs), "
          "found \"" +
          text + "\"");
  }
  made.reads_query_ = std::ranges::any_of(made.sources_, [](const source& one) { return one.where == place::query; });
  return made;
}

std::string_view identity_sources::value_of(const source& from, const guarded_request& request,
                                            const field_list& query) {
  switch (from.where) {
    case place::header: return last_header(request.sent, from.name);
    case place::query: {
      const std::string_view* value = query.find(from.name);
      return value == nullptr ? std::string_view() : *value;
    }
    case place::stage_variable: return request.stage_variable(from.name);
    case place::context: break;
  }
  return request.context(from.name);
}

bool identity_sources::are_headers() const noexcept {
  return std::ranges::all_of(sources_, [](const source& one) { return one.where == place::header; });
}

bool identity_sources::have_stage_variables() const noexcept {
  return std::ranges::any_of(sources_, [](const source& one) { return one.where == place::stage_variable; });
}

void identity_sources::read(const guarded_request& request, identity_values& into) const {
  into.values.clear();
  into.query.clear();
  if (reads_query_) read_query(request.query, into.query_storage, into.query);
  for (const source& one : sources_) into.values.push_back(value_of(one, request, into.query));
  into.is_complete = std::ranges::none_of(into.values, [](std::string_view value) { return value.empty(); });
}

}  // namespace lamina::gateway
