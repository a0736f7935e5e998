// What is called of libpq, which is loaded when a log in PostgreSQL is opened: a ledger on this machine does without.
//
// Errors: Fault log_unreachable, where it is not installed.
// Source: libpq-fe.h; https://www.postgresql.org/docs/15/libpq.html
#pragma once

#include <libpq-fe.h>

#include "events/late_library.h"

namespace ipep {

struct Libpq {
    LateLibrary library{"libpq.so.5", "libpq5"};
    IPEP_LATE(PQclear);
    IPEP_LATE(PQconndefaults);
    IPEP_LATE(PQconnectPoll);
    IPEP_LATE(PQconnectStartParams);
    IPEP_LATE(PQconninfoFree);
    IPEP_LATE(PQconninfoParse);
    IPEP_LATE(PQconsumeInput);
    IPEP_LATE(PQerrorMessage);
    IPEP_LATE(PQfinish);
    IPEP_LATE(PQflush);
    IPEP_LATE(PQfreemem);
    IPEP_LATE(PQgetResult);
    IPEP_LATE(PQgetlength);
    IPEP_LATE(PQgetvalue);
    IPEP_LATE(PQisBusy);
    IPEP_LATE(PQnfields);
    IPEP_LATE(PQnotifies);
    IPEP_LATE(PQntuples);
    IPEP_LATE(PQresultErrorField);
    IPEP_LATE(PQresultErrorMessage);
    IPEP_LATE(PQresultStatus);
    IPEP_LATE(PQsendQueryParams);
    IPEP_LATE(PQsetNoticeReceiver);
    IPEP_LATE(PQsetnonblocking);
    IPEP_LATE(PQsocket);
    IPEP_LATE(PQstatus);
};

const Libpq& libpq();

}  // namespace ipep
