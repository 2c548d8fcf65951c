//! Plain text for a terminal of 80 columns: tables whose columns are aligned by display width, and lines
//! that go on below where they are too long. Nothing is cut.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The columns of a terminal.
pub const WIDTH: usize = 80;
/// Blanks between columns, and before what a line goes on with.
const GAP: usize = 2;
/// A column of text is not made narrower than this to fit a table in.
const TEXT_WIDTH_MIN: usize = 10;
/// What does not begin a line.
const NO_START: &str = "，。；：、）】》”’！？％…,.;:)]}%!?";
/// What does not end one.
const NO_END: &str = "（【《“‘([{";

/// Text with the side that it stands on in its column.
pub struct Cell {
    text: String,
    align: Align,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Align {
    Left,
    Right,
}

/// A text, from the left; it goes on below where its table is too wide.
#[must_use]
pub fn left(text: String) -> Cell {
    Cell { text, align: Align::Left }
}

/// A figure, to the right; it stays on one line.
#[must_use]
pub fn right(text: String) -> Cell {
    Cell { text, align: Align::Right }
}

/// Aligns columns by display width: a Chinese character takes two cells. A table that is wider than
/// `width` has its widest columns of text narrowed, whose cells go on below.
#[must_use]
pub fn table(rows: &[Vec<Cell>], width: usize) -> String {
    let widths = widths(rows, width);
    let mut text = String::new();
    for row in rows {
        let cells: Vec<Vec<&str>> = (row.iter().zip(&widths))
            .map(|(cell, width)| match cell.align {
                Align::Left => wrap(&cell.text, [*width; 2]),
                Align::Right => vec![cell.text.as_str()],
            })
            .collect();
        for at in 0..cells.iter().map(Vec::len).max().unwrap_or_default() {
            let mut line = String::new();
            for ((lines, cell), width) in cells.iter().zip(row).zip(&widths) {
                let part = lines.get(at).copied().unwrap_or_default();
                let blanks = " ".repeat(width.saturating_sub(part.width()));
                match cell.align {
                    Align::Left => line.extend([part, &blanks]),
                    Align::Right => line.extend([blanks.as_str(), part]),
                }
                line.push_str(&" ".repeat(GAP));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// How wide each column is: as wide as its cells, or, where that is too wide, what the widest columns of
/// text can spare less.
fn widths(rows: &[Vec<Cell>], width: usize) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let cells = |column: usize| rows.iter().filter_map(move |row| row.get(column));
    let widest = |column| cells(column).map(|it| it.text.width()).max().unwrap_or_default();
    let mut widths: Vec<usize> = (0..columns).map(widest).collect();
    let is_text: Vec<bool> =
        (0..columns).map(|column| cells(column).all(|it| it.align == Align::Left)).collect();
    let room = width.saturating_sub(GAP * columns.saturating_sub(1));
    for column in (0..columns).filter(|&it| is_text[it]) {
        widths[column] = widths[column].min(room.max(TEXT_WIDTH_MIN));
    }
    while room < widths.iter().sum() {
        let narrowable = (0..columns).filter(|&it| is_text[it] && TEXT_WIDTH_MIN < widths[it]);
        let Some(widest) = narrowable.max_by_key(|&it| widths[it]) else { break };
        widths[widest] -= 1;
    }
    widths
}

/// A line that fits a terminal; what it goes on with stands two blanks further in.
#[must_use]
pub fn fold(line: &str) -> String {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let below = indent + GAP;
    let lines = wrap(text, [indent, below].map(|it| WIDTH.saturating_sub(it)));
    let indents = std::iter::once(indent).chain(std::iter::repeat(below));
    let mut folded = String::new();
    for (indent, line) in indents.zip(lines) {
        folded.extend([" ".repeat(indent).as_str(), line, "\n"]);
    }
    folded
}

/// A text in lines, the first of one width and those below of another, broken at blanks and between
/// Chinese characters; elsewhere only where a word alone is too long.
fn wrap(text: &str, [first, below]: [usize; 2]) -> Vec<&str> {
    let (mut lines, mut rest, mut width) = (Vec::new(), text, first);
    while let Some(at) = overflow(rest, width) {
        lines.push(rest[..at].trim_end());
        rest = rest[at..].trim_start();
        width = below;
    }
    lines.push(rest.trim_end());
    lines
}

/// Where a text that is wider than `width` is broken; `None` where it fits.
fn overflow(text: &str, width: usize) -> Option<usize> {
    let (mut taken, mut best, mut before) = (0, None, None);
    for (at, it) in text.char_indices() {
        let own = it.width().unwrap_or_default();
        if before.is_some_and(|before| may_break(before, it)) {
            best = Some(at);
        }
        // Blanks at the end of a line are left out.
        if it != ' ' && width < taken + own && 0 < at {
            return best.or(Some(at));
        }
        taken += own;
        before = Some(it);
    }
    None
}

/// Whether a line may end after one character and go on with the other.
fn may_break(before: char, after: char) -> bool {
    let is_wide = |it: char| it.width() == Some(2);
    let is_between = is_wide(before) || is_wide(after) || before == ' ';
    is_between && after != ' ' && !NO_START.contains(after) && !NO_END.contains(before)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_break_at_blanks_and_between_chinese_characters() {
        for (text, width, expected) in [
            ("a table of words", 8, vec!["a table", "of words"]),
            ("a table of words", 16, vec!["a table of words"]),
            ("指标得分，扣分", 8, vec!["指标得", "分，扣分"]),
            ("（管理办法）原文", 7, vec!["（管理", "办法）", "原文"]),
            ("abcdefgh ij", 4, vec!["abcd", "efgh", "ij"]),
            ("share 25.00 %", 11, vec!["share", "25.00 %"]),
            ("", 4, vec![""]),
            ("宽", 1, vec!["宽"]),
        ] {
            assert_eq!(wrap(text, [width; 2]), expected, "{text} {width}");
        }
    }

    #[test]
    fn a_table_that_is_too_wide_goes_on_below_and_keeps_its_figures() {
        let row = |a: &str, b: &str, c: &str| {
            vec![left(a.to_owned()), right(b.to_owned()), left(c.to_owned())]
        };
        let rows = [
            row("subject", "score", "source"),
            row("a company with a long name", "100.00", "text of the Measures"),
        ];
        let expected = "\
subject        score  source
a company     100.00  text of the
with a long           Measures
name
";
        assert_eq!(table(&rows, 34), expected);
    }

    #[test]
    fn a_line_goes_on_two_blanks_further_in() {
        let line = format!("  {}", "weight ".repeat(14).trim_end());
        let expected = format!(
            "  {}\n    {}\n",
            "weight ".repeat(11).trim_end(),
            "weight ".repeat(3).trim_end()
        );
        assert_eq!(fold(&line), expected);
        assert_eq!(fold("短"), "短\n");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_line_fits(text in "[a-c，。（）评价 ]{0,300}", width in 2_usize..90) {
            let lines = wrap(&text, [width; 2]);
            let solid = |it: &str| it.replace(' ', "");
            prop_assert_eq!(solid(&lines.concat()), solid(&text));
            prop_assert!(lines.iter().all(|it| it.width() <= width));
            let folded = fold(&text);
            prop_assert_eq!(solid(&folded.replace('\n', "")), solid(&text));
            prop_assert!(folded.lines().all(|it| it.width() <= WIDTH));
        }
    }
}
