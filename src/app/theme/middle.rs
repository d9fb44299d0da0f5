//! Texts that are cut in their middle, so that what tells them apart at the end is seen.

/// The longest that fits of the beginning and the end of a name, with … between.
pub fn in_the_middle(name: &str, fits: impl Fn(&str) -> bool) -> String {
    let chars: Vec<char> = name.chars().collect();
    if fits(name) {
        return name.to_owned();
    }
    let with = |kept: usize| -> String {
        // More of the end, where the number and the ending are.
        let (first, last) = (kept / 2, kept - kept / 2);
        chars[..first].iter().chain(['…'].iter()).chain(&chars[chars.len() - last..]).collect()
    };
    let (mut least, mut most) = (0, chars.len());
    while least + 1 < most {
        let middle = (least + most) / 2;
        if fits(&with(middle)) { least = middle } else { most = middle }
    }
    with(least)
}

#[cfg(test)]
mod tests {
    use super::in_the_middle;

    #[test]
    fn a_name_that_is_too_long_keeps_its_ending() {
        let fits = |text: &str| text.chars().count() <= 12;
        assert_eq!(in_the_middle("october.json", fits), "october.json");
        assert_eq!(in_the_middle("download_of_october.json", fits), "downl…r.json");
        assert_eq!(in_the_middle("ääääääääääääääää.json", fits), "äääää…ä.json");
        assert_eq!(in_the_middle("any.json", |_| false), "…");
    }
}
