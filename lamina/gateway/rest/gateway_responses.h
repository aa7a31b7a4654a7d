#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/integration/response_writer.h"
#include "lamina/gateway/rest/substitution.h"

namespace lamina::gateway {

// How a service has changed one kind of answer: what it does not say stays as API Gateway has it.
class changed_response {
 public:
  // The error says what is wrong with the definition, without its place; `ignored`: headers that are the gateway's own.
  static result<changed_response> compile(const config::gateway_response& from, std::vector<std::string>& ignored);

  // The answer to be written instead of `plain`. `validation_error` is context.error.validationErrorString.
  changed_answer make(const gateway_response& plain, const request_variables& seen, std::string_view accept,
                      std::string_view validation_error = {}) const;

  // Does anybody want to know what exactly is wrong with a body?
  bool tells_validation_error() const noexcept;

 private:
  struct body_template {
    std::string content_type;
    substitution text;
  };
  const body_template* choose(std::string_view accept) const noexcept;

  std::optional<int> status_;
  std::vector<std::pair<std::string, substitution>> headers_;
  std::vector<body_template> templates_;
};

// All changed answers of a REST API. A type that the service does not define is that of DEFAULT_4XX or DEFAULT_5XX,
// whichever is its class, where the service defines that; one that it defines takes nothing from there. Read by any
// thread.
class gateway_responses {
 public:
  // The error names file, line and key; `notes` are sentences for the author.
  static result<gateway_responses> compile(const std::vector<config::gateway_response>& from,
                                           std::vector<std::string>& notes);

  // Null: the answer is given as it is.
  const changed_response* find(const gateway_response& plain) const noexcept;

 private:
  static constexpr std::size_t count = static_cast<std::size_t>(gateway_response_type::waf_filtered) + 1;
  const changed_response* of(gateway_response_type type) const noexcept {
    const auto& one = changed_[static_cast<std::size_t>(type)];
    return one ? &*one : nullptr;
  }

  std::array<std::optional<changed_response>, count> changed_{};
  bool is_empty_ = true;
};

}  // namespace lamina::gateway
