//! Settings. Any bytes in their file are read or said to be damaged, and what is read can be used: each list is short, and each
//! column is there once, wherever it was moved. Settings that were changed are there at the next start. Of two windows that keep one file each
//! keeps what the other changed.

#![cfg_attr(fuzzing, no_main)]

use std::path::Path;
use std::sync::Arc;

use arbitrary::{Arbitrary, Unstructured};
use ims_desk::book::{Field, Section};
use ims_desk::disk::twice;
use ims_desk::store::settings_merge::merged;
use ims_desk::store::{BookFacts, KeptView, Layout, Looks, Settings, Store, kept_view};
use ims_desk_fuzz::disk::FaultyDisk;
use serde_json::{Map, Value};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    if bytes.starts_with(b"{") {
        settings(bytes);
    } else if bytes.starts_with(b"ims-desk") {
        two_slots(bytes);
    } else if let Some(laid) = bytes.strip_prefix(b"L") {
        Laid::arbitrary(&mut Unstructured::new(laid)).iter().for_each(Laid::holds);
    } else if let Ok(change) = Two::arbitrary(&mut Unstructured::new(bytes)) {
        change.is_kept();
    }
});

fn open(disk: &FaultyDisk) -> Store {
    Store::on(Arc::new(disk.clone()), "data".into())
}

fn settings(bytes: &[u8]) {
    let disk = FaultyDisk::new();
    disk.put("data/settings.json", bytes);
    let mut store = open(&disk);
    let read: Result<Settings, _> = serde_json::from_slice(bytes);
    assert_eq!(store.problem().is_some(), read.is_err(), "{read:?}");
    can_be_used(store.get());
    let looks = if store.get().looks == Looks::Dark { Looks::Light } else { Looks::Dark };
    store.change(|settings| settings.looks = looks);
    store.finish();
    assert_eq!(store.problem(), None);
    assert_eq!(open(&disk).get(), store.get());
}

fn can_be_used(settings: &Settings) {
    assert!(settings.recent.len() < 20 && settings.remarks.len() < 20);
    settings.layouts.values().for_each(each_column_once);
    for view in kept_view::understood(&settings.views) {
        let again = KeptView::of(&view.name, view.scope, &view.filter, &view.sort).read(view.at).unwrap();
        assert_eq!((again.scope, again.filter, again.sort), (view.scope, view.filter, view.sort));
    }
    for book in settings.books.values() {
        let facts = book.facts();
        assert_eq!(BookFacts::of(&book.name, &facts).facts(), facts);
    }
}

fn each_column_once(layout: &Layout) {
    let sorted = |mut fields: Vec<Field>| {
        fields.sort();
        fields
    };
    for section in Section::ALL {
        assert_eq!(sorted(layout.all(section)), sorted(Field::all_columns(section)), "{layout:?}");
    }
}

/// The order of columns as a file may have it, and moves on top of it: which column goes before which.
#[derive(Arbitrary, Debug)]
struct Laid {
    order: Vec<u8>,
    moves: Vec<(u8, Option<u8>)>,
}

impl Laid {
    fn holds(&self) {
        let columns = Field::all_columns(Section::B2bcn);
        let column = |n: u8| columns[n as usize % columns.len()];
        let order: Vec<&str> = self.order.iter().map(|&n| column(n).title()).collect();
        let mut layout: Layout = serde_json::from_value(serde_json::json!({ "order": order })).unwrap();
        for &(moved, before) in &self.moves {
            let (moved, before) = (column(moved), before.map(column));
            layout.move_before(Section::B2bcn, moved, before);
            let all = layout.all(Section::B2bcn);
            let place = |field| all.iter().position(|&there| there == field);
            let free = |field| Layout::is_free(Section::B2bcn, field);
            if let Some(before) = before.filter(|&before| before != moved && free(before) && free(moved)) {
                assert_eq!(place(moved).map(|place| place + 1), place(before), "{layout:?}");
            }
        }
        each_column_once(&layout);
    }
}

/// A file that was written by turns: whatever is in one slot, what is stored next is what is loaded.
fn two_slots(bytes: &[u8]) {
    let (disk, path) = (FaultyDisk::new(), Path::new("data/settings.json"));
    disk.put("data/settings.json.1", bytes);
    let found = twice::load(&disk, path);
    let whole = found.as_ref().ok().and_then(|kept| kept.as_ref()).map(|kept| kept.content.clone());
    if let Some(content) = &whole {
        assert!(bytes.ends_with(content) && bytes.starts_with(b"ims-desk 1 "));
    }
    if twice::store(&disk, path, b"new").is_ok() {
        assert_eq!(twice::load(&disk, path).unwrap().unwrap().content, b"new");
    } else {
        assert!(whole.is_none(), "a whole file stops the next: {found:?}");
        assert_eq!(disk.get("data/settings.json.1").unwrap(), bytes, "what is not understood is not written over");
    }
}

/// Settings as they were, and as each of two windows has them now: texts under few names.
#[derive(Arbitrary, Debug)]
struct Two([[Option<u8>; 3]; 3], [[Vec<u8>; 2]; 3]);

impl Two {
    fn is_kept(&self) {
        let object = |n: usize| {
            let mut object = Map::new();
            for (name, value) in ["a", "b", "c"].into_iter().zip(self.0[n]) {
                object.extend(value.map(|value| (name.to_owned(), Value::from(value % 4))));
            }
            for (name, list) in ["k", "l"].into_iter().zip(&self.1[n]) {
                object.insert(name.to_owned(), list.iter().map(|value| value % 8).collect::<Vec<_>>().into());
            }
            object
        };
        let [before, ours, theirs] = [0, 1, 2].map(object);
        let bytes = |object: &Map<String, Value>| serde_json::to_vec(object).unwrap();
        let both: Value = serde_json::from_slice(&merged(&bytes(&before), &bytes(&ours), &bytes(&theirs))).unwrap();
        for name in ["a", "b", "c"] {
            let (was, our, their) = (before.get(name), ours.get(name), theirs.get(name));
            let due = if our == was { their } else { our.or(if their == was { None } else { their }) };
            assert_eq!(both.get(name), due, "{name}: {was:?} {our:?} {their:?}");
        }
        for name in ["k", "l"] {
            let has = |object: &Map<String, Value>, one: &Value| object[name].as_array().unwrap().contains(one);
            for one in (0..8).map(Value::from) {
                let (was, our, their) = (has(&before, &one), has(&ours, &one), has(&theirs, &one));
                // What either put in is in, what either took out is out.
                let due = if was { our && their } else { our || their };
                assert_eq!(both[name].as_array().unwrap().contains(&one), due, "{one} in {name}: {self:?} gave {both}");
            }
        }
    }
}
