#pragma once

#include "lamina/lamina.h"

// The functions of fixture/serverless.yml, and an echo for WebSockets.
inline lamina::json::value bench_hello(const lamina::json::value&, lamina::context&) {
  return {{"statusCode", 200}, {"body", R"({"ok":true})"}};
}

inline lamina::json::value bench_echo(const lamina::json::value& event, lamina::context&) {
  return {{"statusCode", 200}, {"body", event.at("body")}};
}

inline lamina::json::value bench_authorizer(const lamina::json::value& event, lamina::context&) {
  const bool allow = lamina::json::find_string(event, "authorizationToken") == "allow";
  return {{"principalId", "user"},
          {"policyDocument",
           {{"Version", "2012-10-17"},
            {"Statement",
             lamina::json::array{
                 {{"Action", "execute-api:Invoke"}, {"Effect", allow ? "Allow" : "Deny"}, {"Resource", "*"}}}}}}};
}
