// Bank value: how ISO 20022 writes amounts, days and directions, read exactly.
//
// Shape:  an amount has any number of decimals, of which cents alone may differ from zero in euros; other
//         currencies are nothing here. A day is the bank's own; a time with its zone belongs to its day in Paris.
// Errors: bank_value_malformed, naming the element, the text and the line.
// Source: XML Schema part 2 (decimal, date, dateTime); ISO 20022 data types.
#pragma once

#include <optional>

#include "ledger/day.h"
#include "ledger/money.h"
#include "services/bank/xml_reader.h"

namespace ipep {

Verdict<> read_amount(const XmlElement& element, std::string_view text, std::optional<Money>& to);
Verdict<> read_day(const XmlElement& element, std::string_view text, std::optional<Day>& to);
Verdict<> read_count(const XmlElement& element, std::string_view text, std::optional<std::int64_t>& to);
Verdict<> read_credit(const XmlElement& element, std::string_view text, std::optional<bool>& to);  // CRDT or DBIT
Verdict<> read_flag(const XmlElement& element, std::string_view text, bool& to);

std::unexpected<Rejection> element_missing(std::string_view element, std::int64_t line);
// A reference as given; NOTPROVIDED is how banks write that there is none.
void keep_reference(std::string& to, std::string_view text);
// "A b", where a text comes in several elements.
void append_text(std::string& to, std::string_view text, char between);

}  // namespace ipep
