#include "lamina/config/internal/api_resources.h"

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

// What a stage under `resources` says itself; the Framework's own log is of no account then.
void read_stages(access_logging& to, const building& from, stage_of api, std::string_view key) {
  for (const node& stage : stage_properties(from, api)) {
    const node format = stage[key]["Format"];
    if (format.is_map()) format.warn("is known to CloudFormation alone; the access log keeps its own format");
    auto text = format.is_map() ? std::nullopt : format.text(uses_default);
    if (!text) continue;
    to = {.is_on = true, .format = *std::move(text), .where = format.where()};
  }
}

}  // namespace

void read_access_logs(building& into, const node& provider) {
  const node logs = provider["logs"];
  if (logs.is_given() && !logs.is_map()) return logs.expected("a map with restApi, httpApi or websocket");
  access_logs& to = into.out.access_logs;
  to = {read_one(logs["restApi"]), read_one(logs["httpApi"]), read_one(logs["websocket"])};
  read_stages(to.rest, into, stage_of::rest_api, "AccessLogSetting");
  read_stages(to.http, into, stage_of::http_api, "AccessLogSettings");
  read_stages(to.websocket, into, stage_of::websocket_api, "AccessLogSettings");
}

}  // namespace lamina::config
