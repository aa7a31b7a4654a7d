#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace lamina::cli {

// The library's own puts ranges beside the names, two empty lines between groups, and does not break lines.
class help_format final : public CLI::Formatter {
 public:
  help_format() { label("SUBCOMMAND", "COMMAND"); }

  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override {
    std::string text = CLI::Formatter::make_help(app, std::move(name), mode);
    for (auto gap = text.find("\n\n\n"); gap != text.npos; gap = text.find("\n\n\n", gap)) text.erase(gap, 1);
    return text;
  }
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    const std::string given = option->get_default_str();
    std::string text = option->get_description();
    if (!given.empty()) text.append(" (default: ").append(given).append(")");
    return in_two_columns(make_option_name(option, is_positional) + make_option_opts(option), text);
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_type_size() == 0) return {};
    const std::string type = option->get_type_name();
    return " " + type.substr(0, type.find(':'));  // what follows is the range
  }
  std::string make_subcommand(const CLI::App* command) const override {
    return in_two_columns(command->get_name(), command->get_description());
  }

 private:
  static std::string in_two_columns(const std::string& left, std::string_view right) {
    constexpr std::size_t gap = 28, width = 100;
    std::string out = "  " + left;
    if (out.size() + 2 > gap) out += '\n';
    for (std::size_t start = out.rfind('\n') + 1; !right.empty(); start = out.size()) {
      out.append(gap - std::min(gap, out.size() - start), ' ');
      std::size_t end = right.size() > width - gap ? right.rfind(' ', width - gap) : right.size();
      if (end == right.npos) end = right.size();
      out.append(right.substr(0, end)).append("\n");
      right.remove_prefix(std::min(end + 1, right.size()));
    }
    return out;
  }
};

}  // namespace lamina::cli
