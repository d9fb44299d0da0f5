//! Document numbers in natural order, over one sheet or all: by heads. How it works, with an example: of `INV/9` and `INV/10` people want the 9 first, though
//! its letters come last. So each run of digits is written with its length in front: `inv/19` and `inv/210`, which compare
//! letter by letter as people count. The first 21 of these letters, six bits each, are the *head*: one number of 128 bits that
//! is kept beside the row, so that a million rows are sorted without looking at their texts again. The two lowest bits say
//! whether the head is all of the text, goes on, or has a letter that shares its code with others; only where two equal heads
//! go on, or share, are the texts themselves compared.

use crate::book::columns::ArenaColumn;
use crate::book::scope::EachSheet;
use crate::book::{Book, Scope};
use crate::work::{Progress, parts};

/// Which way round, and whether someone still waits for it.
#[derive(Clone, Copy)]
pub(super) struct Order<'a> {
    pub(super) descending: bool,
    pub(super) progress: &'a Progress,
}

impl Order<'_> {
    /// The order is turned, not the list: equal rows keep theirs.
    fn turn(self, head: u128) -> u128 {
        if self.descending { !head } else { head }
    }
}

/// The document numbers of the sheets of a scope.
pub(super) type Numbers<'a> = EachSheet<&'a ArenaColumn>;

/// The column of document numbers.
pub(super) fn numbers(book: &Book, scope: Scope) -> Numbers<'_> {
    scope.each(|section| &book.sheet(section).records().numbers)
}

/// The column of the numbers of originals.
pub(super) fn original_numbers(book: &Book, scope: Scope) -> Numbers<'_> {
    scope.each(|section| &book.sheet(section).records().original_numbers)
}

/// The text of a row as it is compared.
fn folded<'a>(column: &Numbers<'a>, number: u32) -> &'a str {
    let (column, row) = column.of(number);
    column.folded(row as u32)
}

/// Document numbers in natural order: `INV/9` before `INV/10`. By their heads, and where those are equal by all their bytes.
pub(super) fn by_numbers(rows: &mut [u32], order: Order, column: &Numbers) {
    let mut pairs = vec![(0, 0); rows.len()];
    parts::in_stretches(&mut pairs, |from, part| {
        let rows = rows[from..].chunks(BETWEEN_LOOKS);
        for (some, rows) in part.chunks_mut(BETWEEN_LOOKS).zip(rows).take_while(|_| !order.progress.cancelled()) {
            for (pair, &row) in some.iter_mut().zip(rows) {
                *pair = (order.turn(head(folded(column, row))), row);
            }
            some.sort_by_key(|pair| pair.0);
        }
        // The library's sort finds what is in order already and only merges it.
        if !order.progress.cancelled() {
            part.sort_by_key(|pair| pair.0);
        }
    });
    if order.progress.cancelled() {
        return;
    }
    pairs.sort_by_key(|pair| pair.0);
    for equal in pairs.chunk_by_mut(|a, b| a.0 == b.0).filter(|equal| equal.len() > 1) {
        match order.turn(equal[0].0) & END {
            ENDED => {}
            GOES_ON => by_bytes(equal, order, column, 16),
            _ => by_bytes(equal, order, column, 0),
        }
    }
    rows.iter_mut().zip(pairs).for_each(|(row, pair)| *row = pair.1);
}

/// Sorts by texts that are elsewhere, in natural order; rows without one come first.
pub(super) fn by_texts_in_natural_order<'t>(rows: &mut [u32], order: Order, text: impl Fn(u32) -> &'t str) {
    let mut pairs: Vec<(u128, u32)> = Vec::with_capacity(rows.len());
    for (done, &row) in rows.iter().enumerate() {
        if done % BETWEEN_LOOKS == 0 && order.progress.cancelled() {
            return;
        }
        pairs.push((head(&text(row).to_lowercase()), row));
    }
    let whole = |row: u32| natural(&text(row).to_lowercase());
    pairs.sort_by(|a, b| {
        let by = a.0.cmp(&b.0).then_with(|| match a.0 & END {
            ENDED => std::cmp::Ordering::Equal,
            _ => whole(a.1).cmp(&whole(b.1)),
        });
        if order.descending { by.reverse() } else { by }
    });
    rows.iter_mut().zip(pairs).for_each(|(row, pair)| *row = pair.1);
}

