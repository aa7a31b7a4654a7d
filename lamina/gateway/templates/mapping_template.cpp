#include "lamina/gateway/templates/mapping_template.h"

#include <algorithm>

#include "lamina/gateway/templates/internal/evaluator.h"
#include "lamina/gateway/templates/internal/parser.h"

namespace lamina::gateway {

result<mapping_template> mapping_template::compile(std::string_view text) {
  auto tree = templates::parse(text);
  if (!tree) return tree.error();
  return mapping_template(std::make_shared<const templates::syntax_tree>(*std::move(tree)));
}

result<void> mapping_template::render(std::string& out, const template_input& seen,
                                      template_overrides* overrides) const {
  templates::evaluator run(*tree_, seen, {});
  if (auto done = run.run(out); !done) return done;
  return overrides == nullptr ? result<void>() : run.read_overrides(*overrides);
}

bool mapping_template::is_constant() const noexcept {
  return std::ranges::all_of(tree_->body.statements,
                             [](const templates::statement& one) { return std::holds_alternative<std::string>(one); });
}

}  // namespace lamina::gateway
