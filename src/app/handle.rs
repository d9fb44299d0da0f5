//! Carrying out what the user wishes.

use egui::Context;

use super::actions::UserAction;
use super::by_words;
use super::columns_menu::HeadingMenu;
use super::decide::{Decide, Decided, decide, restore};
use super::desk::{Desk, zoom};
use super::dialogs::{
    ChooseSettings,     Copies, Dialog, DiscardAll, DoubtfulRecipient, GoTo, LoadTable, Message, NoteText, OpenFiles, RecipientGstin, ReduceItc,
    RemarksText, ReviewUpload, SelectList, Shortcuts, Unwritten, WrittenUpload,
};
use super::funnel::Funnel;
use super::grid::{GridRequest, Layout};
use super::menu::{RowMenu, rows_as_text};
use super::open_book::{OpenBook, Place};
use super::picker::{PickFor, Picker};
use super::requests::{After, Line, Request};
use super::result_line::ResultLine;
use super::review::Review;
use super::top_bar;
use crate::book::{Answer, Field, Section};
use crate::edit::{Change, Command};
use crate::rules::{self, Fix, Weight};
use crate::values::{Day, grouped};
use crate::view::{self, Filter};

impl Desk {
    /// Carries one wish out. `closed` is the dialog that has just closed, if one has.
    pub(super) fn handle(&mut self, ctx: &Context, request: Request, closed: &Option<Box<Dialog>>) {
        match request {
            Request::Do(action) => self.act(ctx, action),
            Request::Open(paths) => self.ask_before(After::Open(paths)),
            Request::OpenSample => self.ask_before(After::OpenSample),
            Request::Browse(purpose) => self.browse(purpose),
            Request::SaveDecisions(path) => self.save_table(path, closed.clone()),
            Request::ReadDecisions(path) => self.read_table(path, closed.clone()),
            Request::ApplyDecisions(name, changes) => self.apply_table(name, changes),
            Request::GoOnGenerating => self.go_on_generating(),
            Request::Recipient(text, generating) => self.name_recipient(text, generating),
            Request::RecipientIsRight => self.ask_where_to_generate(),
            Request::Generate(write) => self.generate(write, closed.clone()),
            Request::SaveThen(after) => {
                self.ask_where_to_save();
                self.after = Some(after);
            }
            Request::GoOn(after) => self.go_on(after),
            Request::Dialog(dialog) => self.dialog = Some(*dialog),
            Request::Cancel => self.task.iter().for_each(|task| task.cancel()),
            Request::Looks(looks) => {
                self.store.change(|s| s.looks = looks);
                self.choose_looks(ctx);
            }
            Request::Density(density) => self.store.change(|s| s.density = density),
            Request::RepeatFlags(on) => self.store.change(|s| s.repeat_flags = on),
            Request::Zoom(step) => zoom(ctx, step),
            Request::Decide(wish) => self.decide(*wish),
            Request::Mend(fix, section, row) => self.mend(fix, section, row),
            Request::Grid(GridRequest::Open(field, row)) => self.open_cell(field, row),
            Request::Grid(GridRequest::Action(action, row)) => {
                if let Some(section) = self.open.as_ref().and_then(|o| o.section()) {
                    self.decide(Decide::row(section, row, Change::action(action)));
                }
            }
            Request::Grid(GridRequest::Funnel(field, heading)) => {
                let open = self.open.as_deref();
                self.funnel = open.and_then(|o| Some(Funnel::new(o, o.section()?, field, heading)));
            }
            Request::Grid(GridRequest::ColumnMenu(field, at)) => {
                let section = self.open.as_ref().and_then(|o| o.section());
                self.heading_menu = section.map(|section| HeadingMenu { section, field, at });
            }
            Request::Layout(section, layout) => {eprintln!("LAYOUT {layout:?}");
                let name = section.sheet_name().to_owned();
                if let Some(open) = &mut self.open {
                    open.view_mut(section).grid.layout = layout.clone();
                }
                self.store.change(|s| drop(s.layouts.insert(name, layout)));
            }
            Request::GoTo(text) => self.go_to(&text, closed),
            Request::Grid(GridRequest::Menu { row, field, at }) => {
                let section = self.open.as_ref().and_then(|o| o.section());
                self.menu = section.map(|section| RowMenu { section, row, field, at });
            }
            request => {
                if let Some(open) = &mut self.open {
                    on_book(open, request);
                }
            }
        }
    }

