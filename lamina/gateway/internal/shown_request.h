#pragma once

#include <map>
#include <string>
#include <vector>

#include "lamina/gateway/authorizers/authorizer.h"

namespace lamina::gateway::internal {

// A guarded request of tests: what it shows is set by hand, its event tells in which form it was asked for.
class shown_request final : public guarded_request {
 public:
  shown_request() : guarded_request(raw) { arn = "arn/GET/pets"; }
  explicit shown_request(std::vector<http::header> with) : shown_request() {
    headers = std::move(with);
    raw.headers = headers;
  }

  std::string_view context(std::string_view name) const override { return find(variables, name); }
  std::string_view stage_variable(std::string_view name) const override { return find(stage_variables, name); }
  void write_event(std::string& out, const authorizer_event_form& form) const override {
    out = "{\"version\":\"" + std::string(form.version) + "\",\"identity\":[";
    for (const std::string_view value : form.identity)
      out.append(out.back() == '[' ? "\"" : ",\"").append(value).append("\"");
    out += "]}";
  }

  std::vector<http::header> headers{};
  http::request raw{.method = "GET", .target = "/dev/pets", .remote_address = "127.0.0.1"};
  std::map<std::string, std::string, std::less<>> variables{}, stage_variables{};

 private:
  static std::string_view find(const std::map<std::string, std::string, std::less<>>& among, std::string_view name) {
    const auto found = among.find(name);
    return found == among.end() ? std::string_view() : found->second;
  }
};

}  // namespace lamina::gateway::internal
