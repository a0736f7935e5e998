#include "services/letter/sheet.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "events/event_json.h"
#include "ledger/check.h"
#include "services/files/owned.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr const char* kFamily = "Liberation Sans";
constexpr const char* kFonts[] = {"/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
                                  "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"};

cairo_status_t append(void* text, const unsigned char* bytes, unsigned int length) {
    static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

// A font map that knows these fonts and no configuration.
Verdict<Owned<PangoFontMap, g_object_unref>> own_fonts() {
    const Owned<FcConfig, FcConfigDestroy> config(FcConfigCreate());
    for (const char* font : kFonts)
        if (!FcConfigAppFontAddFile(config.get(), reinterpret_cast<const FcChar8*>(font)))
            return refuse(code::file_unreadable, {{"path", font}, {"what", "install the package fonts-liberation"}});
    Owned<PangoFontMap, g_object_unref> fonts(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts.get()), config.get());
    return fonts;
}

// cairo 1.16 has no word for the language. Its catalog is the last object, so that only the cross-reference moves.
std::string in_french(std::string pdf) {
    const std::string catalog = "<< /Type /Catalog\n", start = "startxref\n";
    const std::string said = "   /Lang (fr-FR)\n   /ViewerPreferences << /DisplayDocTitle true >>\n";
    const std::size_t at = pdf.rfind(catalog), number = pdf.rfind(start);
    IPEP_CHECK(at != std::string::npos && number != std::string::npos);
    const std::size_t table = std::stoul(pdf.substr(number + start.size()));
    IPEP_CHECK(at < table && pdf.compare(table, 5, "xref\n") == 0 && pdf.find(" obj\n", at) == std::string::npos);
    pdf.replace(number + start.size(), std::to_string(table).size(), std::to_string(table + said.size()));
    return pdf.insert(at + catalog.size(), said);
}

}  // namespace

struct Sheet::Parts {
    struct Rule {
        double y, thickness;
    };

    std::string bytes;
    Owned<PangoFontMap, g_object_unref> fonts;
    Owned<cairo_surface_t, cairo_surface_destroy> surface;
    Owned<cairo_t, cairo_destroy> pen;
    Owned<PangoContext, g_object_unref> context;
    std::vector<Rule> rules;
    int pages = 1;
};

Sheet::Sheet(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Sheet::Sheet(Sheet&&) noexcept = default;
Sheet::~Sheet() = default;

Verdict<Sheet> Sheet::open(const SheetInfo& info) {
    auto fonts = IPEP_TRY(own_fonts());
    auto parts = std::make_unique<Parts>();
    parts->fonts = std::move(fonts);
    parts->surface.reset(cairo_pdf_surface_create_for_stream(append, &parts->bytes, kWidth, kHeight));
    const auto say = [&](cairo_pdf_metadata_t what, const std::string& text) {
        cairo_pdf_surface_set_metadata(parts->surface.get(), what, text.c_str());
    };
    say(CAIRO_PDF_METADATA_TITLE, info.title);
    say(CAIRO_PDF_METADATA_AUTHOR, info.author);
    const std::string to_the_second = recorded_text(info.recorded_at).substr(0, 19) + 'Z';
    say(CAIRO_PDF_METADATA_CREATE_DATE, to_the_second);
    say(CAIRO_PDF_METADATA_MOD_DATE, to_the_second);
    parts->pen.reset(cairo_create(parts->surface.get()));
    parts->context.reset(pango_font_map_create_context(parts->fonts.get()));
    const Owned<cairo_font_options_t, cairo_font_options_destroy> options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(parts->context.get(), options.get());
    pango_cairo_context_set_resolution(parts->context.get(), 72);
    pango_context_set_language(parts->context.get(), pango_language_from_string("fr"));
    pango_context_set_round_glyph_positions(parts->context.get(), FALSE);
    return Sheet(std::move(parts));
}

double Sheet::write(const char* tag, const std::string& text, double x, double width, const TextStyle& style) {
    const Owned<PangoFontDescription, pango_font_description_free> font(pango_font_description_new());
    pango_font_description_set_family(font.get(), kFamily);
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_size(font.get(), static_cast<int>(style.size * PANGO_SCALE));
    const Owned<PangoLayout, g_object_unref> layout(pango_layout_new(parts_->context.get()));
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_alignment(layout.get(), style.to_the_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    pango_layout_set_line_spacing(layout.get(), 1.2F);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    begin(tag);
    cairo_move_to(parts_->pen.get(), x, y);
    pango_cairo_show_layout(parts_->pen.get(), layout.get());
    end(tag);
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
}

void Sheet::make_room(double height) {
    if (y + height <= kHeight - kMargin) return;
    draw_rules();
    cairo_show_page(parts_->pen.get());
    ++parts_->pages;
    y = kMargin;
}

// Kept until the page is done, so that no line stands among the tags.
void Sheet::rule(double thickness) { parts_->rules.push_back({y, thickness}); }

void Sheet::draw_rules() {
    for (const auto& [at, thickness] : parts_->rules) {
        cairo_set_line_width(parts_->pen.get(), thickness);
        cairo_move_to(parts_->pen.get(), kMargin, at);
        cairo_line_to(parts_->pen.get(), kWidth - kMargin, at);
        cairo_stroke(parts_->pen.get());
    }
    parts_->rules.clear();
}

void Sheet::begin(const char* tag) { cairo_tag_begin(parts_->pen.get(), tag, nullptr); }
void Sheet::end(const char* tag) { cairo_tag_end(parts_->pen.get(), tag); }

int Sheet::pages() const { return parts_->pages; }

std::string Sheet::close() {
    draw_rules();
    IPEP_CHECK(cairo_status(parts_->pen.get()) == CAIRO_STATUS_SUCCESS);
    cairo_surface_finish(parts_->surface.get());
    IPEP_CHECK(cairo_surface_status(parts_->surface.get()) == CAIRO_STATUS_SUCCESS);
    return in_french(std::move(parts_->bytes));
}

}  // namespace ipep
