#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lamina/aws/sigv4.h"

namespace lamina::aws {

// One header as it is signed.
struct canonical_header {
  std::string name{};   // lower case
  std::string value{};  // without needless blanks; the values of headers of one name joined with ","
};

std::string canonical_path(std::string_view path, const signing_options& options);
std::string canonical_query(std::string_view query);
// Appends without the blanks around it, and one for each run of them within.
void append_canonical_value(std::string& out, std::string_view value);
// Sorts by name and joins those of one name.
void sort_and_join(std::vector<canonical_header>& headers);
// "host;x-amz-date"
std::string signed_names(const std::vector<canonical_header>& headers);

std::string canonical_request(std::string_view method, std::string_view target, const signing_options& options,
                              const std::vector<canonical_header>& headers, std::string_view payload_hash);

// What the signature is made of: `scope` is "20150830/us-east-1/service/aws4_request".
std::string string_to_sign(std::string_view time, std::string_view scope, std::string_view canonical);
// The key for a day, region and service (32 bytes).
std::string derived_key(std::string_view secret, std::string_view day, std::string_view region,
                        std::string_view service);

}  // namespace lamina::aws
