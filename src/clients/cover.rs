//! Cover: who looks over the shoulder reads initials and no amounts.

/// A name, or its initials: `Abhrak Minerals` is `A. M.`.
pub fn name_of(name: &str, covered: bool) -> String {
    if !covered {
        return name.to_owned();
    }
    // A GSTIN in the place of a name keeps its state alone.
    if crate::values::gstin::well_formed(name) {
        return gstin_of(name, true);
    }
    let initials = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let initials: Vec<String> = initials.take(4).map(|c| format!("{}.", c.to_uppercase())).collect();
    if initials.is_empty() { "…".to_owned() } else { initials.join(" ") }
}

/// A GSTIN, or the code of its state.
pub fn gstin_of(gstin: &str, covered: bool) -> String {
    if covered { gstin.chars().take(2).collect() } else { gstin.to_owned() }
}

/// An amount, or nothing.
pub fn amount_of(paise: i128, covered: bool) -> String {
    if covered { "…".to_owned() } else { crate::values::money::indian(paise) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_covered_client_shows_initials_and_no_amount() {
        assert_eq!(name_of("Abhrak Minerals", true), "A. M.");
        assert_eq!(name_of("27AAAAA0000A1Z2", true), "27");
        assert_eq!(name_of("…", true), "…");
        assert_eq!(gstin_of("27AAAAA0000A1Z2", true), "27");
        assert_eq!(amount_of(-123_456, true), "…");
        assert_eq!((name_of("Abhrak", false), amount_of(100, false)), ("Abhrak".into(), "1.00".into()));
    }
}
