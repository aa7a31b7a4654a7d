#include "lamina/events/sample_events.h"

#include <algorithm>
#include <string>

namespace lamina {

const sample_event* find_sample_event(std::string_view name) noexcept {
  const auto all = sample_events();
  const auto found = std::ranges::find(all, name, &sample_event::name);
  return found == all.end() ? nullptr : &*found;
}

json::value read_sample_event(std::string_view name) {
  const sample_event* sample = find_sample_event(name);
  if (sample == nullptr) throw error("there is no sample event \"" + std::string(name) + "\"");
  return json::parse(sample->text);
}

}  // namespace lamina
