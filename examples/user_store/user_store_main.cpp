// The user store: one program, four functions. serverless.yml says which events go to which.
#include <cstdio>

#include "examples/user_store/application.h"
#include "examples/user_store/root_reducer.h"
#include "lamina/base/environment.h"
#include "lamina/runtime/run.h"
#include "lamina/store/sqlite_store.h"

int main() {
  using namespace user_store;
  const auto configured = read_settings(lamina::environment());
  if (!configured) {
    std::fprintf(stderr,
                 "user store: %s. serverless.yml sets all it needs: lamina serve examples/user_store/serverless.yml\n",
                 configured.error().message.c_str());
    return 1;
  }
  auto store = lamina::store::sqlite_store::open(configured->store_path);
  if (!store) {
    std::fprintf(stderr, "user store: %s\n", store.error().message.c_str());
    return 1;
  }
  const auto log = std::make_shared<lamina::logger>(lamina::logger::to_stderr());
  const application app = make_application(*configured, *std::move(store), log, root_reducer());
  return lamina::run({{"authorizerHandler", make_authorizer_handler(app)},
                      {"httpApiHandler", make_http_api_handler(app)},
                      {"httpHandler", make_http_handler(app)},
                      {"webSocketsHandler", make_web_sockets_handler(app)}});
}
