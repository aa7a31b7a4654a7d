#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "lamina/aws/sigv4.h"
#include "lamina/json/json.h"

namespace lamina::aws {

// For tests: AWS's published vectors, parity/sigv4.
struct published_case {
  std::string name{};
  std::string method{};
  std::string target{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  std::string session_token{};
  bool is_normalized = true;
  bool has_content_hash = false;
  std::string authorization{};  // that must come out
};

inline const credentials published_keys{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"};
// 2015-08-30T12:36:00Z
inline const system_time published_time{std::chrono::sys_days{std::chrono::year{2015} / 8 / 30} +
                                        std::chrono::hours(12) + std::chrono::minutes(36)};

inline std::vector<http::header> views_of(const std::vector<std::pair<std::string, std::string>>& headers) {
  std::vector<http::header> views;
  for (const auto& [name, value] : headers) views.push_back({name, value});
  return views;
}

// `source` is the root of the source tree.
inline std::vector<published_case> published_cases(const std::string& source) {
  std::ifstream file(source + "/parity/sigv4/cases.json");
  const json::value suite = json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  std::vector<published_case> all;
  for (const json::value& one : suite.at("cases").as_array()) {
    const auto text = [&one](std::string_view key) { return std::string(json::find_string(one, key)); };
    published_case& made = all.emplace_back();
    made.name = text("name");
    made.method = text("method");
    made.target = text("target");
    for (const json::value& pair : one.at("headers").as_array())
      made.headers.emplace_back(std::string_view(pair.at(0).as_string()), std::string_view(pair.at(1).as_string()));
    made.body = text("body");
    made.session_token = text("sessionToken");
    made.is_normalized = json::find(one, "normalize") == nullptr;
    made.has_content_hash = json::find(one, "contentSha256") != nullptr;
    made.authorization =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=" +
        text("signedHeaders") + ", Signature=" + text("signature");
  }
  return all;
}

}  // namespace lamina::aws
