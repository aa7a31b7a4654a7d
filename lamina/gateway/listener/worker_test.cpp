#include "lamina/gateway/listener/worker.h"

#include <gtest/gtest.h>

#include <thread>

#include "lamina/gateway/internal/scripted.h"
#include "lamina/net/loop_threads.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using internal::scripted;

TEST(worker, waits_for_requests_whose_client_has_gone) {
  config::service service;
  service.routes = {internal::rest_route_of("GET", "/slow", "slow")};
  const auto slow = std::make_shared<scripted>("{}");
  slow->silent = true;
  gateway_options options;
  options.integration_timeout = std::chrono::milliseconds(50);
  logger log(log_level::off, [](std::string_view) {});
  auto api = make_rest_api(service, {{"slow", slow}}, options);
  ASSERT_TRUE(api);
  const served_apis apis{.rest = *std::move(api)};

  net::loop_threads threads(1);
  auto made = worker::make(apis, options, log, threads[0]);
  ASSERT_TRUE(made);
  worker& one = **made;
  ASSERT_TRUE(one.bind({}, false));
  ASSERT_TRUE(one.listen());
  {
    lamina::testing::raw_http_client client(one.ports().http);
    client.send("GET /dev/slow HTTP/1.1\r\nHost: h\r\n\r\n");
    while (slow->calls == 0) std::this_thread::yield();
  }
  one.drain();
  one.wait();  // under AddressSanitizer a request left behind would be a leak
  EXPECT_EQ(slow->calls, 1);
}

}  // namespace
}  // namespace lamina::gateway
