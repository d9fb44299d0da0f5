//! JSON as serde_json reads it. Nothing here knows how the program reads, so that the two can be compared. Values stay as
//! they are written: `1000.10` is not `1000.1`.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an object in their order, those of one name each: name and value as written. None: it is no object.
pub fn members(text: &str) -> Option<Vec<(String, &str)>> {
    serde_json::from_str::<Members<'_>>(text).ok().map(|members| members.0)
}

/// The elements of a list as written. None: it is no list.
pub fn elements(text: &str) -> Option<Vec<&str>> {
    let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    Some(elements.into_iter().map(RawValue::get).collect())
}

/// What a text says. None: it is no text.
pub fn text(raw: &str) -> Option<String> {
    serde_json::from_str(raw).ok()
}

/// The value of a member, as written.
pub fn get<'a>(members: &[(String, &'a str)], name: &str) -> Option<&'a str> {
    members.iter().find(|member| member.0 == name).map(|member| member.1)
}

/// The names of the portal's sections that can be decided on, as the rules of the domain list them, with the other names
/// under which they are read.
pub const SECTIONS: [[&str; 2]; 8] = [
    ["b2b", "b2b"],
    ["b2ba", "b2ba"],
    ["b2bdn", "dn"],
    ["b2bdna", "dna"],
    ["b2bcn", "cn"],
    ["b2bcna", "cna"],
    ["ecom", "eco"],
    ["ecoma", "ecoa"],
];

/// The records of a download, section by section, as written. None: it has a shape in which this reader does not look for
/// them.
pub fn records(download: &str) -> Option<[Vec<&str>; 8]> {
    let mut found: [Vec<&str>; 8] = Default::default();
    gather(download, &mut found, 0)?;
    Some(found)
}

fn gather<'a>(object: &'a str, found: &mut [Vec<&'a str>; 8], depth: u32) -> Option<()> {
    for (name, value) in members(object)? {
        let plain = name.to_ascii_lowercase().replace(['_', '-', ' '], "");
        match plain.as_str() {
            "imsdetails" | "data" if value.starts_with('{') => {
                // Deeper wrappings are read by rules that this reader does not know.
                (depth < 2).then_some(())?;
                gather(value, found, depth + 1)?;
            }
            "imsdetailserr" | "errorreport" => return None,
            plain => {
                if let Some(section) = SECTIONS.iter().position(|names| names.contains(&plain)) {
                    found[section].extend(elements(value).unwrap_or_default());
                }
            }
        }
    }
    Some(())
}

struct Members<'a>(Vec<(String, &'a str)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
                    members.push((name, value.get()));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}
