#include "lamina/store/object_store.h"

#include <array>
#include <utility>

namespace lamina::store {
namespace {

struct fault_row {
  fault why;
  int status;
  std::string_view name;
};

// In the order of the enum.
constexpr std::array faults{
    fault_row{fault::not_found, 404, "StoreNotFound"},
    fault_row{fault::conflict, 409, "StoreConflict"},
    fault_row{fault::invalid_key, 400, "StoreInvalidKey"},
    fault_row{fault::too_large, 413, "StoreTooLarge"},
    fault_row{fault::busy, 503, "StoreBusy"},
    fault_row{fault::corrupt, 500, "StoreCorrupt"},
    fault_row{fault::unavailable, 500, "StoreUnavailable"},
};

}  // namespace

bool condition::holds(std::optional<version> current) const noexcept {
  if (what_ == kind::absent) return !current;
  if (what_ == kind::matches) return current == expected_;
  return true;
}

error make_error(fault why, std::string message) {
  const fault_row& row = faults[static_cast<std::size_t>(why)];
  error made(row.status, std::move(message));
  made.name = row.name;
  made.expose = false;
  return made;
}

std::optional<fault> fault_of(const error& failure) noexcept {
  for (const auto& row : faults) {
    if (row.name == failure.name) return row.why;
  }
  return std::nullopt;
}

result<object> object_store::update_state(std::string_view table, std::string_view id, const reducer& next) {
  for (int attempt = 0; attempt < max_update_attempts; ++attempt) {
    auto found = get(table, id);
    if (!found) return std::move(found).error();
    if (!*found) return make_error(fault::not_found, "update of an object that is not there");
    auto reduced = next((*found)->document);
    if (!reduced) return std::move(reduced).error();
    auto written = put(table, id, *reduced, condition::if_version((*found)->version));
    if (written) return object{*std::move(reduced), *written};
    if (fault_of(written.error()) != fault::conflict) return std::move(written).error();
  }
  return make_error(fault::conflict,
                    "update given up: other writers came first " + std::to_string(max_update_attempts) + " times");
}

}  // namespace lamina::store
