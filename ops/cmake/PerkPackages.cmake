# The libraries Perk takes from Debian 12 (ops/packages.txt), as imported targets:
#   Boost::headers protobuf::libprotobuf PkgConfig::pqxx PkgConfig::pq PkgConfig::sodium PkgConfig::zstd
#   SQLite::SQLite3 OpenSSL::Crypto OpenSSL::SSL spdlog::spdlog fmt::fmt tomlplusplus::tomlplusplus
#   CLI11::CLI11 nlohmann_json::nlohmann_json Threads::Threads
#   GTest::gtest GTest::gmock GTest::gtest_main rapidcheck rapidcheck_gtest benchmark::benchmark

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(Protobuf REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)
find_package(benchmark REQUIRED)

find_package(PkgConfig REQUIRED)
pkg_check_modules(pqxx REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