/// How many rows are sorted between two looks whether to stop.
const BETWEEN_LOOKS: usize = 1 << 15;

/// Puts rows in order by their natural bytes from `skip` on, before which they are equal: by sixteen, and where those are
/// equal by the next sixteen.
fn by_bytes(equal: &mut [(u128, u32)], order: Order, column: &Numbers, skip: usize) {
    if skip > 64 {
        // Such long texts are no document numbers any more: they are compared as a whole.
        let mut whole: Vec<(Vec<u8>, u32)> =
            equal.iter().map(|pair| (natural(folded(column, pair.1)), pair.1)).collect();
        whole.sort_by(|a, b| if order.descending { b.0.cmp(&a.0) } else { a.0.cmp(&b.0) });
        equal.iter_mut().zip(whole).for_each(|(pair, whole)| pair.1 = whole.1);
        return;
    }
    equal.iter_mut().for_each(|pair| pair.0 = order.turn(sixteen(folded(column, pair.1), skip)));
    equal.sort_by_key(|pair| pair.0);
    for equal in equal.chunk_by_mut(|a, b| a.0 == b.0).filter(|equal| equal.len() > 1) {
        if order.turn(equal[0].0) & 0xff != 0 {
            by_bytes(equal, order, column, skip + 16);
        }
    }
}

/// A document number as that order sees it.
#[derive(Clone, Copy)]
pub(super) struct Natural<'a> {
    text: &'a str,
    head: u128,
}

impl<'a> Natural<'a> {
    /// The number of a row.
    pub(super) fn of(column: &Numbers<'a>, row: u32) -> Natural<'a> {
        let text = folded(column, row);
        Natural { text, head: head(text) }
    }

    /// Whether two are equal in that order.
    pub(super) fn same_as(&self, other: &Natural<'_>) -> bool {
        self.head == other.head
            && (self.head & END == ENDED || self.text == other.text || natural(self.text) == natural(other.text))
    }
}

/// In the last two bits of a head: the number ended with it, goes on, or has a character that has no code of its own.
const END: u128 = 3;
const ENDED: u128 = 0;
const GOES_ON: u128 = 1;
const SHARED: u128 = 2;

/// The first 21 of the bytes in natural order, six bits each, which is all of a usual document number; after them how it
/// ends.
fn head(text: &str) -> u128 {
    let (mut head, mut left, mut end) = (0, 21, ENDED);
    each_natural(text, |byte| {
        if left == 0 || end == SHARED {
            end = end.max(GOES_ON);
            return;
        }
        // In the order of the bytes. Several share a code where there is none to spare: then nothing is stated after it.
        let (code, own) = match byte {
            0..=b' ' => (1, false),
            b'!'..=b'@' => (byte - b'!' + 2, true),
            b'A'..=b'`' => (34, false),
            b'a'..=b'z' => (byte - b'a' + 35, true),
            _ => (61, false),
        };
        left -= 1;
        head |= u128::from(code) << (2 + 6 * left);
        if !own {
            end = SHARED;
        }
    });
    head | end
}

/// Sixteen of the bytes in natural order; zeros after the end.
fn sixteen(text: &str, skip: usize) -> u128 {
    let (mut head, wanted) = ([0; 16], skip..skip + 16);
    let mut place = 0;
    each_natural(text, |byte| {
        if wanted.contains(&place) {
            head[place - skip] = byte;
        }
        place += 1;
    });
    u128::from_be_bytes(head)
}

/// All the bytes in natural order.
pub fn natural(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(2 * text.len());
    each_natural(text, |byte| bytes.push(byte));
    bytes
}

/// The bytes of a text, each run of digits without its leading zeros and after its length: so bytes compare as people
/// order numbers, however long the run.
fn each_natural(text: &str, mut tell: impl FnMut(u8)) {
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if !byte.is_ascii_digit() {
            tell(byte.max(1)); // a zero means the end
            rest = after;
            continue;
        }
        let run = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let zeros = rest.iter().take_while(|&&b| b == b'0').count();
        // Of 000 the last zero is the number.
        let (digits, after) = rest[zeros.min(run - 1)..].split_at(run - zeros.min(run - 1));
        // The length is stated in the bytes of digits, so that numbers stand where ASCII has them; a nine says "and more".
        let mut left = digits.len();
        while left >= 9 {
            tell(b'9');
            left -= 9;
        }
        tell(b'0' + left as u8);
        digits.iter().for_each(|&digit| tell(digit));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::book::Section;

    /// A column of one sheet.
    fn alone(column: &ArenaColumn) -> Numbers<'_> {
        Scope::from(Section::B2b).each(|_| column)
    }

