#include "lamina/gateway/integration/field_list.h"

#include <algorithm>

#include "lamina/gateway/integration/event_text.h"

namespace lamina::gateway {

void field_list::add(std::string_view name, std::string_view value) {
  fields_.push_back({name, value, static_cast<std::uint32_t>(fields_.size())});
}

const std::string_view* field_list::find(std::string_view name) const noexcept {
  const field* last = nullptr;
  for (const field& one : fields_)
    if (one.name == name && (last == nullptr || one.position > last->position)) last = &one;
  return last == nullptr ? nullptr : &last->value;
}

void field_list::find_all(std::string_view name, std::vector<std::string_view>& values) {
  sort();
  for (const field& one : fields_)
    if (one.name == name) values.push_back(one.value);
}

// Sorting brings repeats together whatever their number: looking each name up among the others would let one request
// with thousands of headers hold the loop.
void field_list::sort() {
  std::sort(fields_.begin(), fields_.end(), [](const field& a, const field& b) {
    const int names = a.name.compare(b.name);
    return names != 0 ? names < 0 : a.position < b.position;
  });
}

void field_list::write_last_map(std::string& out) {
  out += '{';
  for_each_last([&](std::string_view name, std::string_view value) {
    quote_text_to(out, name);
    out += ':';
    quote_text_to(out, value);
    out += ',';
  });
  out.back() = '}';
}

void field_list::write_maps(std::string& out, std::string_view between) {
  if (fields_.empty()) {
    out.append("null").append(between).append("null");
    return;
  }
  write_last_map(out);
  out.append(between);
  const auto is_last = [&](std::size_t i) { return i + 1 == fields_.size() || fields_[i + 1].name != fields_[i].name; };
  out += '{';
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (i == 0 || is_last(i - 1)) {
      quote_text_to(out, fields_[i].name);
      out += ":[";
    }
    quote_text_to(out, fields_[i].value);
    out.append(is_last(i) ? "]," : ",");
  }
  out.back() = '}';
}

void field_list::write_joined_map(std::string& out) {
  sort();
  out += '{';
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (i != 0 && fields_[i - 1].name == fields_[i].name) {
      out.back() = ',';  // the quote that closed the value before
      const std::size_t start = out.size();
      quote_text_to(out, fields_[i].value);
      out.erase(start, 1);
      continue;
    }
    if (i != 0) out += ',';
    quote_text_to(out, fields_[i].name);
    out += ':';
    quote_text_to(out, fields_[i].value);
  }
  out += '}';
}

}  // namespace lamina::gateway
