#include "lamina/aws/sigv4.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "lamina/aws/internal/canonical_request.h"
#include "lamina/aws/internal/sha256.h"
#include "lamina/base/hex.h"

namespace lamina::aws {
namespace {

constexpr std::array<std::string_view, 7> not_signed = {
    "authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amz-date", "x-amzn-trace-id"};

std::string lower(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return text;
}

std::string payload_hash_of(const signable_request& request, const signing_options& options) {
  if (!options.signs_payload) return "UNSIGNED-PAYLOAD";
  return request.body_sha256.empty() ? hex_encode(bytes_of(sha256({request.body}))) : std::string(request.body_sha256);
}

// Those of the request and those to be added, in canonical form.
std::vector<canonical_header> headers_to_sign(std::span<const http::header> headers, const signer::header_list& added) {
  std::vector<canonical_header> found;
  found.reserve(headers.size() + added.size());
  const auto add = [&found](std::string name, std::string_view value) {
    found.push_back({std::move(name), {}});
    append_canonical_value(found.back().value, value);
  };
  for (const http::header& one : headers) {
    std::string name = lower(one.name);
    if (std::ranges::find(not_signed, name) == not_signed.end()) add(std::move(name), one.value);
  }
  for (const auto& [name, value] : added) add(lower(name), value);
  sort_and_join(found);
  return found;
}

void append_digits(std::string& out, unsigned number, unsigned count) {
  for (unsigned place = count == 4 ? 1000 : 10; place != 0; place /= 10)
    out += static_cast<char>('0' + number / place % 10);
}

}  // namespace

std::string signing_time(system_time when) {
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(when - day));
  std::string text;
  append_digits(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  append_digits(text, static_cast<unsigned>(date.month()), 2);
  append_digits(text, static_cast<unsigned>(date.day()), 2);
  text += 'T';
  append_digits(text, static_cast<unsigned>(time.hours().count()), 2);
  append_digits(text, static_cast<unsigned>(time.minutes().count()), 2);
  append_digits(text, static_cast<unsigned>(time.seconds().count()), 2);
  return text += 'Z';
}

signer::signer(credentials keys, std::string service, signing_options options)
    : keys_(std::move(keys)), service_(std::move(service)), options_(options) {}

std::string signer::key_of(std::string_view day, std::string_view region) const {
  const std::lock_guard lock(mutex_);
  std::string wanted(day);
  wanted.append("/").append(region);
  if (wanted != cached_for_) {
    cached_key_ = derived_key(keys_.secret_access_key, day, region, service_);
    cached_for_ = std::move(wanted);
  }
  return cached_key_;
}

signer::header_list signer::sign(const signable_request& request, std::string_view region, system_time now) const {
  const std::string time = signing_time(now);
  const std::string_view day = std::string_view(time).substr(0, 8);
  const std::string payload_hash = payload_hash_of(request, options_);
  header_list added = {{"X-Amz-Date", time}};
  if (!keys_.session_token.empty()) added.emplace_back("X-Amz-Security-Token", keys_.session_token);
  if (options_.sends_content_hash || !options_.signs_payload) added.emplace_back("X-Amz-Content-Sha256", payload_hash);

  const auto headers = headers_to_sign(request.headers, added);
  std::string scope(day);
  scope.append("/").append(region).append("/").append(service_).append("/aws4_request");
  const std::string canonical = canonical_request(request.method, request.target, options_, headers, payload_hash);
  std::string authorization = "AWS4-HMAC-SHA256 Credential=" + keys_.access_key_id + "/" + scope +
                              ", SignedHeaders=" + signed_names(headers) + ", Signature=";
  hex_encode_to(authorization, bytes_of(hmac_sha256(key_of(day, region), string_to_sign(time, scope, canonical))));
  added.emplace_back("Authorization", std::move(authorization));
  return added;
}

}  // namespace lamina::aws
