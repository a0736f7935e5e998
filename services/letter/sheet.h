// Sheet: A4 paper that text is written on from top to bottom, each piece under its tag.
//
// Units:  points of 1/72 inch, from the top left corner.
// Errors: file_unreadable from open(), where a font or Pango is missing. What cairo cannot do ends the process: nothing
//         of it depends on what is drawn.
// Source: ISO 32000-1 §14.8.4 for the tags' names.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ledger/rejection.h"

namespace ipep {

struct SheetInfo {
    std::string title, author;
    std::int64_t recorded_at = 0;  // microseconds since 1970, UTC: the document's dates
};

struct TextStyle {
    double size = 10;
    bool bold = false, to_the_right = false;
};

class Sheet {
public:
    static constexpr double kWidth = 595.28, kHeight = 841.89, kMargin = 62;
    static constexpr double kInner = kWidth - 2 * kMargin;

    static Verdict<Sheet> open(const SheetInfo& info);
    ~Sheet();
    Sheet(Sheet&&) noexcept;

    double y = kMargin;  // where the next piece goes

    // A piece of text under its tag, at x and y, broken at the width; y stays. Gives its height.
    double write(const char* tag, const std::string& text, double x, double width, const TextStyle& style);
    // On another page, where less than this is left of the one begun.
    void make_room(double height);
    void rule(double thickness);
    void begin(const char* tag);
    void end(const char* tag);
    int pages() const;
    // The document's bytes; the sheet is done with.
    std::string close();

private:
    struct Parts;
    explicit Sheet(std::unique_ptr<Parts> parts);
    void draw_rules();
    std::unique_ptr<Parts> parts_;
};

}  // namespace ipep
