#include "examples/user_store/answers.h"
#include "examples/user_store/application.h"
#include "examples/user_store/bodies.h"

namespace user_store {
namespace {

using namespace lamina;

struct credentials {
  std::string id;
  std::string password;
};

credentials read_credentials(const http_event& event) {
  const json::value body = read_object(event).value();
  const json::value* id = json::find(body, "id");
  const json::value* password = json::find(body, "password");
  if (!id || !password) throw error(400, "id and password are required");
  if (!id->is_string() || !password->is_string()) throw error(400, "id and password are texts");
  return {std::string(id->as_string()), std::string(password->as_string())};
}

system_time now(const routed_request& request) { return request.context.loop().wall_clock(); }

}  // namespace

router make_auth_api(const application& app) {
  router auth;
  auth.put("/register", [app](const routed_request& request) {
    const auto [id, password] = read_credentials(request.event);
    const std::string token = app.accounts.register_user(id, password, now(request));
    return answer_json({{"jwtToken", token}, {"user", {{"id", id}}}});
  });
  // Kept because clients of the original use it. A query ends up in histories and proxies' logs: prefer POST.
  auth.get("/login", [app](const routed_request& request) {
    const http_event& event = request.event;
    return answer_json({{"jwtToken", app.accounts.log_in(event.query("id"), event.query("password"), now(request))}});
  });
  auth.post("/login", [app](const routed_request& request) {
    const auto [id, password] = read_credentials(request.event);
    return answer_json({{"jwtToken", app.accounts.log_in(id, password, now(request))}});
  });

  router routes;
  routes.use("/auth", auth).use("/dev/auth", auth);
  return routes;
}

}  // namespace user_store
