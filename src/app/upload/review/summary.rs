//! The review in sum: what blocks, sheets and actions, the figures by head, and what is worth to be known.

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use crate::app::grid::action_look;
use crate::app::requests::Requests;
use crate::app::theme::{self, size, space, tokens};
use crate::app::upload::review::risks;
use crate::book::{Action, Answer, HEADS, Section};
use crate::rules::credit::{Figures, Sum, change_called, counted_past, total, waiting};
use crate::session::Session;
use crate::session::credit_words;
use crate::session::review::{ANSWERS, Listed, Review, SheetReview};
use crate::values::{counted, grouped, money};

/// Draws it. True if a link was clicked that leads out of the dialog.
pub fn show(ui: &mut Ui, review: &Review, open: &Session, out: &mut Requests) -> bool {
    let mut left = false;
    if review.blocked() > 0 {
        left |= risks::box_of_blocks(ui, review, out);
        ui.add_space(2.0 * space::STEP);
    }
    table(ui, review, open);
    not_in_the_table(ui, review, open);
    figures(ui, open, open.figures());
    left | worth_knowing(ui, review, open, out)
}

/// The height of a line of the table.
const ROW: f32 = 25.0;
/// So much room the names have at least.
const NAMES: f32 = 96.0;

/// Numbers of records and their tax, by sheet and action: in the JSON, on the portal before, in the whole file.
fn table(ui: &mut Ui, review: &Review, open: &Session) {
    let of_sheet = |section: Section| review.sheets.iter().find(|sheet: &&SheetReview| sheet.section == section);
    let written_of = |section: Section| of_sheet(section).map(|sheet| sheet.written).unwrap_or_default();
    let name = |section: Section| format!("{} {}", section.sheet_name(), section.describes());
    // Where none of what is accepted counts, 0.00 alone would look like documents without tax.
    let none_counts = |section: Section| {
        of_sheet(section)
            .is_some_and(|of| of.accepted_uncounted > 0 && of.accepted_uncounted == of.written.accepted.records)
    };
    // A sheet of which nothing is in the JSON says nothing.
    let shown =
        Section::ALL.into_iter().map(|section| (name(section), columns(&written_of(section)), none_counts(section)));
    let mut rows: Vec<(String, [Sum; 5], bool)> =
        shown.filter(|(_, sums, _)| sums.iter().any(|sum| sum.records > 0)).collect();
    let (written, all) = (columns(&review.written), columns(open.figures()));
    let before = std::array::from_fn(|i| all[i].without(&written[i]));
    let sheets = rows.len();
    rows.push(("In this JSON".into(), written, false));
    rows.push(("On the portal before, unchanged".into(), before, false));
    rows.push(("All in this file".into(), all, false));
    let painter = ui.painter().clone();
    let widths: [[f32; 2]; 5] = std::array::from_fn(|i| {
        let column = &COLUMNS[i];
        let texts = rows.iter().map(|(_, sums, _)| money::indian(sums[i].total()));
        let widest = texts.map(|text| width_of(&painter, &text)).fold(column.amount, f32::max);
        // An amount is never cut.
        [column.number, if column.amount == 0.0 { 0.0 } else { widest }]
    });
    // The names get the rest, on two lines where they must: the review is no wider for them.
    let names = (ui.available_width() - widths.as_flattened().iter().sum::<f32>()).max(NAMES);
    ui.scope(|ui| {
        // Ground and lines go on from cell to cell.
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        let mut table = TableBuilder::new(ui)
            .id_salt("review")
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::exact(names).clip(true))
            .vscroll(false);
        for width in widths.as_flattened() {
            table = table.column(Column::exact(*width));
        }
        table.header(space::HEADINGS, headings).body(|mut body| {
            for (i, (name, sums, none_counts)) in rows.iter().enumerate() {
                // Sums are strong, but not what stays as it is.
                let strong = i >= sheets && i != sheets + 1;
                body.row(height_of(&painter, name, strong, names), |mut row| {
                    cell(&mut row, Align::Min, strong, false, name);
                    for (sum, column) in sums.iter().zip(&COLUMNS) {
                        let none = sum.records == 0;
                        let number = if none { "–".to_owned() } else { grouped(sum.records) };
                        let uncounted = *none_counts && column.action == Some(Action::Accept);
                        let amount = match sum {
                            _ if none || column.amount == 0.0 => String::new(),
                            _ if uncounted => "not counted".to_owned(),
                            sum => money::indian(sum.total()),
                        };
                        cell(&mut row, Align::Max, strong, none, &number);
                        cell(&mut row, Align::Max, strong, uncounted, &amount);
                    }
                });
            }
        });
    });
}

