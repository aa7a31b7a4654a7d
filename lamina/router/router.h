#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/error.h"
#include "lamina/events/http_response.h"
#include "lamina/router/path_pattern.h"
#include "lamina/router/routed_request.h"

namespace lamina {

// Many routes behind one handler, as Express has them:
//
//   router users;
//   users.get("/{id}", [](const routed_request& r) { return http_response{.body = std::string(r.parameter("id"))}; });
//   router app;
//   app.use(sign_in).use("/users", users);
//   run(engine(app));
//
// Routes are tried in the order they were added; the first whose method and path fit answers. A slash at the end and
// the case of letters do not count (path_pattern.h). HEAD is served by a GET route, without the body. OPTIONS on a path
// that has routes is answered with 200 and their methods, in the header Allow and as text, unless a route says
// otherwise. A path of a known route with an unknown method is 404, as in Express.
//
// A value: built once, then only read, by any number of threads. Building throws lamina::error for a pattern that
// cannot be.
class router {
 public:
  using handler = std::function<http_response(routed_request&)>;
  // A response ends the request there; nothing lets it go on.
  using middleware = std::function<std::optional<http_response>(routed_request&)>;
  using error_handler = std::function<http_response(const error&, routed_request&)>;
  using finisher = std::function<void(const routed_request&, http_response&)>;

  router& get(std::string_view path, handler handle) { return route("GET", path, std::move(handle)); }
  router& put(std::string_view path, handler handle) { return route("PUT", path, std::move(handle)); }
  router& post(std::string_view path, handler handle) { return route("POST", path, std::move(handle)); }
  router& patch(std::string_view path, handler handle) { return route("PATCH", path, std::move(handle)); }
  router& remove(std::string_view path, handler handle) { return route("DELETE", path, std::move(handle)); }
  router& any(std::string_view path, handler handle) { return route("", path, std::move(handle)); }
  router& route(std::string_view method, std::string_view path, handler handle);

  // Runs `function` for every request that gets that far, also for those that no later route takes.
  router& use(middleware function);
  // The same, only for paths under the prefix. A prefix may have parameters.
  router& use(std::string_view prefix, middleware function);
  // Hands requests under the prefix to another router, which sees the rest of the path (a copy: add its routes before).
  // What it does not take goes on to later routes, unless it has a not_found of its own.
  router& use(std::string_view prefix, const router& nested);

  // Turns what was thrown on the way into a response: lamina::error as it is, other exceptions as an error without
  // status. Without one the error goes on to the outer router, in the end to the engine.
  router& on_error(error_handler handle);
  // Answers what no route took. Without one: error 404, for on_error or the engine.
  router& not_found(handler handle);
  // Sees and may change every response of this router and those in it, errors included: access logs, common headers. In
  // the order they were added. Sees the body of an answer to HEAD, which is dropped afterwards.
  router& finish(finisher function);

  // As an engine's handler. Throws what no on_error handled.
  http_response operator()(const http_event& event, context& context) const;

 private:
  using path_parts = std::span<const std::string_view>;
  struct entry {
    enum class kind { route, function, nested } what;
    path_pattern pattern;
    std::string method;  // of a route; "" for all
    handler handle;
    middleware function;
    std::shared_ptr<const router> nested;
  };

  std::optional<http_response> dispatch(routed_request& request, path_parts path) const;
  std::optional<http_response> walk(routed_request& request, path_parts path) const;
  std::optional<http_response> visit(const entry& entry, routed_request& request, path_parts path,
                                     std::vector<std::string>& allowed) const;

  std::vector<entry> entries_;
  error_handler on_error_;
  handler not_found_;
  std::vector<finisher> finishers_;
};

}  // namespace lamina
