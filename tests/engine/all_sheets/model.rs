//! The plain model: lists and sets of records, each sheet by itself, a command a sheet.

use std::collections::BTreeSet;

use ims_desk::book::{Action, Amount, Book, Field, Section};
use ims_desk::edit::{Change, Command, Log, Step, plan};
use ims_desk::rules::Findings;
use ims_desk::view::{self, Filter, SortKey};
use roaring::RoaringBitmap;

use super::{Rec, today};

/// The same without numbers, without commands over several sheets, without a table of all: lists and sets of records.
pub struct Model {
    pub book: Book,
    log: Log,
    /// How many commands each step of the other was; those that are undone.
    steps: Vec<usize>,
    undone: Vec<usize>,
    pub filter: Filter,
    /// The records of `filter.only`.
    pub only: Option<BTreeSet<Rec>>,
    pub sort: Vec<SortKey>,
    pub view: Vec<Rec>,
    pub selected: BTreeSet<Rec>,
    pub focus: Option<Rec>,
    anchor: Option<Rec>,
    /// The last record was taken out of the selection, or left the view.
    emptied: bool,
    /// The marked record that was decided: it stays in the view until the mark leaves it.
    stays: Option<Rec>,
}

impl Model {
    pub fn new(book: Book) -> Model {
        let mut model = Model {
            book,
            log: Log::default(),
            steps: Vec::new(),
            undone: Vec::new(),
            filter: Filter::default(),
            only: None,
            sort: Vec::new(),
            view: Vec::new(),
            selected: BTreeSet::new(),
            focus: None,
            anchor: None,
            emptied: false,
            stays: None,
        };
        model.view = model.rows();
        model.focus = model.view.first().copied();
        model
    }

    /// Each sheet filtered by itself, one behind the other, and sorted by comparing.
    fn rows(&self) -> Vec<Rec> {
        let findings = Findings::of(&self.book, today());
        let mut rows: Vec<Rec> = Vec::new();
        for section in Section::ALL {
            let mut filter = self.filter.clone();
            filter.only = self.only.as_ref().map(|only| {
                let own = only.iter().filter(|(of, _)| *of == section);
                ("some".to_owned(), own.map(|(_, row)| *row).collect())
            });
            if let Some(sheets) = filter.columns.remove(&Field::Sheet)
                && !sheets.passes(section.sheet_name())
            {
                continue;
            }
            rows.extend(view::rows(&self.book, &findings, section, &filter, &[]).into_iter().map(|row| (section, row)));
        }
        for key in self.sort.iter().rev() {
            let of = |rec: &Rec| self.sorts_by(*rec, key.field);
            rows.sort_by(|a, b| if key.descending { of(b).cmp(&of(a)) } else { of(a).cmp(&of(b)) });
        }
        rows
    }

    /// A text or a number by which a record is sorted.
    fn sorts_by(&self, (section, row): Rec, field: Field) -> (String, i64) {
        let sheet = self.book.sheet(section);
        let records = sheet.records();
        let numbered = |text: &str| {
            let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
            (letters.to_owned(), text[letters.len()..].parse().unwrap_or(-1))
        };
        let number = |number: i64| (String::new(), number);
        match field {
            Field::Sheet => number(section as i64),
            Field::Action => number(sheet.actions()[row as usize] as i64),
            Field::Value => number(records.amount(row, Amount::Value)),
            Field::Tax => number(records.heads(row).iter().sum()),
            Field::Number => numbered(records.numbers.folded(row)),
            Field::OriginalNumber => numbered(records.original_numbers.folded(row)),
            Field::Name => (records.names.get(row).to_lowercase(), 0),
            Field::Supplier => (records.suppliers.get(row).to_owned(), 0),
            Field::Day => number(records.days[row as usize].0.into()),
            Field::Answer => number(self.book.answers().get(sheet.answers()[row as usize]).kind as i64),
            Field::Remarks => (self.book.text(sheet.remarks()[row as usize]).to_lowercase(), 0),
            _ => panic!("{field:?} is not sorted by here"),
        }
    }

    pub fn filtered(&mut self) {
        self.stays = None;
        self.view = self.rows();
    }

    /// A link begins on the first record, where the focused one is not shown.
    pub fn linked(&mut self) {
        self.filtered();
        if self.focus.is_none_or(|rec| !self.view.contains(&rec)) {
            (self.selected, self.focus, self.anchor) = (BTreeSet::new(), self.view.first().copied(), None);
            self.emptied = false;
        }
    }