/// How high a line is in which a name has so much room.
fn height_of(painter: &egui::Painter, name: &str, strong: bool, room: f32) -> f32 {
    let face = if strong { theme::strong(size::BODY) } else { theme::font(size::BODY) };
    let room = room - 2.0 * space::STEP - 1.0;
    let name = painter.layout(name.to_owned(), face, egui::Color32::PLACEHOLDER, room);
    ROW.max(name.size().y + space::STEP)
}

/// Why the table counts fewer records than the file has.
fn not_in_the_table(ui: &mut Ui, review: &Review, open: &Session) {
    let f = open.figures();
    let counted_in = f.accepted.records + f.rejected.all().records + f.pending.all().records + f.no_action.records;
    let left_out = (review.records + review.others).saturating_sub(counted_in);
    let copies = review.uncounted_copies.min(left_out);
    let rest = left_out - copies;
    let mut why = Vec::new();
    if copies > 0 {
        let is = counted(copies, "is a copy", "are copies");
        why.push(format!("{is} of a document with other values, of which one counts"));
    }
    if rest > 0 {
        let is = counted(rest, "cannot be read in full, or has", "cannot be read in full, or have");
        why.push(format!("{is} an action that IMS Desk does not know"));
    }
    if open.all_counted() && left_out > 0 {
        let words = format!(
            "Not in this table: {} of {}. {}.",
            grouped(left_out),
            grouped(left_out + counted_in),
            why.join("; ")
        );
        theme::sentence(ui, theme::caption(words));
    }
}

/// The room that a strong figure takes in a cell.
fn width_of(painter: &egui::Painter, text: &str) -> f32 {
    let font = theme::strong(size::BODY);
    theme::text_width(painter, text, font) + 4.0 * space::STEP
}

/// Accepted and without action by what they give to GSTR-2B, the others by their own tax.
fn columns(figures: &Figures) -> [Sum; 5] {
    let (rejected, pending) = (figures.rejected.all(), figures.pending.all());
    [figures.accepted, rejected, pending, figures.no_action, figures.not_filed]
}

/// A pair of columns: how many records, and their tax.
struct Columns {
    title: &'static str,
    action: Option<Action>,
    number: f32,
    amount: f32,
}

const fn of_action(title: &'static str, action: Action) -> Columns {
    Columns { title, action: Some(action), number: 48.0, amount: 96.0 }
}

const COLUMNS: [Columns; 5] = [
    of_action("Accepted", Action::Accept),
    of_action("Rejected", Action::Reject),
    of_action("Pending", Action::Pending),
    Columns { title: "No action", action: Some(Action::NoAction), number: 92.0, amount: 0.0 },
    Columns { title: "GSTR-1 not filed", action: None, number: 48.0, amount: 112.0 },
];

fn headings(mut row: TableRow<'_, '_>) {
    row.col(|ui| {
        ground(ui);
        ui.add_space(2.0 * space::STEP);
        theme::label(ui, theme::semibold("Sheet"));
    });
    for column in &COLUMNS {
        // The title is over both, at the right of the last.
        let titled = [column.amount == 0.0, column.amount > 0.0];
        for titled in titled {
            row.col(|ui| {
                ground(ui);
                if titled {
                    heading(ui, column);
                }
            });
        }
    }
}

