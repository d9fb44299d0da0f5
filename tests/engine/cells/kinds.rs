//! What a file is, by its content.

use ims_desk::cells::{FileKind, Why};

use super::{notes, open, refused, words, workbook};
use crate::common::workbooks::{Held, Made, compound, ods, xls, xlsb, xlsx, zip};

fn one() -> Vec<Made> {
    vec![Made::of("b2b", vec![((0, 0), Held::Text("Bill No".into())), ((1, 0), Held::Number(45.0))])]
}

#[test]
fn every_kind_is_seen_whatever_its_name() {
    let page = b"\xEF\xBB\xBF\n <table><tr><td>Bill No<tr><td>45</table>";
    let files = [
        (xlsx(&one()), FileKind::Xlsx),
        (xlsb(&one()), FileKind::Xlsb),
        (xls(&one(), 8224), FileKind::Xls),
        (ods(&one()), FileKind::Ods),
        (page.to_vec(), FileKind::Html),
        (b"Bill No\n45\n".to_vec(), FileKind::Text),
    ];
    for (bytes, kind) in files {
        for name in ["register", "register.xlsx", "register.xls", "register.csv", "a.JSON"] {
            let read = workbook(name, &bytes);
            assert_eq!(read.kind, kind);
            let number = if matches!(kind, FileKind::Text | FileKind::Html) { "" } else { "#" };
            assert_eq!(words(&read.sheets[0]), format!("1: A=Bill No\n2: A={number}45\n"), "{kind:?}");
            let fits = name.ends_with("register")
                || name.ends_with("JSON")
                || match kind {
                    FileKind::Xlsx => name.ends_with(".xlsx"),
                    FileKind::Xls => name.ends_with(".xls"),
                    FileKind::Text => name.ends_with(".csv"),
                    _ => false,
                };
            assert_eq!(notes(&read).is_empty(), fits, "{name} {kind:?}");
        }
    }
    assert_eq!(
        notes(&workbook("a.csv", &xlsx(&one()))),
        ["the file is an Excel workbook (xlsx), whatever its name says"]
    );
}

#[test]
fn what_is_no_register_is_refused_by_name() {
    let password = "This workbook has a password. Save it without one.";
    let portal = "This file is from the portal. A register is an export from your books.";
    let xml_2003 = "This is an XML Spreadsheet 2003. Save it as xlsx.";
    let tally = "This is a Tally XML file. Export this register as Excel or CSV.";
    let encrypted_ods = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"\x01\x02"),
        ("META-INF/manifest.xml", b"<manifest><file-entry><encryption-data/></file-entry></manifest>"),
    ]);
    let mut protected = Vec::new();
    crate::common::workbooks::record(&mut protected, 0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    crate::common::workbooks::record(&mut protected, 0x002F, &[1, 0, 1, 0, 1, 0]);
    let files: Vec<(Vec<u8>, &str)> = vec![
        (compound(&[("EncryptionInfo", b""), ("EncryptedPackage", b"x")]), password),
        (compound(&[("Workbook", &protected)]), password),
        (encrypted_ods, password),
        (compound(&[("WordDocument", b"x")]), "This is a document of an older Office program. Export the register as Excel or CSV."),
        (b"\xEF\xBB\xBF {\"imsDetails\": {}}".to_vec(), portal),
        (b"[{\"b2b\": []}]".to_vec(), portal),
        (b"%PDF-1.7".to_vec(), "This is a PDF. Export as Excel or CSV."),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related".to_vec(), "This is a web archive (MHTML). Save it as xlsx."),
        (b"From: <Saved by Excel>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;".to_vec(), "This is a web archive (MHTML). Save it as xlsx."),
        (b"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Table/></Workbook>".to_vec(), xml_2003),
        (b"<ENVELOPE><BODY><TALLYMESSAGE/></BODY></ENVELOPE>".to_vec(), tally),
        (b"<html><body>Session expired</body></html>".to_vec(), "This is a web page without a table. Export as Excel or CSV."),
        (b"<?xml version=\"1.0\"?><a/>".to_vec(), "This is an XML file. Export this register as Excel or CSV."),
        (zip(&[("word/document.xml", b"<a/>")]), "This is a Word document. Export the register as Excel or CSV."),
        (zip(&[]), "This zip is empty. Put exports from your books into it."),
        (b" \r\n\t".to_vec(), "This file is empty."),
        (b"".to_vec(), "This file is empty."),
        (b"\x01\x00\x00\x00\xFFabc".to_vec(), "This is neither a workbook nor a text table. Export as Excel or CSV."),
    ];
    for (bytes, why) in files {
        assert_eq!(refused("register.xlsx", &bytes), why);
    }
    // What only looks so is a text table.
    assert_eq!(workbook("a.csv", b"[Purchases],x\n{1},2\n").kind, FileKind::Text);
    assert_eq!(workbook("a.csv", b"<Company>,x\n1,2\n").kind, FileKind::Text);
}

