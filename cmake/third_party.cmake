# Third-party code: Debian packages, and the sources that scripts/third_party.sh fetched.
set(SHOHIN_SOURCES ${PROJECT_SOURCE_DIR}/build/sources CACHE PATH "Where scripts/third_party.sh unpacked")
file(STRINGS ${PROJECT_SOURCE_DIR}/scripts/third_party.lock locked)
foreach(line IN LISTS locked)
  string(REGEX MATCH "^[^ ]+" name "${line}")
  if(NOT EXISTS ${SHOHIN_SOURCES}/${name}/.fetched)
    message(FATAL_ERROR "${SHOHIN_SOURCES} has no ${name}: run scripts/third_party.sh build/sources scripts/third_party.lock")
  endif()
  file(STRINGS ${SHOHIN_SOURCES}/${name}/.fetched fetched)
  list(GET fetched -1 taken)
  string(REGEX MATCH "^[^ ]+" version "${taken}")
  message(STATUS "${name} ${version}")
endforeach()

# Headers that the browser builds need too. em++ must never see -I/usr/include, so each gets a link of its own.
set(portable_include ${CMAKE_BINARY_DIR}/third_party/include)
file(MAKE_DIRECTORY ${portable_include})
foreach(name nlohmann tl fast_float)
  file(CREATE_LINK /usr/include/${name} ${portable_include}/${name} SYMBOLIC)
endforeach()
add_library(portable_headers INTERFACE)
target_include_directories(portable_headers SYSTEM INTERFACE ${portable_include})

add_library(catch2 STATIC EXCLUDE_FROM_ALL ${SHOHIN_SOURCES}/catch2/extras/catch_amalgamated.cpp)
target_include_directories(catch2 SYSTEM PUBLIC ${SHOHIN_SOURCES}/catch2/extras)
target_compile_options(catch2 PRIVATE -O0 -w)
list(APPEND CMAKE_MODULE_PATH ${SHOHIN_SOURCES}/catch2/extras)
if(EMSCRIPTEN)
  target_compile_options(catch2 PUBLIC -fexceptions)
  target_link_options(catch2 PUBLIC -fexceptions)
  return()
endif()

# Under the sanitizers as the preset says, without optimizing: SQLite alone takes forty seconds with, two without. For
# threads with: it reads the head of the WAL's index while another writes it, checks what it read, and is exempt from the
# sanitizer there, but only where memcpy is inlined.
set(third_party_options -w)
if(NOT SHOHIN_SANITIZE OR SHOHIN_SANITIZE STREQUAL "thread")
  list(APPEND third_party_options -O2)
endif()

# cpp-httplib, split once into a header and a source: including the whole costs 10 s a file.
set(httplib_dir ${CMAKE_BINARY_DIR}/third_party/httplib)
add_custom_command(
  OUTPUT ${httplib_dir}/httplib.h ${httplib_dir}/httplib.cc
  COMMAND python3 split.py -o ${httplib_dir}
  WORKING_DIRECTORY ${SHOHIN_SOURCES}/cpp-httplib
  DEPENDS ${SHOHIN_SOURCES}/cpp-httplib/httplib.h)
find_package(Threads REQUIRED)
add_library(httplib STATIC EXCLUDE_FROM_ALL ${httplib_dir}/httplib.cc ${httplib_dir}/httplib.h)
target_include_directories(httplib SYSTEM PUBLIC ${httplib_dir})
target_compile_options(httplib PRIVATE ${third_party_options})
target_link_libraries(httplib PUBLIC Threads::Threads)

# SQLite's amalgamation, made by its own configure from Debian's patched source.
set(sqlite_dir ${CMAKE_BINARY_DIR}/third_party/sqlite)
file(MAKE_DIRECTORY ${sqlite_dir})
add_custom_command(
  OUTPUT ${sqlite_dir}/sqlite3.c ${sqlite_dir}/sqlite3.h
  COMMAND ${SHOHIN_SOURCES}/sqlite3/configure --disable-tcl > configure.txt 2>&1
  COMMAND make sqlite3.c sqlite3.h > make.txt 2>&1
  WORKING_DIRECTORY ${sqlite_dir})
add_library(sqlite STATIC EXCLUDE_FROM_ALL ${sqlite_dir}/sqlite3.c)
target_include_directories(sqlite SYSTEM PUBLIC ${sqlite_dir})
target_compile_options(sqlite PRIVATE ${third_party_options})
target_compile_definitions(sqlite PRIVATE
  SQLITE_DQS=0 SQLITE_THREADSAFE=2 SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_OMIT_LOAD_EXTENSION SQLITE_OMIT_DEPRECATED SQLITE_OMIT_SHARED_CACHE)
target_link_libraries(sqlite PUBLIC Threads::Threads)
