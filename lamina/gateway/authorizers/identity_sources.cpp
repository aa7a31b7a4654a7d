#include "lamina/gateway/authorizers/identity_sources.h"

#include <algorithm>

namespace lamina::gateway {
namespace {

// The rest of `text` behind one of the prefixes; empty: it has none of them, or nothing behind it.
std::string_view behind(std::string_view text, std::initializer_list<std::string_view> prefixes) noexcept {
  for (const std::string_view prefix : prefixes)
    if (text.starts_with(prefix)) return text.substr(prefix.size());
  return {};
}

// The last of that name, as an event's `headers` shows of repeats.
std::string_view last_header(std::span<const http::header> headers, std::string_view name) noexcept {
  for (std::size_t i = headers.size(); i-- > 0;)
    if (http::equal_ignoring_case(headers[i].name, name)) return headers[i].value;
  return {};
}

}  // namespace

result<identity_sources> identity_sources::compile(const std::vector<std::string>& sources) {
  identity_sources made;
  for (const std::string& text : sources) {
    if (const auto header = behind(text, {"method.request.header.", "route.request.header."}); !header.empty())
      made.sources_.push_back({place::header, std::string(header)});
    else if (const auto query = behind(text, {"method.request.querystring.", "route.request.querystring."});
             !query.empty())
      made.sources_.push_back({place::query, std::string(query)});
    else if (const auto variable = behind(text, {"stageVariables."}); !variable.empty())
      made.sources_.push_back({place::stage_variable, std::string(variable)});
    else if (const auto context = behind(text, {"context."}); !context.empty())
      made.sources_.push_back({place::context, std::string(context)});
    else
      return error(
          "expected route.request.header.<name>, route.request.querystring.<name>, stageVariables.<name> or "
          "context.<name> (method instead of route on REST APIs), found \"" +
          text + "\"");
  }
  return made;
}

std::string_view identity_sources::value_of(const source& from, const identity_facts& seen) noexcept {
  switch (from.where) {
    case place::header: return last_header(seen.headers, from.name);
    case place::query: {
      const std::string_view* value = seen.query == nullptr ? nullptr : seen.query->find(from.name);
      return value == nullptr ? std::string_view() : *value;
    }
    case place::stage_variable: return {};
    case place::context: break;
  }
  const auto found = std::ranges::find(seen.context, from.name, [](const auto& entry) { return entry.first; });
  return found == seen.context.end() ? std::string_view() : found->second;
}

bool identity_sources::are_present(const identity_facts& seen) const noexcept {
  return std::ranges::none_of(sources_, [&](const source& one) { return value_of(one, seen).empty(); });
}

void identity_sources::read(std::vector<std::string_view>& values, const identity_facts& seen) const {
  values.clear();
  for (const source& one : sources_) values.push_back(value_of(one, seen));
}

bool identity_sources::has_stage_variables() const noexcept {
  return std::ranges::any_of(sources_, [](const source& one) { return one.where == place::stage_variable; });
}

}  // namespace lamina::gateway
