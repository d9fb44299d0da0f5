//! A file of another of the user's own clients, opened over the client that is open: it names that client, and offers to open it.

use crate::clients::{DAIRY, KAROLIN, SIZE, clock, opened, store, three};
use crate::common;

use common::gstr_2b::statement;
use common::window::{click, drop_on, shows, shows_part, start_by, wait_for};
use common::{Folder, RECIPIENT};

/// The client of Mumbai is open.
fn window(folder: &Folder) -> common::window::Window {
    start_by(SIZE, store(folder), vec![folder.path("mumbai.json")], clock())
}

#[test]
fn a_gstr_2b_of_another_client_names_it_and_opens_it_with_the_file() {
    let folder = Folder::new();
    three(&folder);
    let mut window = window(&folder);
    assert_eq!(opened(&window).as_deref(), Some(KAROLIN[0]));
    let file = folder.put("2b.json", statement(&[]).to_string().replace(RECIPIENT, DAIRY));
    drop_on(&mut window, &file);
    wait_for(&mut window, "This GSTR-2B is of 24AAAAA0000A1Z8");
    assert!(shows(&window, "That is your client Girnath Dairy."));
    click(&mut window, "Open Girnath Dairy");
    wait_for(&mut window, "Put GSTR-2B of October 2026 beside the records.");
    assert_eq!(opened(&window).as_deref(), Some(DAIRY));
}

#[test]
fn a_register_of_another_client_names_it_and_opens_it_with_the_file() {
    let folder = Folder::new();
    three(&folder);
    let mut window = window(&folder);
    let rows = "Recipient GSTIN,GSTIN,Bill No,Bill Date,Taxable,IGST\n";
    let line = |n: u32| format!("{DAIRY},29AAAAA0000A1ZY,dairy.json/{n},10-02-2026,1000,180\n");
    let file = folder.put("purchases.csv", format!("{rows}{}{}{}", line(1), line(2), line(3)));
    drop_on(&mut window, &file);
    wait_for(&mut window, "Open that client to import it.");
    click(&mut window, "Open Girnath Dairy");
    wait_for(&mut window, "Import");
    assert_eq!(opened(&window).as_deref(), Some(DAIRY));
}

#[test]
fn a_file_of_no_client_in_the_list_offers_nothing() {
    let folder = Folder::new();
    three(&folder);
    let mut window = window(&folder);
    drop_on(&mut window, &folder.put("2b.json", statement(&[]).to_string()));
    wait_for(&mut window, &format!("This GSTR-2B is of {RECIPIENT}"));
    assert!(!shows_part(&window, "That is your client"));
}
