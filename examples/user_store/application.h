#pragma once

#include <memory>

#include "examples/user_store/accounts.h"
#include "examples/user_store/actions.h"
#include "examples/user_store/authorizer.h"
#include "examples/user_store/documents.h"
#include "examples/user_store/pushes.h"
#include "examples/user_store/request_log.h"
#include "examples/user_store/settings.h"
#include "examples/user_store/web_sockets.h"
#include "lamina/engine/engine.h"
#include "lamina/router/router.h"

namespace user_store {

// What the handlers of the program share. Copies share the store and the key; any thread.
struct application {
  user_store::documents documents;
  user_store::accounts accounts;
  user_store::authorizer authorizer;
  user_store::pushes pushes;
  user_store::web_sockets web_sockets;
  request_log log;
  reducer reduce;
};

application make_application(const settings& configured, std::shared_ptr<lamina::store::object_store> store,
                             std::shared_ptr<lamina::logger> log, reducer reduce);

// Registration and login, open to everybody: PUT /auth/register, POST /auth/login, GET /auth/login.
lamina::router make_auth_api(const application& app);
// The user's own document, behind the authorizer: GET and PUT /api/user/self, POST /api/user/self/action.
lamina::router make_user_api(const application& app);

// The handlers, as serverless.yml names them.
lamina::engine make_authorizer_handler(const application& app);   // authorizerHandler
lamina::engine make_http_handler(const application& app);         // httpHandler
lamina::engine make_http_api_handler(const application& app);     // httpApiHandler
lamina::engine make_web_sockets_handler(const application& app);  // webSocketsHandler

}  // namespace user_store
