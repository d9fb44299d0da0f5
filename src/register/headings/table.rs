//! The headings under which registers have the fields of an entry.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::register::headings::fields::RegisterField::{self, *};

/// What a text of the table means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::register) enum HeadingMeaning {
    /// A field.
    Field(RegisterField),
    /// The field only if no other column is: a text that the table has in italics.
    Perhaps(RegisterField),
    /// Taxable or value: the arithmetic decides.
    Either,
}

/// The table of headings; `(a|b|)` is a choice. Earlier texts of a field count before later ones.
const HEADINGS: &[(HeadingMeaning, &[&str])] = {
    use HeadingMeaning::{Either, Field as F, Perhaps};
    &[
        (
            F(Gstin),
            &[
                "gstin of supplier( eco|)",
                "(supplier|vendor|party|counter party|seller|supp|vend) gstin( no| number| uin|)",
                "gstin uin",
                "gstin( no| number| num|)",
                "gst (no|number|num|#)",
                "(gstno|gstn|gst in)",
                "gst (registration|reg|regn|regd) (no|number|num|#)",
                "(supplier|party|vendor|seller|supp|vend) gst (registration|reg|regn|regd) (no|number|num|#)",
                "gst identification (no|number)( gstin|)",
                "ctin",
                "(supplier|party|vendor) gst( no| number| num|)",
                "tax id",
                "tax number 3",
                "जीएसटीआईएन",
                "जीएसटी नंबर",
            ],
        ),
        (
            F(Own),
            &[
                "gstin of (recipient|buyer|company|branch|plant)",
                "(my|our|own|company|recipient|branch|plant|business place|buyer) gstin( no| number|)",
            ],
        ),
        (
            F(Number),
            &[
                "(supplier|vendor|party|supp|vend) (invoice|inv) (no|number|num|#)",
                "(supplier|party|vendor|supp|vend) bill (no|number|num|#)",
                "(supplier|vendor|bill|invoice|inv) (reference|ref)( no| number| num| #|)",
                "external (document|doc) (no|number|num|#)",
                "voucher ref (no|number|num|#)",
                "bill (no|number|num|#)",
                "invoice (no|number|num|#)",
                "inv (no|number|num|#)",
                "note (no|number|num|#)",
                "note refund voucher (no|number|num|#)",
                "document (no|number|num|#)",
                "doc (no|number|num|#)",
                "reference( no| number| num| #|)",
                "ref (no|number|num|#)",
                "(invoiceno|invoicenumber|invno|billno|billnumber|docno)",
                "बिल नंबर",
                "बिल संख्या",
            ],
        ),
        (
            F(Voucher),
            &[
                "voucher (no|number|num|#)",
                "vch (no|number|num|#)",
                "vch bill (no|number|num|#)",
                "purchase invoice",
                "internal id",
                "bill id",
                "entry (no|number|num|#)",
                "ir (no|number|num|#)",
                "sap (doc|document) (no|number|num|#)",
            ],
        ),
        (Perhaps(Voucher), &["invoice", "number", "num"]),
        (
            F(Date),
            &[
                "(supplier|vendor|party|supp|vend) (invoice|inv) (date|dt)",
                "(supplier|vendor|party|supp|vend) bill (date|dt)",
                "(supplier|vendor|bill|invoice|inv) (reference|ref) (date|dt)",
                "bill (date|dt)",
                "invoice (date|dt)",
                "inv (date|dt)",
                "document (date|dt)",
                "doc (date|dt)",
                "note (date|dt)",
                "voucher ref (date|dt)",
                "note refund voucher (date|dt)",
                "(date|dt) of (the |)(supplier |vendor |party |)(invoice|inv|bill|document|doc|note)",
                "(invoicedate|invdate|billdate|docdate)",
                "(reference|ref) (date|dt)",
                "dated",
                "बिल दिनांक",
            ],
        ),
        (
            F(Posting),
            &[
                "(posting|pstng) (date|dt)",
                "voucher (date|dt)",
                "vch (date|dt)",
                "entry (date|dt)",
                "book (date|dt)",
                "booking (date|dt)",
                "(accounting|gl) (date|dt)",
                "ir posting (date|dt)",
            ],
        ),
        (Perhaps(Posting), &["date", "दिनांक", "(purchase|transaction|txn) (date|dt)"]),
        (
            F(Name),
            &[
                "trade legal name",
                "supplier name",
                "vendor name",
                "party name",
                "name of( the|) (supplier|vendor|party)",
                "supplier",
                "vendor",
                "party",
                "particulars",
                "party ledger",
                "account",
                "ledger name",
                "(trade|legal) name",
            ],
        ),
        // Of an item, or of the one who typed the voucher, it says so with another word.
        (Perhaps(Name), &["name"]),
        (
            F(Type),
            &[
                "document type",
                "doc (type|ty)",
                "note type",
                "voucher type",
                "vch type",
                "transaction type",
                "is return",
                "type",
                "ty",
            ],
        ),
        (Perhaps(Type), &["invoice type"]),
        (
            F(Taxable),
            &[
                "taxable (value|amount|amt)",
                "total taxable (value|amount|amt)",
                "item taxable (value|amount|amt)",
                "taxable",
                "assessable (value|amount|amt)",
                "(amount|value) before (tax|gst)",
                "(amount|value) excluding (tax|gst)",
                "untaxed (amount|amt|total)( signed|)",
                "basic( amount| amt| value|)",
                "base (amount|value)",
                "sub total",
                "subtotal",
                "value",
                "करयोग्य मूल्य",
            ],
        ),
        (
            F(Value),
            &[
                "(invoice|inv|bill|document|doc|note) value",
                "note refund voucher value",
                "(invoice|inv|bill|document|doc|note) (amount|amt)",
                "gross total",
                "grand total",
                "rounded total",
                "(invoice|bill|document) total",
                "gross amount",
                "net payable",
            ],
        ),
        (F(Igst), &["(integrated|integ|int) tax( paid| amount| amt|)", "igst( amt| amount| tax| paid|)"]),
        (F(Cgst), &["(central|cent) tax( paid| amount| amt|)", "cgst( amt| amount| tax| paid|)"]),
        (
            F(Sgst),
            &[
                "state( ut|) tax( paid| amount| amt|)",
                "ut tax( paid| amount| amt|)",
                "(sgst|utgst|sgst utgst|sgst ugst)( amt| amount| tax| paid|)",
            ],
        ),
        (F(Cess), &["cess( paid| amount| amt|)", "(gst |)compensation cess( paid| amount| amt|)", "input cess"]),
        (
            F(Tax),
            &[
                "total tax( amount| amt|)",
                "tax (amount|amt)",
                "gst (amount|amt)",
                "total gst( amount| amt|)",
                "gst",
                "tax( signed|)",
            ],
        ),
        (
            F(Rcm),
            &[
                "reverse charge( applicable| mechanism| y n|)",
                "rcm( applicable| y n|)",
                "supply attract reverse charge",
                "is reverse charge",
            ],
        ),
        (F(Eligibility), &["eligibility for itc", "itc eligibility", "input type"]),
        (F(Status), &["status", "cancelled", "(document|voucher|bill|invoice) status", "is cancelled"]),
        (F(Rate), &["rate( %|)", "(gst|tax) rate( %|)", "(gst|tax) %", "rate of( gst|) tax"]),
        (F(Import), &["port code", "bill of entry (no|number|num|#|date)", "boe (no|number|num|#|date)"]),
        (
            F(OriginalNumber),
            &[
                "original (invoice|bill|document|inv) (no|number|num|#)",
                "invoice advance payment voucher (no|number|num|#)",
                "against (invoice|bill) (no|number|num|#)",
            ],
        ),
        (
            F(OriginalDate),
            &[
                "original (invoice|bill|document|inv) (date|dt)",
                "invoice advance payment voucher (date|dt)",
                "against (invoice|bill) (date|dt)",
            ],
        ),
        (
            F(Item),
            &[
                "place of supply",
                "(hsn|sac|hsn sac)( code|)",
                "item( name| code| description|)",
                "description( of goods|)",
                "(quantity|qty)",
                "narration",
            ],
        ),
        (
            Either,
            &["net amount", "net amt", "net total", "amount", "total", "total amount", "total amt", "total signed"],
        ),
    ]
};

