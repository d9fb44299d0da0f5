//! Headings of tax: which head a ledger's name means, what is no tax whatever it is called, and what is a rate.

use crate::register::headings::fields::RegisterField;

/// The head that a heading names by one of its words: `Input CGST @ 9%`, `C-GST`, `Integrated tax`.
pub(in crate::register) fn head(words: &[String]) -> Option<RegisterField> {
    let has = |word: &str| words.iter().any(|own| own == word);
    let gst = has("gst");
    let named = [
        (
            RegisterField::Igst,
            has("igst") || gst && ["i", "int", "integ", "integrated", "intgr", "intgrted"].iter().any(|w| has(w)),
        ),
        (RegisterField::Cgst, has("cgst") || gst && ["c", "cent", "central"].iter().any(|w| has(w))),
        (RegisterField::Sgst, has("sgst") || has("utgst") || gst && ["s", "st", "ut", "state"].iter().any(|w| has(w))),
    ];
    let mut found = named.iter().filter(|(_, named)| *named).map(|(field, _)| *field);
    // "CGST + SGST" is neither of the two.
    found.next().filter(|_| found.next().is_none())
}

/// The head that a heading is by the one word that tells the heads apart: `Integrated`, `Central`, `State/UT`, as it is under a
/// group "Tax". Only beside another head of such a name it is one: a state alone is a place.
pub(in crate::register) fn bare_head(words: &[String]) -> Option<RegisterField> {
    match words.join(" ").as_str() {
        "integrated" => Some(RegisterField::Igst),
        "central" => Some(RegisterField::Cgst),
        "state" | "ut" | "state ut" => Some(RegisterField::Sgst),
        _ => None,
    }
}

/// The words of a heading without "input", which says only that the tax is on a purchase; none where it is not there.
pub(in crate::register) fn without_input(words: &[String]) -> Option<Vec<String>> {
    let rest: Vec<String> = words.iter().filter(|word| *word != "input").cloned().collect();
    (rest.len() < words.len()).then_some(rest)
}

/// Whether a heading names a head of tax in any way, cess included.
pub(in crate::register) fn names_a_head(words: &[String]) -> bool {
    let has = |word: &str| words.iter().any(|own| own == word);
    let state_tax = words.windows(2).any(|pair| pair[0] == "state" && pair[1] == "tax");
    head(words).is_some() || has("integrated") || has("central") || has("cess") || state_tax
}

/// Whether a heading is no tax, whatever else it says.
pub(in crate::register) fn is_no_tax(words: &[String]) -> bool {
    let has = |word: &str| words.iter().any(|own| own == word);
    let never = ["availed", "rcm", "output", "reversal", "tds", "tcs"].iter().any(|word| has(word));
    never || has("payable") && has("net")
}

