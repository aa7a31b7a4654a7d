#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/integration/mapped_responses.h"
#include "lamina/gateway/integration/parameter_mapping.h"
#include "lamina/gateway/integration/request_templates.h"
#include "lamina/gateway/integration/template_view.h"
#include "lamina/http/client.h"

namespace lamina::gateway {

// The HTTP endpoint behind a route of the integrations HTTP_PROXY and HTTP. Of the first, request and answer go
// through: headers (but those between two hops, Host and Via), query and body as they came, mapped parameters over
// them. Of the second, there are the mapped parameters alone, and a mapping template may stand for the body and
// override parameters. Read by any thread.
class endpoint {
 public:
  // `integration`, `integration_setup` and `path` of the route. The error says what cannot be served: an address that
  // is none, a mapping that is not known here, a broken template.
  static result<endpoint> make(const config::route& from, const api_stage& stage);

  struct request {
    rest_request seen;           // its headers are those of a proxy event
    std::string_view raw_query;  // as sent
    std::string_view content_type;
    std::string_view trace_id;  // "Root=..."
    const parameter_source::context_lookup& context;
  };
  // The error's status is that of the answer: 415 for a content type that has no template and may not go without one,
  // 400 for a body that is no JSON where the template wants it, 500 for a template that fails.
  result<http::client_request> write_request(const request& from, template_overrides& overrides) const;

  // Of HTTP_PROXY: the answer goes out as it came, under the names of remapped_name(). Null: see it.
  const mapped_responses* responses() const noexcept { return is_proxy_ ? nullptr : &responses_; }
  const template_view& view() const noexcept { return view_; }

 private:
  enum class place { header, query };
  struct mapping {
    place to = place::header;
    std::string name;
    parameter_source from;
  };
  struct url_part {
    std::string text;  // then the variable
    std::string name{};
    std::optional<parameter_source> variable{};
  };

  result<void> read_url(const std::string& url, const config::route& from, const api_stage& stage);
  result<void> read_mappings(const config::route& from, const api_stage& stage);
  explicit endpoint(template_view view) : view_(std::move(view)) {}
  std::string write_url(const request& from, const template_overrides& overrides) const;
  void write_headers(http::client_request& to, const request& from, const template_overrides& overrides) const;
  result<void> write_body(http::client_request& to, const request& from, template_overrides& overrides) const;

  bool is_proxy_ = true;
  std::string method_, api_id_;
  std::vector<url_part> url_;
  std::vector<mapping> mappings_;
  template_view view_;
  request_templates templates_;
  mapped_responses responses_;
};

// The answer of an HTTP_PROXY endpoint as it goes to the client. Views into `from`.
proxy_response passed_through(const http::response_view& from);

}  // namespace lamina::gateway
