#include "examples/user_store/page/page.h"

namespace user_store {
namespace {

using namespace lamina;

constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

http_response answer_file(const page_file& file, std::string_view path) {
  // Below "/page/" the names of the other files would lead nowhere.
  if (path.ends_with('/')) return {.status_code = 308, .headers = {{"Location", ".." + std::string(file.path)}}};
  return {.headers = {{"Cache-Control", "no-cache"},  // kept, but asked for again: the ETag says whether it is new
                      {"Content-Security-Policy", std::string(policy)},
                      {"Content-Type", std::string(file.content_type)},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = std::string(file.text)};
}

}  // namespace

router make_page() {
  router files;
  for (const page_file& file : page_files())
    files.get(file.path, [&file](const routed_request& request) { return answer_file(file, request.event.path()); });
  router routes;
  routes.use("/", files).use("/dev", files);
  return routes;
}

}  // namespace user_store
