#include "http/server.h"

#include "http/listener.h"

namespace shohin {

Server::Server(const RouteTable& routes, ServerOptions options, ServerHooks hooks, Log& log)
    : listener_(std::make_unique<Listener>(routes, std::move(options), std::move(hooks), log)) {}

Server::~Server() = default;

Outcome<int> Server::bind() { return listener_->take_address(); }
void Server::run() { listener_->run(); }
void Server::stop() { listener_->stop_accepting(); }

}  // namespace shohin