fn heading(ui: &mut Ui, column: &Columns) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(2.0 * space::STEP);
        theme::label(ui, theme::semibold(column.title));
        if let Some(action) = column.action {
            ui.add_space(2.0 * space::STEP);
            let (rect, _) = ui.allocate_exact_size([space::MARK; 2].into(), egui::Sense::hover());
            let look = action_look(tokens(ui), action);
            theme::paint_mark(ui.painter(), rect.center(), look.mark, look.colour);
        }
    });
}

fn ground(ui: &Ui) {
    ui.painter().rect_filled(ui.max_rect(), 0.0, tokens(ui).panel);
}

fn cell(row: &mut TableRow<'_, '_>, align: Align, strong: bool, weak: bool, text: &str) {
    row.col(|ui| {
        let rect = ui.max_rect();
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, tokens(ui).line());
        let text = if strong { theme::semibold(text) } else { RichText::new(text) };
        let text = if weak { text.weak() } else { text };
        let layout = match align {
            Align::Max => Layout::right_to_left(Align::Center),
            _ => Layout::left_to_right(Align::Center),
        };
        ui.with_layout(layout, |ui| {
            ui.add_space(2.0 * space::STEP);
            match align {
                Align::Max => theme::label(ui, text),
                _ => theme::sentence(ui, text),
            };
        });
    });
}

/// The three figures, head by head, and the parts of the difference.
fn figures(ui: &mut Ui, open: &Session, figures: &Figures) {
    let lines = [
        (credit_words::IF_NOTHING, figures.as_it_stands),
        (credit_words::WITH_YOURS, figures.after),
        (change_called(open.book().facts.qrmp), figures.difference()),
    ];
    // Cess, where there is none of it anywhere, is left out.
    let heads: Vec<usize> = (0..4).filter(|&i| i < 3 || lines.iter().any(|(_, sums)| sums[i] != 0)).collect();
    ui.add_space(3.0 * space::STEP);
    theme::card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = FIGURES_LINE;
        let titles = heads.iter().map(|&i| HEADS[i]).chain(["Total"]).map(theme::caption).collect();
        figures_line(ui, theme::caption(credit_words::LABEL), titles);
        for (i, (name, sums)) in lines.iter().enumerate() {
            let text = |text: String| if i == 2 { theme::semibold(text) } else { RichText::new(text) };
            let amounts = heads.iter().map(|&i| sums[i]).chain([total(*sums)]);
            let figure = if i == 2 { money::signed } else { money::indian };
            figures_line(ui, text((*name).to_owned()), amounts.map(|amount| text(figure(amount))).collect());
        }
        let parts = credit_words::parts_in_full(figures);
        if !parts.is_empty() {
            theme::label(ui, RichText::new(format!("Change: {parts}")).weak());
        }
        for words in
            waiting(open.book(), open.day(), figures).iter().chain(&counted_past(open.book(), open.day(), figures))
        {
            theme::sentence(ui, words);
        }
        let beside = credit_words::beside(figures);
        if !beside.is_empty() {
            theme::label(ui, theme::caption(format!("{} {}", beside[0], beside[1..].join(" · "))));
        }
    });
}

/// The height of a line of figures.
const FIGURES_LINE: f32 = 21.0;

/// A name and figures, which share the rest of the line.
fn figures_line(ui: &mut Ui, name: RichText, texts: Vec<RichText>) {
    const NAME: f32 = 180.0;
    let width = (ui.available_width() - NAME) / texts.len().max(1) as f32;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let cell = |ui: &mut Ui, width, layout, text| {
            ui.allocate_ui_with_layout(egui::vec2(width, FIGURES_LINE), layout, |ui| {
                ui.set_min_width(width);
                theme::label(ui, text);
            });
        };
        cell(ui, NAME, Layout::left_to_right(Align::Center), name);
        for text in texts {
            cell(ui, width, Layout::right_to_left(Align::Center), text);
        }
    });
}

