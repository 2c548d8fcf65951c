//! What a screen shows, as data: panels of grids, fields and texts. Drawn by `widgets`.
//!
//! Rows of a grid are asked for one by one, so that a frame costs what is seen, not what is held.

use crate::text::CleanText;
use crate::theme::Role;

/// A text with its meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text.
    pub text: CleanText,
    /// What it means.
    pub role: Role,
}

impl Cell {
    /// A cell with a meaning.
    #[must_use]
    pub fn new(text: CleanText, role: Role) -> Self {
        Self { text, role }
    }

    /// Ours, without further meaning.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self::new(CleanText::new(text), Role::Text)
    }

    /// As submitted.
    #[must_use]
    pub fn untrusted(text: &str) -> Self {
        Self::new(CleanText::new(text), Role::Untrusted)
    }
}

/// How a column behaves when there is too little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Right-aligned and never cut: what does not fit is shown as `#`.
    Number,
    /// Cut with a mark, not below so many columns.
    Text {
        /// The least width.
        width_min: u16,
    },
    /// Left out first.
    Optional,
}

/// A column of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its title.
    pub title: CleanText,
    /// How it behaves.
    pub kind: Kind,
}

/// A table of which only the visible rows are made.
pub struct Grid<'a> {
    /// The columns.
    pub columns: Vec<Column>,
    /// How many rows are held.
    pub len: usize,
    /// The line under the cursor, if the grid has one.
    pub cursor: Option<usize>,
    /// Said instead of rows when there are none.
    pub empty: CleanText,
    /// Makes a row: one cell for each column.
    pub row: Box<dyn Fn(usize) -> Vec<Cell> + 'a>,
}

/// A label and a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The label.
    pub label: CleanText,
    /// The value, wrapped over lines.
    pub value: Cell,
}

/// What a panel holds.
pub enum Body<'a> {
    /// A table.
    Grid(Grid<'a>),
    /// Labelled values.
    Fields(Vec<Field>),
    /// Lines of text, wrapped.
    Text(Vec<Cell>),
}

/// How tall a panel is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Height {
    /// So many lines at most, as many as it needs.
    Fit(u16),
    /// So many lines at most, as many as it needs, where all others have what they need; else none.
    Spare(u16),
    /// What is left, shared among all that fill.
    Fill,
}

/// A framed part of a page.
pub struct Panel<'a> {
    /// Its title.
    pub title: CleanText,
    /// How tall.
    pub height: Height,
    /// Whether keys go to it.
    pub focus: Focus,
    /// What it holds.
    pub body: Body<'a>,
}

/// Whether keys go to a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// They do.
    Here,
    /// They do not.
    Elsewhere,
}

/// Panels that stand side by side where there is room, else one above the other.
pub struct Band<'a>(pub Vec<Panel<'a>>);

/// A whole screen between the tabs and the status line.
pub type Page<'a> = Vec<Band<'a>>;

impl<'a> Panel<'a> {
    /// A panel that takes what is left and the keys.
    #[must_use]
    pub fn main(title: CleanText, grid: Grid<'a>) -> Self {
        Self { title, height: Height::Fill, focus: Focus::Here, body: Body::Grid(grid) }
    }

    /// A panel of at most so many fields, without keys.
    #[must_use]
    pub fn fields(title: CleanText, lines_max: u16, fields: Vec<Field>) -> Self {
        let (height, body) = (Height::Fit(lines_max), Body::Fields(fields));
        Self { title, height, focus: Focus::Elsewhere, body }
    }

    /// A panel alone in its band.
    #[must_use]
    pub fn band(self) -> Band<'a> {
        Band(vec![self])
    }
}

/// The values of the line under the cursor, whole, for people to read or copy; then the fields
/// around it, which may have had too little room.
#[must_use]
pub fn selected_line(page: &Page<'_>) -> Vec<Field> {
    let panels = page.iter().flat_map(|band| &band.0);
    let (focused, others): (Vec<_>, Vec<_>) = panels.partition(|panel| panel.focus == Focus::Here);
    let around = others.iter().filter_map(|panel| match &panel.body {
        Body::Fields(fields) => Some(fields.clone()),
        Body::Grid(_) | Body::Text(_) => None,
    });
    focused.iter().map(|panel| values(&panel.body)).chain(around).flatten().collect()
}

/// What a panel holds, of a grid the line under the cursor.
fn values(body: &Body<'_>) -> Vec<Field> {
    match body {
        Body::Grid(grid) => {
            let Some(at) = grid.cursor.filter(|at| *at < grid.len) else { return Vec::new() };
            let titles = grid.columns.iter().map(|column| column.title.clone());
            let values = (grid.row)(at);
            titles.zip(values).map(|(label, value)| Field { label, value }).collect()
        }
        Body::Fields(fields) => fields.clone(),
        Body::Text(lines) => {
            let field = |value: &Cell| Field { label: CleanText::default(), value: value.clone() };
            lines.iter().map(field).collect()
        }
    }
}
