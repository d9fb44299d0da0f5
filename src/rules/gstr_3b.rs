//! Table 4 of GSTR-3B, line by line: the one figure that IMS files have, and why every other line is not from them
//! (rules/README.md, "GSTR-3B").

/// A line of Table 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table4Line {
    /// Its number.
    pub number: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Why it is not from this file; none for the one line that is.
    pub why_not: Option<&'static str>,
}

const fn not(number: &'static str, name: &'static str, why: &'static str) -> Table4Line {
    Table4Line { number, name, why_not: Some(why) }
}

/// The line that GSTR-2B fills from the records of IMS.
pub const ALL_OTHER_ITC: &str = "4(A)(5)";

/// What is said of it.
pub const FILLED_BY_THE_PORTAL: &str =
    "Filled by the portal from GSTR-2B; do not type a smaller figure: reverse in 4(B).";

/// Every line, in the order of the form.
pub const TABLE_4: [Table4Line; 11] = [
    not("4(A)(1)", "Import of goods", "bills of entry are decided on the portal; they are not in this figure"),
    not("4(A)(2)", "Import of services", "your own records: you pay this tax yourself"),
    not("4(A)(3)", "Inward supplies liable to reverse charge", "reverse charge is not in IMS"),
    not("4(A)(4)", "Inward supplies from ISD", "ISD documents are decided on the portal; they are not in this figure"),
    Table4Line { number: ALL_OTHER_ITC, name: "All other ITC", why_not: None },
    not(
        "4(B)(1)",
        "Reversed: rules 38, 42 and 43, section 17(5)",
        "only what your register calls not claimable is known here",
    ),
    not("4(B)(2)", "Reversed: others", "your own records"),
    not("4(C)", "Net ITC available", "4(A) less 4(B): the other lines are not from this file"),
    not(
        "4(D)(1)",
        "ITC reclaimed which was reversed in 4(B)(2)",
        "your own records. A Pending record that you accept now is no reclaim: its credit was never taken",
    ),
    not("4(D)(2)", "Ineligible: section 16(4) and place of supply", "never in IMS"),
    not("–", "Rejected and Pending records", "they appear nowhere in Table 4"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_alone_has_a_figure() {
        let with_figure: Vec<_> = TABLE_4.into_iter().filter(|line| line.why_not.is_none()).collect();
        assert_eq!(with_figure.iter().map(|line| line.number).collect::<Vec<_>>(), [ALL_OTHER_ITC]);
    }
}
