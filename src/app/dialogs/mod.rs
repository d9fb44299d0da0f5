//! The dialogs. Each draws itself over the waiting window and says what the user asks for; none changes the book.

use super::theme;
pub use crate::app::deciding::copies::Copies;
use crate::app::deciding::credit_notes::CreditNotes;
pub use crate::app::deciding::itc::ReduceItc;
pub use crate::app::deciding::paste::{Paste, PasteText};
pub use crate::app::deciding::questions::Questions;
pub use crate::app::deciding::remarks::{NoteText, RemarksText};
pub use crate::app::export::ask::{AskExport, ExportKind};
pub use crate::app::export::written::ExportWritten;
pub use crate::app::frame::message::Message;
pub use crate::app::frame::scene::Scene;
use crate::app::frame::{confirm, foot};
pub use crate::app::help::palette::Palette;
pub use crate::app::help::topics::Help;
use crate::app::many::list;
pub use crate::app::many::{ArriveMany, GenerateMany, ManyDone, WhoseRegister};
pub use crate::app::matched::really_books::ReallyBooks;
pub use crate::app::matched::settings::ChooseMatching;
pub use crate::app::newer::bring::{BringNewer, EarlierWork};
pub use crate::app::newer::take_up::TakeUp;
pub use crate::app::opening::client_search::ClientSearch;
use crate::app::opening::client_search::Covered;
pub use crate::app::opening::open_files::OpenFiles;
pub use crate::app::refused::ask::AttachErrors;
pub use crate::app::register::ask::AskRegister;
pub use crate::app::register::confirm::ConfirmRegister;
pub use crate::app::register::remove::RemoveRegister;
pub use crate::app::register::suppliers::SaveForSuppliers;
use crate::app::requests::Requests;
pub use crate::app::settings::choose::ChooseSettings;
pub use crate::app::settings::facts::BookFacts;
pub use crate::app::settings::keep::{KeepElsewhere, Uploads};
pub use crate::app::suppliers::SupplierDialog;
pub use crate::app::tables::ask::{LoadTable, SaveTable};
pub use crate::app::upload::generate::GenerateFile;
pub use crate::app::upload::recipient::{DoubtfulUpload, RecipientGstin};
pub use crate::app::upload::review::ReviewUpload;
pub use crate::app::upload::unwritten::{DiscardAll, Unwritten};
pub use crate::app::upload::written::WrittenUpload;
pub use crate::app::views::choose_column::{ChooseColumn, ColumnFor};
pub use crate::app::views::go_to::{GoTo, SelectList};
pub use crate::app::views::name_view::NameView;
use crate::session::Session;
use crate::session::deciding::decide::Decide;
use crate::session::deciding::unanswered::Unanswered;
use crate::session::export::TakenBack;
use crate::session::files::tables::LoadedTable;
use egui::Ui;

/// The dialog that is open.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // see the types
pub enum Dialog {
    Open(OpenFiles),
    Attach(AttachErrors),
    BringNewer(Box<BringNewer>),
    EarlierWork(EarlierWork),
    TakeUp(TakeUp),
    Message(Message),
    Remarks(RemarksText),
    Note(NoteText),
    ReduceItc(Box<ReduceItc>),
    CreditNotes(Box<CreditNotes>),
    /// The questions, and the dialog in which the change was typed.
    Questions(Questions, Option<Box<Dialog>>),
    Copies(Copies),
    Suppliers(Box<SupplierDialog>),
    BookFacts(BookFacts),
    ClientSearch(Box<ClientSearch>),
    MatchSettings(Box<ChooseMatching>),
    ReallyBooks(ReallyBooks),
    Recipient(RecipientGstin),
    DoubtfulUpload(DoubtfulUpload),
    Review(Box<ReviewUpload>),
    Generate(GenerateFile),
    Written(WrittenUpload),
    SaveTable(SaveTable),
    LoadTable(LoadTable),
    LoadedTable(LoadedTable),
    Paste(Paste),
    Unwritten(Unwritten),
    DiscardAll(DiscardAll),
    Settings(ChooseSettings),
    Help(Help),
    Palette(Palette),
    GoTo(GoTo),
    SelectList(SelectList),
    ChooseColumn(ChooseColumn),
    NameView(NameView),
    KeepElsewhere(KeepElsewhere),
    Uploads(Uploads),
    AskRegister(AskRegister),
    ConfirmRegister(ConfirmRegister),
    RemoveRegister(RemoveRegister),
    SaveForSuppliers(SaveForSuppliers),
    ArriveMany(ArriveMany),
    GenerateMany(GenerateMany),
    ManyDone(ManyDone),
    WhoseRegister(WhoseRegister),
    Export(AskExport),
    ExportWritten(ExportWritten),
    TakenBack(Box<TakenBack>),
}

