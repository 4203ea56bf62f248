# Foreign headers that cost a second in every file, compiled once a build: NAME_headers, for precompile_for. Our own
# are never among them, and each file still includes what it uses: the presets `clang`, which clang-tidy reads, and
# `static` compile without.
set(standard_headers <algorithm> <array> <atomic> <chrono> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <mutex>
  <optional> <span> <sstream> <string> <string_view> <thread> <utility> <variant> <vector>)

# A precompiled header fits only what is compiled with the same options: FLAGS are the libraries that bring them.
function(precompiled_headers name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;FLAGS;OPTIONS")
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}_headers.cpp CONTENT "")
  add_library(${name}_headers OBJECT EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/${name}_headers.cpp)
  target_link_libraries(${name}_headers PRIVATE ${arg_FLAGS})
  target_compile_options(${name}_headers PRIVATE ${arg_OPTIONS})
  target_precompile_headers(${name}_headers PRIVATE ${standard_headers} ${arg_HEADERS})
endfunction()

function(precompile_for target name)
  if(TARGET ${name}_headers)
    target_precompile_headers(${target} REUSE_FROM ${name}_headers)
  endif()
endfunction()

if(SHOHIN_SHARE_HEADERS)
  precompiled_headers(test HEADERS <catch_amalgamated.hpp> FLAGS shohin_flags catch2 OPTIONS -O0)
  precompiled_headers(engine FLAGS shohin_engine_flags)
  precompiled_headers(backend FLAGS shohin_flags)
endif()
