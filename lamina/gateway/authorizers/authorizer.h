#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lamina/base/function.h"
#include "lamina/http/message.h"

namespace lamina::gateway {

// Who has signed a request, as `requestContext.identity` of REST APIs and format 1.0 (accessKey, accountId, caller,
// user, userArn) and `requestContext.authorizer.iam` of format 2.0 tell it.
struct iam_identity {
  std::string access_key{};
  std::string account_id{};
  std::string caller{};  // a unique id, "AIDA..." ; `user` is the same
  std::string user_arn{};
};

// Why a request may pass: what its event says of its sender. Shared by all requests that the same answer lets through.
struct grant {
  enum class source : std::uint8_t { lambda, jwt, iam };
  source from = source::lambda;
  // JSON text for the event's requestContext.authorizer.
  //   REST and WebSocket APIs: its members without braces: "principalId":"me","n":"1" (lambda; the service adds
  //     integrationLatency, from authorization::latency), "claims":{...} (jwt: a user pool), empty: none (iam).
  //   HTTP APIs and function URLs: the value that stands under "lambda", "jwt" or "iam" in format 2.0: {...} or null.
  std::string context{};
  std::optional<iam_identity> identity{};  // of iam
  std::string principal_id{};              // for access logs: of lambda, `sub` of jwt, the ARN of iam
  std::string usage_key{};                 // usageIdentifierKey: the API key when apiKeySourceType is AUTHORIZER
};

// What an authorizer says of one request.
struct authorization {
  // Named after the gateway responses of REST APIs.
  enum class verdict : std::uint8_t {
    allowed,
    unauthorized,                  // 401 UNAUTHORIZED
    access_denied,                 // 403 ACCESS_DENIED: nothing allows it
    access_denied_explicitly,      // 403 ACCESS_DENIED: something forbids it
    insufficient_scope,            // 403; JWT authorizers only
    missing_authentication_token,  // 403 MISSING_AUTHENTICATION_TOKEN: not signed
    invalid_signature,             // 403 INVALID_SIGNATURE; `error_type` and `message` say in what way
    authorizer_configuration,      // 500 AUTHORIZER_CONFIGURATION_ERROR: the authorizer failed
    throttled,                     // 429: the authorizer's queue is full
  };
  verdict what = verdict::authorizer_configuration;
  // Of allowed, never null then; of a Lambda function's answer and of a signature also when they refuse.
  std::shared_ptr<const grant> granted{};
  std::chrono::milliseconds latency{};  // of asking a function; 0 when nobody was asked
  std::string_view log = "refused";     // for the access log: hit (cached), miss (asked), signed, refused
  std::string message{};                // what REST APIs tell the client; "": the verdict's own text
  std::string error_type{};             // x-amzn-ErrorType; "": the verdict's own
  std::string www_authenticate{};       // a header of HTTP APIs; "": none

  bool is_allowed() const noexcept { return what == verdict::allowed; }
};

// How a Lambda authorizer of type REQUEST wants its event.
struct authorizer_event_form {
  std::string_view version{};                    // "1.0", "2.0"; "": REST and WebSocket APIs, which have one form
  std::span<const std::string_view> identity{};  // the values of its identity sources, in order
};

// A request at a guarded route, as authorizers see it. The service derives from this; what is costly to make is asked
// for when it is needed. Everything must stay as it is until the answer has come.
class guarded_request {
 public:
  explicit guarded_request(const http::request& as_sent) : sent(as_sent) {}
  virtual ~guarded_request() = default;

  const http::request& sent;    // as it came: headers are looked for here, signatures cover this
  std::string_view arn{};       // methodArn or routeArn: what policies are about
  std::string_view query{};     // as sent, without "?"
  std::string_view trace_id{};  // for the authorizer's own invocation

  // A variable of $context: "identity.sourceIp", "routeKey", "stage", ...; "": there is none of that name.
  virtual std::string_view context(std::string_view name) const = 0;
  virtual std::string_view stage_variable(std::string_view name) const = 0;
  // Replaces `out` by the event that a Lambda authorizer of type REQUEST gets.
  virtual void write_event(std::string& out, const authorizer_event_form& form) const = 0;
};

// Decides who may pass a guarded route: a Lambda function, a JSON Web Token, a signature. One for each authorizer of an
// API, event loop and stage; on its loop's thread. Loops share nothing.
//
//   authorization said;
//   if (!guard.decide(request, said)) guard.ask(request, ...);
//
// What is kept is what the authorizer said of the sender; whether that allows this request is judged for each request.
class authorizer {
 public:
  using completion = move_only_function<void(authorization)>;

  virtual ~authorizer() = default;

  // The fast path: true when there is nothing to wait for, with the answer in `said` (which is as new). An answer that
  // is kept costs no allocation. False: ask().
  virtual bool decide(const guarded_request& request, authorization& said) = 0;

  // After decide() has returned false. `done` runs on the loop, exactly once and never inside this call. The authorizer
  // must outlive it.
  virtual void ask(const guarded_request& request, completion done) = 0;
};

}  // namespace lamina::gateway
