#include "examples/user_store/settings.h"

namespace user_store {
namespace {

using variables = std::map<std::string, std::string>;

std::string text_of(const variables& environment, const std::string& name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

bool is_on(const std::string& text) { return text != "false" && text != "0" && text != "off" && text != "no"; }

// Beside serverless.yml, where the function's code is.
std::string default_store_path(const variables& environment) {
  const std::string root = text_of(environment, "LAMBDA_TASK_ROOT");
  return (root.empty() ? "." : root) + "/.lamina/store.db";
}

}  // namespace

lamina::result<settings> read_settings(const variables& environment) {
  settings read;
  const std::string type = text_of(environment, "STORE_TYPE");
  if (type != "S3" && type != "DynamoDB") {
    return lamina::error("environment variable STORE_TYPE: S3 or DynamoDB expected, not \"" + type + "\"");
  }
  read.store_type = type == "S3" ? store_type::s3 : store_type::dynamodb;

  const std::pair<std::string*, const char*> needed[] = {
      {&read.password_table, "PASSWORD_TABLE"},
      {&read.subscription_table, "SUBSCRIPTION_TABLE"},
      {&read.document_table, type == "S3" ? "USER_BUCKET" : "USER_TABLE"},
      {&read.region, "REGION"},
  };
  for (const auto& [value, name] : needed) {
    *value = text_of(environment, name);
    if (value->empty()) return lamina::error("environment variable " + std::string(name) + " is missing or empty");
  }

  read.management_endpoint = text_of(environment, "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI");
  read.debug = is_on(text_of(environment, "DEBUG"));
  read.store_path = text_of(environment, "LAMINA_STORE");
  if (read.store_path.empty()) read.store_path = default_store_path(environment);
  return read;
}

}  // namespace user_store
