// What is called of libcurl, which is loaded when mail is configured.
//
// Errors: Fault file_unreadable, where it is not installed.
// Source: curl/curl.h; https://curl.se/libcurl/c/
#pragma once

#define CURL_DISABLE_TYPECHECK  // it is macros around the functions' names
#include <curl/curl.h>

#include "events/late_library.h"

namespace ipep::http {

struct Libcurl {
    LateLibrary library{"libcurl.so.4", "libcurl4"};
    IPEP_LATE(curl_easy_cleanup);
    IPEP_LATE(curl_easy_getinfo);
    IPEP_LATE(curl_easy_init);
    IPEP_LATE(curl_easy_perform);
    IPEP_LATE(curl_easy_setopt);
    IPEP_LATE(curl_easy_strerror);
    IPEP_LATE(curl_global_init);
    IPEP_LATE(curl_slist_append);
    IPEP_LATE(curl_slist_free_all);
};

const Libcurl& libcurl();

}  // namespace ipep::http
