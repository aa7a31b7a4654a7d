#include "lamina/config/internal/yaml_reader.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

#include "lamina/config/internal/document_builder.h"

namespace lamina::config {
namespace {

// yaml-cpp refuses a tab on a line without content; js-yaml does not. Each such line is repaired and the text read
// again.
constexpr int max_repairs = 200;

// Stands for ? in what yaml-cpp reads; no other text may have it (see line_of_control_character).
constexpr char hidden_question_mark = '\x01';

// yaml-cpp ends a plain scalar inside [] or {} at every ?, also in [cron(0 12 * * ? *)]. Those that cannot introduce a
// key are hidden from it.
void hide_question_marks(std::string& text) {
  for (std::size_t at = text.find('?'); at != std::string::npos; at = text.find('?', at + 1)) {
    const std::size_t before = at == 0 ? std::string::npos : text.find_last_not_of(" \t", at - 1);
    const bool first =
        before == std::string::npos || std::string_view("\n\r-[{,?:").find(text[before]) != std::string_view::npos;
    const bool alone =
        at + 1 == text.size() || std::string_view(" \t\r\n").find(text[at + 1]) != std::string_view::npos;
    if (!first || !alone) text[at] = hidden_question_mark;
  }
}

std::string with_question_marks(std::string text) {
  std::replace(text.begin(), text.end(), hidden_question_mark, '?');
  return text;
}

class events : public YAML::EventHandler {
 public:
  explicit events(document_builder& builder) : builder_(builder) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { builder_.scalar(line(mark), "", anchor, ""); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override { builder_.alias(line(mark), anchor); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    last_ = mark;
    builder_.scalar(line(mark), plain(tag), anchor, with_question_marks(text));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    builder_.begin_list(line(mark), plain(tag), anchor);
  }
  void OnSequenceEnd() override { builder_.end_collection(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    builder_.begin_map(line(mark), plain(tag), anchor);
  }
  void OnMapEnd() override { builder_.end_collection(); }

  const YAML::Mark& last_scalar() const { return last_; }

 private:
  static int line(const YAML::Mark& mark) { return mark.line + 1; }
  static std::string_view plain(const std::string& tag) { return tag == "?" ? std::string_view() : tag; }

  document_builder& builder_;
  YAML::Mark last_ = YAML::Mark::null_mark();
};

// Where line `number` (from 0) begins and ends.
std::pair<std::size_t, std::size_t> line_at(std::string_view text, int number) {
  std::size_t begin = 0;
  for (; number > 0 && begin < text.size(); --number) {
    const std::size_t end = text.find('\n', begin);
    begin = end == std::string_view::npos ? text.size() : end + 1;
  }
  return {begin, std::min(text.find('\n', begin), text.size())};
}

// Is the quote that opens at or after `at` closed? yaml-cpp takes the end of the text for a closing quote.
bool is_closed(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == '!' || text[at] == '&')) {  // tag and anchor before the scalar
    at = std::min(text.find_first_of(" \t\r\n", at), text.size());
    at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
  }
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return true;
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\')
      ++at;
    else if (text[at] == quote && quote == '\'' && at + 1 < text.size() && text[at + 1] == '\'')
      ++at;
    else if (text[at] == quote)
      return true;
  }
  return false;
}

// js-yaml refuses them; yaml-cpp takes byte 4 for the end of the text.
int line_of_control_character(std::string_view text) {
  int line = 1;
  for (const char c : text) {
    if (c == '\n') ++line;
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f) return line;
  }
  return 0;
}

// Empties line `number` of its tabs when nothing but a comment stands there. False: it has content, or no tab.
bool repair(std::string& text, int number) {
  const auto [begin, end] = line_at(text, number);
  const std::size_t content = text.find_first_not_of(" \t\r", begin);
  const bool has_content = content < end && text[content] != '#';
  const std::size_t stop = std::min(content, end);
  if (has_content || text.find('\t', begin) >= stop) return false;
  std::replace(text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(stop),
               '\t', ' ');
  return true;
}

std::string explain(std::string_view text, const YAML::Exception& failure) {
  const auto [begin, end] = line_at(text, failure.mark.line);
  const std::size_t content = std::min(text.find_first_not_of(" \t", begin), end);
  if (text.substr(begin, content - begin).find('\t') != std::string_view::npos)
    return "a tab indents this line; YAML wants spaces";
  return "not YAML: " + failure.msg + " (column " + std::to_string(failure.mark.column + 1) + ")";
}

error failure_at(const location& where, std::string_view text) {
  return error(where.text() + ": " + std::string(text));
}

result<document> read_once(const std::string& text, const std::string& file, warnings& warned) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  document_builder builder(file, warned);
  events handler(builder);
  if (parser.HandleNextDocument(handler) && !handler.last_scalar().is_null()) {
    const YAML::Mark mark = handler.last_scalar();
    const std::size_t at = line_at(text, mark.line).first + static_cast<std::size_t>(mark.column);
    if (!is_closed(text, at)) return failure_at({file, mark.line + 1, {}}, "the quote opened here is never closed");
  }
  warnings unused;
  document_builder other(file, unused);
  events rest(other);
  if (parser.HandleNextDocument(rest))
    return failure_at({file, 0, {}}, "one YAML document was expected, but a second one (after ---) was found");
  return builder.finish();
}

}  // namespace

result<document> read_yaml(std::string_view text, std::string file, warnings& warned) {
  if (const int line = line_of_control_character(text); line > 0)
    return failure_at({file, line, {}}, "a control character, where text was expected");
  std::string repaired(text);
  hide_question_marks(repaired);
  const std::size_t warned_before = warned.size();
  for (int tries = 0;; ++tries) {
    warned.resize(warned_before);
    try {
      return read_once(repaired, file, warned);
    } catch (const YAML::Exception& failure) {
      if (tries < max_repairs && repair(repaired, failure.mark.line)) continue;
      return failure_at({file, failure.mark.line + 1, {}}, explain(repaired, failure));
    } catch (const refused_document& refused) {
      return failure_at(refused.where, refused.text);
    } catch (const std::exception& caught) {
      return failure_at({file, 0, {}}, std::string("cannot be read as YAML: ") + caught.what());
    }
  }
}

}  // namespace lamina::config
