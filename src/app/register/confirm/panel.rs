//! Beside the lines: what was read, left out and summed, and what the user is asked of the register.

use super::cells::LISTED;
use super::field::name;
use super::{Asked, ListedLines, Look};
use crate::app::frame::confirm::leaves_enter;
use crate::app::keyboard::tab;
use crate::app::theme::{self, Hint, plain_button, size, space, tokens};
use crate::book::{EntrySum, RegisterPart};
use crate::cells::letters;
use crate::register::{LineLeftOut, NoteWords, NotesBy, RegisterQuestion, SheetReading};
use crate::session::register::change::SheetChange;
use crate::session::register::import::RegisterImport;
use crate::values::{Day, capital, grouped, money, plural};
use egui::{Align, Layout, RichText, ScrollArea, TextEdit, Ui, vec2};
use std::collections::BTreeSet;

/// Draws it.
pub fn show(ui: &mut Ui, import: &mut RegisterImport, look: &mut Look, asked: &mut Asked) {
    // What is asked of the whole register and of the columns, and the tick at the foot, are always in view.
    let scrolls = (ui.available_height() - look.foot).max(LEAST);
    ScrollArea::vertical().id_salt("panel").auto_shrink([false, false]).max_height(scrolls).show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        ui.spacing_mut().item_spacing.y = 3.0;
        let place = look.sheet;
        if import.sheets.get(place).is_some_and(|sheet| sheet.reading.is_ok()) {
            of_sheet(ui, import, look, asked);
        }
        covers(ui, import, look);
        replaces(ui, import, look);
        read_as(ui, import, look, asked);
        // What comes last does not touch the edge.
        ui.add_space(2.0 * space::STEP);
    });
    let shown = ui.scope(|ui| {
        ui.set_width(ui.available_width() - 8.0);
        ui.spacing_mut().item_spacing.y = 3.0;
        complete(ui, import);
        ui.add_space(space::STEP);
        doubts(ui, import, look.sheet);
        ui.add_space(space::STEP);
        theme::check_box(ui, &mut import.remembers, "Remember this layout for these headings");
    });
    let foot = shown.response.rect.height() + ui.spacing().item_spacing.y;
    if (foot - look.foot).abs() > 0.5 {
        look.foot = foot;
        ui.ctx().request_repaint();
    }
}

/// What scrolls of the panel is never lower.
const LEAST: f32 = 120.0;

/// What of the columns is in doubt: those that are guessed, and that none is a tax.
fn doubts(ui: &mut Ui, import: &RegisterImport, place: usize) {
    let Some(sheet) = import.sheets.get(place) else { return };
    let guessed: Vec<String> =
        import.guessed(place).map(|column| format!("{} ({})", letters(column.column), name(column.field))).collect();
    if !guessed.is_empty() {
        let count = guessed.len() as u64;
        let words = format!(
            "{count} {} guessed: {}. Is that right?",
            plural(count, "column is", "columns are"),
            guessed.join(", ")
        );
        theme::notice(ui, &tokens(ui).pending, |ui| theme::label(ui, words));
    }
    let questions = sheet.reading.iter().flat_map(|reading| &reading.questions);
    for question in questions.filter(|question| matches!(question, RegisterQuestion::NoTax(_))) {
        theme::notice(ui, &tokens(ui).pending, |ui| theme::label(ui, question.to_string()));
    }
}

fn of_sheet(ui: &mut Ui, import: &RegisterImport, look: &mut Look, asked: &mut Asked) {
    let place = look.sheet;
    let Ok(reading) = &import.sheets[place].reading else { return };
    ui.scope(|ui| {
        // Lines of text: the questions below them are seen without scrolling.
        ui.spacing_mut().interact_size.y = LINE;
        was_read(ui, import, look, reading);
    });
    notes_words(ui, place, reading, asked);
}

/// The height of a line of the counts and sums.
const LINE: f32 = 17.0;

