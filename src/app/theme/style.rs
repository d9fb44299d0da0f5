//! Tells egui of the fonts and the looks, leaving nothing of its own look by accident.

use std::sync::{Arc, LazyLock};

use egui::style::{HandleShape, ScrollAnimation, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Id, Margin, Shadow, Stroke, Style,
    TextStyle, Ui, Visuals, vec2,
};

use super::tokens::{Theme, Tokens, size, space};

static SEMIBOLD: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("semibold".into()));

/// Where the context keeps the look in force.
static THEME: LazyLock<Id> = LazyLock::new(|| Id::unique("theme"));

/// The regular face in one of the sizes of [`size`].
pub fn font(size: f32) -> FontId {
    FontId::proportional(size)
}

/// The semibold face in one of the sizes of [`size`].
pub fn strong(size: f32) -> FontId {
    FontId::new(size, SEMIBOLD.clone())
}

/// The monospaced face in one of the sizes of [`size`].
pub fn mono(size: f32) -> FontId {
    FontId::monospace(size)
}

/// The colours in force.
pub fn tokens(ui: &Ui) -> &'static Tokens {
    ui.ctx().data(|data| data.get_temp::<Theme>(*THEME)).unwrap_or_default().tokens()
}

/// Makes the window look like `theme`. Call it before the first pass, and when the user chooses.
pub fn apply(ctx: &Context, theme: Theme) {
    let first = ctx.data_mut(|data| {
        let first = data.get_temp::<Theme>(*THEME).is_none();
        data.insert_temp(*THEME, theme);
        first
    });
    if first {
        ctx.set_fonts(fonts());
    }
    let base = match theme {
        Theme::Dark => egui::Theme::Dark,
        Theme::Light | Theme::HighContrast => egui::Theme::Light,
    };
    ctx.set_theme(base);
    ctx.set_style_of(base, style(theme.tokens()));
}

/// Our faces first, egui's own behind them, and behind those the system's for other scripts.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let faces: [(&str, &'static [u8]); 3] = [
        ("Noto Sans", include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf")),
        ("Noto Sans SemiBold", include_bytes!("../../../assets/fonts/NotoSans-SemiBold.ttf")),
        ("Noto Sans Mono", include_bytes!("../../../assets/fonts/NotoSansMono-Regular.ttf")),
    ];
    for (name, bytes) in faces {
        let data = Arc::new(FontData::from_static(bytes));
        fonts.font_data.insert(name.to_owned(), data);
    }
    let sans = fonts.families.get(&FontFamily::Proportional).cloned();
    fonts.families.insert(SEMIBOLD.clone(), sans.unwrap_or_default());
    let first: [(FontFamily, &[&str]); 3] = [
        (FontFamily::Proportional, &["Noto Sans"]),
        (SEMIBOLD.clone(), &["Noto Sans SemiBold", "Noto Sans"]),
        (FontFamily::Monospace, &["Noto Sans Mono", "Noto Sans"]),
    ];
    for (family, names) in first {
        let names = names.iter().map(|name| (*name).to_owned());
        fonts.families.entry(family).or_default().splice(0..0, names);
    }
    fonts
}

fn style(t: &Tokens) -> Style {
    let mut style = Style {
        text_styles: [
            (TextStyle::Small, font(size::CAPTION)),
            (TextStyle::Body, font(size::BODY)),
            (TextStyle::Button, font(size::GRID)),
            (TextStyle::Heading, strong(size::HEADING)),
            (TextStyle::Monospace, mono(size::CAPTION)),
        ]
        .into(),
        visuals: visuals(t),
        animation_time: 0.08,
        scroll_animation: ScrollAnimation::none(),
        ..Style::default()
    };

    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 4.0);
    spacing.button_padding = vec2(10.0, 4.0);
    spacing.interact_size = vec2(space::BUTTON, space::BUTTON);
    spacing.window_margin = Margin::same(24);
    spacing.menu_margin = Margin::same(6);
    spacing.indent = 16.0;
    spacing.icon_width = space::CHECK;
    spacing.icon_width_inner = 8.0;
    spacing.icon_spacing = 6.0;
    spacing.tooltip_width = 360.0;
    spacing.combo_height = 320.0;
    spacing.scroll = scroll(t);

    // A click on a label is for what the label is in; values worth copying ask for it themselves.
    style.interaction.selectable_labels = false;
    style
}

