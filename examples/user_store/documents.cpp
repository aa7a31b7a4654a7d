#include "examples/user_store/documents.h"

#include <cmath>

namespace user_store {
namespace {

using namespace lamina;

constexpr std::size_t item_bytes = 400 * 1024;
constexpr int levels = 32;

const char* misfit(const json::value& value, int level) {
  if (value.is_object() || value.is_array()) {
    if (level > levels) return "the document is nested too deeply";
    if (value.is_object()) {
      for (const auto& [key, member] : value.as_object()) {
        if (const char* why = misfit(member, level + 1)) return why;
      }
    } else {
      for (const auto& member : value.as_array()) {
        if (const char* why = misfit(member, level + 1)) return why;
      }
    }
  }
  if (value.is_double()) {
    const double size = std::abs(value.as_double());
    if (!(size < 1e126) || (size != 0 && size < 1e-130)) return "a number is out of range";
  }
  return nullptr;
}

json::value with_id(json::object fields, std::string_view user) {
  fields["id"] = user;
  return fields;
}

}  // namespace

result<void> check_limits(store_type type, const json::value& document) {
  if (type == store_type::s3) return {};
  if (const char* why = misfit(document, 1)) return error(400, why);
  if (json::serialize(document).size() > item_bytes) return error(400, "the document is too large");
  return {};
}

json::value documents::get(std::string_view user) const {
  auto found = store_->get(table_, user).value();
  if (!found) throw error(404, "there is no document of this user");
  return std::move(found->document);
}

json::value documents::put(std::string_view user, json::object fields) const {
  json::value document = with_id(std::move(fields), user);
  check_limits(type_, document).value();
  std::ignore = store_->put(table_, user, document).value();
  return document;
}

void documents::create(std::string_view user) const {
  const auto written = store_->put(table_, user, with_id({}, user), store::condition::if_absent());
  if (!written && store::fault_of(written.error()) != store::fault::conflict) throw written.error();
}

json::value documents::apply(std::string_view user, const action& what, const reducer& reduce) const {
  auto updated = store_->update_state(table_, user, [&](const json::value& state) -> result<json::value> {
    json::value next = reduce(state, what);
    if (!next.is_object()) return error(500, "the reducer returned no object");
    next = with_id(std::move(next.as_object()), user);
    if (auto fits = check_limits(type_, next); !fits) return std::move(fits).error();
    return next;
  });
  if (!updated && store::fault_of(updated.error()) == store::fault::not_found) {
    throw error(404, "there is no document of this user");
  }
  return std::move(updated).value().document;
}

}  // namespace user_store
