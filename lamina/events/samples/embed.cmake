# Writes sample_event_list.cpp: the table of README.md with its files. cmake -DFOLDER=<here> -DOUT=<file> -P embed.cmake
set(entries "")
file(STRINGS ${FOLDER}/README.md lines REGEX "^\\| \\[")
foreach(line IN LISTS lines)
  string(REGEX MATCH "^\\| \\[([^]]+)\\]\\(([^)]+)\\) \\| (.*) \\|$" matched "${line}")
  set(name "${CMAKE_MATCH_1}")
  set(about "${CMAKE_MATCH_3}")
  file(READ ${FOLDER}/${CMAKE_MATCH_2} text)
  string(APPEND entries "    {\"${name}\", \"${about}\", R\"sample(${text})sample\"},\n")
endforeach()
file(WRITE ${OUT} "// Made by lamina/events/samples/embed.cmake.
#include \"lamina/events/sample_events.h\"

namespace lamina {

std::span<const sample_event> sample_events() noexcept {
  static constexpr sample_event events[] = {
${entries}  };
  return events;
}

}  // namespace lamina
")