/// Texts of one word that mean the field only when they are the whole heading: with other words they mean anything.
const ALONE: [&str; 33] = [
    "date",
    "dated",
    "दिनांक",
    "value",
    "type",
    "account",
    "reference",
    "rate",
    "party",
    "name",
    "supplier",
    "vendor",
    "status",
    "cancelled",
    "invoice",
    "gst",
    "item",
    "particulars",
    "basic",
    "amount",
    "total",
    "quantity",
    "qty",
    "narration",
    "description",
    "hsn",
    "sac",
    "rcm",
    "subtotal",
    "tax",
    "ty",
    "num",
    "number",
];

/// Words that make something else of a heading that begins or ends with a text of the table.
const OTHERWISE: [&str; 62] = [
    "po",
    "order",
    "grn",
    "mrn",
    "gr",
    "lr",
    "rr",
    "challan",
    "delivery",
    "transport",
    "vehicle",
    "eway",
    "ewb",
    "way",
    "e",
    "irn",
    "ack",
    "acknowledgement",
    "due",
    "payment",
    "paid",
    "bank",
    "cheque",
    "chq",
    "receipt",
    "created",
    "modified",
    "original",
    "against",
    "discount",
    "disc",
    "tds",
    "tcs",
    "round",
    "rounding",
    "roundoff",
    "freight",
    "charges",
    "stock",
    "cost",
    "unit",
    "pending",
    "outstanding",
    "balance",
    "opening",
    "closing",
    "code",
    "address",
    "group",
    "category",
    "state",
    "city",
    "pin",
    "email",
    "phone",
    "mobile",
    "registration",
    "sales",
    "customer",
    "item",
    "itemwise",
    "rejected",
];

/// One text of the table.
pub(in crate::register) struct HeadingText {
    pub(in crate::register) meaning: HeadingMeaning,
    pub(in crate::register) words: Vec<String>,
}

