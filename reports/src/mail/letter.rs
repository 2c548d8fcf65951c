//! What a mail says, once: as plain text and as HTML, which say the same.
//!
//! The HTML is a page that every program shows alike: styles stand in the elements, nothing is
//! fetched, nothing runs.

use std::fmt::Write as _;

use config::locale::Language;
use metrics::clean::clean_inline;
use unicode_width::UnicodeWidthStr as _;

use crate::html::escaped;

const BODY: &str = "margin:0;padding:24px 12px;background:#f4f5f7;\
                    font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;\
                    font-size:15px;line-height:1.6;color:#1f2933";
const SHEET: &str = "max-width:640px;margin:0 auto;padding:24px 28px;background:#ffffff;\
                     border-top:4px solid #1b4b72";
const TITLE: &str = "margin:0 0 16px;font-size:20px;line-height:1.4;color:#1b4b72";
const HEADING: &str = "margin:24px 0 8px;font-size:16px;color:#1b4b72";
const TEXT: &str = "margin:0 0 12px";
const ALARM: &str = "margin:0 0 12px;padding:10px 14px;background:#fdf0ed;\
                     border-left:4px solid #b3261e;color:#7a1a14";
const LIST: &str = "margin:0 0 12px;padding-left:22px";
const TABLE: &str = "width:100%;border-collapse:collapse;margin:0 0 12px";
const HEAD: &str = "padding:6px 10px;text-align:left;background:#eef2f6;\
                    border-bottom:1px solid #c5d0da";
const CELL: &str = "padding:6px 10px;text-align:left;border-bottom:1px solid #e4e9ee";
const FOOT: &str = "margin:24px 0 0;padding-top:12px;border-top:1px solid #e4e9ee;\
                    font-size:12px;color:#5b6b7a;word-break:break-all";

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What stands above all.
    pub title: String,
    /// What follows.
    pub blocks: Vec<Block>,
    /// What proves it: as of when, from which data.
    pub foot: Vec<String>,
}

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A paragraph that asks for a person.
    Alarm(String),
    /// What the next blocks are about.
    Heading(String),
    /// One thing each.
    List(Vec<String>),
    /// A head and rows of as many cells.
    Table {
        /// The names of the columns.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
}

impl Letter {
    /// As plain text.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}\n", clean_inline(&self.title));
        for block in &self.blocks {
            text.push('\n');
            match block {
                Block::Text(it) => line(&mut text, "", it),
                Block::Alarm(it) => line(&mut text, "! ", it),
                Block::Heading(it) => line(&mut text, "## ", it),
                Block::List(items) => lines(&mut text, "- ", items),
                Block::Table { head, rows } => table_text(&mut text, head, rows),
            }
        }
        text.push_str("\n-- \n");
        lines(&mut text, "", &self.foot);
        text
    }

    /// As an HTML page.
    pub(super) fn html(&self, language: Language) -> String {
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n",
            language.tag()
        );
        element(&mut html, ("title", ""), &self.title);
        let _ = write!(html, "</head>\n<body style=\"{BODY}\">\n<div style=\"{SHEET}\">\n");
        element(&mut html, ("h1", TITLE), &self.title);
        for block in &self.blocks {
            match block {
                Block::Text(it) => element(&mut html, ("p", TEXT), it),
                Block::Alarm(it) => element(&mut html, ("p", ALARM), it),
                Block::Heading(it) => element(&mut html, ("h2", HEADING), it),
                Block::List(items) => {
                    let _ = writeln!(html, "<ul style=\"{LIST}\">");
                    elements(&mut html, ("li", ""), items);
                    html.push_str("</ul>\n");
                }
                Block::Table { head, rows } => table_html(&mut html, head, rows),
            }
        }
        let foot: Vec<String> = self.foot.iter().map(|it| escaped(it)).collect();
        let _ = writeln!(html, "<p style=\"{FOOT}\">{}</p>", foot.join("<br>\n"));
        html.push_str("</div>\n</body>\n</html>\n");
        html
    }
}

fn lines(text: &mut String, mark: &str, contents: &[String]) {
    for content in contents {
        line(text, mark, content);
    }
}

fn line(text: &mut String, mark: &str, content: &str) {
    text.push_str(mark);
    text.push_str(&clean_inline(content));
    text.push('\n');
}

/// Columns that stand below each other where the letters are of one width, as Chinese ones of two.
fn table_text(text: &mut String, head: &[String], rows: &[Vec<String>]) {
    let lines: Vec<Vec<String>> = std::iter::once(head)
        .chain(rows.iter().map(Vec::as_slice))
        .map(|cells| cells.iter().map(|it| clean_inline(it)).collect())
        .collect();
    let width = |column: usize| {
        lines.iter().filter_map(|it| it.get(column)).map(|it| it.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    for cells in &lines {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| {
            let blanks = width.saturating_sub(cell.width());
            format!("{cell}{}", " ".repeat(blanks))
        });
        text.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
}

fn table_html(html: &mut String, head: &[String], rows: &[Vec<String>]) {
    let _ = writeln!(html, "<table style=\"{TABLE}\">\n<tr>");
    elements(html, ("th", HEAD), head);
    html.push_str("</tr>\n");
    for cells in rows {
        html.push_str("<tr>\n");
        elements(html, ("td", CELL), cells);
        html.push_str("</tr>\n");
    }
    html.push_str("</table>\n");
}

fn elements(html: &mut String, of: (&str, &str), contents: &[String]) {
    for content in contents {
        element(html, of, content);
    }
}

fn element(html: &mut String, (name, style): (&str, &str), content: &str) {
    let style = if style.is_empty() { String::new() } else { format!(" style=\"{style}\"") };
    // Writing to a string cannot fail.
    let _ = writeln!(html, "<{name}{style}>{}</{name}>", escaped(content));
}
