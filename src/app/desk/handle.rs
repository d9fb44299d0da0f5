//! Carrying out what the user asks for.

use crate::app::dialogs::TakeUp;
use egui::Context;

use crate::app::actions::UserAction;
use crate::app::desk::on_book::{on_any_sheet, on_book};
use crate::app::desk::picker::Picker;
use crate::app::desk::{Desk, zoom};
use crate::app::dialogs::{
    BookFacts, ChooseColumn, ChooseMatching, ChooseSettings, ColumnFor, Copies, Dialog, DiscardAll, DoubtfulUpload,
    GoTo, Help, LoadTable, Message, NameView, NoteText, OpenFiles, Palette, Paste, PasteText, Questions,
    RecipientGstin, ReduceItc, RemarksText, ReviewUpload, SelectList, Uploads, WrittenUpload,
};
use crate::app::frame::scene::FileDialogs;
use crate::app::grid::{GridRequest, Layout};
use crate::app::keyboard::panes;
use crate::app::parts::result_bar;
use crate::app::parts::row_menu::RowMenu;
use crate::app::requests::PickFor;
use crate::app::requests::{After, Line, ManyRequest, MatchRequest, OnceOpen, OpenWhat, Request, ToOpen};
use crate::app::theme::space;
use crate::app::views::columns_menu::HeadingMenu;
use crate::app::views::search_bar;
use crate::book::{Answer, Class, Field, Scope, Section};
use crate::edit::Change;
use crate::rules::{self, Fix, Weight};
use crate::session::deciding::decide::{Decide, Decided, Question, decide, restore};
use crate::session::files::tables::TableOf;
use crate::session::heavy_steps::Rework;
use crate::session::matched::by_hand::ByHand;
use crate::session::newer::NewerRequest;
use crate::session::result_line::ResultLine;
use crate::session::showing::find;
use crate::session::showing::values::FilteredColumn;
use crate::session::showing::walk::select_like;
use crate::session::{Place, RightSide, Session};
use crate::store::kept_view::suppliers::SUPPLIERS;