#[test]
fn tables_in_utf_16_are_text_or_pages() {
    let utf_16 =
        |text: &str| [&b"\xFF\xFE"[..], &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()].concat();
    let text = workbook("a.csv", &utf_16("Bill No\tName\n1\t₹\n"));
    assert_eq!((text.kind, &*words(&text.sheets[0])), (FileKind::Text, "1: A=Bill No, B=Name\n2: A=1, B=₹\n"));
    let page = workbook("a.xls", &utf_16("<html><table><tr><td>₹</td></tr></table>"));
    assert_eq!((page.kind, &*words(&page.sheets[0])), (FileKind::Html, "1: A=₹\n"));
    assert_eq!(open("a", &utf_16("{\"imsDetails\":{}}")).unwrap_err().why, Why::Portal);
}

#[test]
fn each_register_of_a_zip_is_read() {
    let inner = zip(&[("deep/july.csv", b"c,d\n")]);
    let bytes = zip(&[
        ("june.csv", b"a,b\n"),
        ("__MACOSX/._june.csv", b"x"),
        ("letter.pdf", b"%PDF"),
        ("may.xlsx", &xlsx(&one())),
        ("more.zip", &inner),
    ]);
    let opened = open("all.zip", &bytes).unwrap();
    let names: Vec<&str> = opened.workbooks.iter().map(|workbook| &*workbook.name).collect();
    assert_eq!(names, ["all.zip › june.csv", "all.zip › may.xlsx", "all.zip › more.zip › deep/july.csv"]);
    assert_eq!(opened.left_out.len(), 1);
    assert_eq!((&*opened.left_out[0].0, opened.left_out[0].1.why), ("letter.pdf", Why::Other));
}

#[test]
fn a_damaged_register_in_a_zip_is_not_passed_over() {
    let damaged = &xlsx(&one())[..400];
    let bytes = zip(&[("june.csv", b"a,b\n"), ("may.xlsx", damaged)]);
    let refused = open("all.zip", &bytes).unwrap_err();
    assert!(refused.why == Why::Damaged && refused.what.starts_with("may.xlsx: "), "{refused}");
    let locked = compound(&[("EncryptionInfo", b""), ("EncryptedPackage", b"x")]);
    let bytes = zip(&[("june.csv", b"a,b\n"), ("may.xlsx", &locked)]);
    assert_eq!(
        open("all.zip", &bytes).unwrap_err().what,
        "may.xlsx: This workbook has a password. Save it without one."
    );
    let nothing = zip(&[("a.pdf", b"%PDF"), ("b.json", b"{\"imsDetails\":{}}")]);
    assert!(refused_in(&nothing).starts_with("This zip holds no register. a.pdf: This is a PDF."));
}

fn refused_in(bytes: &[u8]) -> String {
    refused("all.zip", bytes)
}
