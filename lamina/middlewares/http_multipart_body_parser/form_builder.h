#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/middlewares/http_multipart_body_parser/http_multipart_body_parser.h"
#include "lamina/middlewares/http_multipart_body_parser/multipart_reader.h"

namespace lamina {

// Makes the object of a form from its parts, within the limits of the options. For one form.
class form_builder final : public part_receiver {
 public:
  // `options` must outlive it; the object is made in `storage`.
  form_builder(const http_multipart_body_parser_options& options, json::storage_ptr storage)
      : options_(options), form_(std::move(storage)) {}

  result<void> begin(const part_headers& headers) override;
  void data(std::string_view bytes) override;
  result<void> end() override;

  // The form, when the last part has ended. Middy sees files after all fields, wherever they stand.
  json::object take();

 private:
  enum class kind { skipped, field, file };

  result<void> begin_form_data(const part_headers& headers, const std::string* name, const std::string* filename);
  result<void> end_file();
  result<void> add_field();

  const http_multipart_body_parser_options& options_;
  json::object form_;
  std::vector<std::pair<std::string, json::object>> completed_files_;  // by name
  std::size_t parts_ = 0, fields_ = 0, files_ = 0;

  // The part that is being read.
  kind kind_ = kind::skipped;
  std::string name_, content_type_, charset_, transfer_encoding_;
  std::optional<std::string> filename_;
  std::string content_;
  bool is_truncated_ = false;
};

}  // namespace lamina
