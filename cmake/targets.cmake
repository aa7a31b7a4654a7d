# One folder, one library. A folder's CMakeLists.txt says only what it depends on; files are found by their names:
#   *_test.cpp   tests, one executable per folder        *_fuzz.cpp   one fuzz target per file
#   *_bench.cpp  benchmarks, one executable per folder   *_main.cpp   never globbed, named where they are wanted
#   the rest     the library

# Headers that most tests include: parsed once.
if(LAMINA_TESTS)
  file(WRITE ${CMAKE_BINARY_DIR}/test_main.cpp "")
  add_library(lamina_test_headers OBJECT ${CMAKE_BINARY_DIR}/test_main.cpp)
  target_precompile_headers(lamina_test_headers PRIVATE <gtest/gtest.h> <boost/json/value.hpp> <boost/json/value_ref.hpp> <functional> <map> <string>
                            <string_view> <vector>)
  target_link_libraries(lamina_test_headers PRIVATE lamina_warnings GTest::gtest Boost::json Threads::Threads)
endif()

function(lamina_tests target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS")
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE ${arg_DEPENDS} lamina_warnings GTest::gtest GTest::gmock GTest::gtest_main
                        Boost::json Threads::Threads)
  target_precompile_headers(${target} REUSE_FROM lamina_test_headers)
  target_compile_definitions(${target} PRIVATE LAMINA_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                             LAMINA_BINARY_DIR="${PROJECT_BINARY_DIR}")
  include(GoogleTest)
  gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST NO_PRETTY_VALUES PROPERTIES TIMEOUT 120)
endfunction()

# lamina_library(name [DEPENDS lamina::x ...] [PRIVATE_DEPENDS ...] [TEST_DEPENDS ...])
function(lamina_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS;PRIVATE_DEPENDS;TEST_DEPENDS")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  set(benches ${sources})
  set(fuzzers ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER benches INCLUDE REGEX "_bench\\.cpp$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_(test|bench|fuzz|main)\\.cpp$")

  if(sources)
    add_library(lamina_${name} STATIC ${sources})
    set(visibility PUBLIC)
    target_link_libraries(lamina_${name} PRIVATE ${arg_PRIVATE_DEPENDS} $<BUILD_INTERFACE:lamina_warnings>)
  else()
    add_library(lamina_${name} INTERFACE)
    set(visibility INTERFACE)
  endif()
  add_library(lamina::${name} ALIAS lamina_${name})
  set_target_properties(lamina_${name} PROPERTIES EXPORT_NAME ${name})
  target_link_libraries(lamina_${name} ${visibility} ${arg_DEPENDS})
  target_compile_features(lamina_${name} ${visibility} cxx_std_20)
  target_include_directories(lamina_${name} ${visibility} $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                             $<INSTALL_INTERFACE:include>)
  set_property(GLOBAL APPEND PROPERTY LAMINA_LIBRARIES lamina_${name})

  if(LAMINA_TESTS AND tests)
    lamina_tests(${name}_test SOURCES ${tests} DEPENDS lamina_${name} ${arg_TEST_DEPENDS})
  endif()
  if(LAMINA_BENCHMARKS AND benches)
    add_executable(${name}_bench ${benches})
    target_link_libraries(${name}_bench PRIVATE lamina_${name} ${arg_TEST_DEPENDS} lamina_warnings
                          benchmark::benchmark_main)
  endif()
  if(LAMINA_FUZZERS)
    foreach(fuzzer ${fuzzers})
      get_filename_component(fuzz_name ${fuzzer} NAME_WE)
      add_executable(${fuzz_name} ${fuzzer})
      target_link_libraries(${fuzz_name} PRIVATE lamina_${name} ${arg_TEST_DEPENDS} lamina_warnings)
      target_link_options(${fuzz_name} PRIVATE -fsanitize=fuzzer)
    endforeach()
  endif()
endfunction()
