#include "lamina/http/http2.h"

#include <algorithm>

#include "lamina/base/base64.h"
#include "lamina/http/internal/http2_connection.h"
#include "lamina/http/internal/http2_protocol.h"

namespace lamina::http {
namespace {

bool has_member(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view member = list.substr(0, comma);
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
    while (!member.empty() && (member.front() == ' ' || member.front() == '\t')) member.remove_prefix(1);
    while (!member.empty() && (member.back() == ' ' || member.back() == '\t')) member.remove_suffix(1);
    if (equal_ignoring_case(member, wanted)) return true;
  }
  return false;
}

// RFC 7540, 3.2.1: exactly one header of settings, named in Connection.
bool asks_well(const request& first, std::string& settings) {
  const auto is_settings = [](const header& one) { return equal_ignoring_case(one.name, "http2-settings"); };
  return first.version == 11 && !first.secure && has_member(first.find("upgrade"), "h2c") &&
         has_member(first.find("connection"), "upgrade") && has_member(first.find("connection"), "http2-settings") &&
         std::ranges::count_if(first.headers, is_settings) == 1 &&
         base64url_decode_to(settings, first.find("http2-settings"));
}

class protocol final : public http2_protocol {
 public:
  explicit protocol(const http2_options& limits) : limits_(limits) {}

  void start(std::shared_ptr<server::impl> owner, transport over, std::string_view unread) const override {
    const bool is_draining = owner->draining;
    const auto made = std::make_shared<http2_connection>(std::move(owner), std::move(over), limits_);
    made->start(unread);
    if (is_draining) made->drain();
  }

  bool upgrade(const std::shared_ptr<server::impl>& owner, transport& over, const request& first,
               std::string_view unread) const override {
    std::string settings;
    if (!asks_well(first, settings)) return false;
    const auto made = std::make_shared<http2_connection>(owner, std::move(over), limits_);
    if (made->start_upgraded(settings, first, unread)) return true;
    over = made->give_back();
    return false;
  }

 private:
  const http2_options limits_;
};

}  // namespace

std::shared_ptr<const http2_protocol> http2(http2_options options) { return std::make_shared<protocol>(options); }

}  // namespace lamina::http
