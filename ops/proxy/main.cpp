// perk-proxy: a TCP proxy between shops and head office whose lines can be broken while it runs.
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "ops/proxy/control.h"
#include "ops/proxy/loopback.h"

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using perk::Done;
using perk::failed;
using perk::Result;
using namespace perk::ops;

struct RunOptions {
  std::vector<std::string> links;
  std::string control = "127.0.0.1:0";
  std::string port_file;
  std::uint64_t seed = 1;
};

Result<tcp::endpoint, std::string> open_link(FaultProxy& proxy, const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::size_t comma = text.find(',');
  if (equals == std::string::npos || comma == std::string::npos || comma < equals) {
    return failed("'" + text +
                  "' is not a link: NAME=LISTEN,UPSTREAM, like bakery=127.0.0.1:0,127.0.0.1:4000");
  }
  const auto listen = parse_loopback(text.substr(equals + 1, comma - equals - 1));
  if (!listen) return failed(listen.error());
  const auto upstream = parse_loopback(text.substr(comma + 1));
  if (!upstream) return failed(upstream.error());
  return proxy.add_link(text.substr(0, equals), listen.value(), upstream.value());
}

Result<Done, std::string> open_control(tcp::acceptor& acceptor, const std::string& text) {
  const auto address = parse_loopback(text);
  if (!address) return failed(address.error());
  boost::system::error_code error;
  acceptor.open(address.value().protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(address.value(), error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return failed("cannot listen for control on " + text + ": " + error.message());
  return Done{};
}

/// Whole or not at all: whoever waits for the file never reads half of it.
bool write_port_file(const std::string& path, const std::string& content) {
  std::ofstream file(path + ".new");
  file << content;
  file.close();
  return file.good() && std::rename((path + ".new").c_str(), path.c_str()) == 0;
}

int fail(const std::string& sentence, int code) {
  std::cerr << "perk-proxy: " << sentence << "\n";
  return code;
}

int run(const RunOptions& options) {
  asio::io_context io;
  FaultProxy proxy(io.get_executor(), options.seed);
  for (const std::string& link : options.links) {
    if (const auto opened = open_link(proxy, link); !opened) return fail(opened.error(), 2);
  }
  tcp::acceptor control(io);
  if (const auto opened = open_control(control, options.control); !opened)
    return fail(opened.error(), 2);
  std::string addresses = "control " + to_string(control.local_endpoint()) + "\n";
  for (const LinkStatus& link : proxy.status())
    addresses += link.name + " " + to_string(link.listen) + "\n";
  if (!options.port_file.empty() && !write_port_file(options.port_file, addresses)) {
    return fail("cannot write " + options.port_file, 1);
  }
  std::cout << addresses << std::flush;
  asio::co_spawn(io, serve_control(control, proxy), asio::detached);
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](auto, int) { io.stop(); });
  io.run();
  proxy.stop();
  return 0;
}

int ask(const std::string& control, const std::string& line) {
  const auto address = parse_loopback(control);
  if (!address) return fail(address.error(), 2);
  const auto answer = ask_proxy(address.value(), line);
  if (!answer) return fail(answer.error(), 1);
  std::cout << answer.value();
  return 0;
}

std::string joined(const std::string& verb, const std::vector<std::string>& words) {
  std::string line = verb;
  for (const std::string& word : words) line += " " + word;
  return line;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Breaks lines on purpose: a TCP proxy on loopback with faults that can be set while it runs.",
      "perk-proxy");
  app.set_version_flag("--version", PERK_VERSION);
  app.require_subcommand(1);
  app.footer("Exit: 0 done, 1 refused or unreachable, 2 wrong arguments.\n\nToxics:\n" +
             toxic_help() +
             "\nExample:\n"
             "  perk-proxy run --link bakery=127.0.0.1:0,127.0.0.1:4000 --control 127.0.0.1:4999\n"
             "  perk-proxy set --control 127.0.0.1:4999 bakery latency 200 50 up\n"
             "  perk-proxy clear --control 127.0.0.1:4999 bakery\n");

  RunOptions options;
  CLI::App* run_command = app.add_subcommand("run", "carry traffic until SIGINT or SIGTERM");
  run_command->add_option("--link", options.links, "NAME=LISTEN,UPSTREAM; repeat for more")
      ->required();
  run_command->add_option("--control", options.control,
                          "where to listen for orders (127.0.0.1:0: any free port)");
  run_command->add_option("--port-file", options.port_file,
                          "write the addresses found to this file");
  run_command->add_option("--seed", options.seed, "of the jitter");

  std::string control;
  std::vector<std::string> words;
  for (const auto& [verb, what] :
       {std::pair{"set", "NAME TOXIC [args]: break a link in one more way"},
        std::pair{"clear", "[NAME]: heal one link, or all"},
        std::pair{"status", "show every link"}}) {
    CLI::App* command = app.add_subcommand(verb, what);
    command->add_option("--control", control, "address of the running proxy's control port")
        ->required();
    command->add_option("words", words, "the link, and the toxic");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (run_command->parsed()) return run(options);
  return ask(control, joined(app.get_subcommands().front()->get_name(), words));
}
