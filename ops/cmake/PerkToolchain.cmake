# How everything is compiled: the language, the warnings, the sanitizers, and what makes builds quick.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()

# Line tables are all that a stack trace needs, and they keep objects small. In Debug -Og is less work than -O0:
# with sanitizers it leaves half as much code to write down, link and run. What tests run millions of times is
# optimised further (perk_optimise_always).
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1 -fno-omit-frame-pointer")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

set(PERK_SANITIZE "" CACHE STRING "Sanitizers for every target: address,undefined or thread")
option(PERK_FUZZ "Build the fuzzers (clang only)" OFF)

# GCC spends a tenth of its time looking for memory that it could use again (16 sources of tests/wire: 45 s, and 37 to 41
# so; 2.3 GB instead of 1.6).
add_compile_options(
  $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-expand=300>
  $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=1000000>)

if(PERK_SANITIZE)
  # At a fixed address: a test program of 180 MB has 1.6 million places to correct otherwise, each time that it starts
  # (0.13 s, and 0.08 s so), and each test starts one.
  add_link_options(-no-pie)
  add_compile_options(-fsanitize=${PERK_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PERK_SANITIZE})
endif()
if(PERK_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "PERK_FUZZ needs clang: use the preset 'fuzz'.")
  endif()
  # Somewhat optimised: a fuzzer is worth what it tries in a second.
  add_compile_options(-fsanitize=fuzzer-no-link -O1)
endif()

# Every target of ours compiles with these; generated code does not.
add_library(perk_warnings INTERFACE)
target_compile_options(perk_warnings INTERFACE
  -Wall -Wextra -Werror
  -Wshadow -Wconversion -Wsign-conversion -Wextra-semi
  -Wnon-virtual-dtor -Woverloaded-virtual
  # GCC 12 sees uninitialised members in a variant or optional of vectors, and overlapping or
  # overlong copies inside std::string, where there are none. Clang checks without inventing any.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-restrict;-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>)

# For the pure core, which property tests and simulations run millions of times: optimised in Debug too.
function(perk_optimise_always name)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Debug>:-O1>)
endfunction()

# The version, for programs that print it and handshakes that carry it.
add_library(perk_version INTERFACE)
target_compile_definitions(perk_version INTERFACE PERK_VERSION="${PROJECT_VERSION}")

find_program(PERK_CCACHE ccache)
if(PERK_CCACHE)
  # Paths count relative to the tree, so that all build folders and clones share one cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${PERK_CCACHE})
endif()

find_program(PERK_MOLD mold)
if(PERK_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
