#include "lamina/middlewares/http_content_negotiation/negotiator.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "lamina/base/utf8.h"

namespace lamina {
namespace {

// One item of an Accept header: its words in their own spelling, its parameters with names in lower case.
struct item {
  std::string type;
  std::vector<std::pair<std::string, std::string>> parameters{};
  double quality = 1;
  int order = 0;
  int specificity = 0;
  std::size_t index = 0;

  std::string_view parameter(std::string_view name) const {
    const auto found =
        std::ranges::find(parameters, name, [](const auto& pair) { return std::string_view(pair.first); });
    return found == parameters.end() ? std::string_view() : std::string_view(found->second);
  }
};

bool is_blank(char c) { return c == ' ' || c == '\t'; }
std::string_view without_trailing_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// JavaScript's parseFloat: as much of the beginning as is a number.
double leading_number(std::string_view text) {
  double number = std::numeric_limits<double>::quiet_NaN();
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  if (text.size() > sign && (text[sign] == '.' || (text[sign] >= '0' && text[sign] <= '9')))
    std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Reads items as the npm package content-type does, which never fails.
class item_reader {
 public:
  item_reader(std::string_view text, bool stops_at_comma) : text_(text), stops_at_comma_(stops_at_comma) {}

  bool at_end() const { return at_ >= text_.size(); }

  item read() {
    item read;
    skip_blanks();
    const std::size_t start = at_;
    skip_value();
    read.type = without_trailing_blanks(text_.substr(start, at_ - start));
    while (!at_end() && !at_stop()) read_parameter(read);
    ++at_;  // the comma
    if (const auto quality = read.parameter("q"); !quality.empty()) read.quality = leading_number(quality);
    return read;
  }

 private:
  bool at_stop() const { return stops_at_comma_ && text_[at_] == ','; }
  void skip_blanks() {
    while (!at_end() && is_blank(text_[at_])) ++at_;
  }
  void skip_value() {
    while (!at_end() && text_[at_] != ';' && !at_stop()) ++at_;
  }

  void read_parameter(item& read) {
    ++at_;  // the semicolon
    skip_blanks();
    const std::size_t start = at_;
    while (!at_end() && !at_stop() && text_[at_] != ';' && text_[at_] != '=') ++at_;
    if (at_end() || text_[at_] != '=') return;
    std::string name = lower_case(without_trailing_blanks(text_.substr(start, at_ - start)));
    ++at_;
    skip_blanks();
    std::optional<std::string> value = !at_end() && text_[at_] == '"' ? read_quoted() : read_plain();
    const bool is_known = std::ranges::any_of(read.parameters, [&](const auto& known) { return known.first == name; });
    if (value && !is_known) read.parameters.emplace_back(std::move(name), std::move(*value));
  }

  std::string read_plain() {
    const std::size_t start = at_;
    skip_value();
    return std::string(without_trailing_blanks(text_.substr(start, at_ - start)));
  }

  // Nothing when the closing quote is missing.
  std::optional<std::string> read_quoted() {
    std::string value;
    ++at_;
    while (!at_end()) {
      char c = text_[at_++];
      if (c == '"') {
        skip_value();
        return value;
      }
      if (c == '\\' && !at_end()) c = text_[at_++];
      value += c;
    }
    return std::nullopt;
  }

  std::string_view text_;
  bool stops_at_comma_;
  std::size_t at_ = 0;
};

std::vector<item> read_header(std::string_view header) {
  std::vector<item> items;
  item_reader reader(header, true);
  while (!reader.at_end()) {
    items.push_back(reader.read());
    items.back().order = static_cast<int>(items.size()) - 1;
  }
  return items;
}

bool equal_words(std::string_view left, std::string_view right) { return lower_case(left) == lower_case(right); }
std::string_view primary_tag(std::string_view language) { return language.substr(0, language.find('-')); }

std::optional<int> fits_word(std::string_view offered, std::string_view accepted) {
  if (equal_words(offered, accepted)) return 1;
  if (accepted == "*") return 0;
  return std::nullopt;
}

std::optional<int> fits_language(std::string_view offered, std::string_view accepted) {
  const item parsed = item_reader(offered, false).read();
  if (parsed.type.empty()) return std::nullopt;
  if (equal_words(accepted, parsed.type)) return 4;
  if (equal_words(primary_tag(accepted), parsed.type)) return 2;
  if (equal_words(accepted, primary_tag(parsed.type))) return 1;
  if (accepted == "*") return 0;
  return std::nullopt;
}

std::optional<int> fits_media_type(std::string_view offered, const item& accepted) {
  const item parsed = item_reader(offered, false).read();
  const std::size_t slash = parsed.type.find('/'), accepted_slash = accepted.type.find('/');
  if (slash == std::string::npos) return std::nullopt;
  int specificity = 0;
  const auto compare = [&](std::string_view ours, std::string_view theirs, int gain) {
    if (equal_words(ours, theirs)) return specificity |= gain, true;
    return theirs == "*";
  };
  const std::string_view ours = parsed.type, theirs = accepted.type;
  if (!compare(ours.substr(0, slash), theirs.substr(0, accepted_slash), 4) ||
      !compare(ours.substr(slash + 1), theirs.substr(accepted_slash + 1), 2))
    return std::nullopt;
  for (const auto& [name, value] : accepted.parameters) {
    if (name == "q") continue;
    if (value != "*" && !equal_words(value, parsed.parameter(name))) return std::nullopt;
    specificity |= 1;
  }
  return specificity;
}

std::optional<int> fits(negotiated what, std::string_view offered, const item& accepted) {
  switch (what) {
    case negotiated::language: return fits_language(offered, accepted.type);
    case negotiated::media_type: return fits_media_type(offered, accepted);
    default: return fits_word(offered, accepted.type);
  }
}

// The encoding `identity` is acceptable unless it is excluded; named last when the client does not mention it.
void add_identity(std::vector<item>& items, int order) {
  double lowest = 1;
  for (const item& each : items) {
    if (fits_word("identity", each.type)) return;
    if (each.quality != 0 && !std::isnan(each.quality)) lowest = std::min(lowest, each.quality);
  }
  items.push_back({.type = "identity", .quality = lowest, .order = order});
}

std::vector<item> accepted_items(negotiated what, std::optional<std::string_view> header) {
  const std::string_view anything = what == negotiated::encoding ? "" : what == negotiated::media_type ? "*/*" : "*";
  std::vector<item> items = read_header(header.value_or(anything));
  const int count = static_cast<int>(items.size());
  std::erase_if(items, [&](const item& each) {
    return what == negotiated::media_type ? each.type.find('/') == std::string::npos : each.type.empty();
  });
  if (what == negotiated::encoding) add_identity(items, count);
  return items;
}

// Which accepted item speaks for an offer: the most specific one.
item priority_of(negotiated what, const std::string& offered, std::size_t index, const std::vector<item>& accepted) {
  item best{.type = offered, .quality = 0, .order = -1, .index = index};
  for (const item& each : accepted) {
    const auto specificity = fits(what, offered, each);
    if (!specificity) continue;
    const double gain = *specificity != best.specificity ? *specificity - best.specificity
                        : each.quality != best.quality && !std::isnan(each.quality) && !std::isnan(best.quality)
                            ? each.quality - best.quality
                            : each.order - best.order;
    if (gain <= 0) continue;
    best.quality = each.quality;
    best.order = each.order;
    best.specificity = *specificity;
  }
  return best;
}

bool comes_first(const item& left, const item& right) {
  if (left.quality != right.quality) return left.quality > right.quality;
  if (left.specificity != right.specificity) return left.specificity > right.specificity;
  if (left.order != right.order) return left.order < right.order;
  return left.index < right.index;
}

}  // namespace

std::vector<std::string> preferred(negotiated what, std::optional<std::string_view> header,
                                   const std::optional<std::vector<std::string>>& available) {
  std::vector<item> items = accepted_items(what, header);
  if (available) {
    std::vector<item> offers;
    for (std::size_t i = 0; i < available->size(); ++i) offers.push_back(priority_of(what, (*available)[i], i, items));
    items = std::move(offers);
  }
  std::erase_if(items, [](const item& each) { return !(each.quality > 0); });
  std::ranges::stable_sort(items, comes_first);
  std::vector<std::string> names;
  for (item& each : items) names.push_back(std::move(each.type));
  return names;
}

}  // namespace lamina
