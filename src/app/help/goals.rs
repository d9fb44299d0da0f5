//! What the palette can lead to, and what of it a text finds.

use crate::app::actions::{ALL, UserAction};
use crate::app::help::others::OtherCommand;
use crate::app::opening::clients;
use crate::app::parts::rail;
use crate::app::requests::{OwnViewRequest, Request, Zoom};
use crate::book::{Field, Scope, Section};
use crate::session::{Place, Session};
use crate::store::kept_view::understood;
use crate::store::{Density, Looks, Store};
use crate::view::{ColumnFilter, Filter};

/// What a line of the palette leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// Something is done.
    Do(UserAction),
    /// Something of one page is done.
    Other(OtherCommand),
    /// A sheet is shown.
    Sheet(Place),
    /// A view of the sheet on the screen is shown.
    View(Box<Filter>),
    /// A view that the user made is shown.
    OwnView(Scope, usize),
    /// The records of the supplier of this record are shown.
    Supplier(Section, u32),
    /// Other colours.
    Looks(Looks),
    /// Other rows.
    Density(Density),
    /// Another size.
    Zoom(Zoom),
    /// Another client is opened: its place in the list of the settings.
    Client(usize),
}

/// A line of the palette.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it leads to.
    pub goal: Goal,
    /// What it is called.
    pub name: String,
    /// What it is, where that is not a command.
    pub kind: &'static str,
    /// Other words under which it is found.
    also: String,
    /// What is explained with it.
    explained: String,
}

impl Line {
    fn new(goal: Goal, name: impl Into<String>, kind: &'static str, also: impl Into<String>) -> Line {
        Line { goal, name: name.into(), kind, also: also.into(), explained: String::new() }
    }

    /// How well a text fits; the least fits best.
    fn rank(&self, text: &str) -> Option<u8> {
        let name = self.name.to_lowercase();
        let all_in = |of: &str| text.split_whitespace().all(|word| of.contains(word));
        match () {
            () if name.starts_with(text) => Some(0),
            () if all_in(&name) => Some(1),
            () if all_in(&format!("{name} {} {}", self.kind, self.also).to_lowercase()) => Some(2),
            () if all_in(&self.explained.to_lowercase()) => Some(3),
            () => None,
        }
    }

    /// The name without the dots that mean a dialog: they would stand before a colon.
    pub fn bare(&self) -> &str {
        self.name.trim_end_matches('…')
    }

    /// Whether it can be gone to now; if not, why.
    pub fn enabled(&self, open: Option<&Session>) -> Result<(), String> {
        match &self.goal {
            Goal::Do(action) => action.enabled(open),
            Goal::Other(command) => command.enabled(open),
            _ => Ok(()),
        }
    }

    /// What goes there.
    pub fn requests(&self, open: Option<&Session>, store: &Store) -> Vec<Request> {
        match &self.goal {
            Goal::Do(action) => vec![Request::Do(*action)],
            Goal::Other(command) => command.request(open).into_iter().collect(),
            Goal::Sheet(place) => vec![Request::Show(*place)],
            Goal::View(filter) => vec![Request::Filter((**filter).clone())],
            Goal::OwnView(scope, at) => {
                vec![Request::Show((*scope).into()), Request::OwnView(OwnViewRequest::Show(*at))]
            }
            Goal::Supplier(section, row) => open.map_or_else(Vec::new, |open| {
                let column = ColumnFilter::same_as(open.book(), *section, *row, Field::Supplier);
                let filter = Filter::default().with_column(Field::Supplier, Some(column));
                vec![Request::FollowLink(Scope::All, filter)]
            }),
            Goal::Looks(looks) => vec![Request::Looks(*looks)],
            Goal::Density(density) => vec![Request::Density(*density)],
            Goal::Zoom(zoom) => vec![Request::Zoom(*zoom)],
            Goal::Client(at) => store.get().recent.get(*at).cloned().map(Request::OpenRecent).into_iter().collect(),
        }
    }
}

/// All commands but the palette itself.
fn commands() -> impl Iterator<Item = Line> {
    let all = ALL.into_iter().filter(|action| *action != UserAction::Commands);
    let all = all.map(|action| Line {
        explained: action.words(),
        ..Line::new(Goal::Do(action), action.name(), "", action.synonyms())
    });
    let others = OtherCommand::ALL.into_iter();
    all.chain(others.map(|command| Line::new(Goal::Other(command), command.name(), "", command.synonyms())))
}

/// The sheets and views of the open book.
fn of_book(open: &Session, store: &Store) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let some = |scope: &Scope| open.view(*scope).counts.all() > 0;
    lines.extend(
        Scope::EACH
            .into_iter()
            .filter(some)
            .map(|scope| Line::new(Goal::Sheet(scope.into()), rail::called(scope), "Sheet", "tab go to")),
    );
    lines.push(Line::new(Goal::Sheet(Place::Suppliers), "Suppliers", "Sheet", "tab go to vendor party pan"));
    let register = Line::new(Goal::Sheet(Place::Register), "Register", "Sheet", "purchase vouchers books tab go to");
    lines.extend(open.has_register().then_some(register));
    lines.extend(
        open.book()
            .others()
            .iter()
            .enumerate()
            .map(|(i, sheet)| Line::new(Goal::Sheet(Place::Other(i)), sheet.title(), "Sheet", "tab go to")),
    );
    if let Some(scope) = open.scope() {
        let views = rail::views(open, scope).into_iter();
        lines.extend(
            views.map(|(name, filter, _)| Line::new(Goal::View(Box::new(filter)), name, "View", "filter show")),
        );
    }
    let own = understood(&store.get().views);
    lines.extend(own.into_iter().map(|view| {
        let name = format!("{} · {}", view.name, view.scope.name());
        Line::new(Goal::OwnView(view.scope, view.at), name, "View", "filter show")
    }));
    lines
}

