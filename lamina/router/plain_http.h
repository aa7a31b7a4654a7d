#pragma once

#include "lamina/http/server.h"
#include "lamina/json/json.h"
#include "lamina/router/router.h"

// A router on a port of its own, without Lambda:
//
//   net::event_loop loop;
//   http::server server(loop, {.port = 8080}, serve_router(app, loop));
//   server.listen().value();
//   loop.run();
namespace lamina {

// Answers each request on the loop's thread. `loop` must outlive it. What no on_error handled is answered with the
// error's status and {"message"}; 500 without its message where that is not for clients.
http::server::handler serve_router(router routes, scheduler& loop);

// The request as the event of an HTTP API (payload 2.0), as far as http_event and common middlewares read it: method,
// path as sent, query, headers, cookies, body, client address.
json::value make_event(const http::request& message);

}  // namespace lamina
