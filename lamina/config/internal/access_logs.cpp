#include "lamina/config/internal/building.h"

namespace lamina::config {
namespace {

constexpr std::string_view uses_default = "the default is used";

// `restApi: true`, or a map.
access_logging read_one(const node& from) {
  access_logging made;
  if (from.is_false() || !from.is_given() || from.is_true()) {
    made.is_on = !from.is_false();
    return made;
  }
  if (!from.is_map()) {
    from.expected("true, false or a map with accessLogging and format");
    return made;
  }
  made.is_on = from["accessLogging"].boolean(uses_default).value_or(true);
  const node format = from["format"];
  made.format = format.text(uses_default).value_or("");
  made.where = format.where();
  return made;
}

}  // namespace

void read_access_logs(building& into, const node& provider) {
  const node logs = provider["logs"];
  if (logs.is_given() && !logs.is_map()) return logs.expected("a map with restApi, httpApi or websocket");
  into.out.access_logs = {read_one(logs["restApi"]), read_one(logs["httpApi"]), read_one(logs["websocket"])};
}

}  // namespace lamina::config