impl Dialog {
    /// The question about credit notes that are accepted without an answer; of one alone the answer itself is asked.
    pub fn of_notes(open: &Session, wanted: Decide, missing: Unanswered) -> Dialog {
        match wanted.only_record() {
            Some(_) => Dialog::ReduceItc(Box::new(ReduceItc::new(open, wanted))),
            None => Dialog::CreditNotes(Box::new(CreditNotes::new(open, wanted, missing))),
        }
    }

    /// Draws the dialog. False when it is to be closed.
    pub fn show(&mut self, ui: &Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let (id, mut width) = self.frame();
        let window = ui.ctx().content_rect().width();
        match self {
            Dialog::Review(_) => width = ReviewUpload::width(window),
            Dialog::ConfirmRegister(_) => width = ConfirmRegister::width(window),
            Dialog::ArriveMany(_) | Dialog::GenerateMany(_) | Dialog::ManyDone(_) => width = list::width(window),
            _ => {}
        }
        let mut stays = true;
        let shown = theme::dialog(ui, id, width, |ui| {
            let large = matches!(self, Dialog::Review(_) | Dialog::ConfirmRegister(_));
            let large = large || matches!(self, Dialog::ArriveMany(_) | Dialog::GenerateMany(_) | Dialog::ManyDone(_));
            let around = match self {
                Dialog::ConfirmRegister(_) => ConfirmRegister::AROUND,
                _ if large => 64.0,
                _ => 120.0,
            };
            let most = ui.ctx().content_rect().height() - around;
            confirm::begin(ui.ctx());
            foot::scrolls_above(ui, egui::Id::unique(id), most, |ui| stays = self.contents(ui, scene, out));
            confirm::end(ui.ctx());
        });
        // A slip of the mouse must not lose what was typed: only Esc and the buttons close.
        stays && (shown.backdrop_response.clicked() || !shown.should_close())
    }

    /// Whether the program asks or tells this by itself. Others are opened by the user, who knows what the next keys are for.
    pub fn is_raised(&self) -> bool {
        match self {
            Dialog::Attach(_)
            | Dialog::BringNewer(_)
            | Dialog::EarlierWork(_)
            | Dialog::TakeUp(_)
            | Dialog::Message(_)
            | Dialog::CreditNotes(_)
            | Dialog::Questions(..)
            | Dialog::Suppliers(_)
            | Dialog::Recipient(_)
            | Dialog::ReallyBooks(_)
            | Dialog::DoubtfulUpload(_)
            | Dialog::Generate(_)
            | Dialog::Written(_)
            | Dialog::LoadedTable(_)
            | Dialog::ExportWritten(_)
            | Dialog::TakenBack(_)
            | Dialog::ConfirmRegister(_)
            | Dialog::Unwritten(_)
            | Dialog::ArriveMany(_)
            | Dialog::GenerateMany(_)
            | Dialog::ManyDone(_)
            | Dialog::WhoseRegister(_)
            | Dialog::DiscardAll(_)
            | Dialog::Paste(Paste::Texts(_) | Paste::Preview(_)) => true,
            Dialog::Open(_)
            | Dialog::Remarks(_)
            | Dialog::Note(_)
            | Dialog::ReduceItc(_)
            | Dialog::Copies(_)
            | Dialog::BookFacts(_)
            | Dialog::ClientSearch(_)
            | Dialog::MatchSettings(_)
            | Dialog::Review(_)
            | Dialog::SaveTable(_)
            | Dialog::LoadTable(_)
            | Dialog::Paste(Paste::Text(_))
            | Dialog::Settings(_)
            | Dialog::Help(_)
            | Dialog::Palette(_)
            | Dialog::GoTo(_)
            | Dialog::SelectList(_)
            | Dialog::ChooseColumn(_)
            | Dialog::NameView(_)
            | Dialog::KeepElsewhere(_)
            | Dialog::AskRegister(_)
            | Dialog::RemoveRegister(_)
            | Dialog::SaveForSuppliers(_)
            | Dialog::Export(_)
            | Dialog::Uploads(_) => false,
        }
    }

