#pragma once

#include <span>
#include <string_view>

#include "lamina/router/router.h"

namespace user_store {

// A file of the page, part of the program: what the build made of this folder's page.*.
struct page_file {
  std::string_view path;  // "/page.js"
  std::string_view content_type;
  std::string_view text;
};
std::span<const page_file> page_files();

// The page on which people use the store: GET /page and the two files it loads. (GET / is 404, as the original's.) It
// may run and load nothing but its own files, and speaks to the address it came from.
lamina::router make_page();

}  // namespace user_store
