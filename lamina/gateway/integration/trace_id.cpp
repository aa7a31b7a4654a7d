#include "lamina/gateway/integration/trace_id.h"

#include <algorithm>
#include <chrono>

#include "lamina/base/random.h"

namespace lamina::gateway {
namespace {

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool is_root(std::string_view part) {
  return part.size() == 40 && part.starts_with("Root=1-") && part[15] == '-' && is_hex(part.substr(7, 8)) &&
         is_hex(part.substr(16));
}

struct found_parts {
  bool root = false, parent = false, sampled = false;
};

found_parts read_parts(std::string_view value) {
  found_parts found;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(';'), value.size());
    const std::string_view part = value.substr(0, end);
    found.root = found.root || is_root(part);
    found.parent = found.parent || part.starts_with("Parent=");
    found.sampled = found.sampled || part.starts_with("Sampled=");
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return found;
}

void append_root(std::string& out, system_time now) {
  constexpr std::string_view hex = "0123456789abcdef";
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  out += "Root=1-";
  for (int shift = 28; shift >= 0; shift -= 4) out += hex[static_cast<std::uint64_t>(seconds) >> shift & 15];
  out += '-';
  random_hex_to(out, 24);
}

}  // namespace

trace_id make_trace_id(std::string_view from_client, system_time now) {
  trace_id made;
  made.full.reserve(80);
  found_parts found = read_parts(from_client);
  if (found.root) {
    made.full = from_client;
  } else {
    found = {};
    append_root(made.full, now);
  }
  made.event_size = made.full.size();
  if (!found.parent) random_hex_to(made.full += ";Parent=", 16);
  if (!found.sampled) made.full += ";Sampled=0";
  return made;
}

}  // namespace lamina::gateway
