#pragma once

#include "lamina/base/result.h"
#include "lamina/base/task.h"
#include "lamina/http/client.h"
#include "lamina/http/message.h"
#include "lamina/net/event_loop.h"

namespace lamina::http {

// Sends a request with client::of(loop) and follows redirects: 301, 302, 303, 307 and 308 of a GET, 307 and 308 of any
// other method, which is sent again with its body. Five of them at most; none from https to http. Another origin is not
// given the Authorization and Cookie headers. A redirect that is not followed is the answer.
task<result<response>> fetch_following(net::event_loop& loop, client_request request);

}  // namespace lamina::http
