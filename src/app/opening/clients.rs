//! The downloads that were opened last, by the names of their clients: for the palette.

use crate::store::{Recent, Store};

/// A download that can be opened.
pub struct RecentClient<'a> {
    /// Its files and where it is kept.
    pub recent: &'a Recent,
    /// What the user calls it; often nothing.
    pub name: &'a str,
}

impl RecentClient<'_> {
    /// The names of its files.
    pub fn files(&self) -> String {
        self.recent.paths.iter().map(|path| name_of(path)).collect::<Vec<_>>().join(", ")
    }

    /// What comes first on its line: its name, else its GSTIN, else its files.
    pub fn title(&self) -> String {
        match (&self.recent.gstin, self.name) {
            (Some(gstin), "") => gstin.clone(),
            (None, "") => self.files(),
            (_, name) => name.to_owned(),
        }
    }

    /// GSTIN and period, as far as they are not in the title.
    pub fn which(&self) -> String {
        let gstin = self.recent.gstin.as_deref().filter(|_| !self.name.is_empty());
        let period = Some(self.recent.period.as_str()).filter(|period| !period.is_empty());
        gstin.into_iter().chain(period).collect::<Vec<_>>().join(" · ")
    }
}

/// Those of the settings, the last one first.
pub fn all(store: &Store) -> Vec<RecentClient<'_>> {
    let settings = store.get();
    let name = |recent: &Recent| {
        recent.gstin.as_ref().and_then(|gstin| settings.books.get(gstin)).map_or("", |book| book.name.as_str())
    };
    settings.recent.iter().map(|recent| RecentClient { recent, name: name(recent) }).collect()
}

fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_is_called_by_the_name_of_its_client() {
        let recent = Recent {
            paths: vec!["/in/october.json".into()],
            gstin: Some("27AAAAA0000A1Z2".into()),
            period: "October 2026".into(),
            ..Recent::default()
        };
        let client = RecentClient { recent: &recent, name: "Aarav Steel" };
        assert_eq!((client.title(), client.which()), ("Aarav Steel".into(), "27AAAAA0000A1Z2 · October 2026".into()));
        assert_eq!(RecentClient { recent: &recent, name: "" }.title(), "27AAAAA0000A1Z2");
    }
}