    fn act(&mut self, ctx: &Context, action: UserAction) {
        if let Err(why) = action.enabled(self.open.as_deref()) {
            if let Some(open) = &mut self.open {
                open.result = Some(ResultLine::bad(format!("{}: {why}", action.name().trim_end_matches('…'))));
            }
            return;
        }
        match action {
            UserAction::Open => {
                self.dialog = Some(Dialog::Open(OpenFiles::new(self.native)));
                if self.native {
                    self.browse(PickFor::Open);
                }
                return;
            }
            UserAction::Settings => {
                self.dialog = Some(Dialog::Settings(ChooseSettings));
                return;
            }
            UserAction::Shortcuts => {
                self.dialog = Some(Dialog::Shortcuts(Shortcuts));
                return;
            }
            UserAction::SaveDecisions => {
                // Whatever waited for an earlier question waits no longer.
                self.after = None;
                return self.ask_where_to_save();
            }
            _ => {}
        }
        let Some(open) = &mut self.open else { return };
        match action {
            UserAction::LoadDecisions => self.dialog = Some(Dialog::LoadTable(LoadTable::default())),
            UserAction::Generate => self.dialog = Some(Dialog::Review(ReviewUpload { review: Review::of(open) })),
            UserAction::Discard => self.dialog = Some(Dialog::DiscardAll(DiscardAll)),
            UserAction::Uploaded => {
                let name = open.generated.as_ref().map_or_else(String::new, |g| g.name.clone());
                self.dialog = Some(Dialog::Written(WrittenUpload { files: Vec::new(), name }));
            }
            UserAction::Recipient => self.dialog = Some(Dialog::Recipient(RecipientGstin::new(open, false, None))),
            UserAction::ReadingNotes => {
                open.notes_seen = true;
                self.dialog = Some(Dialog::Message(Message::new("Notes on reading", open.book.notes.clone())));
            }
            UserAction::GoTo => self.dialog = Some(Dialog::GoTo(GoTo::default())),
            UserAction::SelectByList => self.dialog = Some(Dialog::SelectList(SelectList::default())),
            UserAction::ResetColumns => {eprintln!("RESET");
                if let Some(section) = open.section() {
                    self.handle(ctx, Request::Layout(section, Layout::default()), &None);
                }
            }
            UserAction::Find => ctx.memory_mut(|m| m.request_focus(top_bar::find_box())),
            _ => {
                if let Some(section) = open.section() {
                    self.act_on_sheet(action, section);
                } else {
                    on_any_sheet(open, action);
                }
            }
        }
    }

    fn act_on_sheet(&mut self, action: UserAction, section: Section) {
        let Some(open) = &mut self.open else { return };
        if let Some(action) = action.action() {
            let wish = Decide::targets(open, section, Change::action(action));
            return self.decide(wish);
        }
        let wish = |open: &OpenBook| Decide::targets(open, section, Change::default());
        match action {
            UserAction::AsImported => {
                let (rows, hidden) = (open.targets.rows.clone(), open.targets.hidden);
                restore(open, section, &rows, hidden);
            }
            UserAction::Remarks => self.dialog = Some(Dialog::Remarks(RemarksText::new(open, wish(open)))),
            UserAction::ReduceItc => self.dialog = Some(Dialog::ReduceItc(ReduceItc::new(open, wish(open)))),
            UserAction::FillDown => {
                if let Ok(wish) = by_words::fill_down(open, section) {
                    self.decide(wish);
                }
            }
            UserAction::SelectSupplier => {
                if let Some(row) = open.view(section).selection.focus {
                    select_like(open, section, row, Field::Supplier);
                }
            }
            UserAction::Copy | UserAction::CopyWithHeadings => {
                let headings = action == UserAction::CopyWithHeadings;
                self.ctx.copy_text(rows_as_text(open, section, headings));
                let rows = open.targets.count();
                let rows = if rows == 1 { "1 row".to_owned() } else { format!("{} rows", grouped(rows)) };
                open.result = Some(ResultLine::new(format!("Copied {rows}.")));
            }
            UserAction::Note => self.dialog = Some(Dialog::Note(NoteText::new(open, wish(open)))),
            _ => on_any_sheet(open, action),
        }
    }

    fn decide(&mut self, wish: Decide) {
        let Some(open) = &mut self.open else { return };
        let from = wish.from.clone();
        match decide(open, wish) {
            Decided::Done => {}
            Decided::Ask(dialog) => self.dialog = Some(*dialog),
            Decided::Refused(why) => {
                if let Some(mut dialog) = from {
                    dialog.refuse(why);
                    self.dialog = Some(*dialog);
                }
            }
        }
    }

