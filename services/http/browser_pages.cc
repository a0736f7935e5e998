#include "services/http/browser_pages.h"

#include "services/http/login_page.h"
#include "services/http/vouching.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

// Where a person was: the page asked for, or the one whose form was sent.
std::string place_of(const Request& request) {
    if (request.method == "GET") return request.target;
    const std::string& referer = request.header("referer");
    const auto host = referer.find("://");
    const auto path = host == std::string::npos ? host : referer.find('/', host + 3);
    return path == std::string::npos ? "/" : referer.substr(path);
}

bool reads_pages(const Request& request) { return request.header("accept").find("text/html") != std::string::npos; }
bool is_asset(const Request& request) { return request.path.starts_with("/assets/"); }

}  // namespace

// The form of a POST that was sent from one of our pages; an empty one of a GET.
Verdict<Form> BrowserPages::form_of(const Call& call) const {
    const Request& request = call.request;
    if (request.method == "GET") return Form();
    if (request.method != "POST")
        return refuse(code::method_not_allowed,
                      {{"path", request.path}, {"method", request.method}, {"allowed", "GET, POST"}});
    auto form = parse_form_body(request.header("content-type"), request.body);
    if (!form) return refuse(code::request_malformed);
    const auto csrf = form->fields.find("csrf");
    const bool is_own = call.session && csrf != form->fields.end() && csrf->second == call.session->csrf;
    if (!is_own || !is_own_origin(request)) return refuse(code::form_forged);
    return std::move(*form);
}

void BrowserPages::answer(const CallPtr& call) {
    const Request& request = call->request;
    if (call->person.text.empty()) {
        const std::string to = "/login?to=" + percent_encoded(place_of(request));
        if (!is_asset(request))
            return call->answer(Response{303, "", "", {{"Location", request.method == "GET" ? to : to + "&unsent"}}});
        call->person = kAnyone;  // the same for everybody
    }
    auto form = form_of(*call);
    // To who reads pages the console says it, for a form without its session's word is none of its own.
    if (!form && form.error().code == code::form_forged && reads_pages(request)) form = Form();
    if (!form) return call->answer(form.error());
    const bool signed_in = call->signed_in();
    std::string cookie;
    if (!call->session && !is_asset(request))
        std::tie(call->session, cookie) = sessions_.begin(call->person, call->credential, seconds_now());
    const auto shown = std::make_shared<std::set<std::string>>();
    const auto page = [this, call, cookie, shown, signed_in, form = std::move(*form)](LedgerService& ledger) {
        const std::string csrf = call->session ? call->session->csrf : "";
        auto made = pages_.make(ledger, {call->request, form, call->person, call->language, csrf, signed_in});
        call->response = std::move(made.response);
        *shown = std::move(made.shown);
        if (!cookie.empty()) call->response.headers.emplace_back("Set-Cookie", cookie);
    };
    make(call, page, [this, call, shown](const Rejection* why_not) {
        if (why_not) call->response = call->refused(*why_not);
        protect(call->response, call->request);
        if (!call->request.header(kVouched).empty())
            call->response.headers.emplace_back(kDoneAt, std::to_string(desk_.head()));
        readings_.answer(call, *shown);
    });
}

void BrowserPages::make(const CallPtr& call, const std::function<void(LedgerService&)>& page, Told done) {
    const Pace pace = pages_.pace(call->request);
    if (pace == Pace::acts) {
        const auto act = [this, call, page, done = std::move(done)] {
            post(desk_, {Job::Kind::writes, [page](auto* ledger) { page(*ledger); }, done}, call);
        };
        return passing_ && !passing_->is_here() ? passing_->pass(call, act) : act();
    }
    if (pace == Pace::reads_quickly) return glance(crews_, call, page, std::move(done));
    const auto opened = [this, page](const Patience& patience) {
        LedgerService ledger(ledger_, Access::read, {}, {.patience = patience});
        page(ledger);
    };
    study(pace == Pace::reads_for_payment ? crews_.reads_for_payment : crews_.reads_long, call, opened,
          std::move(done));
}

}  // namespace ipep::http
