// Model: a ledger as a careful reader of the contract would keep it in a notebook, to say beforehand what the program
// must answer.
//
// Shape:   knows facts and events in their JSON form alone and shares no code with what it predicts: it looks events
//          up, adds cents, and recomputes no figure of the rules (`verify.py` does). One core indicator, S01,
//          better when higher; phases of 2 and 4 years; rules from 2018 on.
// Units:   whole cents.
// Source:  contract, "A fact, one JSON object a line"; specification §2, §3, §9, §11, §12.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ipep::model {

// A line to append; `malformed` is the code its reading must end with, empty where it can be read.
struct Line {
    std::string key, kind, text, malformed;
    boost::json::object body;
};
Line line(const std::string& key, const std::string& kind, boost::json::object body);

// What must come of a command: one of these refusals at that line, or, where there is none, these counts.
struct Prediction {
    std::set<std::string> refusals;
    std::size_t line = 0;  // from 1
    std::uint64_t appended = 0, repeated = 0;
    std::set<std::string> missing;  // of `facts_missing`, as subject_of gives them
};

// "indicatorMeasured A 2020 S01": what a fact is about; a second one is a duplicate.
std::string subject_of(const std::string& kind, const boost::json::object& body);

class Model {
public:
    Prediction append(const std::vector<Line>& lines) const;
    Prediction settle(int year) const;
    std::set<std::string> missing(int year) const;

    // An event as `events` prints it. `text`: the line that brought it, for a fact.
    void take(const boost::json::object& event, const std::string& text);
    // What does not add up; empty where money is conserved and nothing is negative.
    std::vector<std::string> complaints() const;

    std::uint64_t head() const { return head_; }
    boost::json::object balances() const;
    boost::json::object envelope() const;
    // What the last lines of the groups' statements must say: owed − overpaid and the advance, by group.
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> accounts() const;
    bool settled(int year) const { return years_.contains(year); }
    std::optional<std::string> text_of(const std::string& key) const;

private:
    struct First {
        std::string kind, subject, text;
    };
    struct Row {
        std::int64_t net, granted, recovered, due;
    };
    struct YearHead {
        std::int64_t revision, due, cap, net;
    };
    struct Group {
        std::map<int, Row> rows;                                                    // latest revisions
        std::int64_t released = 0, written_off = 0, reversed = 0, outstanding = 0;  // outstanding: by differences
    };

    std::set<std::string> faults(const Line& line) const;
    std::set<std::string> faults_of(const std::string& kind, const boost::json::object& body, bool correcting) const;
    std::set<std::string> faults_of_value(const std::string& kind, const boost::json::object& body) const;
    std::set<std::string> faults_of_end(const std::string& kind, const boost::json::object& body,
                                        bool correcting) const;
    void take_fact(const std::string& kind, const boost::json::object& body, const std::string& key,
                   const std::string& text);
    void take_decision(const std::string& kind, const boost::json::object& body);
    const boost::json::object* fact(const std::string& subject) const;
    int first_year(const std::string& group) const;
    int last_year(const std::string& group) const;
    std::set<std::string> members(int year) const;
    std::int64_t outstanding(const std::string& group) const;

    std::uint64_t head_ = 0;
    std::map<std::string, First> keys_;
    std::map<std::string, boost::json::object> facts_;  // in force, by subject
    std::map<std::string, Group> groups_;
    std::map<int, YearHead> years_;
    std::map<int, std::int64_t> seed_credits_;  // by payment year
    std::vector<std::string> complaints_;
};

}  // namespace ipep::model