    fn order(mut texts: Vec<&str>) -> Vec<&str> {
        texts.sort_by_key(|text| natural(text));
        texts
    }

    #[test]
    fn runs_of_digits_are_ordered_as_numbers() {
        let sorted =
            ["/1", "0", "2", "007", "10", "a-1", "a-2", "a-2b", "a-10", "a-10/3", "b", "inv/26-27/9", "inv/26-27/10"];
        let mut turned = sorted.to_vec();
        turned.reverse();
        assert_eq!(order(turned), sorted);
    }

    #[test]
    fn numbers_longer_than_any_integer_are_still_ordered_by_size() {
        let long = [
            "999999999",
            "1000000000",
            "99999999999999999999999999999999999999998",
            "99999999999999999999999999999999999999999",
            "100000000000000000000000000000000000000000",
        ];
        let mut turned = long.to_vec();
        turned.reverse();
        assert_eq!(order(turned), long);
    }

    #[test]
    fn the_first_bytes_never_contradict_the_whole() {
        for a in TEXTS {
            for b in TEXTS {
                let whole = natural(a).cmp(&natural(b));
                let first = |text| sixteen(text, 0);
                assert_eq!(first(a).cmp(&first(b)).then(whole), whole, "{a:?} {b:?}");
                assert_eq!(head(a).cmp(&head(b)).then(whole), whole, "{a:?} {b:?}");
                assert!(head(a) != head(b) || whole.is_eq() || head(a) & END != ENDED, "{a:?} {b:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_numbers_are_sorted_as_their_natural_bytes_are(
            texts in vec(prop_oneof!["[a-c0-2/ é~A\u{0}\u{7f}-]{0,8}", "(inv/26-27/)?[0-9]{0,22}", "[0-9/]{0,40}"], 0..40),
            descending in any::<bool>(),
        ) {
            let mut column = ArenaColumn::default();
            texts.iter().for_each(|text| assert!(column.push(text)));
            let mut rows: Vec<u32> = (0..texts.len() as u32).collect();
            let mut expected = rows.clone();
            by_numbers(&mut rows, Order { descending, progress: &Progress::default() }, &alone(&column));
            let compare = |a: &u32, b: &u32| natural(column.folded(*a)).cmp(&natural(column.folded(*b)));
            expected.sort_by(|a, b| if descending { compare(b, a) } else { compare(a, b) });
            prop_assert_eq!(rows, expected);
        }
    }

    const TEXTS: [&str; 16] = [
        "inv/26-27/00000692",
        "inv/26-27/00000693",
        "inv/26-27/692",
        "",
        "0",
        "z",
        "12345678901234567890",
        "12345678901234567891",
        "123456789012345678901",
        "a b",
        "a c",
        "a_b",
        "a{b",
        "aé",
        "aéz",
        "a-b-c-d-e-f-g-h-i-j-kl",
    ];

    #[test]
    fn numbers_with_much_in_common_are_sorted_to_the_last_byte() {
        let text = |n: usize| format!("{}{}", "long/".repeat(n % 30), n * 7919 % 1000);
        let mut column = ArenaColumn::default();
        (0..2_000).for_each(|n| assert!(column.push(&text(n))));
        for descending in [false, true] {
            let mut rows: Vec<u32> = (0..2_000).collect();
            let mut expected = rows.clone();
            by_numbers(&mut rows, Order { descending, progress: &Progress::default() }, &alone(&column));
            expected.sort_by(|&a, &b| {
                let order = natural(column.folded(a)).cmp(&natural(column.folded(b)));
                if descending { order.reverse() } else { order }
            });
            assert_eq!(rows, expected);
        }
    }
}
