//! The columns of the overview of matches: which have room beside the name, and where they are.

use egui::Rect;

/// The columns behind the name, with their widths.
pub(super) const COLUMNS: [(&str, f32); 9] = [
    ("Records", 60.0),
    ("Tax, portal", 110.0),
    ("Tax, register", 110.0),
    ("Difference", 116.0),
    ("Accept?", 62.0),
    ("Pending?", 66.0),
    ("Check", 52.0),
    ("Not filed", 62.0),
    ("Decided", 62.0),
];
/// These leave where there is no room for all, in this order, counts before money: what is under the pointer says them. Pending is
/// suggested on few lines, and Accept on most.
const LEAVE: [usize; 6] = [8, 7, 5, 4, 2, 1];
/// The name is never narrower.
const NAME: f32 = 190.0;
/// How wide the page must be for all columns, the name and buttons of this width.
pub(super) fn needed_by_all(buttons: f32) -> f32 {
    COLUMNS.iter().map(|(_, wide)| wide).sum::<f32>() + NAME + buttons
}

/// The right edges of the columns, before the room of the buttons; none of one for which there is no room beside the name.
pub(super) fn edges(rect: Rect, buttons: f32) -> [Option<f32>; 9] {
    let mut seen = [true; 9];
    let wide = |seen: &[bool; 9]| COLUMNS.iter().zip(seen).filter(|(_, seen)| **seen).map(|((_, w), _)| w).sum::<f32>();
    for place in LEAVE {
        if wide(&seen) > rect.width() - NAME - buttons {
            seen[place] = false;
        }
    }
    let mut right = rect.right() - buttons - wide(&seen);
    std::array::from_fn(|place| {
        right += if seen[place] { COLUMNS[place].1 } else { 0.0 };
        seen[place].then_some(right)
    })
}

/// The figures for which there is no room, each with its heading.
pub(super) fn unseen(rect: Rect, buttons: f32, cells: &[String; 9]) -> String {
    let unseen = COLUMNS.iter().zip(edges(rect, buttons)).zip(cells).filter(|((_, edge), _)| edge.is_none());
    unseen.map(|(((title, _), _), text)| format!("{title}: {text}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    const BUTTONS: f32 = 150.0;

    fn page(width: f32) -> Rect {
        Rect::from_min_size(pos2(180.0, 0.0), vec2(width, 28.0))
    }

    #[test]
    fn the_name_has_room_and_no_column_lies_over_another() {
        for width in [710.0, 764.0, 920.0, 1_080.0, 1_300.0] {
            let seen: Vec<(f32, f32)> = edges(page(width), BUTTONS)
                .iter()
                .zip(COLUMNS)
                .filter_map(|(edge, (_, wide))| Some(((*edge)?, wide)))
                .collect();
            assert!(seen[0].0 - seen[0].1 >= 180.0 + NAME - 0.5, "{width}: {seen:?}");
            assert!(seen.windows(2).all(|two| two[1].0 - two[1].1 >= two[0].0 - 0.5), "{width}: {seen:?}");
        }
    }

    #[test]
    fn accept_is_seen_as_long_as_pending() {
        let seen = |width: u16| edges(page(f32::from(width)), BUTTONS).map(|edge| edge.is_some());
        let all: Vec<[bool; 9]> = (700..1_300).map(seen).collect();
        assert!(all.iter().all(|seen| seen[4] || !seen[5]) && all.iter().any(|seen| seen[4] && !seen[5]));
    }

    #[test]
    fn what_has_no_room_is_said_under_the_pointer() {
        let cells = std::array::from_fn(|place| place.to_string());
        assert_eq!(unseen(page(1_300.0), BUTTONS, &cells), "");
        assert!(unseen(page(764.0), BUTTONS, &cells).contains("Tax, register: 2"));
    }
}
