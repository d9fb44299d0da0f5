//! Words for types of documents and vouchers.

use crate::register::written::text;

/// What a word for a type means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::register) enum TypeWord {
    /// An invoice, or any word that is not known.
    Invoice,
    /// A credit note in every register.
    Return,
    /// A credit note, as the register uses the words.
    CreditWord,
    /// A debit note, as the register uses the words.
    DebitWord,
    /// A voucher that is no purchase.
    Other,
    /// A voucher that is a purchase only if it has tax: a payment or a journal.
    OtherWithoutTax,
}

/// What the words of a type mean, and whether they are known.
pub(in crate::register) fn of(text: &str) -> (TypeWord, bool) {
    let words = text::words(text);
    let whole = words.join(" ");
    if let Some(kind) = whole_text(&whole) {
        return (kind, true);
    }
    let has = |word: &str| words.iter().any(|own| own == word);
    let pair = |a: &str, b: &[&str]| words.windows(2).any(|pair| pair[0] == a && b.contains(&pair[1].as_str()));
    let kind =
        if pair("purchase", &["return", "returns"]) || pair("vendor", &["credit"]) || pair("supplier", &["credit"]) {
            TypeWord::Return
        } else if pair("credit", &["note", "notes", "memo"]) || pair("cr", &["note", "notes"]) {
            TypeWord::CreditWord
        } else if pair("debit", &["note", "notes", "memo"]) || pair("dr", &["note", "notes"]) {
            TypeWord::DebitWord
        } else if has("purchase") || has("purchases") {
            if has("order") { TypeWord::Other } else { TypeWord::Invoice }
        } else if ["sales", "sale", "order", "receipt", "contra"].iter().any(|word| has(word)) {
            TypeWord::Other
        } else if has("payment") || has("journal") {
            TypeWord::OtherWithoutTax
        } else if has("invoice") || has("bill") {
            TypeWord::Invoice
        } else {
            return (TypeWord::Invoice, false);
        };
    (kind, true)
}

/// Whether a text is a word for a type.
pub(in crate::register) fn is_known(text: &str) -> bool {
    of(text).1
}

fn whole_text(words: &str) -> Option<TypeWord> {
    Some(match words {
        "invoice" | "inv" | "i" | "r" | "tax invoice" | "purchase" | "purchases" | "purc" | "purchase invoice"
        | "purchase voucher" | "bill" | "re" | "kr" | "ka" => TypeWord::Invoice,
        "purchase return" | "prrt" | "return" | "vendor credit" | "supplier credit" | "kg" => TypeWord::Return,
        "credit note" | "cr note" | "credit memo" | "cn" | "c" => TypeWord::CreditWord,
        "debit note" | "dr note" | "debit memo" | "dn" | "d" => TypeWord::DebitWord,
        _ => return None,
    })
}

/// Whether a word says yes, as in columns "is return", "reverse charge", "cancelled".
pub(in crate::register) fn is_yes(text: &str) -> bool {
    let plain = text::plain(text).to_ascii_lowercase();
    matches!(plain.as_str(), "y" | "yes" | "true" | "1" | "1.0" | "applicable" | "rcm" | "reverse charge" | "हाँ" | "हां")
}

/// Whether a word for the status of a document says that it does not count.
pub(in crate::register) fn is_cancelled(text: &str, column_says_cancelled: bool) -> bool {
    let words = text::words(text);
    let says = |word: &String| ["cancelled", "canceled", "cancel", "void", "voided", "draft"].contains(&word.as_str());
    let not = words.first().is_some_and(|word| word == "not" || word == "un");
    words.iter().any(says) && !not || column_says_cancelled && is_yes(text)
}

/// Whether the cell of eligibility says that no credit is claimed. An empty one says nothing.
pub(in crate::register) fn is_ineligible(text: &str) -> bool {
    let words = text::words(text);
    let has = |word: &str| words.iter().any(|own| own == word);
    let whole = words.join(" ");
    let blocked = has("blocked") && !has("not") || words.windows(2).any(|pair| pair[0] == "17" && pair[1] == "5");
    has("ineligible") || matches!(whole.as_str(), "none" | "no" | "n" | "not eligible" | "false") || blocked
}

/// The type that a title or the name of a sheet names: "Debit Note Register", "Purchase Return".
pub(in crate::register) fn of_title(title: &str) -> Option<TypeWord> {
    match of(title).0 {
        kind @ (TypeWord::Return | TypeWord::CreditWord | TypeWord::DebitWord) => Some(kind),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_types_mean_what_registers_mean_by_them() {
        for (text, kind, known) in [
            ("Tax Invoice", TypeWord::Invoice, true),
            ("Purchase GST", TypeWord::Invoice, true),
            ("PURC", TypeWord::Invoice, true),
            ("KR", TypeWord::Invoice, true),
            ("", TypeWord::Invoice, false),
            ("Whatever", TypeWord::Invoice, false),
            ("Purchase Return", TypeWord::Return, true),
            ("PrRt", TypeWord::Return, true),
            ("Vendor Credit", TypeWord::Return, true),
            ("Credit Note", TypeWord::CreditWord, true),
            ("Debit Note (GST)", TypeWord::DebitWord, true),
            ("C", TypeWord::CreditWord, true),
            ("D", TypeWord::DebitWord, true),
            ("Sales", TypeWord::Other, true),
            ("Sales Return", TypeWord::Other, true),
            ("Purchase Order", TypeWord::Other, true),
            ("Receipt Note", TypeWord::Other, true),
            ("Contra", TypeWord::Other, true),
            ("Journal", TypeWord::OtherWithoutTax, true),
            ("Bank Payment", TypeWord::OtherWithoutTax, true),
        ] {
            assert_eq!(of(text), (kind, known), "{text}");
        }
        assert_eq!(of_title("Debit Note Register"), Some(TypeWord::DebitWord));
        assert_eq!(of_title("Purchase Register"), None);
    }

    #[test]
    fn words_for_status_and_eligibility_are_known() {
        assert!(is_cancelled("Cancelled", false) && is_cancelled("VOID", false) && is_cancelled("Yes", true));
        assert!(!is_cancelled("Not cancelled", false) && !is_cancelled("Paid", false) && !is_cancelled("No", true));
        for text in ["Ineligible", "None", "No", "Blocked credit", "17(5)", "Sec 17(5)(b)"] {
            assert!(is_ineligible(text), "{text}");
        }
        for text in ["", "Inputs", "Eligible", "Capital goods", "Yes"] {
            assert!(!is_ineligible(text), "{text}");
        }
    }
}
