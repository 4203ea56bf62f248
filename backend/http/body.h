// The body of a request: by its length, or in chunks (RFC 9112, 7.1) without any of the grammar's freedoms.
#pragma once

#include "http/connection.h"
#include "http/exchange.h"

namespace shohin {

// Gives the body piece by piece, after "100 Continue" where the client waits for that. False when the client
// went away, the chunks are malformed or `take` said no; the connection is then of no more use.
bool read_body(Connection& connection, const RequestHead& head, const TakeBytes& take);

}  // namespace shohin
