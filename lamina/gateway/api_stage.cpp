#include "lamina/gateway/api_stage.h"

namespace lamina::gateway {
namespace {

std::string whole_name(const config::service& from) { return from.name + "/" + from.stage; }

}  // namespace

api_stage rest_stage_of(const config::service& from, const gateway_options& options) {
  const std::string whole = whole_name(from);
  return {.account_id = options.account_id,
          .region = from.region,
          .api_id = options.api_id.empty() ? stable_id(whole, 10) : options.api_id,
          .deployment_id = stable_id("deployment of " + whole, 6),
          .stage = from.stage,
          .variables = from.stage_variables};
}

// The Serverless Framework gives HTTP APIs the stage $default, whatever provider.stage says.
api_stage http_stage_of(const config::service& from, const gateway_options& options) {
  const std::string whole = "http api of " + whole_name(from);
  return {.account_id = options.account_id,
          .region = from.region,
          .api_id = stable_id(whole, 10),
          .deployment_id = stable_id("deployment of " + whole, 6),
          .stage = from.http_stage,
          .variables = from.http_stage_variables};
}

api_stage websocket_stage_of(const config::service& from, const gateway_options& options) {
  const std::string whole = "websockets of " + whole_name(from);
  return {.account_id = options.account_id,
          .region = from.region,
          .api_id = stable_id(whole, 10),
          .deployment_id = stable_id("deployment of " + whole, 6),
          .stage = from.stage};
}

std::string stable_id(std::string_view text, std::size_t size) {
  constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  std::string id;
  while (id.size() < size) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    hash = (hash ^ id.size()) * 1099511628211U;
    id += alphabet[(hash >> 32) % alphabet.size()];
  }
  return id;
}

std::string resource_id_of(const api_stage& stage, std::string_view resource) {
  return stable_id(stage.api_id + std::string(resource), 6);
}

void write_method_arn(std::string& out, const api_stage& stage, std::string_view method, std::string_view path) {
  out.assign("arn:aws:execute-api:").append(stage.region).append(":").append(stage.account_id).append(":");
  out.append(stage.api_id).append("/").append(stage.stage).append("/").append(method).append(path);
}

}  // namespace lamina::gateway
