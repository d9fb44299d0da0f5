//! What xlsx and xlsb have in common: which part is the workbook, and which parts it refers to.

use std::collections::HashMap;

use super::package::Package;
use super::refused::Refused;
use super::xml::{Token, Xml};
use crate::work::Progress;

/// Where a part refers to others.
#[derive(Default)]
pub(super) struct Relations(Vec<Relation>);

struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl Relations {
    /// Those of a part; `""` is the package itself.
    pub fn of(package: &mut Package<'_>, part: &str, progress: &Progress) -> Result<Relations, Refused> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let list = format!("{folder}/_rels/{name}.rels");
        let mut found = Relations::default();
        let Some(bytes) = package.part(&list, progress)? else { return Ok(found) };
        let mut source = Some(bytes);
        let mut xml = Xml::new(&mut source);
        while let Some(token) = xml.next()? {
            let Token::Open(mark) = token else { continue };
            if mark.name != b"Relationship" || mark.get("TargetMode").is_some_and(|mode| mode == "External") {
                continue;
            }
            let get = |name| mark.get(name).unwrap_or_default().into_owned();
            // `…/relationships/worksheet`: standards differ in what is before it.
            let kind = get("Type").rsplit('/').next().unwrap_or_default().to_owned();
            found.0.push(Relation { id: get("Id"), kind, target: resolved(folder, &get("Target")) });
        }
        Ok(found)
    }

    /// The first part of a kind.
    pub fn first(&self, kind: &str) -> Option<&str> {
        self.0.iter().find(|relation| relation.kind == kind).map(|relation| &*relation.target)
    }

    /// Parts of a kind, by what they are called.
    pub fn all(&self, kind: &str) -> HashMap<&str, &str> {
        let all = self.0.iter().filter(|relation| relation.kind == kind);
        all.map(|relation| (&*relation.id, &*relation.target)).collect()
    }
}

/// A target as seen from a folder: `../a/b` and `/a/b` too.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => _ = parts.pop(),
            "." | "" => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// The part that is the workbook; none if there is none.
pub(super) fn workbook(package: &mut Package<'_>, progress: &Progress) -> Result<Option<String>, Refused> {
    // A list that cannot be read does not hide a workbook where all have it.
    let named = Relations::of(package, "", progress);
    let named = match named {
        Ok(relations) => relations.first("officeDocument").map(str::to_owned),
        Err(stopped) if progress.cancelled() => return Err(stopped),
        Err(_) => None,
    };
    let usual = ["xl/workbook.xml", "xl/workbook.bin"].map(str::to_owned);
    let is_workbook = |name: &String| !name.starts_with("word/") && !name.starts_with("ppt/");
    Ok(named.into_iter().filter(is_workbook).chain(usual).find(|name| package.has(name)))
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets_are_seen_from_their_folder() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/a.xml"), "xl/a.xml");
        assert_eq!(resolved("xl/b", "../../../c.xml"), "c.xml");
        assert_eq!(resolved("", ".\\xl\\workbook.xml"), "xl/workbook.xml");
    }
}
