#include "services/letter/sheet.h"

#include "events/event_json.h"
#include "ledger/check.h"
#include "services/files/owned.h"
#include "services/letter/sheet_library.h"
#include "services/words/code.h"

namespace ipep {
namespace {

using Config = Owned<FcConfig, kFreed<&Pango::FcConfigDestroy>>;
using FontMap = Owned<PangoFontMap, kFreed<&Pango::g_object_unref>>;
using Context = Owned<PangoContext, kFreed<&Pango::g_object_unref>>;
using Layout = Owned<PangoLayout, kFreed<&Pango::g_object_unref>>;
using Font = Owned<PangoFontDescription, kFreed<&Pango::pango_font_description_free>>;
using FontOptions = Owned<cairo_font_options_t, kFreed<&Pango::cairo_font_options_destroy>>;
using Surface = Owned<cairo_surface_t, kFreed<&Pango::cairo_surface_destroy>>;
using Pen = Owned<cairo_t, kFreed<&Pango::cairo_destroy>>;

constexpr const char* kFamily = "Liberation Sans";
constexpr const char* kFonts[] = {"/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
                                  "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"};

cairo_status_t append(void* text, const unsigned char* bytes, unsigned int length) {
    static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

// A font map that knows these fonts and no configuration.
Verdict<FontMap> own_fonts() try {
    const Config config(pango().FcConfigCreate());
    for (const char* font : kFonts)
        if (!pango().FcConfigAppFontAddFile(config.get(), reinterpret_cast<const FcChar8*>(font)))
            return refuse(code::file_unreadable, {{"path", font}, {"what", "install the package fonts-liberation"}});
    FontMap fonts(pango().pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
    pango().pango_fc_font_map_set_config(reinterpret_cast<PangoFcFontMap*>(fonts.get()), config.get());
    return fonts;
} catch (const NotInstalled& missing) {
    return refuse(code::file_unreadable, {{"path", missing.name}, {"what", missing.advice}});
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
    FontMap fonts;
    Surface surface;
    Pen pen;
    Context context;
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
    parts->surface.reset(pango().cairo_pdf_surface_create_for_stream(append, &parts->bytes, kWidth, kHeight));
    const auto say = [&](cairo_pdf_metadata_t what, const std::string& text) {
        pango().cairo_pdf_surface_set_metadata(parts->surface.get(), what, text.c_str());
    };
    say(CAIRO_PDF_METADATA_TITLE, info.title);
    say(CAIRO_PDF_METADATA_AUTHOR, info.author);
    const std::string to_the_second = recorded_text(info.recorded_at).substr(0, 19) + 'Z';
    say(CAIRO_PDF_METADATA_CREATE_DATE, to_the_second);
    say(CAIRO_PDF_METADATA_MOD_DATE, to_the_second);
    parts->pen.reset(pango().cairo_create(parts->surface.get()));
    parts->context.reset(pango().pango_font_map_create_context(parts->fonts.get()));
    const FontOptions options(pango().cairo_font_options_create());
    pango().cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    pango().cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango().pango_cairo_context_set_font_options(parts->context.get(), options.get());
    pango().pango_cairo_context_set_resolution(parts->context.get(), 72);
    pango().pango_context_set_language(parts->context.get(), pango().pango_language_from_string("fr"));
    pango().pango_context_set_round_glyph_positions(parts->context.get(), FALSE);
    return Sheet(std::move(parts));
}

double Sheet::write(const char* tag, const std::string& text, double x, double width, const TextStyle& style) {
    const Font font(pango().pango_font_description_new());
    pango().pango_font_description_set_family(font.get(), kFamily);
    pango().pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango().pango_font_description_set_size(font.get(), static_cast<int>(style.size * PANGO_SCALE));
    const Layout layout(pango().pango_layout_new(parts_->context.get()));
    pango().pango_layout_set_font_description(layout.get(), font.get());
    pango().pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango().pango_layout_set_alignment(layout.get(), style.to_the_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    pango().pango_layout_set_line_spacing(layout.get(), 1.2F);
    pango().pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    begin(tag);
    pango().cairo_move_to(parts_->pen.get(), x, y);
    pango().pango_cairo_show_layout(parts_->pen.get(), layout.get());
    end(tag);
    int height = 0;
    pango().pango_layout_get_size(layout.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
}

void Sheet::make_room(double height) {
    if (y + height <= kHeight - kMargin) return;
    draw_rules();
    pango().cairo_show_page(parts_->pen.get());
    ++parts_->pages;
    y = kMargin;
}

// Kept until the page is done, so that no line stands among the tags.
void Sheet::rule(double thickness) { parts_->rules.push_back({y, thickness}); }

void Sheet::draw_rules() {
    for (const auto& [at, thickness] : parts_->rules) {
        pango().cairo_set_line_width(parts_->pen.get(), thickness);
        pango().cairo_move_to(parts_->pen.get(), kMargin, at);
        pango().cairo_line_to(parts_->pen.get(), kWidth - kMargin, at);
        pango().cairo_stroke(parts_->pen.get());
    }
    parts_->rules.clear();
}

void Sheet::begin(const char* tag) { pango().cairo_tag_begin(parts_->pen.get(), tag, nullptr); }
void Sheet::end(const char* tag) { pango().cairo_tag_end(parts_->pen.get(), tag); }

int Sheet::pages() const { return parts_->pages; }

std::string Sheet::close() {
    draw_rules();
    IPEP_CHECK(pango().cairo_status(parts_->pen.get()) == CAIRO_STATUS_SUCCESS);
    pango().cairo_surface_finish(parts_->surface.get());
    IPEP_CHECK(pango().cairo_surface_status(parts_->surface.get()) == CAIRO_STATUS_SUCCESS);
    return in_french(std::move(parts_->bytes));
}

}  // namespace ipep
