// What is called of Pango, and of cairo, Fontconfig and GObject below it, which are loaded when a letter is drawn.
//
// Errors: NotInstalled.
// Source: https://docs.gtk.org/PangoCairo/, https://www.cairographics.org/manual/
#pragma once

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "events/late_library.h"

namespace ipep {

struct Pango {
    LateLibrary library{"libpangocairo-1.0.so.0", "libpangocairo-1.0-0"};
    IPEP_LATE(FcConfigAppFontAddFile);
    IPEP_LATE(FcConfigCreate);
    IPEP_LATE(FcConfigDestroy);
    IPEP_LATE(cairo_create);
    IPEP_LATE(cairo_destroy);
    IPEP_LATE(cairo_font_options_create);
    IPEP_LATE(cairo_font_options_destroy);
    IPEP_LATE(cairo_font_options_set_hint_metrics);
    IPEP_LATE(cairo_font_options_set_hint_style);
    IPEP_LATE(cairo_line_to);
    IPEP_LATE(cairo_move_to);
    IPEP_LATE(cairo_pdf_surface_create_for_stream);
    IPEP_LATE(cairo_pdf_surface_set_metadata);
    IPEP_LATE(cairo_set_line_width);
    IPEP_LATE(cairo_show_page);
    IPEP_LATE(cairo_status);
    IPEP_LATE(cairo_stroke);
    IPEP_LATE(cairo_surface_destroy);
    IPEP_LATE(cairo_surface_finish);
    IPEP_LATE(cairo_surface_status);
    IPEP_LATE(cairo_tag_begin);
    IPEP_LATE(cairo_tag_end);
    IPEP_LATE(g_object_unref);
    IPEP_LATE(pango_cairo_context_set_font_options);
    IPEP_LATE(pango_cairo_context_set_resolution);
    IPEP_LATE(pango_cairo_font_map_new_for_font_type);
    IPEP_LATE(pango_cairo_show_layout);
    IPEP_LATE(pango_context_set_language);
    IPEP_LATE(pango_context_set_round_glyph_positions);
    IPEP_LATE(pango_fc_font_map_set_config);
    IPEP_LATE(pango_font_description_free);
    IPEP_LATE(pango_font_description_new);
    IPEP_LATE(pango_font_description_set_family);
    IPEP_LATE(pango_font_description_set_size);
    IPEP_LATE(pango_font_description_set_weight);
    IPEP_LATE(pango_font_map_create_context);
    IPEP_LATE(pango_language_from_string);
    IPEP_LATE(pango_layout_get_size);
    IPEP_LATE(pango_layout_new);
    IPEP_LATE(pango_layout_set_alignment);
    IPEP_LATE(pango_layout_set_font_description);
    IPEP_LATE(pango_layout_set_line_spacing);
    IPEP_LATE(pango_layout_set_text);
    IPEP_LATE(pango_layout_set_width);
};

const Pango& pango();

// For an Owned<…> of theirs.
template <auto Function>
inline constexpr auto kFreed = [](auto* one) { (pango().*Function)(one); };

}  // namespace ipep
