# A header costs as much as the code below it, in each file that reads it. So foreign headers are compiled once a build,
# and several files of a target at once. Each file still includes what it uses: the preset `clang`, which clang-tidy
# reads, compiles one file at a time without any of this.
set(standard_headers <algorithm> <array> <atomic> <chrono> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <mutex>
  <optional> <span> <sstream> <string> <string_view> <thread> <utility> <variant> <vector>)

# Makes NAME_headers for share_headers(). They fit only what is compiled with the same options: FLAGS are the libraries
# that bring them.
function(precompiled_headers name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;FLAGS;OPTIONS")
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}_headers.cpp CONTENT "")
  add_library(${name}_headers OBJECT EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/${name}_headers.cpp)
  target_link_libraries(${name}_headers PRIVATE ${arg_FLAGS})
  target_compile_options(${name}_headers PRIVATE ${arg_OPTIONS})
  target_precompile_headers(${name}_headers PRIVATE ${standard_headers} ${arg_HEADERS})
endfunction()

# share_headers(TARGET [NAME]): with NAME also those of NAME_headers. Files of one target are read after one another, so
# what they keep to themselves has a name that no other file of the folder uses.
function(share_headers target)
  if(NOT SHOHIN_SHARE_HEADERS)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  if(ARGN)
    target_precompile_headers(${target} REUSE_FROM ${ARGN}_headers)
  endif()
endfunction()

if(SHOHIN_SHARE_HEADERS)
  precompiled_headers(test HEADERS <catch_amalgamated.hpp> FLAGS shohin_flags catch2 OPTIONS -O0)
  precompiled_headers(engine FLAGS shohin_engine_flags)
  precompiled_headers(backend FLAGS shohin_flags)
endif()
