#include "services/bank/sepa_sign.h"

#include <algorithm>
#include <iterator>

namespace ipep {
namespace {

struct Written {
    char32_t sign;
    std::string_view text;
};

// In order of the signs.
constexpr Written kSigns[] = {
    {U'!', "."},         {U'"', ""},         {U'#', "no"},       {U'$', "USD"},       {U'%', "pct"},
    {U'&', "+"},         {U'*', "."},        {U';', ","},        {U'<', "."},         {U'=', "."},
    {U'>', "."},         {U'@', "(at)"},     {U'[', "("},        {U'\\', "/"},        {U']', ")"},
    {U'^', "."},         {U'_', "-"},        {U'`', "'"},        {U'{', "("},         {U'|', "/"},
    {U'}', ")"},         {U'~', "-"},        {U'\u00a1', ""},    {U'\u00a2', "c"},    {U'\u00a3', "GBP"},
    {U'\u00a4', "."},    {U'\u00a5', "JPY"}, {U'\u00a6', "/"},   {U'\u00a7', "par."}, {U'\u00a8', ""},
    {U'\u00ab', ""},     {U'\u00ac', ""},    {U'\u00ad', ""},    {U'\u00af', ""},     {U'\u00b0', "o"},
    {U'\u00b4', ""},     {U'\u00b6', ""},    {U'\u00b7', "."},   {U'\u00b8', ""},     {U'\u00bb', ""},
    {U'\u00bf', ""},     {U'\u00d7', "x"},   {U'\u201e', ""},    {U'\u2022', "-"},    {U'\u2027', "."},
    {U'\u2028', " "},    {U'\u2029', " "},   {U'\u202f', " "},   {U'\u2030', "pmil"}, {U'\u2039', ""},
    {U'\u203a', ""},     {U'\u2043', "-"},   {U'\u204a', "et"},  {U'\u2094', "e"},    {U'\u20a1', "CRC"},
    {U'\u20a5', "mill"}, {U'\u20a6', "NGN"}, {U'\u20a8', "Rs"},  {U'\u20a9', "KRW"},  {U'\u20aa', "ILS"},
    {U'\u20ab', "VND"},  {U'\u20ac', "EUR"}, {U'\u20ad', "LAK"}, {U'\u20ae', "MNT"},  {U'\u20af', "GRD"},
    {U'\u20b0', "Pf"},   {U'\u20b1', "PHP"}, {U'\u20b2', "PYG"}, {U'\u20b3', "ARA"},  {U'\u20b4', "UAH"},
    {U'\u20b5', "GHS"},  {U'\u20b6', "lt"},  {U'\u20b7', "Sm"},  {U'\u20b8', "KZT"},  {U'\u20b9', "INR"},
    {U'\u20ba', "TRY"},  {U'\u20bb', "NM"},  {U'\u20bc', "AZN"}, {U'\u20bd', "RUB"},  {U'\u20be', "GEL"},
    {U'\u20bf', "BTC"},  {U'\u20c0', "KGS"}};

static_assert(std::ranges::is_sorted(kSigns, {}, &Written::sign));

}  // namespace

std::optional<std::string_view> sepa_sign(char32_t sign) {
    const auto* const found = std::ranges::lower_bound(kSigns, sign, {}, &Written::sign);
    if (found == std::end(kSigns) || found->sign != sign) return std::nullopt;
    return found->text;
}

}  // namespace ipep