fn was_read(ui: &mut Ui, import: &RegisterImport, look: &mut Look, reading: &SheetReading) {
    part(ui, "What was read");
    let vouchers = reading.entries.len() as usize;
    figure(ui, "Filled lines below the heading", reading.lines);
    if !reading.joined.is_empty() {
        ui.horizontal(|ui| {
            if theme::link(ui, "Joined to a bill above").clicked() {
                list(import, look, ListedLines::Joined, reading.joined.iter().copied());
            }
            at_right(ui, |ui| theme::label(ui, theme::caption(grouped(reading.joined.len() as u64))));
        });
    }
    left_out(ui, import, look, reading);
    ui.horizontal(|ui| {
        theme::label(ui, theme::semibold("Vouchers"));
        at_right(ui, |ui| theme::label(ui, theme::semibold(grouped(vouchers as u64))));
    });
    for note in import.notes.iter().chain(&reading.notes) {
        theme::sentence(ui, theme::caption(capital(note)));
    }
    sums(ui, reading);
}

fn part(ui: &mut Ui, title: &str) {
    ui.add_space(2.0 * space::STEP);
    theme::label(ui, theme::semibold(title));
}

fn at_right<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) {
    tab::from_the_right(ui, add);
}

fn figure(ui: &mut Ui, words: &str, count: usize) {
    ui.horizontal(|ui| {
        theme::label(ui, theme::caption(words));
        at_right(ui, |ui| theme::label(ui, RichText::new(grouped(count as u64)).font(theme::font(size::CAPTION))));
    });
}

/// How many lines are left out, and the reasons, each a link that lists its lines.
fn left_out(ui: &mut Ui, import: &RegisterImport, look: &mut Look, reading: &SheetReading) {
    let left = reading.left_out.len();
    figure(ui, if left > 0 { "Left out; click to list them" } else { "Left out" }, left);
    for why in LineLeftOut::ALL {
        let count = reading.left_out_for(why);
        if count == 0 {
            continue;
        }
        ui.horizontal(|ui| {
            ui.add_space(3.0 * space::STEP);
            if theme::link(ui, &capital(why.words())).clicked() {
                let lines = reading.left_out.iter().filter(|(_, own)| *own == why).map(|(line, _)| *line);
                list(import, look, ListedLines::LeftOut(why), lines);
            }
            at_right(ui, |ui| theme::label(ui, theme::caption(grouped(count as u64))));
        });
    }
    if reading.left_out_for(LineLeftOut::OtherVoucher) > 0 {
        theme::label(ui, theme::caption("No line with tax is left out for its type."));
    }
}

/// Shows some lines alone.
fn list(import: &RegisterImport, look: &mut Look, what: ListedLines, lines: impl Iterator<Item = u32>) {
    let lines: BTreeSet<u32> = lines.take(LISTED).collect();
    let cells = import.cells(look.sheet);
    let places = cells.iter().enumerate().filter(|(_, row)| lines.contains(&row.line()));
    look.listed = Some((what, places.map(|(place, _)| place).collect()));
}

/// The sums of what was read beside the file's own total.
fn sums(ui: &mut Ui, reading: &SheetReading) {
    const NAMES: [&str; 7] = ["Taxable", "IGST", "CGST", "SGST", "Cess", "Total tax", "Value"];
    part(ui, "Sums");
    let t = tokens(ui);
    let total = reading.total_line.as_ref();
    let head = total.map_or("No total in the file".to_owned(), |total| format!("Line {}", grouped(total.line.into())));
    row(ui, theme::caption(""), theme::caption("Read"), theme::caption(head));
    for sum in EntrySum::ALL.into_iter().filter(|&sum| reading.given[sum as usize]) {
        let read = reading.sums[sum as usize];
        if reading.lacking[sum as usize] {
            let not_known = theme::caption("not known").color(t.reject.colour);
            row(ui, theme::caption(NAMES[sum as usize]), not_known, theme::caption(""));
            continue;
        }
        if sum == EntrySum::Cess && read == 0 {
            continue;
        }
        let said = total.and_then(|total| Some((total.agrees, total.says[sum as usize]?)));
        let beside = match said {
            None => theme::caption(""),
            Some((_, said)) if said == read => theme::caption("✓ equal").color(t.accept.colour),
            Some((true, said)) => theme::caption(money::indian(said)),
            Some((false, said)) => theme::caption(money::indian(said)).color(t.reject.colour),
        };
        let figure = RichText::new(money::indian(read)).font(theme::font(size::CAPTION));
        row(ui, theme::caption(NAMES[sum as usize]), figure, beside);
    }
    if let Some(total) = total.filter(|total| total.agrees && !total.is_of_all(&reading.sums)) {
        let line = grouped(total.line.into());
        theme::label(ui, theme::caption(format!("Line {line} agrees with the lines that it sums.")));
    }
    if reading.kinds()[1] > 0 {
        theme::label(ui, theme::caption("As the lines have them. On the page Register credit notes count negative."));
    }
}

