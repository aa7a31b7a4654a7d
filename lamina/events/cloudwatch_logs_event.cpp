#include "lamina/events/cloudwatch_logs_event.h"

#include "lamina/base/base64.h"
#include "lamina/compression/inflate.h"

namespace lamina {
namespace {

constexpr std::size_t most = 10'485'760;  // as event_normalizer allows

result<json::value> unpack(std::string_view data) {
  auto text = inflate_bytes(inflate_format::gzip, base64_decode_leniently(data), most);
  if (!text) return text.error();
  return json::try_parse(*text);
}

}  // namespace

result<cloudwatch_logs_event> cloudwatch_logs_event::from_event(const json::value& event) {
  const json::value& data = event_view(event).member("awslogs", "data");
  if (!data.is_string()) return cloudwatch_logs_event(data);
  auto unpacked = unpack(data.get_string());
  if (!unpacked) return error("awslogs.data: " + unpacked.error().message);
  return cloudwatch_logs_event(std::move(*unpacked));
}

}  // namespace lamina
