#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"

namespace lamina::gateway {

namespace templates {
struct syntax_tree;
}

// What a request, or an integration's answer, shows to a mapping template. Views, good for the time of the call.
struct template_input {
  using fields = std::vector<std::pair<std::string_view, std::string_view>>;  // each name once

  std::string_view body{};  // $input.body, .json(), .path()
  // $input.params(): of these a name is looked for in this order.
  fields path{}, query{}, headers{};
  fields context{};               // $context.<name>
  fields identity{};              // $context.identity.<name>
  std::string_view authorizer{};  // $context.authorizer, the members of an object as JSON text
  const std::map<std::string, std::string>* stage_variables = nullptr;
};

// What a template has set in $context.requestOverride and $context.responseOverride. A list of values is several.
struct template_overrides {
  using fields = std::vector<std::pair<std::string, std::string>>;

  fields request_headers{}, request_query{}, request_path{};
  std::optional<int> status{};
  fields response_headers{};
};

// A mapping template of API Gateway, in the Velocity template language (of version 1.7, white space as there) with
// $input, $context, $stageVariables and $util. Made once, at the start; read by any thread.
//
// Where API Gateway differs from Velocity so does this: what is missing in something that is known prints nothing,
// lists out of a JSON text print as JSON, and a #foreach ends after 1000 rounds. A run is bounded in work, memory,
// depth and output whatever the template and the request are. What the Java of the service could do besides
// (reflection, methods of other classes) cannot be written down: compile() refuses it.
class mapping_template {
 public:
  // The error says line, column and what was expected.
  static result<mapping_template> compile(std::string_view text);

  // Appends to `out`. The error's status is 400 if the body is no JSON and the template wants it, else 500; its message
  // is for the log.
  result<void> render(std::string& out, const template_input& seen, template_overrides* overrides = nullptr) const;

  // Does it say the same for every request?
  bool is_constant() const noexcept;

 private:
  explicit mapping_template(std::shared_ptr<const templates::syntax_tree> tree) : tree_(std::move(tree)) {}

  std::shared_ptr<const templates::syntax_tree> tree_;
};

}  // namespace lamina::gateway