    pub fn select(&mut self, what: Pick, nth: usize) {
        let rec = self.view.get(nth % self.view.len().max(1)).copied();
        match (what, rec) {
            (Pick::Row, Some(rec)) => {
                (self.selected, self.focus, self.anchor) = (BTreeSet::from([rec]), Some(rec), Some(rec));
                self.emptied = false;
            }
            (Pick::Also, Some(rec)) => {
                (self.focus, self.anchor) = (Some(rec), Some(rec));
                if !self.selected.remove(&rec) {
                    self.selected.insert(rec);
                }
                self.emptied = self.selected.is_empty();
            }
            (Pick::UpTo, Some(rec)) => {
                let place = |rec: Rec| self.view.iter().position(|other| *other == rec);
                let to = place(rec).unwrap();
                let from = self.anchor.or(self.focus).and_then(place).unwrap_or(to);
                self.selected = self.view[from.min(to)..=from.max(to)].iter().copied().collect();
                (self.focus, self.anchor) = (Some(rec), Some(self.view[from]));
            }
            (Pick::All, _) => self.selected = self.view.iter().copied().collect(),
            (Pick::AllOrNone, _) => {
                let view: BTreeSet<Rec> = self.view.iter().copied().collect();
                match view.is_subset(&self.selected) {
                    true => self.selected.retain(|rec| !view.contains(rec)),
                    false => self.selected.extend(view),
                }
                self.emptied = self.selected.is_empty();
            }
            (Pick::TheOthers, _) => {
                self.selected = self.view.iter().copied().filter(|rec| !self.selected.contains(rec)).collect();
                self.emptied = self.selected.is_empty();
            }
            (Pick::Nothing, _) => {
                self.selected.clear();
                self.anchor = self.focus;
                self.emptied = true;
            }
            (_, None) => {}
        }
        self.let_go();
    }

    /// Whether no record but the focused one is selected.
    fn is_alone(&self) -> bool {
        self.selected.iter().all(|&rec| self.focus == Some(rec))
    }

    /// What an action is for, sheet by sheet.
    pub fn targets(&self) -> Vec<(Section, RoaringBitmap)> {
        let shown = |rec: &&Rec| self.view.contains(rec);
        let mut targets: Vec<Rec> = self.selected.iter().filter(shown).copied().collect();
        if self.selected.is_empty() && !self.emptied {
            targets.extend(self.focus.iter().filter(shown));
        }
        let of = |section: Section| targets.iter().filter(|(of, _)| *of == section).map(|(_, row)| *row).collect();
        let sheets = Section::ALL.map(|section| (section, of(section))).into_iter();
        sheets.filter(|(_, rows): &(_, RoaringBitmap)| !rows.is_empty()).collect()
    }

    /// Carries commands out, one a sheet, and what comes of that for view and selection.
    fn carry_out(&mut self, commands: Vec<Command>) {
        if commands.is_empty() {
            return;
        }
        self.steps.push(commands.len());
        self.undone.clear();
        let mut touched = BTreeSet::new();
        for command in commands {
            self.log.apply(&mut self.book, command);
            touched.extend(self.log.steps().last().into_iter().flat_map(records));
        }
        self.decided(&touched);
    }

    /// A change for the targets; gives the records that may not have it.
    pub fn decide(&mut self, change: &Change) -> BTreeSet<Rec> {
        let (mut refused, mut commands, chosen) = (BTreeSet::new(), Vec::new(), self.chosen_no_action());
        for (section, rows) in self.targets() {
            let mut plan = plan(&self.book, section, &rows, change, today());
            if change.action == Some(Action::NoAction) {
                let refused: BTreeSet<u32> = plan.refused.iter().map(|refused| refused.row).collect();
                let sheet = self.book.sheet(section);
                // Where the portal has no action either, and nothing was chosen, it is a decision of its own.
                let keeps = |row: &u32| {
                    let none = sheet.actions()[*row as usize] == Action::NoAction;
                    none && sheet.baseline(*row).action == Action::NoAction && !chosen.contains(&(section, *row))
                };
                let able = |row: &u32| !sheet.records().read_only(*row) && !sheet.has_rivals(*row);
                plan.allowed.extend(rows.iter().filter(|row| !refused.contains(row) && able(row) && keeps(row)));
            }
            refused.extend(plan.refused.iter().map(|refused| (section, refused.row)));
            if !plan.allowed.is_empty() {
                commands.push(Command::decide(section, plan.allowed, change.clone()));
            }
        }
        self.carry_out(commands);
        refused
    }