    fn mend(&mut self, fix: Fix, section: Section, row: u32) {
        let Some(open) = &mut self.open else { return };
        let wish = |change| Decide::row(section, row, change);
        match fix {
            Fix::ClearRemarks => self.decide(wish(Change::remarks(""))),
            Fix::ClearAnswer => self.decide(wish(Change::answer(Answer::default()))),
            Fix::Answer(answer) => self.decide(wish(Change::answer(answer))),
            Fix::AskAnswer => {
                self.dialog = Some(Dialog::ReduceItc(ReduceItc::new(open, wish(Change::default()))));
            }
            Fix::AskRemarks => {
                self.dialog = Some(Dialog::Remarks(RemarksText::new(open, wish(Change::default()))));
            }
            Fix::GoTo(section, row) => open.reveal(section, row),
            Fix::PickCopy => self.dialog = Copies::new(open, section, row).map(Dialog::Copies),
        }
    }

    /// A cell was opened: what it holds is edited, if it can be.
    fn open_cell(&mut self, field: Field, row: u32) {
        let Some(open) = &mut self.open else { return };
        let Some(section) = open.section() else { return };
        open.view_mut(section).selection.focus = Some(row);
        open.refresh();
        let sheet = open.book.sheet(section);
        let wish = Decide::row(section, row, Change::default());
        let asks_answer = field == Field::Answer || crate::book::field::DECLARED.contains(&field);
        if !sheet.rivals(row).is_empty() {
            self.mend(Fix::PickCopy, section, row);
        } else if sheet.records.read_only(row) {
            open.result = open.inspected.first().map(|finding| ResultLine::bad(finding.message.clone()));
        } else if field == Field::Note {
            self.dialog = Some(Dialog::Note(NoteText::new(open, wish)));
        } else if asks_answer && sheet.records.itc_open(section, row) {
            self.dialog = Some(Dialog::ReduceItc(ReduceItc::new(open, wish)));
        } else if field == Field::Remarks && !sheet.records.remarks_blocked(row) {
            self.dialog = Some(Dialog::Remarks(RemarksText::new(open, wish)));
        } else {
            // Nothing to edit here: the record is shown in full.
            self.inspector = Some(true);
        }
    }

    /// Goes to a row, or asks again.
    fn go_to(&mut self, text: &str, closed: &Option<Box<Dialog>>) {
        let Some(open) = &mut self.open else { return };
        let Some(section) = open.section() else { return };
        if let Err(why) = by_words::go_to(open, section, text)
            && let Some(mut dialog) = closed.as_deref().cloned()
        {
            dialog.refuse(why);
            self.dialog = Some(dialog);
        }
    }

    fn browse(&mut self, purpose: PickFor) {
        let proposed = match &self.dialog {
            Some(Dialog::Generate(d)) => d.path.path(),
            Some(Dialog::SaveTable(d)) => d.path.path(),
            _ => None,
        };
        let at = proposed.unwrap_or_else(|| self.folder());
        self.picker = Some(Picker::open(&self.ctx, purpose, &at));
    }

    /// Does what would lose unwritten decisions, after asking.
    pub(super) fn ask_before(&mut self, after: After) {
        if self.open.as_ref().is_some_and(|o| o.unwritten()) {
            self.dialog = Some(Dialog::Unwritten(Unwritten { after }));
        } else {
            self.go_on(after);
        }
    }