    fn contents(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        match self {
            Dialog::Open(d) => d.show(ui, scene, out),
            Dialog::Attach(d) => d.show(ui, out),
            Dialog::BringNewer(d) => d.show(ui, out),
            Dialog::EarlierWork(d) => d.show(ui, out),
            Dialog::TakeUp(d) => d.show(ui, out),
            Dialog::Message(d) => d.show(ui, scene.covered, out),
            Dialog::Remarks(d) => d.show(ui, scene, out),
            Dialog::Note(d) => d.show(ui, out),
            Dialog::ReduceItc(d) => d.show(ui, scene, out),
            Dialog::CreditNotes(d) => d.show(ui, scene, out),
            Dialog::Questions(d, from) => d.show(ui, from.is_some(), out),
            Dialog::Copies(d) => d.show(ui, out),
            Dialog::Suppliers(d) => d.show(ui, scene, out),
            Dialog::BookFacts(d) => d.show(ui, scene.covered, out),
            Dialog::ClientSearch(d) => d.show(ui, Covered::of(scene), out),
            Dialog::MatchSettings(d) => d.show(ui, scene, out),
            Dialog::ReallyBooks(d) => d.show(ui, out),
            Dialog::Recipient(d) => d.show(ui, out),
            Dialog::DoubtfulUpload(d) => d.show(ui, out),
            Dialog::Review(d) => d.show(ui, scene, out),
            Dialog::Generate(d) => d.show(ui, scene, out),
            Dialog::Written(d) => d.show(ui, scene, out),
            Dialog::SaveTable(d) => d.show(ui, scene, out),
            Dialog::LoadTable(d) => d.show(ui, scene, out),
            Dialog::LoadedTable(d) => d.show(ui, out),
            Dialog::Paste(d) => d.show(ui, out),
            Dialog::Unwritten(d) => d.show(ui, out),
            Dialog::DiscardAll(d) => d.show(ui, scene, out),
            Dialog::Settings(d) => d.show(ui, scene, out),
            Dialog::Help(d) => d.show(ui),
            Dialog::Palette(d) => d.show(ui, scene, out),
            Dialog::GoTo(d) => d.show(ui, out),
            Dialog::SelectList(d) => d.show(ui, out),
            Dialog::ChooseColumn(d) => d.show(ui, scene, out),
            Dialog::NameView(d) => d.show(ui, scene, out),
            Dialog::KeepElsewhere(d) => d.show(ui, scene, out),
            Dialog::Uploads(d) => d.show(ui, scene, out),
            Dialog::AskRegister(d) => d.show(ui, scene, out),
            Dialog::ConfirmRegister(d) => d.show(ui, out),
            Dialog::RemoveRegister(d) => d.show(ui, out),
            Dialog::SaveForSuppliers(d) => d.show(ui, scene, out),
            Dialog::ArriveMany(d) => d.show(ui, scene, out),
            Dialog::GenerateMany(d) => d.show(ui, scene, out),
            Dialog::ManyDone(d) => d.show(ui, scene, out),
            Dialog::WhoseRegister(d) => d.show(ui, scene.covered, out),
            Dialog::Export(d) => d.show(ui, scene, out),
            Dialog::ExportWritten(d) => d.show(ui, scene.covered, out),
            Dialog::TakenBack(d) => d.show(ui, out),
        }
    }

