// From our Response to the library's: bodies from memory, shared memory and files, conditions and ranges.
#pragma once

#include <httplib.h>

#include "http/head.h"
#include "http/route.h"

namespace shohin {

// What a GET's conditions make of an answer: 304 for a matching If-None-Match, 206 with Content-Range for a
// range of a file or shared body. Fails with kRangeNotSatisfiable, having set Content-Range, and with
// kInternalError when the file is not there.
Outcome<void> deliver(Response response, const RequestHead& head, httplib::Response& out);

}  // namespace shohin
