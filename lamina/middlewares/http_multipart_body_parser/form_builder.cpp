#include "lamina/middlewares/http_multipart_body_parser/form_builder.h"

#include <algorithm>
#include <utility>

#include "lamina/base/utf8.h"
#include "lamina/middlewares/http_multipart_body_parser/header_parameters.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-multipart-body-parser";

// As JavaScript's text.length.
std::size_t utf16_length(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size();) length += next_code_point(text, at) > 0xFFFF ? 2 : 1;
  return length;
}

std::string without_folders(std::string_view path) {
  path.remove_prefix(path.find_last_of("/\\") + 1);  // npos + 1 is 0
  return path == "." || path == ".." ? std::string() : std::string(path);
}

}  // namespace

result<void> form_builder::begin(const part_headers& headers) {
  kind_ = kind::skipped;
  content_.clear();
  is_truncated_ = false;
  if (++parts_ > options_.limits.parts || !headers.disposition) return {};
  const auto disposition = read_header_parameters(*headers.disposition);
  if (!disposition) return error(422, "a Content-Disposition is malformed");
  if (disposition->value != "form-data") return {};
  return begin_form_data(headers, disposition->find("name"), disposition->find("filename"));
}

result<void> form_builder::begin_form_data(const part_headers& headers, const std::string* name,
                                           const std::string* filename) {
  const auto type = read_header_parameters(headers.content_type.value_or(""));
  if (!type) return error(422, "the Content-Type of a part is malformed");
  content_type_ = type->value.empty() ? "text/plain" : type->value;
  const std::string* charset = type->find("charset");
  charset_ = charset ? *charset : options_.default_charset;
  transfer_encoding_ = headers.transfer_encoding ? lower_case(*headers.transfer_encoding) : "7bit";
  filename_.reset();
  if (filename != nullptr) filename_ = options_.preserve_path ? *filename : without_folders(*filename);
  if (name == nullptr) return error(422, "a part of the form has no name");
  const bool is_file = options_.is_part_a_file ? options_.is_part_a_file(*name, content_type_, filename_)
                                               : filename_ || content_type_ == "application/octet-stream";
  std::size_t& count = is_file ? files_ : fields_;
  if (count == (is_file ? options_.limits.files : options_.limits.fields)) return {};
  ++count;
  if (utf16_length(*name) > options_.limits.field_name_size) return error(422, "Field name size limit exceeded");
  name_ = *name;
  kind_ = is_file ? kind::file : kind::field;
  return {};
}

void form_builder::data(std::string_view bytes) {
  if (kind_ == kind::skipped) return;
  const std::size_t limit = kind_ == kind::file ? options_.limits.file_size : options_.limits.field_size;
  const std::size_t room = limit - content_.size();
  is_truncated_ |= bytes.size() > room;
  content_.append(bytes.substr(0, room));
}

result<void> form_builder::end() {
  if (kind_ == kind::file) return end_file();
  if (kind_ == kind::field) return add_field();
  return {};
}

result<void> form_builder::end_file() {
  if (is_truncated_) {
    error failure(413, "Request Entity Too Large");
    return filename_ ? failure.with_cause(package, json::value(*filename_)) : failure.with_cause(package);
  }
  json::object file(form_.storage());
  if (filename_) file["filename"] = *filename_;
  file["mimetype"] = content_type_;
  file["encoding"] = transfer_encoding_;
  file["truncated"] = false;
  file["content"] = content_;
  completed_files_.emplace_back(name_, std::move(file));
  return {};
}

json::object form_builder::take() {
  for (auto& [name, file] : completed_files_) {
    json::value* current = form_.if_contains(name);
    if (current == nullptr) {
      form_.emplace(name, std::move(file));
    } else if (json::array* list = current->if_array()) {
      list->insert(list->begin(), std::move(file));
    } else {
      json::array both({std::move(file), std::move(*current)}, form_.storage());
      *current = std::move(both);
    }
  }
  return std::move(form_);
}

result<void> form_builder::add_field() {
  json::string text(decode_text(std::move(content_), charset_), form_.storage());
  const std::size_t bracket = name_.ends_with(']') ? name_.rfind('[') : name_.npos;
  if (bracket == name_.npos || bracket == 0) {
    form_.insert_or_assign(name_, std::move(text));
    return {};
  }
  json::value& list = form_[std::string_view(name_).substr(0, bracket)];
  if (list.is_string() && !list.get_string().empty()) return error(422, "a field is both a text and a list");
  if (!list.is_array()) list.emplace_array();
  list.get_array().push_back(std::move(text));
  return {};
}

}  // namespace lamina