/// All texts in the order of the table.
pub(in crate::register) static TEXTS: LazyLock<Vec<HeadingText>> = LazyLock::new(|| {
    let expand = |(meaning, texts): &(HeadingMeaning, &[&str])| {
        let spelled = texts.iter().flat_map(|text| choices(text)).collect::<Vec<_>>();
        let meaning = *meaning;
        spelled
            .into_iter()
            .map(move |text| HeadingText { meaning, words: crate::register::written::text::words(&text) })
    };
    HEADINGS.iter().flat_map(expand).collect()
});

/// The places of texts by their first and by their last words: a heading is compared with few of them.
static BY_WORD: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut places = HashMap::<&str, Vec<usize>>::new();
    for (place, text) in TEXTS.iter().enumerate() {
        for word in [text.words.first(), text.words.last()].into_iter().flatten() {
            places.entry(word).or_default().push(place);
        }
    }
    places
});

/// All spellings of a text with choices.
fn choices(text: &str) -> Vec<String> {
    let Some((front, rest)) = text.split_once('(') else { return vec![text.to_owned()] };
    let Some((inside, behind)) = rest.split_once(')') else { return vec![text.to_owned()] };
    let behind = choices(behind);
    inside.split('|').flat_map(|choice| behind.iter().map(move |end| format!("{front}{choice}{end}"))).collect()
}

/// How a heading comes to a meaning; what is less counts before what is more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::register) struct How {
    /// It only begins or ends with the text.
    pub(in crate::register) part: bool,
    /// How many words do not belong to the text.
    pub(in crate::register) other_words: usize,
    /// The place of the text in the table.
    pub(in crate::register) place: usize,
}

/// What a heading may mean, the best first.
pub(in crate::register) fn meanings(words: &[String]) -> Vec<(HeadingMeaning, How)> {
    let mut found = Vec::new();
    let otherwise = words.iter().any(|word| OTHERWISE.contains(&word.as_str()));
    let of_word =
        |word: Option<&String>| word.and_then(|word| BY_WORD.get(word.as_str())).into_iter().flatten().copied();
    let mut places: Vec<usize> = of_word(words.first()).chain(of_word(words.last())).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        let text = &TEXTS[place];
        let whole = words == text.words.as_slice();
        let alone = text.words.len() == 1 && ALONE.contains(&text.words[0].as_str());
        let part = !whole && !alone && !otherwise && text.words.len() < words.len();
        if whole || part && (words.starts_with(&text.words) || words.ends_with(&text.words)) {
            found.push((text.meaning, How { part: !whole, other_words: words.len() - text.words.len(), place }));
        }
    }
    found.sort_by_key(|(_, how)| *how);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::written::text;

    #[test]
    fn headings_mean_fields_by_whole_words() {
        let first = |heading: &str| meanings(&text::words(heading)).first().map(|(meaning, how)| (*meaning, how.part));
        use HeadingMeaning::{Either, Field as F, Perhaps};
        for (heading, meaning) in [
            ("GSTIN of supplier/ECO *", Some((F(Gstin), false))),
            ("Party GSTIN", Some((F(Gstin), false))),
            ("Head Office GSTIN", Some((F(Gstin), true))),
            ("Our GSTIN", Some((F(Own), false))),
            ("Supplier's Invoice No.", Some((F(Number), false))),
            ("Document number *", Some((F(Number), false))),
            ("Bill#", Some((F(Number), false))),
            ("Purchase Bill No", Some((F(Number), true))),
            ("Vch/Bill No", Some((F(Voucher), false))),
            ("Vch No.", Some((F(Voucher), false))),
            ("Invoice", Some((Perhaps(Voucher), false))),
            ("Date", Some((Perhaps(Posting), false))),
            ("Taxable Value (₹)", Some((F(Taxable), false))),
            ("Net Amount", Some((Either, false))),
            ("GST Identification Number (GSTIN)", Some((F(Gstin), false))),
            ("Invoice Value (Rs.)", Some((F(Value), false))),
            ("State/UT tax", Some((F(Sgst), false))),
            ("Note/Refund Voucher Number", Some((F(Number), false))),
            ("Invoice/Advance Payment Voucher date", Some((F(OriginalDate), false))),
            ("करयोग्य मूल्य", Some((F(Taxable), false))),
            ("E-Way Bill No", None),
            ("PO No", None),
            ("Due Date", None),
            ("Supplier Code", None),
            ("Vehicle Type", None),
            ("Original Invoice No", Some((F(OriginalNumber), false))),
            ("Discount Value", None),
            ("Gstinx", None),
            ("GSTNO", Some((F(Gstin), false))),
            ("GST Reg. No", Some((F(Gstin), false))),
            ("Supplier GST Registration Number", Some((F(Gstin), false))),
            ("Date of Invoice", Some((F(Date), false))),
            ("Dated", Some((F(Date), false))),
            ("Ref Date", Some((F(Date), false))),
        ] {
            assert_eq!(first(heading), meaning, "{heading}");
        }
    }
}
