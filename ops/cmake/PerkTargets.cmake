# The four kinds of target. Each lists its sources by name; all see the tree's root as include path
# (#include "ledger/money.h") and compile with perk_warnings.
#
#   perk_library(perk_sync_net
#     SOURCES framed_stream.cpp listener.cpp   # none yet, or headers only: an INTERFACE library
#     LINKS perk_sync perk_asio                # seen by whoever links this
#     ALONE listener.cpp                       # not compiled together with others: see below
#     PRIVATE_LINKS PkgConfig::zstd)           # seen by these sources only
#
#   perk_executable(perk-store SOURCES main.cpp LINKS perk_store_node)       # its objects: perk-store_sources
#
#   perk_test(ledger_tests
#     SOURCES money_test.cpp card_test.cpp
#     LINKS perk_ledger rapidcheck             # GoogleTest, GoogleMock and its main come by themselves
#     ALONE money_test.cpp
#     TIMEOUT 60                               # seconds for one test; 60 unless told
#     LOCK cluster                             # never two at once of those that name the same: begun first
#     POSTGRES)                                # needs the shared PostgreSQL (see below)
#
#   perk_fuzzer(frame_fuzzer SOURCES frame_fuzzer.cpp LINKS perk_sync_wire)   # preset 'fuzz' only
#
# A test runs as a process of its own, in the tree's root (so golden files have short names). All
# programs and tests are in one folder, bin/, of the build: a test finds perk-store beside itself.
#
# ctest starts one PostgreSQL for all tests that say POSTGRES and removes it after the last; its connection
# string is in the file postgres/conninfo beside bin/. A test makes a database of its own there. It was made
# with --fast: a test that kills its server, or checks what a crash leaves, starts one with ops/postgres.

function(perk_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;PRIVATE_LINKS;ALONE")
  perk_refuse_leftovers(${name} "${arg_UNPARSED_ARGUMENTS}")
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS} perk_warnings)
    perk_compile_together(${name} "${arg_ALONE}")
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${arg_LINKS} ${arg_PRIVATE_LINKS})
  endif()
endfunction()

# All programs, without the tests: what the demo and a shop need.
add_custom_target(perk_programs)

function(perk_executable name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  perk_refuse_leftovers(${name} "${arg_UNPARSED_ARGUMENTS}")
  add_library(${name}_sources OBJECT ${arg_SOURCES})
  target_include_directories(${name}_sources PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name}_sources PUBLIC ${arg_LINKS} perk_version PRIVATE perk_warnings)
  perk_compile_together(${name}_sources "")
  add_executable(${name})
  target_link_libraries(${name} PRIVATE ${name}_sources)
  add_dependencies(perk_programs ${name})
endfunction()

function(perk_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "POSTGRES" "TIMEOUT;LOCK" "SOURCES;LINKS;ALONE")
  perk_refuse_leftovers(${name} "${arg_UNPARSED_ARGUMENTS}")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  set(fixtures)
  if(arg_POSTGRES)
    perk_share_postgres()
    set(fixtures FIXTURES_REQUIRED postgres)
  endif()
  if(arg_LOCK)
    list(APPEND fixtures RESOURCE_LOCK ${arg_LOCK} COST 1000)
  endif()
  perk_share_test_headers()
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE
    ${arg_LINKS} GTest::gmock GTest::gtest_main perk_version perk_warnings)
  target_precompile_headers(${name} REUSE_FROM perk_test_headers)
  perk_compile_together(${name} "${arg_ALONE}")
  gtest_discover_tests(${name}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    DISCOVERY_TIMEOUT 120
    PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS ${name}
      ENVIRONMENT UBSAN_OPTIONS=print_stacktrace=1
      ENVIRONMENT_MODIFICATION ASAN_OPTIONS=set:handle_sigill=1 ${fixtures})
endfunction()

# The sources of a library or a test are compiled sixteen at a time: all of them instantiate much the same templates,
# and seven of tests/store_node took 62 s one by one and 23 s together (GCC 12, 2 cores). Their anonymous namespaces
# are one then: a name that another has too is a compile error, unless one of the two stands ALONE. Those that a planted
# bug can be in stand together, apart from the others: perk-simulate-mutants links its own in place of them. For whoever
# looks at one source (clang-tidy, an editor) each stands by itself in compile_commands.json too, in a target that nobody
# builds.
function(perk_compile_together name alone)
  get_target_property(sources ${name} SOURCES)
  set(plain 0)
  set(planted 0)
  foreach(source IN LISTS sources)
    if(source IN_LIST alone)
      continue() # A source without a group is compiled by itself.
    endif()
    file(STRINGS ${source} mutant REGEX "^#include \"ledger/mutant\\.h\"" LIMIT_COUNT 1)
    set(kind plain)
    if(mutant)
      set(kind planted)
    endif()
    math(EXPR group "${${kind}} / 16")
    math(EXPR ${kind} "${${kind}} + 1")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${kind}_${group})
  endforeach()
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # GCC takes a source that another includes for a header, whose anonymous namespaces must not show.
  target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  add_library(${name}_one_by_one OBJECT EXCLUDE_FROM_ALL ${sources})
  foreach(property COMPILE_DEFINITIONS COMPILE_OPTIONS INCLUDE_DIRECTORIES LINK_LIBRARIES)
    set_target_properties(${name}_one_by_one PROPERTIES
      ${property} "$<TARGET_PROPERTY:${name},${property}>")
  endforeach()
endfunction()

function(perk_fuzzer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  perk_refuse_leftovers(${name} "${arg_UNPARSED_ARGUMENTS}")
  if(NOT PERK_FUZZ)
    return()
  endif()
  perk_executable(${name} SOURCES ${arg_SOURCES} LINKS ${arg_LINKS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endfunction()

include(GoogleTest)

# GoogleTest and the standard headers tests use most, precompiled once for all test programs.
function(perk_share_test_headers)
  if(TARGET perk_test_headers)
    return()
  endif()
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/perk_test_headers.cpp CONTENT "// Only its headers count.\n")
  add_library(perk_test_headers OBJECT ${PROJECT_BINARY_DIR}/perk_test_headers.cpp)
  target_link_libraries(perk_test_headers PRIVATE
    GTest::gmock GTest::gtest perk_warnings)
  target_precompile_headers(perk_test_headers PRIVATE
    <gmock/gmock.h> <gtest/gtest.h>
    <algorithm> <array> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set>
    <span> <string> <string_view> <utility> <variant> <vector>)
endfunction()

function(perk_share_postgres)
  get_property(shared GLOBAL PROPERTY perk_postgres_shared)
  if(shared)
    return()
  endif()
  set_property(GLOBAL PROPERTY perk_postgres_shared YES)
  set(script ${PROJECT_SOURCE_DIR}/ops/postgres)
  add_test(NAME SharedPostgres.Starts COMMAND ${script} start ${PROJECT_BINARY_DIR}/postgres --fast)
  add_test(NAME SharedPostgres.Ends COMMAND ${script} remove ${PROJECT_BINARY_DIR}/postgres)
  set_tests_properties(SharedPostgres.Starts PROPERTIES FIXTURES_SETUP postgres TIMEOUT 120)
  set_tests_properties(SharedPostgres.Ends PROPERTIES FIXTURES_CLEANUP postgres TIMEOUT 120)
endfunction()

function(perk_refuse_leftovers name leftovers)
  if(leftovers)
    message(FATAL_ERROR "${name}: '${leftovers}' stands before any keyword (SOURCES, LINKS, ...).")
  endif()
endfunction()