/// A name, a figure at the right of its room, and what is beside it at the right end.
fn row(ui: &mut Ui, name: RichText, figure: RichText, beside: RichText) {
    ui.horizontal(|ui| {
        for (text, width, layout) in
            [(name, 60.0, Layout::left_to_right(Align::Center)), (figure, 110.0, Layout::right_to_left(Align::Center))]
        {
            ui.allocate_ui_with_layout(vec2(width, 16.0), layout, |ui| {
                ui.set_min_width(width);
                theme::label(ui, text);
            });
        }
        at_right(ui, |ui| theme::label(ui, beside));
    });
}

fn notes_words(ui: &mut Ui, place: usize, reading: &SheetReading, asked: &mut Asked) {
    let Some((words, by)) = reading.notes_words else { return };
    part(ui, "Whose words are debit and credit note?");
    ui.horizontal(|ui| {
        for (choice, called) in [(NoteWords::Ours, "Ours"), (NoteWords::Theirs, "The supplier's")] {
            if ui.add(plain_button(called).switched_on(words == choice)).clicked() && words != choice {
                asked.push((place, SheetChange::Notes(choice)));
            }
        }
    });
    let [_, credits, debits] = reading.kinds();
    let counts = format!(
        "{} credit, {} debit notes as the supplier calls them.",
        grouped(credits as u64),
        grouped(debits as u64)
    );
    let why = match by {
        NotesBy::Set if reading.layout == Some("remembered") => "As you confirmed before.",
        NotesBy::Set => "As you said.",
        NotesBy::Signs => "Its debit notes are below 0: your words for the suppliers' credit notes.",
        NotesBy::Matching => "So more of them agree with the portal.",
        NotesBy::VoucherType => "Its types are those of your own vouchers.",
        NotesBy::Nothing => "Nothing in the file says it: please look.",
    };
    theme::label(ui, theme::caption(format!("{why} {counts}")));
}

impl Look {
    /// Whether both days are days, or none is given.
    pub(super) fn days_are_good(&self) -> bool {
        let empty = self.days.iter().all(|day| day.trim().is_empty());
        empty || self.typed().is_some()
    }

    /// The days that were typed.
    fn typed(&self) -> Option<(Day, Day)> {
        let [from, to] = [0, 1].map(|which| Day::read(self.days[which].trim()));
        from.zip(to).filter(|(from, to)| from <= to)
    }
}

fn covers(ui: &mut Ui, import: &mut RegisterImport, look: &mut Look) {
    part(ui, "Covers");
    let now = import.covers();
    if now != look.known && look.typed().is_none_or(|typed| Some(typed) != now) {
        look.days = now.map_or_else(Default::default, |(from, to)| [from.to_string(), to.to_string()]);
    }
    look.known = now;
    ui.horizontal(|ui| {
        for (which, label) in [(0, "Covers from"), (1, "Covers to")] {
            if which == 1 {
                theme::label(ui, "to");
            }
            let edit = TextEdit::singleline(&mut look.days[which]).desired_width(86.0);
            let response = ui.add(edit.min_size(vec2(0.0, space::BUTTON)).align(egui::Align2::LEFT_CENTER));
            ui.accesskit_node_builder(response.id, |node| node.set_label(label));
            leaves_enter(&response);
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
            if response.changed() {
                import.said_covers = look.typed();
                look.known = import.covers();
            }
        }
    });
    if look.days_are_good() {
        theme::label(
            ui,
            theme::caption(
                "Outside it nothing is \"Not in books\". Best: one export from 1 April to today, so that late bookings are found.",
            ),
        );
    } else {
        let colour = tokens(ui).reject.colour;
        theme::label(ui, theme::caption("Two days such as 01-04-2026, the first one first.").color(colour));
    }
}

