//! Two windows of the program keep one file of settings: the one that writes later keeps what the other has changed meanwhile.

use serde_json::{Map, Value};

/// What is to be written: `theirs`, as it is in the file, with what changed from `before` to `ours`. Where both changed
/// the same thing, ours counts. Texts that are not understood yield to ours.
pub fn merged(before: &[u8], ours: &[u8], theirs: &[u8]) -> Vec<u8> {
    let parts = || {
        let ours: Value = serde_json::from_slice(ours).ok()?;
        let theirs: Value = serde_json::from_slice(theirs).ok()?;
        let before: Value = serde_json::from_slice(before).unwrap_or_default();
        serde_json::to_vec_pretty(&value(&before, ours, theirs)).ok()
    };
    parts().unwrap_or_else(|| ours.to_owned())
}

fn value(before: &Value, ours: Value, theirs: Value) -> Value {
    if theirs == *before {
        return ours;
    }
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => Value::Object(object(before, ours, theirs)),
        (Value::Array(ours), Value::Array(theirs)) => Value::Array(list(before, ours, theirs)),
        (ours, theirs) if ours == *before => theirs,
        (ours, _) => ours,
    }
}

fn object(before: &Value, mut ours: Map<String, Value>, theirs: Map<String, Value>) -> Map<String, Value> {
    let mut result = Map::new();
    for (name, theirs) in theirs {
        let old = before.get(&name);
        match (ours.remove(&name), old) {
            (Some(ours), old) => drop(result.insert(name, value(old.unwrap_or(&Value::Null), ours, theirs))),
            // Ours took it out, and theirs left it as it was.
            (None, Some(old)) if *old == theirs => {}
            (None, _) => drop(result.insert(name, theirs)),
        }
    }
    // What is ours alone, unless it was theirs to take it out.
    result.extend(ours.into_iter().filter(|(name, ours)| before.get(name) != Some(ours)));
    result
}

/// What is new of ours, then theirs without what ours took out.
fn list(before: &Value, ours: Vec<Value>, theirs: Vec<Value>) -> Vec<Value> {
    let before = before.as_array().map_or(&[][..], Vec::as_slice);
    let taken_out = |one: &Value| before.contains(one) && !ours.contains(one);
    let theirs: Vec<Value> = theirs.into_iter().filter(|one| !taken_out(one)).collect();
    let new = ours.into_iter().filter(|one| !before.contains(one) && !theirs.contains(one));
    new.collect::<Vec<_>>().into_iter().chain(theirs).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn after(before: Value, ours: Value, theirs: Value) -> Value {
        let texts = [before, ours, theirs].map(|value| value.to_string().into_bytes());
        serde_json::from_slice(&merged(&texts[0], &texts[1], &texts[2])).unwrap()
    }

    #[test]
    fn what_each_of_two_windows_changed_is_kept() {
        let before = json!({"looks": "light", "density": "normal", "books": {"A": 1, "B": 1}});
        let ours = json!({"looks": "dark", "density": "normal", "books": {"A": 2, "B": 1, "C": 1}});
        let theirs = json!({"looks": "light", "density": "compact", "books": {"A": 1, "B": 3, "D": 1}});
        let both = json!({"looks": "dark", "density": "compact", "books": {"A": 2, "B": 3, "C": 1, "D": 1}});
        assert_eq!(after(before, ours, theirs), both);
    }

    #[test]
    fn of_two_changes_to_one_thing_the_later_counts() {
        assert_eq!(after(json!({"a": 1}), json!({"a": 2}), json!({"a": 3})), json!({"a": 2}));
    }

    #[test]
    fn lists_keep_what_either_added_and_lose_what_either_took_out() {
        let list = |ours: Value, theirs: Value| after(json!(["a", "b"]), ours, theirs);
        assert_eq!(list(json!(["c", "a", "b"]), json!(["d", "a", "b"])), json!(["c", "d", "a", "b"]));
        assert_eq!(list(json!(["a"]), json!(["d", "a", "b"])), json!(["d", "a"]));
        assert_eq!(list(json!(["c", "a", "b"]), json!(["b"])), json!(["c", "b"]));
        assert_eq!(list(json!(["b", "a"]), json!(["a", "b"])), json!(["b", "a"]), "put in another order");
    }

    #[test]
    fn what_one_took_out_stays_out() {
        let before = json!({"a": 1, "b": 1});
        assert_eq!(after(before.clone(), json!({"b": 2}), json!({"a": 1, "b": 1, "c": 1})), json!({"b": 2, "c": 1}));
        assert_eq!(after(before, json!({"a": 1, "b": 2}), json!({"b": 1})), json!({"b": 2}));
    }

    #[test]
    fn what_is_not_understood_yields_to_ours() {
        assert_eq!(merged(b"{}", br#"{"a":1}"#, b"what is this"), br#"{"a":1}"#);
        let ours = after(Value::Null, json!({"a": 1, "l": [1]}), json!({"a": 2, "b": 3, "l": [2]}));
        assert_eq!(ours, json!({"a": 1, "b": 3, "l": [1, 2]}));
    }
}
