//! States and other places of supply by their code (portal/README.md section 7).

/// The name of the place with this two-digit code.
pub fn name(code: u8) -> Option<&'static str> {
    Some(match code {
        1 => "Jammu & Kashmir",
        2 => "Himachal Pradesh",
        3 => "Punjab",
        4 => "Chandigarh",
        5 => "Uttarakhand",
        6 => "Haryana",
        7 => "Delhi",
        8 => "Rajasthan",
        9 => "Uttar Pradesh",
        10 => "Bihar",
        11 => "Sikkim",
        12 => "Arunachal Pradesh",
        13 => "Nagaland",
        14 => "Manipur",
        15 => "Mizoram",
        16 => "Tripura",
        17 => "Meghalaya",
        18 => "Assam",
        19 => "West Bengal",
        20 => "Jharkhand",
        21 => "Odisha",
        22 => "Chhattisgarh",
        23 => "Madhya Pradesh",
        24 => "Gujarat",
        25 => "Daman & Diu (old)",
        26 => "Dadra & Nagar Haveli and Daman & Diu",
        27 => "Maharashtra",
        28 => "Andhra Pradesh (old)",
        29 => "Karnataka",
        30 => "Goa",
        31 => "Lakshadweep",
        32 => "Kerala",
        33 => "Tamil Nadu",
        34 => "Puducherry",
        35 => "Andaman & Nicobar",
        36 => "Telangana",
        37 => "Andhra Pradesh",
        38 => "Ladakh",
        96 => "Other country",
        97 => "Other territory",
        99 => "Centre",
        _ => return None,
    })
}

/// The code that a text of exactly two digits names, whether or not a place has it.
pub fn code(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => Some((a - b'0') * 10 + (b - b'0')),
        _ => None,
    }
}

/// The day of the month on which GSTR-3B is due from a quarterly (QRMP) filer of this state; monthly filers: the 20th
/// (rules/README.md, the calendar).
pub fn qrmp_due_day(code: u8) -> u32 {
    match code {
        22..=37 => 22,
        _ => 24,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_name_places() {
        assert_eq!(code("27").and_then(name), Some("Maharashtra"));
        assert_eq!(code("97").and_then(name), Some("Other territory"));
        for text in ["7", "027", "AB", "", "२७"] {
            assert_eq!(code(text), None, "{text}");
        }
        assert_eq!(name(98), None);
    }

    #[test]
    fn quarterly_returns_fall_due_by_state() {
        assert_eq!(qrmp_due_day(27), 22);
        assert_eq!(qrmp_due_day(7), 24);
    }
}
