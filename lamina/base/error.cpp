#include "lamina/base/error.h"

#include <algorithm>
#include <array>
#include <utility>

namespace lamina {
namespace {

struct phrase {
  int status;
  std::string_view text;
};

constexpr std::array phrases = std::to_array<phrase>({
    {100, "Continue"},
    {101, "Switching Protocols"},
    {102, "Processing"},
    {103, "Early Hints"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {207, "Multi-Status"},
    {208, "Already Reported"},
    {226, "IM Used"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {305, "Use Proxy"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Payload Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {418, "I'm a Teapot"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Entity"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {506, "Variant Also Negotiates"},
    {507, "Insufficient Storage"},
    {508, "Loop Detected"},
    {509, "Bandwidth Limit Exceeded"},
    {510, "Not Extended"},
    {511, "Network Authentication Required"},
});

// "Not Found" -> "NotFoundError"; "Internal Server Error" -> "InternalServerError"; nothing -> "UnknownError".
std::string name_of(int status) {
  std::string name;
  for (const char c : reason_phrase(status))
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) name += c;
  if (name.empty()) name = "Unknown";
  if (!name.ends_with("Error")) name += "Error";
  return name;
}

}  // namespace

std::string_view reason_phrase(int status) noexcept {
  const auto* found = std::ranges::find(phrases, status, &phrase::status);
  return found == phrases.end() ? std::string_view{} : found->text;
}

error::error(int status, std::string text)
    : status_code(status), name(name_of(status)), message(std::move(text)), expose(status < 500) {
  if (message.empty()) message = reason_phrase(status);
}

error::error(std::string text) : name("Error"), message(std::move(text)) {}

bool error::is_exposed() const noexcept { return expose.value_or(status_code != 0 && status_code < 500); }

error& error::with_cause(std::string_view package) & {
  cause = boost::json::object{{"package", package}};
  return *this;
}

error& error::with_cause(std::string_view package, boost::json::value data) & {
  boost::json::object said;
  said.reserve(2);
  said.emplace("package", package);
  said.emplace("data", std::move(data));
  cause = std::move(said);
  return *this;
}

error&& error::with_cause(std::string_view package) && { return std::move(with_cause(package)); }

error&& error::with_cause(std::string_view package, boost::json::value data) && {
  return std::move(with_cause(package, std::move(data)));
}

}  // namespace lamina
