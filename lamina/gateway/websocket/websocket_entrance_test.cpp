#include "lamina/gateway/websocket/websocket_entrance.h"

#include <gtest/gtest.h>

#include <array>

#include "lamina/http/target.h"

namespace lamina::gateway {
namespace {

struct asked {
  std::string_view target;
  std::string_view host = "localhost:3000";
  bool upgrades = true;
};

template <class Judge>
bool judged(const asked& what, Judge judge) {
  const std::array<http::header, 4> headers = {http::header{"Host", what.host},
                                               {"Connection", "keep-alive, Upgrade"},
                                               {"Upgrade", what.upgrades ? "websocket" : "h2c"},
                                               {"Sec-WebSocket-Version", "13"}};
  http::request request;
  request.method = "GET";
  request.target = what.target;
  request.headers = headers;
  return judge(request);
}

class websocket_entrance_of : public ::testing::Test {
 protected:
  void place(const config::websocket_placement& where) {
    config::service service;
    service.name = "shop";
    service.websocket = where;
    auto made = make_websocket_api(service, {}, {});
    ASSERT_TRUE(made) << made.error().message;
    api.emplace(*std::move(made));
  }
  bool takes(const asked& what, bool is_alone = false) const {
    return judged(what,
                  [&](const http::request& request) { return websocket_entrance(*api, is_alone).takes(request); });
  }
  bool is_management(std::string_view target) const {
    return judged({.target = target, .upgrades = false}, [&](const http::request& request) {
      return websocket_entrance(*api, false).management_call(request).has_value();
    });
  }
  bool is_open_at(const asked& what, bool own_port = false) const {
    return judged(what, [&](const http::request& request) {
      return websocket_entrance(*api, false).is_open_at(request, own_port);
    });
  }

  std::optional<websocket_api> api;
};

TEST_F(websocket_entrance_of, a_shared_listener_takes_handshakes_at_the_stage_and_the_root) {
  place({});
  for (const std::string_view target : {"/dev", "/dev/", "/dev?token=a", "/", "/?a=b", "http://localhost/dev"}) {
    EXPECT_TRUE(takes({target})) << target;
    EXPECT_TRUE(is_open_at({target})) << target;
    EXPECT_FALSE(takes({.target = target, .upgrades = false})) << target << " may be a REST request";
  }
  for (const std::string_view target : {"/dev/pets", "/prod", "/devel", "/x/dev"}) {
    EXPECT_FALSE(takes({target})) << target;
    EXPECT_FALSE(is_open_at({target})) << target;
  }
}

TEST_F(websocket_entrance_of, management_calls_are_known_below_the_stage_and_the_root) {
  place({});
  for (const std::string_view target :
       {"/dev/@connections/a%3D", "/@connections/a=", "/dev/%40connections/a", "/%40connections/a"})
    EXPECT_TRUE(is_management(target)) << target;
  for (const std::string_view target :
       {"/dev/x/@connections/a", "/prod/@connections/a", "/dev@connections/a", "/dev/connections/a", "/dev"})
    EXPECT_FALSE(is_management(target)) << target;
}

TEST_F(websocket_entrance_of, a_path_of_its_own_replaces_the_stage_for_handshakes_only) {
  place({.path = "/live"});
  EXPECT_TRUE(takes({"/live"}));
  EXPECT_TRUE(takes({"/live/?a=b"}));
  EXPECT_FALSE(takes({"/dev"}));
  EXPECT_FALSE(takes({"/"}));
  EXPECT_TRUE(is_management("/live/@connections/a"));
  EXPECT_TRUE(is_management("/dev/@connections/a"));
}

TEST_F(websocket_entrance_of, the_root_may_be_the_path) {
  place({.path = "/"});
  EXPECT_TRUE(takes({"/"}));
  EXPECT_FALSE(takes({"/dev"}));
  EXPECT_TRUE(is_management("/@connections/a"));
}

TEST_F(websocket_entrance_of, all_that_comes_to_its_own_host_is_taken) {
  place({.host = "ws.example.com"});
  for (const std::string_view host : {"ws.example.com", "WS.example.com:3000"}) {
    EXPECT_TRUE(takes({.target = "/any/path", .host = host, .upgrades = false}));
    EXPECT_TRUE(is_open_at({.target = "/any/path", .host = host}));
  }
  EXPECT_FALSE(takes({.target = "/dev", .host = "example.com"}));
}

TEST_F(websocket_entrance_of, a_port_of_its_own_is_open_at_every_path_unless_one_is_named) {
  place({.port = 3001});
  EXPECT_FALSE(takes({"/dev"}));
  EXPECT_TRUE(is_management("/dev/@connections/a"));
  EXPECT_TRUE(is_open_at({"/any/path"}, true));
  place({.path = "/live", .port = 3001});
  EXPECT_TRUE(is_open_at({"/live"}, true));
  EXPECT_FALSE(is_open_at({"/any/path"}, true));
}

TEST_F(websocket_entrance_of, a_service_without_a_rest_api_has_everything_taken) {
  place({});
  EXPECT_TRUE(takes({.target = "/any/path", .upgrades = false}, true));
  EXPECT_FALSE(is_open_at({"/any/path"}));
}

}  // namespace
}  // namespace lamina::gateway