    /// Does it.
    pub(super) fn go_on(&mut self, after: After) {
        match after {
            After::Close => {
                self.closing = true;
                self.ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            After::Open(paths) => self.open_now(paths),
            After::OpenSample => self.open_sample_now(),
        }
    }

    /// From the review to the file: the recipient first (rule F5).
    fn go_on_generating(&mut self) {
        let Some(open) = &self.open else { return };
        match rules::form::recipient(&open.book) {
            None => self.ask_where_to_generate(),
            Some((_, Weight::Blocks, why)) => {
                let why = open.book.recipient.gstin().is_some().then_some(why);
                self.dialog = Some(Dialog::Recipient(RecipientGstin::new(open, true, why)));
            }
            Some((_, _, words)) => {
                let may_change = open.book.recipient.content.is_none();
                self.dialog = Some(Dialog::DoubtfulRecipient(DoubtfulRecipient { words, may_change }));
            }
        }
    }

    fn name_recipient(&mut self, text: String, generating: bool) {
        let Some(open) = &mut self.open else { return };
        let before = open.book.recipient.typed.replace(text);
        match rules::form::recipient(&open.book) {
            Some((_, Weight::Blocks, why)) => {
                let dialog = RecipientGstin::new(open, generating, Some(why));
                open.book.recipient.typed = before;
                self.dialog = Some(Dialog::Recipient(dialog));
            }
            _ if generating => self.go_on_generating(),
            doubt => open.result = doubt.map(|(_, _, words)| ResultLine::bad(words)),
        }
    }

    /// Applies decisions that were read from a table, as one step.
    pub(super) fn apply_table(&mut self, name: String, rows: Vec<(Section, u32, Change)>) {
        let Some(open) = &mut self.open else { return };
        let words = open.apply(Command::Table { name, rows });
        open.result = Some(ResultLine { undo: true, ..ResultLine::new(format!("{words}.")) });
    }
}

/// Wishes that only the book hears.
fn on_book(open: &mut OpenBook, request: Request) {
    match request {
        Request::Show(place) => {
            open.place = place;
            open.refresh();
        }
        Request::Filter(filter) => {
            if let Some(section) = open.section() {
                open.set_filter(section, filter);
            }
        }
        Request::Sort(keys) => {
            if let Some(section) = open.section() {
                open.set_sort(section, keys);
            }
        }
        Request::SelectNumbers(numbers) => {
            if let Some(section) = open.section() {
                by_words::select_numbers(open, section, &numbers);
            }
        }
        Request::Only(called, section, rows) => {
            open.place = Place::Sheet(section);
            open.set_filter(section, Filter { only: Some((called, rows)), ..Filter::default() });
        }
        Request::Grid(request) => on_grid(open, request),
        Request::SelectLike(section, row, field) => select_like(open, section, row, field),
        Request::Pick(keep) => {
            let words = open.apply(Command::Pick { keep });
            open.result = Some(ResultLine { undo: true, ..ResultLine::new(format!("{words}.")) });
        }
        Request::WasUploaded => {
            if let Some(generated) = open.generated.take() {
                let words = open.apply(Command::Uploaded { name: generated.name, said: generated.said });
                open.result = Some(ResultLine { undo: true, ..ResultLine::new(format!("{words}.")) });
            }
        }
        Request::DiscardAll => discard_all(open),
        Request::Dismiss(Line::Result) => open.result = None,
        Request::Dismiss(Line::Notes) => open.notes_seen = true,
        _ => {}
    }
}

fn on_grid(open: &mut OpenBook, request: GridRequest) {
    let Some(section) = open.section() else { return };
    let view = open.view_mut(section);
    match request {
        GridRequest::Click { row, shift: true, .. } | GridRequest::DragTo { row } => {
            view.selection.shift_click(&view.rows, row);
        }
        GridRequest::Click { row, ctrl: true, .. } => view.selection.ctrl_click(row),
        GridRequest::Click { row, .. } => view.selection.click(row),
        GridRequest::Move { by, extend } => {
            if let Some(place) = view.selection.move_focus(&view.rows, by, extend) {
                view.grid.reveal(place);
            }
        }
        GridRequest::ToggleFocus => view.selection.toggle_focus(),
        GridRequest::ToggleAll => view.selection.toggle_all(&view.rows),
        GridRequest::Sort { field, add } => {
            let mut keys = view.sort.clone();
            view::sort::clicked(&mut keys, field, add);
            open.set_sort(section, keys);
        }
        // Those need more than the book.
        GridRequest::Open(..) | GridRequest::Action(..) | GridRequest::Menu { .. } => {}
        GridRequest::Funnel(..) | GridRequest::ColumnMenu(..) => {}
    }
    open.refresh();
}

/// Selects the rows of the view that have the same value in a column.
fn select_like(open: &mut OpenBook, section: Section, row: u32, field: Field) {
    let wanted = view::cell(&open.book, section, row, field);
    let same = |&row: &u32| view::cell(&open.book, section, row, field) == wanted;
    let rows = open.view(section).rows.iter().copied().filter(same).collect();
    open.view_mut(section).selection.rows = rows;
    open.refresh();
}

/// Actions that only change how the book is looked at, or step through the log.
fn on_any_sheet(open: &mut OpenBook, action: UserAction) {
    match action {
        UserAction::Undo | UserAction::Redo => {
            let back = action == UserAction::Undo;
            if let Some(words) = open.step(back) {
                let text = if back { format!("Taken back: {words}.") } else { format!("Done again: {words}.") };
                open.result = Some(ResultLine::new(text));
            }
        }
        UserAction::Validate => {
            open.validate(Day::today());
            open.result = Some(ResultLine::new(format!("Validated: {}. Nothing was changed.", open.findings_in_words())));
        }
        UserAction::NextSheet => neighbour(open, 1),
        UserAction::PreviousSheet => neighbour(open, -1),
        _ => on_view(open, action),
    }
}

fn on_view(open: &mut OpenBook, action: UserAction) {
    let Some(section) = open.section() else { return };
    let view = open.view_mut(section);
    match action {
        UserAction::SelectAll => view.selection.all(&view.rows),
        UserAction::InvertSelection => view.selection.invert(&view.rows),
        UserAction::ClearSelection => view.selection.clear(),
        UserAction::ClearFilter => open.set_filter(section, Filter::default()),
        UserAction::FindNext => seek(open, section, 1, "found", |_, _| true),
        UserAction::FindPrevious => seek(open, section, -1, "found", |_, _| true),
        UserAction::NextFinding => seek(open, section, 1, "with a finding", |open, row| {
            open.findings.worst(section, row) >= Some(Weight::Warns)
        }),
        UserAction::PreviousFinding => seek(open, section, -1, "with a finding", |open, row| {
            open.findings.worst(section, row) >= Some(Weight::Warns)
        }),
        UserAction::NextUndecided => seek(open, section, 1, "undecided", undecided(section)),
        UserAction::PreviousUndecided => seek(open, section, -1, "undecided", undecided(section)),
        _ => {}
    }
    open.refresh();
}

fn undecided(section: Section) -> impl Fn(&OpenBook, u32) -> bool {
    move |open, row| open.book.sheet(section).actions[row as usize] == crate::book::Action::NoAction
}

/// Goes to the next row of the view that fits, around its end if need be.
fn seek(open: &mut OpenBook, section: Section, step: isize, called: &str, fits: impl Fn(&OpenBook, u32) -> bool) {
    let view = open.view(section);
    let count = view.rows.len();
    let from = view.selection.focus.and_then(|row| view.rows.iter().position(|&r| r == row));
    // Without a focus the first step enters at the end that it comes from.
    let from = from.map_or(if step > 0 { -1 } else { 0 }, |place| place as isize);
    let places = (1..=count as isize).map(|i| (from + step * i).rem_euclid(count.max(1) as isize) as usize);
    let found = places.into_iter().find(|&place| fits(open, view.rows[place]));
    match found {
        Some(place) => {
            let view = open.view_mut(section);
            view.selection.click(view.rows[place]);
            view.grid.reveal(place);
        }
        None => open.result = Some(ResultLine::new(format!("No row of this view is {called}."))),
    }
}

/// Goes to the next sheet with records, around the end.
fn neighbour(open: &mut OpenBook, step: isize) {
    let mut places: Vec<Place> = Section::ALL.map(Place::Sheet).to_vec();
    places.extend((0..open.book.others.len()).map(Place::Other));
    let from = places.iter().position(|&p| p == open.place).unwrap_or(0) as isize;
    let count = places.len() as isize;
    let full = |place: &Place| match place {
        Place::Sheet(section) => open.view(*section).counts.all() > 0,
        Place::Other(_) => true,
    };
    let next = (1..count).map(|i| places[(from + step * i).rem_euclid(count) as usize]).find(full);
    open.place = next.unwrap_or(open.place);
    open.refresh();
}

/// Puts every record back as imported, a step for each sheet.
fn discard_all(open: &mut OpenBook) {
    let (count, mut steps) = (open.changed(), 0);
    for section in Section::ALL {
        let sheet = open.book.sheet(section);
        let differs = |row: &u32| !sheet.decision(*row).same_saying(sheet.baseline(*row));
        let rows: roaring::RoaringBitmap = (0..sheet.rows()).filter(differs).collect();
        if !rows.is_empty() {
            open.apply(Command::Restore { section, rows });
            steps += 1;
        }
    }
    let undo = if steps > 1 { format!(" Undo takes them back sheet by sheet, in {} steps.", grouped(steps)) } else { String::new() };
    let text = format!("{} records are as imported again.{undo}", grouped(count));
    open.result = Some(ResultLine { undo: true, ..ResultLine::new(text) });
}
