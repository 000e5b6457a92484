// Asio's own code for TLS, compiled once here instead of in every file that includes its headers.
#include <boost/asio/ssl/impl/src.hpp>
