#include "examples/user_store/answers.h"
#include "examples/user_store/application.h"
#include "examples/user_store/bodies.h"
#include "examples/user_store/signed_in_user.h"

namespace user_store {

using namespace lamina;

namespace {

// Subscribers hear of a change before the client has its answer.
http_response changed(const application& app, const routed_request& request, const json::value& document) {
  app.pushes.publish(signed_in_user(request.event), document, request.context.loop());
  return answer_json(document);
}

}  // namespace

router make_user_api(const application& app) {
  router user;
  user.get("/self", [app](const routed_request& request) {
    return answer_json(app.documents.get(signed_in_user(request.event)));
  });
  user.put("/self", [app](const routed_request& request) {
    json::object fields = read_object(request.event).value();
    return changed(app, request, app.documents.put(signed_in_user(request.event), std::move(fields)));
  });
  user.post("/self/action", [app](const routed_request& request) {
    const action what = action::from_json(read_object(request.event).value()).value();
    return changed(app, request, app.documents.apply(signed_in_user(request.event), what, app.reduce));
  });

  router routes;
  routes.use([](routed_request& request) { return refuse_strangers(request); });
  routes.use("/api/user", user).use("/dev/api/user", user);
  return routes;
}

}  // namespace user_store