fn complete(ui: &mut Ui, import: &mut RegisterImport) {
    ui.horizontal(|ui| {
        theme::label(ui, theme::semibold("Is this register complete?"));
        for (answer, called) in [(true, "Yes"), (false, "No")] {
            let button = ui.add(plain_button(called).switched_on(import.complete == Some(answer)));
            let words = if answer { "Complete: Yes" } else { "Complete: No" };
            ui.accesskit_node_builder(button.id, |node| node.set_label(words));
            if button.clicked() {
                import.complete = Some(answer);
            }
        }
    });
    let days = import.covers().map_or_else(|| "up to today".to_owned(), |(from, to)| format!("from {from} to {to}"));
    theme::label(
        ui,
        theme::caption(format!(
            "Does it hold expenses, bank charges, capital goods and all branches, {days}? Only with Yes is Pending suggested for what is not in it."
        )),
    );
    let tally = import.taken().any(|(_, reading)| reading.layout == Some("tally-purchases"));
    if tally {
        theme::label(
            ui,
            theme::caption(
                "Tally: expenses entered by other vouchers are not in its Purchase Register. Better: the voucher register under GST Reports, with all vouchers.",
            ),
        );
    }
}

/// What becomes of the parts that the book has.
fn replaces(ui: &mut Ui, import: &mut RegisterImport, look: &Look) {
    // What is not answered yet is asked above the lines, where its answer stays.
    let said = |(place, part, replaces): (u32, &RegisterPart, Option<bool>)| Some((place, part.name(), replaces?));
    let others = import.replacing().into_iter().filter(|(place, ..)| !look.replaces.contains(place));
    let parts: Vec<(u32, String, bool)> = others.filter_map(said).collect();
    if parts.is_empty() {
        return;
    }
    part(ui, "This client has a register already");
    for (place, file, replaces) in parts {
        theme::label(ui, theme::caption(&file));
        ui.horizontal(|ui| {
            for (answer, called) in [(true, "Replace"), (false, "Keep both")] {
                let button = ui.add(plain_button(called).switched_on(replaces == answer));
                ui.accesskit_node_builder(button.id, |node| node.set_label(format!("{called}: {file}")));
                if button.clicked() {
                    import.replace(place, answer);
                }
            }
        });
    }
}

/// How signs and dates are read: a click reads them the other way.
fn signs_and_dates(ui: &mut Ui, place: usize, reading: &SheetReading, asked: &mut Asked) {
    let mut link = |words: &str, change: SheetChange| {
        if theme::link(ui, words).hint("Click: the other way round").clicked() {
            asked.push((place, change));
        }
    };
    let words = if reading.month_first { "month before day" } else { "day before month" };
    link(words, SheetChange::MonthFirst(!reading.month_first));
    if let Some(purchases) = reading.minus {
        let words = if purchases { "below 0: purchases" } else { "below 0: credit notes" };
        link(words, SheetChange::Minus(!purchases));
    }
    if let Some(exchanged) = reading.exchanged {
        let words = if exchanged { "date cells exchanged back" } else { "date cells as they are" };
        link(words, SheetChange::Exchanged(!exchanged));
    }
}

/// How it is read, what is guessed, what was tolerated.
fn read_as(ui: &mut Ui, import: &RegisterImport, look: &mut Look, asked: &mut Asked) {
    let place = look.sheet;
    let Some(sheet) = import.sheets.get(place) else { return };
    part(ui, "Read as");
    ui.horizontal_wrapped(|ui| {
        let reading = sheet.reading.as_ref().ok();
        match reading.map(|reading| reading.heading).or_else(|| sheet.heading_set()) {
            Some(line) => theme::label(ui, theme::caption(format!("Heading on line {}", grouped(line.into())))),
            None => theme::label(ui, theme::caption("No heading found")),
        };
        let link = theme::link(ui, "Change");
        ui.accesskit_node_builder(link.id, |node| node.set_label("Change the heading line"));
        if link.clicked() {
            (look.heading, look.listed) = (true, None);
        }
        if let Some(reading) = reading {
            signs_and_dates(ui, place, reading, asked);
        }
    });
    let Ok(reading) = &sheet.reading else { return };
    let is_here = |question: &&RegisterQuestion| {
        !matches!(question, RegisterQuestion::Guessed(_) | RegisterQuestion::NoTax(_))
            && !question.is_of_file()
            && !import.is_open(place, question)
    };
    for question in reading.questions.iter().filter(is_here) {
        theme::notice(ui, &tokens(ui).pending, |ui| theme::label(ui, question.to_string()));
    }
    for (file, why) in &import.left_out {
        theme::label(ui, theme::caption(format!("{file} is left out: {why}")));
    }
}