/// What is worth to be known of the JSON, a line each: how many, what, and a link that shows them.
fn worth_knowing(ui: &mut Ui, review: &Review, open: &Session, out: &mut Requests) -> bool {
    let none = Listed::default();
    let tax = |listed: &Listed| money::rupees(listed.tax);
    let mut lines: Vec<(u64, &Listed, &str, String)> = Vec::new();
    let mut add = |count: u64, listed, called, words: String| {
        if count > 0 {
            lines.push((count, listed, called, words));
        }
    };
    let waiting = review.set_aside.records();
    let of_yours = if waiting == 1 { "decision of yours was" } else { "decisions of yours were" };
    add(
        waiting,
        &review.set_aside,
        "Set aside",
        format!("{of_yours} set aside by a newer download: not in the JSON until you pick"),
    );
    let notes = review.notes.records();
    let by_answer = ANSWERS
        .iter()
        .zip(review.answers)
        .map(|(kind, n)| format!("{} {}", (Answer { kind: *kind, ..Answer::default() }).name(), grouped(n)));
    let answered: u64 = review.answers.iter().sum();
    let without = [
        (review.need_no_answer, "not asked by the portal"),
        (notes - answered - review.need_no_answer, "not answered"),
    ];
    let without = without.into_iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{words} {}", grouped(n)));
    let what = if notes == 1 { "credit note accepted" } else { "credit notes accepted" };
    add(
        notes,
        &review.notes,
        "Credit notes accepted",
        format!("{what}. ITC to be reduced? {}", by_answer.chain(without).collect::<Vec<_>>().join(" · ")),
    );
    add(
        review.by_default.records(),
        &review.by_default,
        "Answered by default",
        format!("answered by default with Yes, full: credit falls by {}", tax(&review.by_default)),
    );
    add(
        review.from_books.records(),
        &review.from_books,
        "Answered from the books",
        format!("answered from the books: credit falls by {}", tax(&review.from_books)),
    );
    let rejected = &review.rejected;
    let mut words = if rejected.records() == 1 {
        "is rejected: the supplier sees it".to_owned()
    } else {
        "are rejected: the suppliers see it".to_owned()
    };
    match review.rejected_notes.records() {
        0 => {}
        1 => words += &format!(". 1 credit note adds {} to the supplier's tax", tax(&review.rejected_notes)),
        n => {
            words += &format!(". {} credit notes add {} to the suppliers' tax", grouped(n), tax(&review.rejected_notes))
        }
    }
    add(rejected.records(), rejected, "Rejected", words);
    add(
        review.no_original.records(),
        &review.no_original,
        "Original invoice not found",
        format!("amended, original invoice not found, {}: not counted in the figures", tax(&review.no_original)),
    );
    add(
        review.open_original.records(),
        &review.open_original,
        "Originals Pending",
        format!("amended, the original is Pending, {}: not counted in the figures", tax(&review.open_original)),
    );
    let (stay, deemed) = (open.figures().no_action.records, open.deemed());
    let mut words = if stay == 1 { "stays without action".to_owned() } else { "stay without action".to_owned() };
    if deemed.records > 0 {
        let counts = if deemed.records == 1 { "counts" } else { "count" };
        words +=
            &format!("; {} of them {counts} as accepted: {}", grouped(deemed.records), money::rupees(deemed.credit()));
    }
    add(stay, &none, "", words);
    if lines.is_empty() {
        return false;
    }
    let mut left = false;
    ui.add_space(3.0 * space::STEP);
    theme::label(
        ui,
        theme::semibold(if review.blocked() > 0 { "Worth knowing" } else { "Worth knowing, nothing blocks" }),
    );
    for (count, listed, called, words) in lines {
        ui.horizontal_top(|ui| {
            let layout = Layout::right_to_left(Align::Center);
            ui.allocate_ui_with_layout(egui::vec2(44.0, ui.spacing().interact_size.y), layout, |ui| {
                theme::label(ui, theme::semibold(grouped(count)))
            });
            // What goes on in a second line begins below the words, not below the numbers.
            ui.vertical(|ui| {
                ui.horizontal_wrapped(|ui| {
                    theme::label(ui, words);
                    left |= risks::links(ui, listed, called, out);
                });
            });
        });
    }
    left
}