    /// The records that were set to No action last, by the steps in force.
    fn chosen_no_action(&self) -> BTreeSet<Rec> {
        let mut chosen = BTreeSet::new();
        for step in &self.log.steps()[..self.log.in_force()] {
            let action = match &step.command {
                Command::Decide { change: Change { action: Some(action), .. }, .. } => Some(*action),
                Command::Restore { .. } => None,
                _ => continue,
            };
            for (section, rows) in step.command.rows() {
                for rec in rows.iter().map(|row| (section, row)) {
                    if action == Some(Action::NoAction) {
                        chosen.insert(rec)
                    } else {
                        chosen.remove(&rec)
                    };
                }
            }
        }
        chosen
    }

    pub fn restore(&mut self) {
        let (mut commands, chosen) = (Vec::new(), self.chosen_no_action());
        for (section, rows) in self.targets() {
            let sheet = self.book.sheet(section);
            let kept = |row: u32| chosen.contains(&(section, row)) && sheet.actions()[row as usize] == Action::NoAction;
            let differs = |row: &u32| !sheet.decision(*row).same_saying(sheet.baseline(*row)) || kept(*row);
            let rows: RoaringBitmap = rows.iter().filter(differs).collect();
            if !rows.is_empty() {
                commands.push(Command::Restore { rows: vec![(section, rows)] });
            }
        }
        self.carry_out(commands);
    }

    pub fn turn(&mut self, back: bool) {
        let (from, to) = if back { (&mut self.steps, &mut self.undone) } else { (&mut self.undone, &mut self.steps) };
        let Some(count) = from.pop() else { return };
        to.push(count);
        let mut touched = BTreeSet::new();
        for _ in 0..count {
            let step = if back { self.log.undo(&mut self.book) } else { self.log.redo(&mut self.book) };
            touched.extend(step.into_iter().flat_map(records));
        }
        self.decided(&touched);
        self.go_to_first_of(&touched);
    }

    /// The first record in view that was touched has the focus, unless several others are selected; a single other one is no longer.
    fn go_to_first_of(&mut self, touched: &BTreeSet<Rec>) {
        let shown: Vec<Rec> = self.view.iter().copied().filter(|rec| touched.contains(rec)).collect();
        let Some(&first) = shown.first() else { return };
        let others = !self.selected.is_empty() && shown.iter().any(|rec| !self.selected.contains(rec));
        if others && self.selected.len() > 1 {
            return;
        }
        self.focus = Some(first);
        if others {
            (self.selected, self.anchor, self.emptied) = (BTreeSet::from([first]), Some(first), false);
        }
        self.let_go();
    }

    /// A record that stayed goes once the mark left it.
    fn let_go(&mut self) {
        if self.stays.is_some() && !(self.focus == self.stays && self.is_alone()) {
            self.changed();
        }
    }

    /// A single marked record stays; else the rows are found again.
    fn decided(&mut self, touched: &BTreeSet<Rec>) {
        let marked = self.focus.filter(|rec| self.view.contains(rec));
        if marked.is_some_and(|rec| *touched == BTreeSet::from([rec])) && self.is_alone() {
            self.stays = marked;
        } else {
            self.changed();
        }
    }

    /// Rows that leave the view are no longer selected; the next one has the focus.
    fn changed(&mut self) {
        self.stays = None;
        let before = std::mem::take(&mut self.view);
        self.view = self.rows();
        let left = |rec: &Rec| before.contains(rec) && !self.view.contains(rec);
        self.selected.retain(|rec| !left(rec));
        if let Some(focus) = self.focus.filter(left) {
            let place = before.iter().position(|rec| *rec == focus).unwrap();
            let nearest = || before[place..].iter().chain(before[..place].iter().rev()).filter(|rec| !left(rec));
            self.focus = nearest().find(|rec| self.selected.contains(rec)).or_else(|| nearest().next()).copied();
            self.anchor = self.focus;
            self.emptied |= self.selected.is_empty();
        }
    }
}

/// The records that a step touched.
fn records(step: &Step) -> Vec<Rec> {
    let sheets = step.effect.sheets.iter();
    sheets.flat_map(|sheet| sheet.rows.iter().map(|row| (sheet.section, row))).collect()
}

/// What is selected.
#[derive(Clone, Copy, Debug)]
pub enum Pick {
    Row,
    Also,
    UpTo,
    All,
    AllOrNone,
    TheOthers,
    Nothing,
}
