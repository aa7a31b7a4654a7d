#include "lamina/gateway/templates/internal/evaluator.h"

namespace lamina::gateway::templates {
namespace {

map_value* map_in(map_value& from, std::string_view name) {
  const value* found = from.find(name);
  auto* const* map = found == nullptr ? nullptr : as<map_value*>(*found);
  return map == nullptr ? nullptr : *map;
}

}  // namespace

// $context: what the request says, and two places in which a template may leave something.
value evaluator::context() {
  const value made = map_of(input_.context);
  map_value& all = **as<map_value*>(made);
  all.set("identity", map_of(input_.identity));
  value granted = memory_.new_map();
  if (!input_.authorizer.empty()) {
    if (auto read = json::try_parse("{" + std::string(input_.authorizer) + "}")) {
      granted = from_json(documents_.emplace_back(*std::move(read)), map_text::json);
      (*as<map_value*>(granted))->is_json = false;
    }
  }
  all.set("authorizer", granted);
  const auto override_of = [&](std::initializer_list<std::string_view> kinds) {
    map_value* const places = memory_.new_map();
    places->is_final = true;
    for (const std::string_view kind : kinds) {
      map_value* const place = memory_.new_map();
      place->is_final = true;
      places->set(kind, place);
    }
    return places;
  };
  all.set("requestOverride", override_of({"header", "path", "querystring"}));
  all.set("responseOverride", override_of({"header"}));
  return made;
}

value evaluator::stage_variables() {
  map_value* const made = memory_.new_map();
  if (input_.stage_variables != nullptr)
    for (const auto& [name, text] : *input_.stage_variables) made->set(name, std::string_view(text));
  return made;
}

result<void> evaluator::read_overrides(template_overrides& to) {
  auto* const* context = as<map_value*>(variables_[context_variable]);
  if (context == nullptr) return {};
  const auto read = [&](map_value* from, std::string_view kind, template_overrides::fields& fields) {
    map_value* const given = from == nullptr ? nullptr : map_in(*from, kind);
    if (given == nullptr) return;
    for (const auto& [name, content] : given->entries) {
      if (auto* const* list = as<list_value*>(content))
        for (const value& one : (*list)->items) fields.emplace_back(name, text_of(one));
      else
        fields.emplace_back(name, text_of(content));
    }
  };
  map_value* const request = map_in(**context, "requestOverride");
  read(request, "header", to.request_headers);
  read(request, "querystring", to.request_query);
  read(request, "path", to.request_path);
  map_value* const response = map_in(**context, "responseOverride");
  read(response, "header", to.response_headers);
  const value* const status = response == nullptr ? nullptr : response->find("status");
  if (status == nullptr || is_null(*status)) return {};
  const value number = parse_number(text_of(*status), false);
  const auto* whole = as<std::int64_t>(number);
  if (whole == nullptr || *whole < 200 || *whole > 599)
    fail("$context.responseOverride.status: expected 200 to 599, found " + std::string(text_of(*status)));
  else
    to.status = static_cast<int>(*whole);
  if (failed_) return *failed_;
  return {};
}

}  // namespace lamina::gateway::templates