/// What the settings offer.
fn settings() -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(Looks::ALL.map(|looks| Line::new(Goal::Looks(looks), looks.name(), "Setting", "colours theme mode")));
    lines.extend(Density::ALL.map(|rows| Line::new(Goal::Density(rows), rows.name(), "Setting", "height density")));
    let zooms = [(Zoom::In, "Larger text"), (Zoom::Out, "Smaller text"), (Zoom::Normal, "Normal size of text")];
    lines.extend(zooms.map(|(zoom, name)| Line::new(Goal::Zoom(zoom), name, "Setting", "zoom font")));
    lines
}

/// More suppliers than this are not listed for one text.
const SUPPLIERS: usize = 12;

/// The suppliers with all words of a text in name or GSTIN, each once.
fn suppliers(open: &Session, text: &str) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    if text.chars().count() < 2 {
        return found;
    }
    let has = |known: &str| {
        let known = known.to_lowercase();
        text.split_whitespace().all(|word| known.contains(word))
    };
    let here = open.section();
    let others = Section::ALL.into_iter().filter(|section| Some(*section) != here);
    for section in here.into_iter().chain(others) {
        let sheet = open.book().sheet(section);
        let records = sheet.records();
        for column in [&records.names, &records.suppliers] {
            for (id, _) in (0u32..).zip(column.texts()).filter(|(_, known)| has(known)) {
                if found.len() >= SUPPLIERS {
                    return found;
                }
                let rows = (0..records.len()).filter(|&row| sheet.in_force(row));
                let Some(row) = rows.into_iter().find(|&row| column.ids()[row as usize] == id) else { continue };
                let (name, gstin) = (records.names.get(row), records.suppliers.get(row));
                let words = [name, gstin].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
                if found.iter().all(|line| line.name != words) {
                    found.push(Line::new(Goal::Supplier(section, row), words, "Supplier", "vendor party"));
                }
            }
        }
    }
    found
}

/// The clients that are known.
fn known_clients(store: &Store) -> Vec<Line> {
    let all = clients::all(store).into_iter().enumerate();
    all.map(|(at, client)| {
        let words = [client.title(), client.which()];
        let words = words.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        Line::new(Goal::Client(at), words, "Client", format!("open {}", client.files()))
    })
    .collect()
}

/// The lines that a text finds, those that fit best first. Without a text these are the commands.
pub fn found(text: &str, open: Option<&Session>, store: &Store, covered: bool) -> Vec<Line> {
    let text = text.trim().to_lowercase();
    let mut lines: Vec<Line> = commands().collect();
    if !text.is_empty() {
        lines.extend(open.map(|open| of_book(open, store)).unwrap_or_default());
        lines.extend(settings());
        // Covered clients are opened from their list, where they show initials.
        if !covered {
            lines.extend(known_clients(store));
        }
        lines.extend(open.map(|open| suppliers(open, &text)).unwrap_or_default());
    }
    let mut ranked: Vec<(u8, Line)> = lines.into_iter().filter_map(|line| Some((line.rank(&text)?, line))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, line)| line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        found(text, None, &Store::in_memory(), false).into_iter().map(|line| line.name).collect()
    }

    #[test]
    fn every_command_is_found_first_by_its_name() {
        for action in ALL.into_iter().filter(|action| *action != UserAction::Commands) {
            let found = names(action.name());
            let first = found.iter().find(|name| !name.starts_with(action.name()) || *name == action.name());
            assert_eq!(first.map(String::as_str), Some(action.name()));
        }
        for command in OtherCommand::ALL {
            assert_eq!(names(command.name()).first().map(String::as_str), Some(command.name()));
        }
    }

    #[test]
    fn names_come_before_explanations_and_words_in_any_order_do() {
        assert_eq!(names("reject").first().map(String::as_str), Some("Reject"));
        assert_eq!(names("undecided next").first().map(String::as_str), Some("Next undecided"));
        assert!(names("supplier").contains(&"Remarks…".to_owned()), "its explanation names the supplier");
        assert_eq!(names("no such thing"), Vec::<String>::new());
        assert_eq!(names("  ").len(), ALL.len() - 1 + OtherCommand::ALL.len());
    }

    #[test]
    fn other_words_find_what_people_look_for() {
        for (word, name) in [
            ("export", "Save decisions…"),
            ("excel", "Save decisions…"),
            ("print", "Save decisions…"),
            ("dark", "Dark"),
            ("theme", "Settings…"),
            ("close", "Clients"),
            ("recent", "Clients"),
            ("start", "Clients"),
            ("client", "Clients"),
            ("help", "Help…"),
            ("version", "Version and licences…"),
            ("details", "Details"),
            ("book facts", "Return settings…"),
        ] {
            assert!(names(word).contains(&name.to_owned()), "{word}: {:?}", names(word));
        }
    }
}
