# What every target of ours gets; third-party targets get none of it.
add_library(shohin_flags INTERFACE)
target_compile_options(shohin_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
  -ffp-contract=off)  # a fused multiply-add would change the model digest
# g++ 12 warns falsely on "text" + std::string (GCC bug 105651), on moving a std::variant (105762), and of bounds and
# values in what it inlines from a precompiled header or from one file of several into another.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(shohin_flags INTERFACE -Wno-restrict -Wno-stringop-overflow)
  if(SHOHIN_SHARE_HEADERS)
    target_compile_options(shohin_flags INTERFACE -Wno-array-bounds -Wno-stringop-overread -Wno-maybe-uninitialized)
  endif()
endif()
if(EMSCRIPTEN)
  target_compile_options(shohin_flags INTERFACE -msimd128)
endif()
if(SHOHIN_SANITIZE)
  target_compile_options(shohin_flags INTERFACE
    -fsanitize=${SHOHIN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SHOHIN_SANITIZE})
endif()

# What the engine gets on top: it returns Result and throws nothing.
add_library(shohin_engine_flags INTERFACE)
target_link_libraries(shohin_engine_flags INTERFACE shohin_flags)
target_compile_options(shohin_engine_flags INTERFACE -fno-exceptions)
if(SHOHIN_SANITIZE AND NOT SHOHIN_FUZZ)
  target_compile_options(shohin_engine_flags INTERFACE -O1)  # it computes; all else builds twice as fast without
endif()
