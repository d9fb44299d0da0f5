//! What the check of the clients does where something cannot be read, and what a start knows of hidden ones.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::clients::{OTHER, TODAY, download, home, open};
use crate::common::disk::Fault;
use crate::common::{RECIPIENT, day};
use ims_desk::clients::{self, CheckedAll, CheckedBook, ClientMark};
use ims_desk::store::Home;
use ims_desk::work::Progress;

#[test]
fn a_start_knows_who_is_hidden_before_it_has_looked_into_any_folder() {
    let (disk, home) = home();
    open(download(RECIPIENT, "102026", 3), &home).put_down();
    let hidden = ClientMark { hidden: true, ..ClientMark::default() };
    clients::keep_mark(&home, RECIPIENT, &hidden).unwrap();
    assert_eq!(clients::load(&home).mark(RECIPIENT), hidden);
    assert_eq!(ClientMark::load(&home, RECIPIENT), hidden, "it is in the folder of the client too");
    // A window that knows nothing of it does not take it out of the list; neither does a check.
    open(download(OTHER, "102026", 2), &home).put_down();
    let checked = all_checked(&home, &mut Vec::new());
    clients::keep_all(&home, checked.renewed, &checked.folders.unwrap(), checked.marks).unwrap();
    assert_eq!(clients::load(&home).mark(RECIPIENT), hidden);
    // What another window said, or what is in the folder alone, comes into it by the check.
    ClientMark::default().keep(&home, RECIPIENT).unwrap();
    hidden.keep(&home, OTHER).unwrap();
    let checked = all_checked(&home, &mut Vec::new());
    clients::keep_all(&home, checked.renewed, &checked.folders.unwrap(), checked.marks).unwrap();
    assert_eq!(clients::load(&home).marks, [(OTHER.to_owned(), hidden)].into());
    // Without the file nothing is lost.
    ["clients.1", "clients.2"].iter().for_each(|name| disk.delete(home.folder.join(name)));
    assert!(all_checked(&home, &mut Vec::new()).marks[OTHER].hidden);
}

/// Checks all, with what is said on the way.
fn all_checked(home: &Home, said: &mut Vec<CheckedBook>) -> CheckedAll {
    let heard = Mutex::new(Vec::new());
    let tell = |checked| heard.lock().unwrap().push(checked);
    let known = clients::load(home);
    let checked = clients::check_all(home, &known, (day(TODAY), &BTreeMap::new()), &Progress::default(), tell);
    *said = heard.into_inner().unwrap();
    checked
}

/// Lets each call of a check fail in turn; gives what was said and what is to be kept, and whether it was met.
fn each_call_of_a_check_fails(fault: Fault, mut look: impl FnMut(&Home, Vec<CheckedBook>, CheckedAll)) {
    let (disk, home) = home();
    open(download(RECIPIENT, "102026", 3), &home).put_down();
    let hidden = ClientMark { hidden: true, ..ClientMark::default() };
    clients::keep_mark(&home, RECIPIENT, &hidden).unwrap();
    open(download(OTHER, "102026", 2), &home).put_down();
    for call in 0.. {
        let disk = Arc::new(disk.twin());
        let home = Home { disk: disk.clone(), folder: home.folder.clone() };
        let (known, heard) = (clients::load(&home), Mutex::new(Vec::new()));
        disk.fail(call, fault);
        let tell = |checked| heard.lock().unwrap().push(checked);
        let checked = clients::check_all(&home, &known, (day(TODAY), &BTreeMap::new()), &Progress::default(), tell);
        if disk.faults_left() > 0 {
            assert!(call > 6, "a check calls the disk");
            return;
        }
        look(&home, heard.into_inner().unwrap(), checked);
    }
}

#[test]
fn a_drive_that_is_pulled_out_while_it_is_looked_at_takes_no_client_away() {
    each_call_of_a_check_fails(Fault::Gone, |_, said, checked| {
        let gone = said.iter().any(|checked| matches!(checked, CheckedBook::Unreadable(_)));
        assert!(gone || checked.folders.is_some(), "{said:?}");
        assert!(!gone || (checked.folders.is_none() && checked.renewed.is_empty()), "nothing of it is kept");
        for found in said {
            match found {
                CheckedBook::All(folders) => assert_eq!(folders.len(), 2),
                CheckedBook::Renewed(book, _) => assert_eq!(book.problem, None, "nothing is wrong with the client"),
                CheckedBook::Same(..) | CheckedBook::Unreadable(_) => {}
            }
        }
    });
}

#[test]
fn what_cannot_be_read_of_one_client_is_its_line_and_hides_no_other_and_no_hidden_one_comes_back() {
    each_call_of_a_check_fails(Fault::Broken, |home, said, checked| {
        let Some(folders) = checked.folders else {
            assert!(matches!(said.as_slice(), [CheckedBook::Unreadable(_)]), "the data folder itself: {said:?}");
            return;
        };
        assert_eq!(folders.len(), 2, "{said:?}");
        assert!(checked.marks.get(RECIPIENT).is_none_or(|mark| mark.hidden), "{said:?}");
        clients::keep_all(home, checked.renewed, &folders, checked.marks).unwrap();
        assert_eq!(clients::load(home).books.len(), 2);
        assert!(clients::load(home).mark(RECIPIENT).hidden);
        // Once it can be read again, the line is as before.
        let again = all_checked(home, &mut Vec::new());
        assert!(again.renewed.iter().all(|book| book.problem.is_none()), "{again:?}");
    });
}

#[test]
fn a_journal_that_strayed_into_the_folder_of_a_client_hides_none_of_its_books() {
    let (disk, home) = home();
    open(download(RECIPIENT, "102026", 3), &home).put_down();
    disk.put(home.folder.join(RECIPIENT).join("journal.9"), "rubbish");
    let checked = all_checked(&home, &mut Vec::new());
    let folders = checked.folders.unwrap();
    assert!(folders.iter().any(|folder| folder.starts_with(&format!("{RECIPIENT}/"))), "{folders:?}");
}
