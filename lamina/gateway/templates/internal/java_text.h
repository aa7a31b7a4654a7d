#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// What Java says of texts and numbers where C++ says something else.
namespace lamina::gateway::templates {

// Double.toString(): "1.0", "1.5", "1.0E10", "NaN".
void append_java_double(std::string& out, double number);

// A text's length and places are counted in UTF-16 units.
std::size_t utf16_length(std::string_view text) noexcept;
// The byte at which that unit begins (the end for one behind the last); nothing: there is none.
std::optional<std::size_t> byte_of_unit(std::string_view text, std::size_t unit) noexcept;

// StringEscapeUtils.escapeJavaScript() of Apache commons-lang 2, which Velocity's users have: \' \" \\ \/ \b \n \t \f
// \r, and \uXXXX for the rest below 0x20 and above 0x7F. What is no UTF-8 is U+FFFD.
void append_escaped_javascript(std::string& out, std::string_view text);

// URLEncoder.encode(): a form's value. A space is "+"; letters, digits and ".-*_" stay.
void append_form_encoded(std::string& out, std::string_view text);

}  // namespace lamina::gateway::templates