impl Desk {
    /// Carries one request out. `closed` is the dialog that has just closed, if one has.
    pub(crate) fn handle(&mut self, ctx: &Context, request: Request, closed: &Option<Box<Dialog>>) {
        if let (Some(open), true) = (&mut self.open, request.edits())
            && let Some(why) = open.look_only()
        {
            open.say(ResultLine::refused(format!("Nothing was changed. {why}")));
            return;
        }
        if let (Some(open), true) = (&mut self.open, request.is_an_action()) {
            // Good news was read; what comes is news, even if it says the same.
            open.good_news_passes();
            open.refusal_passes();
            result_bar::begin_again(ctx);
        }
        match request {
            Request::Do(action) => self.act(ctx, action),
            Request::Dismiss(Line::GoodNews) => {
                if let (Some(open), true) = (&mut self.open, result_bar::is_read(ctx)) {
                    open.good_news_passes();
                }
            }
            Request::Open(paths) => self.open_or_attach(paths),
            Request::OpenAlone(paths) => {
                let once_open = OnceOpen { alone: true, ..OnceOpen::default() };
                self.ask_before(After::Open(ToOpen { once_open, ..ToOpen::files(paths) }));
            }
            Request::OpenRecent(recent) => self.ask_before(After::Open(ToOpen::of(OpenWhat::Recent(recent)))),
            Request::OpenSample => self.ask_before(After::Open(ToOpen::of(OpenWhat::Sample))),
            Request::GoOnEarlier(earlier, newer) => {
                let once_open = OnceOpen { files: newer, ..OnceOpen::default() };
                self.ask_before(After::Open(ToOpen { what: OpenWhat::Recent(earlier), once_open }));
            }
            Request::Clients(wanted) => self.on_clients(*wanted),
            Request::CoverAfter(minutes) => self.store.change(|s| s.cover_after = minutes),
            Request::Browse(purpose) => self.browse(purpose),
            Request::SaveTable(of, path) => self.save_table(of, path, closed.clone()),
            Request::ReadDecisions(path) => self.read_table(path, false, closed.clone()),
            Request::ApplyDecisions(name, changes) => {
                let line = changes.line();
                self.apply_rows(format!("Loaded decisions from {name}"), changes.changes, line);
            }
            Request::Paste(wanted) if self.pasted_errors(&wanted.text) => {}
            Request::Paste(wanted) => self.paste(wanted, closed.clone()),
            Request::ApplyPaste(chosen, unchanged) => self.apply_paste(*chosen, unchanged),
            Request::Many(wanted) => self.many(*wanted, closed),
            Request::Register(wanted) => self.register(*wanted, closed),
            Request::Export(wanted) => self.export(*wanted, closed),
            Request::Suppliers(wanted) => self.on_suppliers(*wanted),
            Request::AskForSupplierTable => self.ask_where_to_save(TableOf::Suppliers, None),
            Request::AskForCreditTable => self.ask_where_to_save(TableOf::Credit, None),
            Request::SupplierColumns(hidden) => self.store.change(|s| s.hidden_supplier_columns = hidden),
            Request::Newer(wanted) => match *wanted {
                NewerRequest::Bring(bring) => self.rework(Rework::Bring(bring)),
                NewerRequest::TakeUp(rows, confirmed) => {
                    let asked = self.open.as_mut().map(|open| open.take_up(&rows, confirmed)).unwrap_or_default();
                    if !asked.is_empty() {
                        self.dialog = Some(Dialog::TakeUp(TakeUp::new(rows, asked)));
                    }
                }
                NewerRequest::Export => self.ask_where_to_save(TableOf::Changes, None),
                wanted => self.open.iter_mut().for_each(|open| open.newer(wanted.clone())),
            },
            Request::Travel(steps) if self.open.as_ref().is_some_and(|o| o.crosses_a_merge(steps)) => {
                self.rework(Rework::Travel(steps));
            }
            Request::Reviewed => self.open.iter_mut().for_each(|open| open.mark_reviewed()),
            Request::GoOnGenerating => self.go_on_generating(),
            Request::Recipient(text, generating) => {
                self.name_recipient(text, generating);
                self.recall_facts();
            }
            Request::BookFacts(name, facts) => self.keep_facts(&name, facts),
            Request::Match(wanted) => self.on_matches(*wanted),
            Request::UploadAllTheSame => self.ask_where_to_generate(),
            Request::Generate(write) => self.generate(write, closed.clone()),
            Request::SaveThen(after) => {
                self.ask_where_to_save(TableOf::Decisions, Some(after));
            }
            Request::GoOn(after) => self.go_on(after),
            Request::Tell(title, lines) => self.dialog = Some(Dialog::Message(Message::new(title, lines))),
            Request::Back => self.dialog = closed.as_deref().and_then(Dialog::typed).cloned(),
            Request::ShowOutside(what) => self.show_with_the_system(what),
            Request::SystemDialogs(on) => {
                self.file_dialogs = if on { FileDialogs::There } else { FileDialogs::Unused };
                self.store.change(|s| s.no_system_dialogs = !on);
            }
            Request::SaveNow => self.save_now(),
            Request::LookAgain => self.look_again(),
            Request::KeepIn(folder) => self.keep_in(folder, closed.clone()),
            Request::NoCopies(on) => self.store.change(|s| s.no_copies = on),
            Request::Cancel => self.task.iter().for_each(|task| task.cancel()),
            Request::OwnView(wanted) => self.own_view(wanted),
            Request::Looks(looks) => {
                self.store.change(|s| s.looks = looks);
                self.choose_looks(ctx);
            }
            Request::Density(density) => self.store.change(|s| s.density = density),
            Request::Renderer(wanted) => self.store.change(|s| s.chosen_renderer = wanted),
            Request::RepeatFlags(on) => self.store.change(|s| s.repeat_flags = on),
            Request::Zoom(step) => zoom(ctx, step),
            Request::Decide(wanted) => self.decide(*wanted, closed.as_deref().and_then(Dialog::typed)),
            Request::AskAnswer(wanted, rows) => {
                let open = self.open.as_deref_mut();
                self.dialog = open.map(|open| Dialog::ReduceItc(Box::new(ReduceItc::of(open, *wanted, rows))));
            }
            Request::Mend(fix, section, row) => self.mend(fix, section, row),
            Request::Grid(GridRequest::Open(field, row)) => self.open_cell(field, row),
            Request::Grid(GridRequest::Action(action, row)) => {
                if let Some(scope) = self.open.as_ref().and_then(|o| o.scope()) {
                    let rows = [row].into_iter().collect();
                    self.decide(Decide::rows(scope, rows, Change::action(action)), None);
                }
            }
            Request::Grid(GridRequest::Funnel(field, heading)) => {
                if let Some(scope) = self.open.as_ref().and_then(|open| open.scope()) {
                    self.open_funnel(FilteredColumn::Record(scope, field), heading);
                }
            }
            Request::FilterColumn(column) => self.filter_column(column),
            Request::FilterColumnBy(column, of) => self.filter_column_by(column, of),
            Request::Grid(GridRequest::ColumnMenu(field, at)) => {
                let scope = self.open.as_ref().and_then(|o| o.scope());
                self.heading_menu = scope.map(|scope| HeadingMenu { scope, field, at });
            }
            Request::CopyValue(section, row, field) => {
                self.open.iter_mut().for_each(|open| open.copy_value(section, row, field));
            }
            Request::Layout(scope, layout) => {
                let name = scope.name().to_owned();
                if let Some(open) = &mut self.open {
                    open.lay_out(scope, layout.clone());
                }
                self.store.change(|s| drop(s.layouts.insert(name, layout)));
            }
            Request::GoTo(text) => self.go_to(&text, closed),
            Request::Grid(GridRequest::Menu { row, field, at }) => {
                let record = self.open.as_ref().and_then(|o| o.scope()).map(|scope| scope.record(row));
                self.menu = record.map(|(section, row)| RowMenu { section, row, field, at });
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
            // Nothing went wrong: it only cannot be done here and now. Escape says nothing where nothing can be selected.
            if let (Some(open), true) = (&mut self.open, action != UserAction::ClearSelection) {
                open.say(ResultLine::new(format!("{}: {why}", action.name().trim_end_matches('…'))));
            }
            return;
        }
        match action {
            UserAction::Open | UserAction::CompareGstr2b => {
                let native = self.file_dialogs == FileDialogs::There;
                let ask = OpenFiles::new(native);
                let to_compare = action == UserAction::CompareGstr2b;
                self.dialog = Some(Dialog::Open(if to_compare { ask.of_gstr_2b() } else { ask }));
                if native {
                    self.browse(PickFor::Open);
                }
                return;
            }
            UserAction::Settings => {
                self.dialog = Some(Dialog::Settings(ChooseSettings));
                return;
            }
            UserAction::Commands => {
                self.dialog = Some(Dialog::Palette(Palette::default()));
                return;
            }
            UserAction::Shortcuts | UserAction::Help | UserAction::About => {
                self.dialog = Some(Dialog::Help(Help::at(action)));
                return;
            }
            UserAction::Clients => return self.ask_before(After::Leave),
            UserAction::ClientBefore => return self.open_the_client_before(),
            UserAction::SearchPan => return self.ask_search_of_pan(),
            UserAction::Cover | UserAction::ReadClients => return self.act_on_clients(action),
            UserAction::KeepElsewhere => return self.ask_where_to_keep(),
            UserAction::GenerateReady => return self.many(ManyRequest::AllReady, &None),
            UserAction::SaveDecisions => {
                return self.ask_where_to_save(TableOf::Decisions, None);
            }
            _ => {}
        }
        if self.ask_for_export(action) || self.act_on_register(ctx, action) || self.act_on_matches(action) {
            return;
        }
        let Some(open) = &mut self.open else { return };
        let steps = match action {
            UserAction::Undo => open.log().in_force().saturating_sub(1),
            UserAction::Redo => open.log().in_force() + 1,
            _ => open.log().in_force(),
        };
        if open.crosses_a_merge(steps) {
            return self.rework(Rework::Travel(steps));
        }
        match action {
            UserAction::ImportRegister => self.ask_for_register(),
            UserAction::RemoveRegister => self.ask_what_to_remove(),
            UserAction::Uploads => self.dialog = Some(Dialog::Uploads(Uploads)),
            UserAction::LoadDecisions => self.dialog = Some(Dialog::LoadTable(LoadTable::default())),
            UserAction::Generate => self.dialog = Some(Dialog::Review(Box::new(ReviewUpload::new(open)))),
            UserAction::Discard => self.dialog = Some(Dialog::DiscardAll(DiscardAll)),
            UserAction::Uploaded => {
                let name = open.awaited().map_or_else(String::new, |upload| upload.name.clone());
                self.dialog = Some(Dialog::Written(WrittenUpload::new(Vec::new(), name)));
            }
            UserAction::Recipient => self.dialog = Some(Dialog::Recipient(RecipientGstin::new(open, false, None))),
            UserAction::ReadingNotes => {
                open.hide_notes();
                self.dialog = Some(Dialog::Message(Message::new("Problems in the file", open.book().notes().to_vec())));
            }
            UserAction::NextPane | UserAction::PreviousPane => panes::step(ctx, action == UserAction::NextPane),
            UserAction::FilterColumn | UserAction::SortBy => {
                let purpose = if action == UserAction::SortBy { ColumnFor::Sort } else { ColumnFor::Filter };
                self.dialog = Some(Dialog::ChooseColumn(ChooseColumn::new(purpose, open.scope())));
            }
            UserAction::SaveView => {
                let sheet =
                    if open.place() == Place::Suppliers { Some(SUPPLIERS) } else { open.scope().map(Scope::name) };
                self.dialog = sheet.map(|sheet| Dialog::NameView(NameView::save(sheet)));
            }
            UserAction::GoTo => self.dialog = Some(Dialog::GoTo(GoTo::default())),
            UserAction::Paste => self.dialog = Some(Dialog::Paste(Paste::Text(PasteText::default()))),
            UserAction::SelectByList => self.dialog = Some(Dialog::SelectList(SelectList::default())),
            UserAction::ResetColumns => {
                if let Some(scope) = open.scope() {
                    self.handle(ctx, Request::Layout(scope, Layout::default()), &None);
                }
            }
            UserAction::Details => {
                let wide = space::has_room_for_details(ctx.content_rect().width(), open.place() == Place::Register);
                let shown = open.side() == RightSide::Details && self.details.unwrap_or(wide);
                self.details = Some(!shown);
                open.show_side(RightSide::Details);
            }
            UserAction::MatchSettings => {
                self.dialog = Some(Dialog::MatchSettings(Box::new(ChooseMatching::new(open))));
            }
            UserAction::AcceptExact => self.on_matches(MatchRequest::Take(Class::Exact)),
            UserAction::BookFacts => self.dialog = Some(Dialog::BookFacts(BookFacts::new(open))),
            UserAction::History => open.switch_side(RightSide::History),
            UserAction::PortalErrors => open.switch_side(RightSide::PortalErrors),
            UserAction::NewerDownload => open.switch_side(RightSide::NewerDownload),
            UserAction::Find => ctx.memory_mut(|m| m.request_focus(search_bar::find_box())),
            _ => {
                if open.place() == Place::Suppliers {
                    self.act_on_suppliers(action);
                } else if let Some(scope) = open.scope() {
                    self.act_on_sheet(action, scope);
                } else {
                    on_any_sheet(open, action);
                }
            }
        }
    }

    fn act_on_sheet(&mut self, action: UserAction, scope: Scope) {
        let Some(open) = &mut self.open else { return };
        if let Some(action) = action.action() {
            let wanted = Decide::targets(open, scope, Change::action(action));
            return self.decide(wanted, None);
        }
        let wanted = |open: &Session| Decide::targets(open, scope, Change::default());
        match action {
            UserAction::AsImported => {
                let (rows, hidden) = (open.targets().rows.clone(), open.targets().hidden);
                restore(open, scope, &rows, hidden);
            }
            UserAction::Remarks => self.dialog = Some(Dialog::Remarks(RemarksText::new(open, wanted(open)))),
            UserAction::ReduceItc => {
                let wanted = wanted(open);
                self.dialog = Some(Dialog::ReduceItc(Box::new(ReduceItc::new(open, wanted))));
            }
            UserAction::FillDown => {
                if let Ok(wanted) = find::fill_down(open, scope) {
                    self.decide(wanted, None);
                }
            }
            UserAction::SelectSupplier => {
                if let Some((section, row)) = open.focused() {
                    select_like(open, section, row, Field::Supplier);
                }
            }
            UserAction::Copy | UserAction::CopyWithHeadings => {
                let headings = action == UserAction::CopyWithHeadings;
                open.copy_rows(scope, headings);
            }
            UserAction::Note => self.dialog = Some(Dialog::Note(NoteText::new(open, wanted(open)))),
            UserAction::ConfirmMatches => {
                let records = open.targets().rows.iter().map(|row| scope.record(row)).collect();
                open.by_hand(ByHand::Confirm(records));
            }
            _ => on_any_sheet(open, action),
        }
    }

    /// Decides. `typed`: the dialog in which the change was typed, which comes back if the change is refused.
    fn decide(&mut self, wanted: Decide, typed: Option<&Dialog>) {
        let Some(open) = &mut self.open else { return };
        // Only what was typed in a dialog was written by the user.
        let written = wanted.remarks().map(str::to_owned).filter(|remarks| typed.is_some() && !remarks.is_empty());
        match decide(open, wanted, typed.is_some()) {
            Decided::Done => written.iter().for_each(|remarks| self.store.remember_remarks(remarks)),
            Decided::Ask(question) => {
                self.dialog = Some(match *question {
                    Question::Answers(wanted, missing) => Dialog::of_notes(open, wanted, missing),
                    Question::Rules(wanted, plan, cancelled) => {
                        let asked = Questions::new(open, wanted, &plan, cancelled);
                        Dialog::Questions(asked, typed.cloned().map(Box::new))
                    }
                });
            }
            Decided::Refused(why) => {
                if let Some(mut dialog) = typed.cloned() {
                    dialog.refuse(why);
                    self.dialog = Some(dialog);
                }
            }
        }
    }

    fn mend(&mut self, fix: Fix, section: Section, row: u32) {
        let Some(open) = &mut self.open else { return };
        let wanted = |change| Decide::row(section, row, change);
        match fix {
            Fix::ClearRemarks => self.decide(wanted(Change::remarks("")), None),
            Fix::ClearAnswer => self.decide(wanted(Change::answer(Answer::default())), None),
            Fix::Answer(answer) => self.decide(wanted(Change::answer(answer)), None),
            Fix::AskAnswer => {
                self.dialog = Some(Dialog::ReduceItc(Box::new(ReduceItc::new(open, wanted(Change::default())))));
            }
            Fix::AskRemarks => {
                self.dialog = Some(Dialog::Remarks(RemarksText::new(open, wanted(Change::default()))));
            }
            Fix::GoTo(section, row) => open.reveal(section, row),
            Fix::PickCopy => self.dialog = Copies::new(open, section, row).map(Dialog::Copies),
            Fix::PutBack => restore(open, section, &[row].into_iter().collect(), 0),
        }
    }

    /// A cell was opened: what it holds is edited, if it can be.
    fn open_cell(&mut self, field: Field, row: u32) {
        let Some(open) = &mut self.open else { return };
        let Some(scope) = open.scope() else { return };
        open.focus(scope, row);
        let (section, row) = scope.record(row);
        let sheet = open.book().sheet(section);
        let wanted = Decide::row(section, row, Change::default());
        let may_change = open.look_only().is_none();
        let asks_answer = field == Field::Answer || crate::book::field::DECLARED.contains(&field);
        if !may_change {
            self.details = Some(true);
            open.show_side(RightSide::Details);
        } else if sheet.has_rivals(row) {
            self.mend(Fix::PickCopy, section, row);
        } else if sheet.records().read_only(row) {
            match open.inspected().first().map(|finding| finding.message.clone()) {
                Some(why) => open.say(ResultLine::refused(why)),
                None => open.hide_result(),
            }
        } else if field == Field::Note {
            self.dialog = Some(Dialog::Note(NoteText::new(open, wanted)));
        } else if asks_answer && sheet.records().itc_open(section, row) {
            self.dialog = Some(Dialog::ReduceItc(Box::new(ReduceItc::new(open, wanted))));
        } else if field == Field::Remarks && !sheet.records().remarks_blocked(row) {
            self.dialog = Some(Dialog::Remarks(RemarksText::new(open, wanted)));
        } else {
            // Nothing to edit here: the record is shown in full.
            self.details = Some(true);
            open.show_side(RightSide::Details);
        }
    }

    /// Goes to a row, or asks again.
    fn go_to(&mut self, text: &str, closed: &Option<Box<Dialog>>) {
        let Some(open) = &mut self.open else { return };
        let Some(scope) = open.scope() else { return };
        if let Err(why) = find::go_to(open, scope, text)
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
            Some(Dialog::SaveForSuppliers(d)) => d.path.path(),
            Some(Dialog::GenerateMany(d)) => d.path.path(),
            Some(Dialog::ManyDone(d)) => d.path.path(),
            Some(Dialog::Export(d)) => d.path.path(),
            _ => None,
        };
        let at = proposed.unwrap_or_else(|| self.folder());
        self.picker = Some(Picker::open(&self.wake, purpose, &at));
    }