/// Thin bars over the content, always to be seen, wider under the pointer.
fn scroll(t: &Tokens) -> ScrollStyle {
    // A pale bar is no contrast.
    let seen = if t.theme == Theme::HighContrast { 0.7 } else { 0.25 };
    let mut scroll = ScrollStyle {
        bar_width: 10.0,
        floating_width: 6.0,
        floating_allocated_width: 8.0,
        handle_min_length: 24.0,
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        dormant_handle_opacity: seen,
        active_handle_opacity: seen,
        interact_handle_opacity: seen.max(0.5),
        ..ScrollStyle::floating()
    };
    scroll.fade.strength = 0.0;
    // Springing back needs frames for ever around a view that is moved by whole rows.
    scroll.kinetic.rubber_band = false;
    scroll
}

fn visuals(t: &Tokens) -> Visuals {
    let base = match t.theme {
        Theme::Dark => Visuals::dark(),
        Theme::Light | Theme::HighContrast => Visuals::light(),
    };
    let dark = base.dark_mode;
    Visuals {
        weak_text_color: Some(t.muted),
        widgets: widgets(t),
        selection: Selection { bg_fill: t.selection, stroke: t.focus() },
        hyperlink_color: t.accent,
        faint_bg_color: t.panel,
        // What a bar has yet to fill; fields have their own ground below.
        extreme_bg_color: t.selection,
        text_edit_bg_color: Some(t.background),
        code_bg_color: t.panel,
        warn_fg_color: t.pending.colour,
        error_fg_color: t.reject.colour,
        window_corner_radius: CornerRadius::same(space::RADIUS_CHIP),
        window_shadow: Shadow {
            offset: [0, 12],
            blur: 48,
            spread: 0,
            color: Color32::from_black_alpha(if dark { 140 } else { 70 }),
        },
        window_fill: t.background,
        window_stroke: t.line(),
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(space::RADIUS),
        panel_fill: t.panel,
        popup_shadow: Shadow::NONE,
        text_cursor: TextCursorStyle { stroke: Stroke::new(1.5, t.text), blink: false, ..TextCursorStyle::default() },
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        handle_shape: HandleShape::Circle,
        ..base
    }
}

fn widgets(t: &Tokens) -> Widgets {
    let rest = WidgetVisuals {
        bg_fill: t.background,
        weak_bg_fill: t.background,
        bg_stroke: t.line(),
        corner_radius: CornerRadius::same(space::RADIUS),
        fg_stroke: Stroke::new(t.line_width, t.text),
        expansion: 0.0,
    };
    let hovered = WidgetVisuals { bg_fill: t.hover, weak_bg_fill: t.hover, ..rest };
    Widgets {
        noninteractive: rest,
        inactive: rest,
        hovered,
        // Pressed, or focused.
        active: WidgetVisuals { bg_stroke: t.focus(), ..hovered },
        open: hovered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_a_pass(check: impl Fn(&Ui)) {
        let ctx = Context::default();
        apply(&ctx, Theme::Light);
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| check(ui));
        output.textures_delta.clear();
    }

    fn width(ui: &Ui, text: &str, font: FontId) -> f32 {
        let galley = ui.painter().layout_no_wrap(text.to_owned(), font, Color32::BLACK);
        galley.size().x
    }

    #[test]
    fn amounts_of_the_same_length_are_equally_wide() {
        in_a_pass(|ui| {
            for face in [font(size::GRID), strong(size::GRID), mono(size::CAPTION)] {
                let first = width(ui, "0,00,000.00", face.clone());
                for digit in '1'..='9' {
                    let text = "0,00,000.00".replace('0', &digit.to_string());
                    assert_eq!(width(ui, &text, face.clone()), first, "{text} in {face:?}");
                }
            }
        });
    }

    #[test]
    fn our_own_faces_have_every_sign_the_window_uses() {
        let signs = "₹←↑→↓↔✓✕×•·…≥≤−–—›‹▲▼▴▾“”‘’";
        let ours = FontDefinitions {
            font_data: fonts().font_data,
            families: [
                (FontFamily::Proportional, vec!["Noto Sans".to_owned()]),
                (SEMIBOLD.clone(), vec!["Noto Sans SemiBold".to_owned()]),
            ]
            .into(),
        };
        let mut fonts = egui::epaint::text::Fonts::new(egui::epaint::TextOptions::default(), ours);
        for face in [font(size::BODY), strong(size::BODY)] {
            for sign in signs.chars() {
                assert!(fonts.has_glyph(&face, sign), "no {sign} in {face:?}");
            }
        }
    }

    #[test]
    fn a_chosen_look_is_in_force_in_the_next_pass() {
        let ctx = Context::default();
        for theme in Theme::ALL {
            apply(&ctx, theme);
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                assert_eq!(tokens(ui).theme, theme);
                assert_eq!(ui.visuals().panel_fill, theme.tokens().panel);
                assert_eq!(ui.visuals().text_color(), theme.tokens().text);
            });
            output.textures_delta.clear();
        }
    }
}
