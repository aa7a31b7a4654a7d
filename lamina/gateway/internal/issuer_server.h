#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "lamina/http/server.h"
#include "lamina/json/json.h"
#include "lamina/net/event_loop.h"

namespace lamina::gateway::internal {

// An issuer of tokens for tests: a server on loopback with an OpenID configuration and the public keys that are
// published.
struct issuer_server {
  issuer_server() {
    if (!server.listen()) throw std::runtime_error("the issuer cannot listen");
    configuration = json::serialize({{"issuer", url()}, {"jwks_uri", url() + "/keys"}});
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server.port()); }
  void publish(json::object key) { keys.push_back(std::move(key)); }
  void withdraw_all() { keys.clear(); }

  net::event_loop loop;
  std::string configuration{};
  json::array keys{};
  std::vector<std::string> asked{};
  http::server server{loop, {}, [this](const http::request& request, http::exchange reply) {
                        asked.emplace_back(request.target);
                        http::response response;
                        if (request.target == "/.well-known/openid-configuration")
                          response.body = configuration;
                        else if (request.target == "/keys" || request.target == "/.well-known/jwks.json")
                          response.body = json::serialize(json::object{{"keys", keys}});
                        else
                          response.status = 404;
                        reply.answer(response);
                      }};
};

}  // namespace lamina::gateway::internal