    /// Does what would lose unwritten decisions, after asking.
    pub(crate) fn ask_before(&mut self, after: After) {
        if self.open.as_mut().is_some_and(|o| !o.may_be_left()) {
            self.dialog = Some(self.unwritten(after, Vec::new()));
        } else {
            self.go_on(after);
        }
    }

    /// Does it.
    pub(crate) fn go_on(&mut self, after: After) {
        match after {
            After::Close => {
                self.closing = true;
                self.ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            After::Open(to_open) => self.open_now(to_open),
            After::Leave => self.leave(),
        }
    }

    /// From the review to the file: the recipient first (rule F5).
    fn go_on_generating(&mut self) {
        let Some(open) = &self.open else { return };
        let book = open.book();
        let recipient = rules::form::recipient(book);
        if let Some((_, Weight::Blocks, why)) = recipient {
            let why = book.recipient.gstin().is_some().then_some(why);
            self.dialog = Some(Dialog::Recipient(RecipientGstin::new(open, true, why)));
            return;
        }
        let delta = Section::ALL.into_iter().flat_map(|s| book.delta(s).map(move |row| (s, row)));
        let doubts = [recipient, rules::form::from_error_file(book, delta)];
        let may_change = doubts[0].is_some() && book.recipient.content.is_none();
        let words: Vec<String> = doubts.into_iter().flatten().map(|(_, _, words)| words).collect();
        if words.is_empty() {
            self.ask_where_to_generate();
        } else {
            self.dialog = Some(Dialog::DoubtfulUpload(DoubtfulUpload { words: words.join("\n\n"), may_change }));
        }
    }

    fn name_recipient(&mut self, text: String, generating: bool) {
        let Some(open) = &mut self.open else { return };
        match open.name_recipient(text.clone()) {
            Some((Weight::Blocks, why)) => {
                self.dialog = Some(Dialog::Recipient(RecipientGstin::again(text, generating, why)));
            }
            _ if generating => self.go_on_generating(),
            Some((_, doubt)) => open.say(ResultLine::with_remark(format!("The recipient is {text}."), doubt)),
            None => open.hide_result(),
        }
    }
}
