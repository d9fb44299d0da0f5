//! The exact assignment of a small group: the method of potentials (Kuhn, Munkres), then the list of pairs that comes first
//! among all that are as good.

use crate::matching::steps::assign::{Pair, Sides};

/// Differences above this count as this: so the sum of two hundred of each fits into one number.
const MOST_PAISE: u64 = 1 << 40;
const MOST_DAYS: u32 = 1 << 20;

/// A row or column that stays free takes a place made for that, at this cost; a pair that cannot be costs more.
const FREE: i128 = 0;
const NEVER: i128 = 1;

/// Rows are the records and, behind them, a free place for each entry; columns are the entries and a free place for each
/// record. So every set of pairs is a full assignment.
struct Square {
    records: usize,
    entries: usize,
    costs: Vec<i128>,
}

impl Square {
    fn new(group: &[Pair], sides: &Sides) -> Square {
        let (records, entries) = (sides.records.len(), sides.entries.len());
        let least = records.min(entries) as i128;
        let most = |of: &dyn Fn(&Pair) -> u64| group.iter().map(of).max().unwrap_or(0) as i128;
        let days = |pair: &Pair| u64::from(pair.apart.days.min(MOST_DAYS));
        let taxable = |pair: &Pair| pair.apart.taxable.min(MOST_PAISE);
        let tax = |pair: &Pair| pair.apart.tax.min(MOST_PAISE);
        // A step of each counts more than all that comes behind it together.
        let of_taxable = least * most(&days) + 1;
        let of_tax = of_taxable * (least * most(&taxable) + 1);
        let of_pairs = of_tax * (least * most(&tax) + 1);
        let mut costs = vec![NEVER; records * entries];
        let place = |list: &[u32], wanted: u32| list.partition_point(|&place| place < wanted);
        for pair in group {
            let at = place(&sides.records, pair.record) * entries + place(&sides.entries, pair.entry);
            let apart =
                i128::from(tax(pair)) * of_tax + i128::from(taxable(pair)) * of_taxable + i128::from(days(pair));
            costs[at] = apart - of_pairs;
        }
        Square { records, entries, costs }
    }

    fn size(&self) -> usize {
        self.records + self.entries
    }

    #[inline]
    fn cost(&self, row: usize, column: usize) -> i128 {
        if row < self.records && column < self.entries { self.costs[row * self.entries + column] } else { FREE }
    }
}

/// A full assignment of the least cost, with the potentials that prove it.
struct Solved {
    row_of: Vec<usize>,
    column_of: Vec<usize>,
    rows: Vec<i128>,
    columns: Vec<i128>,
}

/// Adds one row after the other, each by the cheapest chain of moves.
fn solve(square: &Square) -> Solved {
    let size = square.size();
    // Place 0 is no real column: the row that is just being added holds it.
    let (mut u, mut v) = (vec![0i128; size + 1], vec![0i128; size + 1]);
    let (mut row_of, mut before) = (vec![0usize; size + 1], vec![0usize; size + 1]);
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let (mut least, mut used) = (vec![i128::MAX; size + 1], vec![false; size + 1]);
        loop {
            used[column] = true;
            let (from, mut delta, mut next) = (row_of[column], i128::MAX, 0);
            for to in 1..=size {
                if used[to] {
                    continue;
                }
                let reduced = square.cost(from - 1, to - 1) - u[from] - v[to];
                if reduced < least[to] {
                    (least[to], before[to]) = (reduced, column);
                }
                if least[to] < delta {
                    (delta, next) = (least[to], to);
                }
            }
            for to in 0..=size {
                if used[to] {
                    u[row_of[to]] += delta;
                    v[to] -= delta;
                } else if least[to] < i128::MAX {
                    least[to] -= delta;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    let mut column_of = vec![0; size];
    (1..=size).for_each(|column| column_of[row_of[column] - 1] = column - 1);
    Solved {
        row_of: row_of[1..].iter().map(|row| row - 1).collect(),
        column_of,
        rows: u[1..].to_vec(),
        columns: v[1..].to_vec(),
    }
}

impl Solved {
    /// Whether an assignment of the least cost may hold this.
    fn is_tight(&self, square: &Square, row: usize, column: usize) -> bool {
        square.cost(row, column) == self.rows[row] + self.columns[column]
    }

    /// Gives each record in turn the first entry that it has in some assignment as good as this, the records before it
    /// keeping theirs.
    fn put_first(&mut self, square: &Square) {
        let size = square.size();
        for row in 0..square.records {
            let own = self.column_of[row];
            // From which columns the rows behind can move on until one takes the column that this row leaves.
            let (mut onward, mut reached, mut open) = (vec![usize::MAX; size], vec![false; size], vec![own]);
            reached[own] = true;
            while let Some(column) = open.pop() {
                for from in row + 1..size {
                    let there = self.column_of[from];
                    if !reached[there] && self.is_tight(square, from, column) {
                        (reached[there], onward[there]) = (true, column);
                        open.push(there);
                    }
                }
            }
            let end = own.min(square.entries);
            let first = (0..end).find(|&column| reached[column] && self.is_tight(square, row, column));
            let Some(mut column) = first else { continue };
            let mut moving = row;
            loop {
                let next = self.row_of[column];
                (self.row_of[column], self.column_of[moving]) = (moving, column);
                if column == own {
                    break;
                }
                (moving, column) = (next, onward[column]);
            }
        }
    }
}

/// The best set of a group.
pub(in crate::matching) fn best(group: &[Pair], sides: &Sides) -> Vec<Pair> {
    let square = Square::new(group, sides);
    let mut solved = solve(&square);
    solved.put_first(&square);
    let of = |pair: &&Pair| {
        let place = |list: &[u32], wanted: u32| list.partition_point(|&place| place < wanted);
        solved.column_of[place(&sides.records, pair.record)] == place(&sides.entries, pair.entry)
    };
    group.iter().filter(of).copied().collect()
}
