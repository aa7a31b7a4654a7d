#include "lamina/router/router.h"

#include <algorithm>

namespace lamina {
namespace {

// GET serves HEAD as well, and says so.
void allow(const std::string& method, std::vector<std::string>& allowed) {
  const auto add = [&](std::string_view name) {
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) allowed.emplace_back(name);
  };
  if (method.empty()) return;
  add(method);
  if (method == "GET") add("HEAD");
}

http_response answer_options(const std::vector<std::string>& allowed) {
  std::string listed;
  for (const auto& method : allowed) listed += (listed.empty() ? "" : ",") + method;
  return {.headers = {{"Allow", listed}, {"Content-Type", "text/html; charset=utf-8"}}, .body = listed};
}

}  // namespace

router& router::route(std::string_view method, std::string_view path, handler handle) {
  entries_.push_back({entry::kind::route, path_pattern(path), std::string(method), std::move(handle), {}, {}});
  return *this;
}

router& router::use(middleware function) { return use("/", std::move(function)); }

router& router::use(std::string_view prefix, middleware function) {
  entries_.push_back({entry::kind::function, path_pattern(prefix), {}, {}, std::move(function), {}});
  return *this;
}

router& router::use(std::string_view prefix, const router& nested) {
  entries_.push_back({entry::kind::nested, path_pattern(prefix), {}, {}, {}, std::make_shared<const router>(nested)});
  return *this;
}

router& router::on_error(error_handler handle) {
  on_error_ = std::move(handle);
  return *this;
}

router& router::not_found(handler handle) {
  not_found_ = std::move(handle);
  return *this;
}

router& router::finish(finisher function) {
  finishers_.push_back(std::move(function));
  return *this;
}

http_response router::operator()(const http_event& event, context& context) const {
  routed_request request(event, context);
  const auto path = split_path(event.path());
  auto answer = dispatch(request, path);
  if (!answer) throw error(404);
  if (event.method() == "HEAD") answer->body.clear();
  return *std::move(answer);
}

std::optional<http_response> router::dispatch(routed_request& request, path_parts path) const {
  std::optional<http_response> answer;
  std::optional<error> failure;
  try {
    answer = walk(request, path);
    if (!answer && not_found_) answer = not_found_(request);
  } catch (const error& thrown) {
    if (!on_error_) throw;
    failure = thrown;
  } catch (const std::exception& thrown) {
    if (!on_error_) throw;
    failure = error(std::string(thrown.what()));
  }
  if (failure) answer = on_error_(*failure, request);
  if (answer) {
    for (const auto& function : finishers_) function(request, *answer);
  }
  return answer;
}

std::optional<http_response> router::walk(routed_request& request, path_parts path) const {
  std::vector<std::string> allowed;
  for (const auto& entry : entries_) {
    const std::size_t outer_parameters = request.parameters_.size();
    if (auto answer = visit(entry, request, path, allowed)) return answer;
    request.parameters_.resize(outer_parameters);
  }
  if (request.event.method() == "OPTIONS" && !allowed.empty()) return answer_options(allowed);
  return std::nullopt;
}

std::optional<http_response> router::visit(const entry& entry, routed_request& request, path_parts path,
                                           std::vector<std::string>& allowed) const {
  const bool is_route = entry.what == entry::kind::route;
  const std::string_view method = request.event.method();
  const bool takes_method =
      !is_route || entry.method.empty() || entry.method == method || (method == "HEAD" && entry.method == "GET");
  if (!takes_method && method != "OPTIONS") return std::nullopt;

  const auto matched = entry.pattern.match(path, is_route, request.parameters_);
  if (!matched) throw matched.error();
  if (!*matched) return std::nullopt;
  if (!takes_method) {
    allow(entry.method, allowed);
    return std::nullopt;
  }
  if (is_route) return entry.handle(request);
  if (entry.what == entry::kind::function) return entry.function(request);
  return entry.nested->dispatch(request, path.subspan(**matched));
}

}  // namespace lamina
