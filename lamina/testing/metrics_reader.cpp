#include "lamina/testing/metrics_reader.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>
#include <stdexcept>

namespace lamina::testing {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// One line on its way through the reader.
class line_cursor {
 public:
  explicit line_cursor(std::string_view line) : line_(line), left_(line) {}

  [[noreturn]] void fail(const std::string& why) const { throw std::runtime_error(why + " in: " + std::string(line_)); }
  bool take(std::string_view text) {
    if (!left_.starts_with(text)) return false;
    left_.remove_prefix(text.size());
    return true;
  }
  void need(std::string_view text) {
    if (!take(text)) fail("expected '" + std::string(text) + "'");
  }
  std::string name() {
    std::size_t size = 0;
    while (size < left_.size() && (is_letter(left_[size]) || (size > 0 && is_digit(left_[size])))) ++size;
    if (size == 0) fail("expected a name");
    const std::string found(left_.substr(0, size));
    left_.remove_prefix(size);
    return found;
  }
  std::string quoted() {
    need("\"");
    std::string found;
    while (!take("\"")) {
      if (left_.empty()) fail("a label's value has no end");
      if (left_.front() == '\\') {
        if (left_.size() < 2 || (left_[1] != '\\' && left_[1] != '"' && left_[1] != 'n')) fail("a wrong escape");
        found += left_[0];
        left_.remove_prefix(1);
      }
      found += left_.front();
      left_.remove_prefix(1);
    }
    return found;
  }
  double value() {
    if (take("+Inf")) return std::numeric_limits<double>::infinity();
    double number = 0;
    const auto [end, failure] = std::from_chars(left_.data(), left_.data() + left_.size(), number);
    if (failure != std::errc()) fail("expected a number");
    left_.remove_prefix(static_cast<std::size_t>(end - left_.data()));
    return number;
  }
  void end() const {
    if (!left_.empty()) fail("there is more than a sample");
  }
  std::string_view left() const { return left_; }

 private:
  std::string_view line_, left_;
};

std::string text_of(const std::string& name, const std::map<std::string, std::string>& labels) {
  std::string text = name;
  for (const auto& [label, value] : labels)
    text += (text.size() == name.size() ? "{" : ",") + label + "=\"" + value + "\"";
  return labels.empty() ? text : text + "}";
}

// The family that a sample's name belongs to, given its type.
bool belongs_to(const std::string& name, const std::string& family, const std::string& type) {
  if (name == family) return type != "histogram";
  const bool has_parts = type == "histogram" || type == "summary";
  return (has_parts && (name == family + "_sum" || name == family + "_count")) ||
         (type == "histogram" && name == family + "_bucket");
}

struct bucket_check {
  double last_bound = 0, last_count = -1;
  bool is_complete = false;
};

}  // namespace

metrics_reader::metrics_reader(std::string_view text) {
  if (!text.empty() && !text.ends_with('\n')) throw std::runtime_error("the last line has no end");
  std::string family, helped;
  std::map<std::string, bucket_check> buckets;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    line_cursor line(text.substr(0, end));
    text.remove_prefix(end + 1);
    if (line.take("# HELP ")) {
      helped = line.name();
      line.need(" ");
      if (line.left().empty()) line.fail("there is no help");
    } else if (line.take("# TYPE ")) {
      family = line.name();
      if (family != helped) line.fail("TYPE without HELP before");
      line.need(" ");
      const std::string type(line.left());
      if (type != "counter" && type != "gauge" && type != "histogram" && type != "summary") line.fail("no such type");
      if (type == "counter" && !family.ends_with("_total")) line.fail("a counter's name ends in _total");
      if (!types_.emplace(family, type).second) line.fail("a family that was there before");
    } else {
      const std::string name = line.name();
      if (family.empty() || !belongs_to(name, family, types_[family])) line.fail("a sample outside of its family");
      std::map<std::string, std::string> labels;
      if (line.take("{")) do {
          const std::string label = line.name();
          line.need("=");
          if (!labels.emplace(label, line.quoted()).second) line.fail("a label that is there twice");
        } while (line.take(","));
      if (!labels.empty()) line.need("}");
      line.need(" ");
      const double value = line.value();
      line.end();
      if (!samples_.emplace(text_of(name, labels), value).second) line.fail("a sample that is there twice");
      if (types_[family] == "counter" && !(value >= 0)) line.fail("a counter below 0");
      if (types_[family] != "histogram") continue;
      std::map<std::string, std::string> rest = labels;
      rest.erase("le");
      bucket_check& check = buckets[text_of(family, rest)];
      if (name == family + "_bucket") {
        const std::string bound_text = labels["le"];
        const double bound = line_cursor(bound_text).value();
        if (bound <= check.last_bound || value < check.last_count) line.fail("buckets that do not grow");
        check.last_bound = bound;
        check.last_count = value;
        check.is_complete = bound == std::numeric_limits<double>::infinity();
      }
    }
  }
  for (const auto& [series, check] : buckets) {
    const std::size_t brace = std::min(series.find('{'), series.size());
    const std::string count = series.substr(0, brace) + "_count" + series.substr(brace);
    if (!check.is_complete || at(count) != check.last_count)
      throw std::runtime_error("the buckets of " + series + " do not end in its count");
  }
}

double metrics_reader::at(const std::string& sample) const {
  const auto found = samples_.find(sample);
  if (found == samples_.end()) throw std::runtime_error("there is no sample " + sample);
  return found->second;
}

}  // namespace lamina::testing
