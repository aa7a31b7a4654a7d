# Flags for every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(LAMINA_CCACHE ccache)
if(LAMINA_CCACHE)
  # Hits across checkouts: paths relative to the source tree, no directory in the hash, precompiled headers allowed.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${LAMINA_CCACHE})
endif()
find_program(LAMINA_MOLD mold)
if(LAMINA_MOLD AND NOT LAMINA_FUZZERS)
  add_link_options(-fuse-ld=mold)
endif()

if(LAMINA_SANITIZE)
  add_compile_options(-fsanitize=${LAMINA_SANITIZE} -fno-omit-frame-pointer)
  if(LAMINA_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
      # Clang 14 cannot assemble a coroutine with it ("difference across sections"); GCC has no such check.
      add_compile_options(-fno-sanitize=function)
    endif()
  endif()
  if(LAMINA_SANITIZE MATCHES "thread")
    add_compile_options(-Wno-tsan)  # it does not see the fences of Asio, whose mutexes say as much
  endif()
  add_link_options(-fsanitize=${LAMINA_SANITIZE})
endif()

# Linked by every target of the project, never by its users.
add_library(lamina_warnings INTERFACE)
target_compile_options(lamina_warnings INTERFACE -Wall -Wextra -Wpedantic -Wnon-virtual-dtor
                       -Woverloaded-virtual -Wold-style-cast -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports uses of std::string and boost::json that are not there once inlined.
  target_compile_options(lamina_warnings INTERFACE -Wshadow=local -Wno-error=maybe-uninitialized -Wno-error=restrict
                         -Wno-error=stringop-overflow -Wno-error=array-bounds -Wno-error=stringop-overread
                         -Wno-error=dangling-pointer -Wno-error=free-nonheap-object -Wno-error=mismatched-new-delete)
endif()
