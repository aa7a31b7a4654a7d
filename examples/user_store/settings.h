#pragma once

#include <map>
#include <string>

#include "lamina/base/result.h"

namespace user_store {

// Which service keeps the documents in production. Here both live in the embedded store; the type decides which limits
// hold.
enum class store_type { s3, dynamodb };

struct settings {
  std::string password_table{};
  std::string subscription_table{};
  std::string document_table{};  // USER_BUCKET or USER_TABLE, by the store type
  user_store::store_type store_type = store_type::s3;
  std::string region{};
  std::string store_path{};           // the file that holds all tables
  std::string management_endpoint{};  // of the WebSocket API's connections; empty: at the domain an event names
  bool debug = true;                  // print each event, without its secrets
};

// Reads what serverless.yml sets. A missing or empty variable, or a STORE_TYPE other than S3 and DynamoDB, is an error
// that names it: the function must not start.
lamina::result<settings> read_settings(const std::map<std::string, std::string>& environment);

}  // namespace user_store
