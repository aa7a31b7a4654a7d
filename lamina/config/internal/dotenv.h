#pragma once

#include <map>
#include <string>
#include <string_view>

namespace lamina::config {

// The NAME=value lines of a .env file, as dotenv 16 and dotenv-expand 10 read them: comments, `export`, three kinds of
// quotes (\n is a line break in double ones), values over several lines in quotes, and $NAME, ${NAME}, ${NAME:-default}
// replaced, from `environment` first, then from the file, whatever the quotes. Lines that are none of this are skipped.
std::map<std::string, std::string> read_dotenv(std::string_view text,
                                               const std::map<std::string, std::string>& environment);

}  // namespace lamina::config
