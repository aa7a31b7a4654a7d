#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "lamina/base/nearest_name.h"
#include "lamina/cli/commands.h"
#include "lamina/cli/terminal.h"
#include "lamina/events/sample_events.h"

namespace lamina::cli {
namespace {

void list_for_scripts() {
  json::array all;
  for (const sample_event& sample : sample_events())
    all.push_back(json::object{{"name", sample.name}, {"about", sample.about}});
  print(json::serialize(all));
}

void list_for_people() {
  std::size_t widest = 0;
  for (const sample_event& sample : sample_events()) widest = std::max(widest, sample.name.size());
  for (const sample_event& sample : sample_events())
    print(fmt::format("{:<{}}  {}", sample.name, widest, sample.about));
}

int unknown_event(const std::string& name) {
  std::vector<std::string_view> known;
  for (const sample_event& sample : sample_events()) known.push_back(sample.name);
  const std::string_view near = nearest_name(name, known);
  const std::string hint = near.empty() ? "" : fmt::format("; did you mean {}?", near);
  print_error(fmt::format("error: there is no sample event \"{}\"{}", name, hint));
  print_error("lamina generate-event lists them");
  return 1;
}

}  // namespace

int generate_event(const generate_event_options& options) {
  if (options.name.empty()) {
    options.json ? list_for_scripts() : list_for_people();
    return 0;
  }
  const sample_event* sample = find_sample_event(options.name);
  if (sample == nullptr) return unknown_event(options.name);
  if (options.json)
    print(json::serialize(json::parse(sample->text)));
  else
    print(sample->text.substr(0, sample->text.size() - 1));  // print ends the line
  return 0;
}

}  // namespace lamina::cli
