#include "lamina/json/internal/document_reader.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>

#include "lamina/json/internal/syntax_error.h"

namespace lamina::json::internal {
namespace {

using boost::json::error_code;
using boost::json::value_stack;

// What the parser tells, made into a document. Names and shapes are those basic_parser asks for.
struct document_builder {
  static constexpr std::size_t max_object_size = object::max_size();
  static constexpr std::size_t max_array_size = array::max_size();
  static constexpr std::size_t max_key_size = string::max_size();
  static constexpr std::size_t max_string_size = string::max_size();

  document_builder(storage_ptr storage, unsigned char* scratch, std::size_t size) : stack({}, scratch, size) {
    // The stack's own memory is the scratch; the document's storage is said here.
    stack.reset(std::move(storage));
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return true; }
  bool on_object_end(std::size_t count, error_code&) { return stack.push_object(count), true; }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t count, error_code&) { return stack.push_array(count), true; }
  bool on_key_part(boost::json::string_view part, std::size_t, error_code&) { return stack.push_chars(part), true; }
  bool on_key(boost::json::string_view last, std::size_t, error_code&) { return stack.push_key(last), true; }
  bool on_string_part(boost::json::string_view part, std::size_t, error_code&) { return stack.push_chars(part), true; }
  bool on_string(boost::json::string_view last, std::size_t, error_code&) { return stack.push_string(last), true; }
  bool on_number_part(boost::json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, boost::json::string_view, error_code&) { return stack.push_int64(number), true; }
  bool on_uint64(std::uint64_t number, boost::json::string_view, error_code&) {
    return stack.push_uint64(number), true;
  }
  // `text` is the whole number: the document is parsed in one piece.
  bool on_double(double number, boost::json::string_view text, error_code&) {
    double nearest = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), nearest);
    const bool is_read = read.ec == std::errc() && read.ptr == text.data() + text.size();
    stack.push_double(is_read ? nearest : number);  // else out of range: infinite or zero, as JavaScript has it
    return true;
  }
  bool on_bool(bool truth, error_code&) { return stack.push_bool(truth), true; }
  bool on_null(error_code&) { return stack.push_null(), true; }
  bool on_comment_part(boost::json::string_view, error_code&) { return true; }
  bool on_comment(boost::json::string_view, error_code&) { return true; }

  value_stack stack;
};

// Listens and forgets.
struct document_checker {
  static constexpr std::size_t max_object_size = document_builder::max_object_size;
  static constexpr std::size_t max_array_size = document_builder::max_array_size;
  static constexpr std::size_t max_key_size = document_builder::max_key_size;
  static constexpr std::size_t max_string_size = document_builder::max_string_size;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return true; }
  bool on_object_end(std::size_t, error_code&) { return true; }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t, error_code&) { return true; }
  bool on_key_part(boost::json::string_view, std::size_t, error_code&) { return true; }
  bool on_key(boost::json::string_view, std::size_t, error_code&) { return true; }
  bool on_string_part(boost::json::string_view, std::size_t, error_code&) { return true; }
  bool on_string(boost::json::string_view, std::size_t, error_code&) { return true; }
  bool on_number_part(boost::json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, boost::json::string_view, error_code&) { return true; }
  bool on_uint64(std::uint64_t, boost::json::string_view, error_code&) { return true; }
  bool on_double(double, boost::json::string_view, error_code&) { return true; }
  bool on_bool(bool, error_code&) { return true; }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(boost::json::string_view, error_code&) { return true; }
  bool on_comment(boost::json::string_view, error_code&) { return true; }
};

boost::json::parse_options reading_options() {
  boost::json::parse_options options;
  options.max_depth = max_depth;
  return options;
}

// All of the text, in one piece.
template <class Parser>
result<void> run(Parser& parser, std::string_view text) {
  error_code failure;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), failure);
  if (!failure && read < text.size()) failure = boost::json::error::extra_data;
  using cause = boost::json::error;
  if (failure == cause::too_deep || failure == cause::exponent_overflow)
    return error(422, failure.message() + " at byte " + std::to_string(read));
  if (failure) return error(422, explain_syntax_error(text, read));
  return {};
}

}  // namespace

result<value> read_document(std::string_view text, storage_ptr storage) {
  unsigned char scratch[2048];
  boost::json::basic_parser<document_builder> parser(reading_options(), std::move(storage), scratch, sizeof scratch);
  if (auto good = run(parser, text); !good) return std::move(good).error();
  return parser.handler().stack.release();
}

result<void> check_document(std::string_view text) {
  boost::json::basic_parser<document_checker> parser(reading_options());
  return run(parser, text);
}

}  // namespace lamina::json::internal
