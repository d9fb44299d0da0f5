//! GSTINs: their form and their check digit (portal/README.md section 7).

/// Whether the text is fifteen capital letters and digits beginning with two digits.
pub fn well_formed(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 15
        && b.iter().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        && b[..2].iter().all(u8::is_ascii_digit)
}

/// Whether the last character is the check digit of the fourteen before it. False for what is not well formed.
pub fn check_digit_fits(text: &str) -> bool {
    well_formed(text) && check_digit(&text[..14]) == text.as_bytes()[14]
}

/// The check digit over the first fourteen characters, which must be capital letters and digits.
pub fn check_digit(first: &str) -> u8 {
    const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let sum: usize = first
        .bytes()
        .enumerate()
        .map(|(i, c)| {
            let value = usize::from(if c.is_ascii_digit() { c - b'0' } else { c.wrapping_sub(b'A').wrapping_add(10) });
            let product = value * (1 + i % 2);
            product / 36 + product % 36
        })
        .sum();
    ALPHABET[(36 - sum % 36) % 36]
}

/// The first GSTIN in a text, as in a file's name, in capitals or not: no letter or digit of any script touches
/// it; `_` may.
pub fn find(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_alphanumeric()).map(str::to_ascii_uppercase).find(|word| looks_real(word))
}

/// Two digits, five letters, four digits, a letter and three more: stricter than [`well_formed`], for words met by chance.
fn looks_real(word: &str) -> bool {
    well_formed(word)
        && word[2..7].bytes().all(|b| b.is_ascii_uppercase())
        && word[7..11].bytes().all(|b| b.is_ascii_digit())
        && word.as_bytes()[11].is_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_of_the_synthetic_gstins_fit() {
        for gstin in [
            "07AAAAA0000A1Z4",
            "19AAAAA0000A1ZZ",
            "24AAAAA0000A1Z8",
            "27AAAAA0000A1Z2",
            "29AAAAA0000A1ZY",
            "33AAAAA0000A1Z9",
            "36AAAAA0000A1Z3",
            "27ZZZZZ9999Z1Z8",
            "29ZZZZZ9999Z1Z4",
            "33ZZZZZ9999Z1ZF",
            "27TESTA1234B1ZA",
            "24TESTA1234B1ZG",
            "29TESTA1234B1Z6",
        ] {
            assert!(check_digit_fits(gstin), "{gstin}");
        }
        assert!(!check_digit_fits("27AAAAA0000A1Z3"));
    }

    #[test]
    fn the_form_is_fifteen_capitals_and_digits() {
        for text in ["", "27aaaaa0000a1z2", "AA27AAA0000A1Z2", "27AAAAA0000A1Z", "27AAAAA0000A1Z22", "27AAAAA0000A1Zé"]
        {
            assert!(!well_formed(text), "{text}");
        }
    }

    #[test]
    fn a_gstin_is_found_in_a_file_name() {
        assert_eq!(find("ims_27aaaaa0000a1z2_102026.json").as_deref(), Some("27AAAAA0000A1Z2"));
        assert_eq!(find("returns_21112026_R1_27AAAAA0000A1Z2_offline.zip").as_deref(), Some("27AAAAA0000A1Z2"));
        assert_eq!(find("ims_27aaaaa0000a1z2_offline.json").as_deref(), Some("27AAAAA0000A1Z2"));
        assert_eq!(find("27Aaaaa0000a1Z2").as_deref(), Some("27AAAAA0000A1Z2"));
        for touched in
            ["x27AAAAA0000A1Z2.json", "27AAAAA0000A1Z2x", "é27AAAAA0000A1Z2", "27AAAAA0000A1Z2क", "427aaaaa0000a1z2_1"]
        {
            assert_eq!(find(touched), None, "{touched}");
        }
        assert_eq!(find("download.json"), None);
    }
}