    /// The name egui knows it by, and its width.
    fn frame(&self) -> (&'static str, f32) {
        match self {
            Dialog::Open(_) => ("dialog open", 560.0),
            Dialog::Attach(_) => ("dialog attach", 560.0),
            Dialog::BringNewer(_) => ("dialog newer", 640.0),
            Dialog::TakeUp(_) => ("dialog take up", 560.0),
            Dialog::EarlierWork(_) => ("dialog earlier work", 560.0),
            Dialog::Message(_) => ("dialog message", 560.0),
            Dialog::Remarks(_) => ("dialog remarks", 520.0),
            Dialog::Note(_) => ("dialog note", 520.0),
            Dialog::ReduceItc(_) => ("dialog reduce itc", 560.0),
            Dialog::CreditNotes(_) => ("dialog credit notes", 560.0),
            Dialog::Questions(..) => ("dialog questions", 560.0),
            Dialog::Copies(_) => ("dialog copies", 760.0),
            Dialog::Suppliers(_) => ("dialog suppliers", 560.0),
            Dialog::BookFacts(_) => ("dialog return settings", 520.0),
            Dialog::ClientSearch(_) => ("client search", 760.0),
            Dialog::MatchSettings(_) => ("dialog match settings", 520.0),
            Dialog::ReallyBooks(_) => ("dialog really books", 480.0),
            Dialog::Recipient(_) => ("dialog recipient", 480.0),
            Dialog::DoubtfulUpload(_) => ("dialog doubtful recipient", 480.0),
            Dialog::Review(_) => ("dialog review", 900.0),
            Dialog::Generate(_) => ("dialog generate", 600.0),
            Dialog::Written(_) => ("dialog written", 600.0),
            Dialog::SaveTable(_) => ("dialog save table", 600.0),
            Dialog::LoadTable(_) => ("dialog load table", 600.0),
            Dialog::LoadedTable(_) => ("dialog loaded table", 640.0),
            Dialog::Paste(_) => ("dialog paste", 680.0),
            Dialog::Unwritten(_) => ("dialog unwritten", 640.0),
            Dialog::DiscardAll(_) => ("dialog discard all", 520.0),
            Dialog::Settings(_) => ("dialog settings", 480.0),
            Dialog::Help(_) => ("dialog help", 1000.0),
            Dialog::Palette(_) => ("dialog palette", 620.0),
            Dialog::GoTo(_) => ("dialog go to", 420.0),
            Dialog::SelectList(_) => ("dialog select list", 480.0),
            Dialog::ChooseColumn(_) => ("dialog choose column", 420.0),
            Dialog::NameView(_) => ("dialog name view", 420.0),
            Dialog::KeepElsewhere(_) => ("dialog keep elsewhere", 560.0),
            Dialog::Uploads(_) => ("dialog uploads", 640.0),
            Dialog::AskRegister(_) => ("dialog ask register", 600.0),
            Dialog::ConfirmRegister(_) => ("dialog confirm register", 1200.0),
            Dialog::RemoveRegister(_) => ("dialog remove register", 560.0),
            Dialog::SaveForSuppliers(_) => ("dialog suppliers", 600.0),
            Dialog::ArriveMany(_) => ("dialog many files", 1000.0),
            Dialog::GenerateMany(_) => ("dialog many uploads", 1000.0),
            Dialog::ManyDone(_) => ("dialog many done", 1000.0),
            Dialog::WhoseRegister(_) => ("dialog whose register", 560.0),
            Dialog::Export(_) => ("dialog export", 600.0),
            Dialog::ExportWritten(_) => ("dialog export written", 600.0),
            Dialog::TakenBack(_) => ("dialog workbook", 680.0),
        }
    }

    /// The dialog in which a change was typed: this one, or the one that led to this question.
    pub fn typed(&self) -> Option<&Dialog> {
        match self {
            Dialog::Questions(_, from) => from.as_deref(),
            Dialog::Remarks(_) | Dialog::Note(_) | Dialog::ReduceItc(_) | Dialog::CreditNotes(_) => Some(self),
            _ => None,
        }
    }

    /// Takes a path that was picked in the system's dialog.
    pub fn picked(&mut self, path: &std::path::Path) {
        match self {
            Dialog::Generate(d) => d.path.set(path),
            Dialog::SaveTable(d) => d.path.set(path),
            Dialog::LoadTable(d) => d.path.set(path),
            Dialog::KeepElsewhere(d) => d.path.set(path),
            Dialog::SaveForSuppliers(d) => d.path.set(path),
            Dialog::GenerateMany(d) => d.path.set(path),
            Dialog::ManyDone(d) => d.path.set(path),
            Dialog::Export(d) => d.path.set(path),
            _ => {}
        }
    }

    /// Whether it asks for such a file or folder, that is there.
    pub fn takes(&self, path: &std::path::Path) -> bool {
        match self {
            Dialog::LoadTable(_) => path.is_file(),
            Dialog::KeepElsewhere(_) | Dialog::SaveForSuppliers(_) | Dialog::GenerateMany(_) => path.is_dir(),
            _ => false,
        }
    }

    /// Shows why what was asked for in it cannot be.
    pub fn refuse(&mut self, why: String) {
        match self {
            Dialog::Remarks(d) => d.refused = Some(why),
            Dialog::Note(d) => d.refused = Some(why),
            Dialog::ReduceItc(d) => d.refused = Some(why),
            Dialog::CreditNotes(d) => d.refused = Some(why),
            Dialog::Generate(d) => d.refused = Some(why),
            Dialog::SaveTable(d) => d.refused = Some(why),
            Dialog::LoadTable(d) => d.refused = Some(why),
            Dialog::Paste(Paste::Text(d)) => d.refused = Some(why),
            Dialog::Recipient(d) => d.refused = Some(why),
            Dialog::GoTo(d) => d.refused = Some(why),
            Dialog::KeepElsewhere(d) => d.refused = Some(why),
            Dialog::SaveForSuppliers(d) => d.refused = Some(why),
            Dialog::ArriveMany(d) => d.refused = Some(why),
            Dialog::GenerateMany(d) => d.refused = Some(why),
            Dialog::ManyDone(d) => d.refused = Some(why),
            Dialog::Export(d) => d.refused = Some(why),
            _ => {}
        }
    }
}
