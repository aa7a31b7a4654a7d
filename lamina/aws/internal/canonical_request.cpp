#include "lamina/aws/internal/canonical_request.h"

#include <algorithm>

#include "lamina/aws/internal/sha256.h"
#include "lamina/base/hex.h"
#include "lamina/base/percent_encoding.h"
#include "lamina/http/target.h"

namespace lamina::aws {
namespace {

// "/a/./b//../c" as "/a/c": RFC 3986's dot segments, and empty ones.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view segment = path.substr(start, end - start);
    start = end + 1;
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(segment);
    }
  }
  std::string result;
  for (const std::string_view segment : kept) result.append("/").append(segment);
  if (result.empty() || path.ends_with('/')) result += '/';
  return result;
}

// Escapes all but the slashes.
std::string encode_segments(std::string_view path) {
  std::string result;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    result += percent_encode(path.substr(start, end - start));
    if (end < path.size()) result += '/';
    start = end + 1;
  }
  return result;
}

}  // namespace

std::string canonical_path(std::string_view path, const signing_options& options) {
  std::string text = options.normalizes_path ? without_dots(path) : std::string(path);
  if (!options.encodes_path_again) text = percent_decode(text);
  text = encode_segments(text);
  return text.empty() ? "/" : text;
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t start = 0; start < query.size();) {
    const std::size_t end = std::min(query.find('&', start), query.size());
    const std::string_view piece = query.substr(start, end - start);
    start = end + 1;
    if (piece.empty()) continue;
    const std::size_t equals = std::min(piece.find('='), piece.size());
    pairs.emplace_back(percent_encode(percent_decode(piece.substr(0, equals))),
                       equals < piece.size() ? percent_encode(percent_decode(piece.substr(equals + 1))) : "");
  }
  std::ranges::sort(pairs);
  std::string result;
  for (const auto& [name, value] : pairs) {
    if (!result.empty()) result += '&';
    result.append(name).append("=").append(value);
  }
  return result;
}

void append_canonical_value(std::string& out, std::string_view value) {
  const std::size_t start = out.size();
  for (const char c : value) {
    const bool is_blank = c == ' ' || c == '\t';
    if (is_blank && (out.size() == start || out.back() == ' ')) continue;
    out += is_blank ? ' ' : c;
  }
  if (out.size() > start && out.back() == ' ') out.pop_back();
}

void sort_and_join(std::vector<canonical_header>& headers) {
  std::ranges::stable_sort(headers, {}, &canonical_header::name);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (kept > 0 && headers[kept - 1].name == headers[i].name)
      headers[kept - 1].value.append(",").append(headers[i].value);
    else if (kept++ != i)
      headers[kept - 1] = std::move(headers[i]);
  }
  headers.resize(kept);
}

std::string signed_names(const std::vector<canonical_header>& headers) {
  std::string names;
  for (const canonical_header& one : headers) {
    if (!names.empty()) names += ';';
    names += one.name;
  }
  return names;
}

std::string canonical_request(std::string_view method, std::string_view target, const signing_options& options,
                              const std::vector<canonical_header>& headers, std::string_view payload_hash) {
  const auto [path, query] = http::split_target(target);
  std::string text(method);
  text.append("\n").append(canonical_path(path, options));
  text.append("\n").append(canonical_query(query)).append("\n");
  for (const canonical_header& one : headers) text.append(one.name).append(":").append(one.value).append("\n");
  return text.append("\n").append(signed_names(headers)).append("\n").append(payload_hash);
}

std::string string_to_sign(std::string_view time, std::string_view scope, std::string_view canonical) {
  std::string text("AWS4-HMAC-SHA256\n");
  text.append(time).append("\n").append(scope).append("\n");
  hex_encode_to(text, bytes_of(sha256({canonical})));
  return text;
}

std::string derived_key(std::string_view secret, std::string_view day, std::string_view region,
                        std::string_view service) {
  const std::string first = "AWS4" + std::string(secret);
  // A key of more than a block is used as its digest (RFC 2104); AWS's have 40 characters.
  const digest shortened = sha256({first});
  digest key = hmac_sha256(first.size() <= 64 ? std::string_view(first) : bytes_of(shortened), day);
  for (const std::string_view part : {region, service, std::string_view("aws4_request")})
    key = hmac_sha256(bytes_of(key), part);
  return std::string(bytes_of(key));
}

}  // namespace lamina::aws
