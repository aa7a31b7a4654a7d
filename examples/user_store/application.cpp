#include "examples/user_store/application.h"

#include "examples/user_store/answers.h"
#include "examples/user_store/page/page.h"
#include "examples/user_store/signed_in_user.h"
#include "lamina/middlewares/http_error_handler/http_error_handler.h"
#include "lamina/middlewares/http_event_normalizer/http_event_normalizer.h"

namespace user_store {
namespace {

using namespace lamina;

// What both HTTP applications have around their routes: the log lines, errors and headers as the original's framework
// has them.
router with_surroundings(const application& app, const router& routes) {
  router outer;
  outer.use([log = app.log](routed_request& request) -> std::optional<http_response> {
    log.event(request.event.document());
    log.begin(request);
    return std::nullopt;
  });
  outer.use("/", routes);
  outer.not_found(answer_not_found);
  outer.on_error([log = app.log](const error& failure, const routed_request& request) {
    if (!failure.is_exposed()) log.failure(failure);
    return answer_error(failure, request);
  });
  outer.finish(add_framework_headers);
  outer.finish([log = app.log](const routed_request& request, const http_response& response) {
    log.end(request, response, signed_in_user(request.event));
  });
  return outer;
}

engine as_handler(const application& app, const router& routes) {
  return engine(with_surroundings(app, routes))
      .use(http_event_normalizer())
      .use(http_error_handler({.fallback_message = "Unexpected Server Error"}));  // for what the router did not catch
}

}  // namespace

application make_application(const settings& configured, std::shared_ptr<store::object_store> store,
                             std::shared_ptr<logger> log, reducer reduce) {
  const auto key = std::make_shared<signing_key>(store, configured.password_table);
  const documents states(store, configured.document_table, configured.store_type);
  const subscriptions who(store, configured.subscription_table);
  const auto clients = std::make_shared<aws::connections>(
      aws::connections_options{.region = configured.region, .timeout = pushes::patience});
  const request_log lines(std::move(log), configured.debug);
  return {states,
          accounts(passwords(store, configured.password_table), states, key),
          authorizer(key),
          pushes(who, states, clients, lines),
          web_sockets(who, key, clients, lines, configured.management_endpoint),
          lines,
          std::move(reduce)};
}

engine make_authorizer_handler(const application& app) {
  return engine([app](const json::value& event, context& invocation) {
    app.log.event(event);
    return app.authorizer.answer(event, invocation.loop().wall_clock());
  });
}

engine make_http_handler(const application& app) { return as_handler(app, make_auth_api(app).use("/", make_page())); }

engine make_http_api_handler(const application& app) { return as_handler(app, make_user_api(app)); }

engine make_web_sockets_handler(const application& app) {
  return engine([app](const json::value& event, context& invocation) {
    app.log.event(event);
    return app.web_sockets.answer(event, invocation.loop().wall_clock());
  });
}

}  // namespace user_store
