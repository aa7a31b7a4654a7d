# Writes page_files.cpp: the files of the page as constants. cmake -DFOLDER=<here> -DOUT=<file> -P embed.cmake
set(entries "")
foreach(file page.html page.css page.js)
  file(READ ${FOLDER}/${file} text)
  string(REGEX REPLACE "^page\\.html$" "page" path ${file})
  if(file MATCHES "html$")
    set(type text/html)
  elseif(file MATCHES "css$")
    set(type text/css)
  else()
    set(type text/javascript)
  endif()
  string(APPEND entries "    {\"/${path}\", \"${type}; charset=utf-8\", R\"page_file(${text})page_file\"},\n")
endforeach()
file(WRITE ${OUT} "// Made by page/embed.cmake.
#include \"examples/user_store/page/page.h\"

namespace user_store {

std::span<const page_file> page_files() {
  static constexpr page_file files[] = {
${entries}  };
  return files;
}

}  // namespace user_store
")
