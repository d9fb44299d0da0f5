//! How much memory what is read may take: half as much as its text beside the text itself, and a little whatever it is.

/// What any text may take, however short: with the program itself it stays below 100 MB.
const FREE: u64 = 56 << 20;

/// So much of [`FREE`] a short text may take for each of its bytes.
const OF_A_BYTE: u64 = 64;

/// What was asked for when it does not fit.
pub const NO_ROOM: &str = "does not fit into this machine's memory";

/// The memory that reading some texts may take beside them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowance {
    bytes: u64,
    /// What is reserved for a try: short texts never need all.
    at_once: u64,
}

impl Allowance {
    /// What texts of this many bytes may take.
    pub fn of(text: u64) -> Allowance {
        Allowance { bytes: text / 2 + FREE, at_once: text / 2 + FREE.min(text.saturating_mul(OF_A_BYTE)) }
    }

    /// In bytes.
    pub fn bytes(self) -> u64 {
        self.bytes
    }

    /// Whether so much is there to be had now. Asked before the work begins, so that a shortage is a message.
    pub fn is_there(self) -> bool {
        usize::try_from(self.at_once).is_ok_and(|bytes| Vec::<u8>::new().try_reserve_exact(bytes).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_with_the_text_and_is_little_for_a_short_one() {
        assert_eq!(Allowance::of(1 << 30).bytes(), (1 << 29) + FREE);
        assert!(Allowance::of(1_000).is_there());
        assert!(!Allowance::of(u64::MAX).is_there());
    }
}
