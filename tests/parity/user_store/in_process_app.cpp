#include "tests/parity/user_store/in_process_app.h"

#include "lamina/http/target.h"
#include "lamina/testing/manual_scheduler.h"

namespace parity_user_store {
namespace {

using namespace lamina;

constexpr std::chrono::seconds result_ttl{3200};  // resultTtlInSeconds in serverless.yml

std::string path_below_stage(const http_message& request) {
  const std::string_view target = request.path;
  const std::string path(target.substr(0, target.find('?')));
  return path.empty() ? "/" : path;
}

bool is_guarded(const std::string& path) { return path == "/api" || path.starts_with("/api/"); }

std::string header_of(const http_message& request, std::string_view name) {
  for (const auto& [sent, value] : request.headers) {
    if (sent.size() == name.size() && std::equal(sent.begin(), sent.end(), name.begin(), [](char left, char right) {
          return (left >= 'A' && left <= 'Z' ? left - 'A' + 'a' : left) == right;
        })) {
      return value;
    }
  }
  return {};
}

json::value make_event(const http_message& request, const json::value& authorizer) {
  json::object headers, query;
  for (const auto& [name, value] : request.headers) headers[name] = value;
  const std::size_t question = request.path.find('?');
  const std::string raw = question == std::string::npos ? "" : request.path.substr(question + 1);
  for (const auto& [name, value] : http::split_query(raw)) query[name] = value;  // the last one counts
  json::object context{{"stage", "dev"}, {"identity", {{"sourceIp", "127.0.0.1"}}}};
  if (!authorizer.is_null()) {
    json::object seen{{"principalId", authorizer.at("principalId")}};
    for (const auto& [name, value] : authorizer.at("context").as_object()) {
      seen[name] = value.is_string() ? value : json::value(json::serialize(value));
    }
    context["authorizer"] = seen;
  }
  return {{"httpMethod", request.method}, {"path", path_below_stage(request)},
          {"headers", headers},           {"queryStringParameters", query.empty() ? json::value() : json::value(query)},
          {"requestContext", context},    {"body", request.body.empty() ? json::value() : json::value(request.body)},
          {"isBase64Encoded", false}};
}

json::value gateway_answer(int status, const char* message) {
  return make_result(status, {{"Content-Type", "application/json"}}, json::serialize({{"message", message}}));
}

}  // namespace

result<void> in_process_app::start_fresh() {
  temporary_ = std::make_unique<user_store::temporary_store>();
  const std::string prefix = "serverless-user-store-dev-";
  const bool in_bucket = type_ == user_store::store_type::s3;
  const user_store::settings configured{.password_table = prefix + "password",
                                        .subscription_table = prefix + "subscription",
                                        .document_table = prefix + (in_bucket ? "user-unique" : "user"),
                                        .store_type = type_};
  const auto log = std::make_shared<logger>(log_level::info, [this](std::string_view line) {
    const std::lock_guard lock(lock_);
    log_ += line;
  });
  const auto made = user_store::make_application(configured, temporary_->store, log, user_store::keep);
  authorizer_ = user_store::make_authorizer_handler(made);
  open_ = user_store::make_http_handler(made);
  guarded_ = user_store::make_http_api_handler(made);
  cache_.clear();
  return {};
}

system_time in_process_app::now() const {
  lamina::testing::manual_scheduler clock;
  return clock.wall_clock() + std::chrono::milliseconds(passed_ms_.load());
}

std::string in_process_app::log_text() const {
  const std::lock_guard lock(lock_);
  return log_;
}

outcome in_process_app::call(const engine& handler, json::value event) const {
  lamina::testing::manual_scheduler loop;
  loop.advance(std::chrono::milliseconds(passed_ms_.load()));
  context invocation(loop);
  return handler(std::move(event), invocation);
}

json::value in_process_app::authorize(const std::string& header, const http_message& request) {
  {
    const std::lock_guard lock(lock_);
    const auto found = cache_.find(header);
    if (found != cache_.end() && now() < found->second.until) return found->second.answer;
  }
  ++authorizer_runs_;
  const std::string arn =
      "arn:aws:execute-api:us-east-1:123456789012:local/dev/" + request.method + path_below_stage(request);
  const auto answered = call(authorizer_, {{"type", "TOKEN"}, {"authorizationToken", header}, {"methodArn", arn}});
  if (!answered || !*answered) return nullptr;
  const std::lock_guard lock(lock_);
  cache_[header] = {**answered, now() + result_ttl};
  return **answered;
}

json::value in_process_app::send(const http_message& request) {
  json::value authorizer;
  const bool guarded = is_guarded(path_below_stage(request));
  if (guarded) {
    const std::string header = header_of(request, "authorization");
    if (!header.empty()) authorizer = authorize(header, request);
    if (authorizer.is_null()) return gateway_answer(401, "Unauthorized");
    const auto& statement = authorizer.at("policyDocument").at("Statement").at(0);
    if (json::find_string(statement, "Effect") != "Allow") {
      return make_result(403, {{"Content-Type", "application/json"}},
                         R"({"Message":"User is not authorized to access this resource with an explicit deny"})");
    }
  }
  const auto answered = call(guarded ? guarded_ : open_, make_event(request, authorizer));
  if (!answered || !*answered) return gateway_answer(502, "Internal server error");
  const auto response = http_response::from_json(**answered);
  if (!response) return gateway_answer(502, "Internal server error");
  return make_result(response->status_code, {response->headers.begin(), response->headers.end()}, response->body);
}

}  // namespace parity_user_store