/// Whether a heading is a ledger of goods, services or assets: a tax only if it names a head, and perhaps not even then.
pub(in crate::register) fn is_purchase(words: &[String]) -> bool {
    const WORDS: [&str; 7] = ["purchase", "purchases", "expense", "expenses", "freight", "asset", "assets"];
    words.iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Whether a heading is exactly a head, or GST or tax, with "rate" or `%`.
pub(in crate::register) fn is_rate(words: &[String]) -> bool {
    const OF_TAX: [&str; 9] = ["igst", "cgst", "sgst", "utgst", "gst", "tax", "cess", "integrated", "central"];
    const STATE: [&str; 2] = ["state", "ut"];
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    let rate = words.iter().any(|word| is(&["rate", "%"], word));
    let tax = words.iter().any(|word| is(&OF_TAX, word) || is(&STATE, word));
    rate && tax
        && words.iter().all(|word| is(&OF_TAX, word) || is(&STATE, word) || is(&["rate", "%", "of", "in"], word))
}

/// The words of a heading without the rate in it: "Taxable @ 5%", "5% taxable value"; none where there is no rate.
pub(in crate::register) fn without_rate(words: &[String]) -> Option<Vec<String>> {
    let is_number = |word: &String| word.parse::<f64>().is_ok_and(|rate| (0.0..=40.0).contains(&rate));
    let at = words.iter().position(|word| word == "%").filter(|&at| at > 0 && is_number(&words[at - 1]))?;
    // "2.5" is two words.
    let from = if at > 1 && is_number(&words[at - 2]) { at - 2 } else { at - 1 };
    Some(words[..from].iter().chain(&words[at + 1..]).cloned().collect())
}

/// Whether a heading is an amount in another currency.
pub(in crate::register) fn is_foreign(words: &[String]) -> bool {
    words.iter().any(|word| word == "fcy") || words.windows(2).any(|pair| pair[0] == "foreign" && pair[1] == "currency")
}

/// Whether a heading says that the column is what the portal says: "as per 2B".
pub(in crate::register) fn is_of_portal(words: &[String]) -> bool {
    let Some(at) = words.windows(2).position(|pair| pair[0] == "as" && pair[1] == "per") else { return false };
    let mut behind =
        words[at + 2..].iter().map(String::as_str).filter(|word| !["gstr", "the", "gst", "form"].contains(word));
    match (behind.next(), behind.next()) {
        (Some("2"), Some("a" | "b")) => true,
        (Some(word), _) => ["2a", "2b", "ims", "portal"].contains(&word),
        (None, _) => false,
    }
}

/// The words of a heading without "as per books", which says only that the column is not what the portal says.
pub(in crate::register) fn without_as_per_books(words: &[String]) -> &[String] {
    const OURS: [&str; 8] = ["books", "book", "register", "tally", "accounts", "pr", "purchase", "ledger"];
    let at = words.windows(2).position(|pair| pair[0] == "as" && pair[1] == "per");
    match at {
        Some(at) if words[at + 2..].iter().any(|word| OURS.contains(&word.as_str())) && at > 0 => &words[..at],
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::written::text::words;

    #[test]
    fn ledgers_name_their_head_whatever_else_they_say() {
        for (heading, wanted) in [
            ("Input CGST @ 9%", Some(RegisterField::Cgst)),
            ("CGST Payable", Some(RegisterField::Cgst)),
            ("Input Tax SGST - DT", Some(RegisterField::Sgst)),
            ("UTGST 9%", Some(RegisterField::Sgst)),
            ("I-GST 18%", Some(RegisterField::Igst)),
            ("Integ. GST", Some(RegisterField::Igst)),
            ("Central GST 9", Some(RegisterField::Cgst)),
            ("State GST", Some(RegisterField::Sgst)),
            ("C.G.S.T.", Some(RegisterField::Cgst)),
            ("S.G.S.T", Some(RegisterField::Sgst)),
            ("I.G.S.T. 18%", Some(RegisterField::Igst)),
            ("Int. GST", Some(RegisterField::Igst)),
            ("Cent. GST", Some(RegisterField::Cgst)),
            ("St. GST", Some(RegisterField::Sgst)),
            ("Purchase Interstate GST 18%", None),
            ("GST 18%", None),
            ("CGST+SGST", None),
            ("Logistics", None),
        ] {
            assert_eq!(head(&words(heading)), wanted, "{heading}");
        }
    }

    #[test]
    fn what_is_no_tax_or_a_rate_is_seen() {
        for heading in ["Availed ITC Integrated Tax", "IGST RCM", "Output CGST", "TDS Payable", "Net GST payable"] {
            assert!(is_no_tax(&words(heading)), "{heading}");
        }
        assert!(!is_no_tax(&words("CGST Payable")));
        for heading in ["CGST %", "CGST Rate", "Rate of GST", "GST Rate (%)", "CGST Rate %", "Tax %", "IGST Rate"] {
            assert!(is_rate(&words(heading)), "{heading}");
        }
        for heading in ["Input CGST @ 9%", "CGST 9%", "Rate", "CGST Rate Diff", "CGST"] {
            assert!(!is_rate(&words(heading)), "{heading}");
        }
    }

    #[test]
    fn columns_of_the_portal_in_a_comparison_are_seen() {
        for heading in
            ["IGST as per 2B", "As per GSTR-2B: CGST", "Taxable as per portal", "as per IMS", "As per GSTR2A"]
        {
            assert!(is_of_portal(&words(heading)), "{heading}");
        }
        for heading in ["IGST as per books", "Taxable", "2B", "per 2B"] {
            assert!(!is_of_portal(&words(heading)), "{heading}");
        }
        assert_eq!(without_as_per_books(&words("Taxable as per books")), words("Taxable"));
    }
}
