//! A statement as an HTML page to read and print: nothing is fetched, nothing runs. A share is a bar
//! beside its number, so that a column of shares is a chart.

use std::fmt::Write as _;

use config::locale::Language;
use metrics::money::format_grouped;

use super::{Block, Cell, Document, Row};
use crate::html::escaped;

const STYLE: &str = "@page{size:A4 landscape;margin:12mm 10mm}\
*{box-sizing:border-box}\
body{margin:0;padding:28px 20px;background:#f4f5f7;color:#1f2933;font-size:13px;line-height:1.55;\
font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif}\
main{max-width:1120px;margin:0 auto;padding:28px 32px;background:#fff;border-top:4px solid #1b4b72}\
h1{margin:0 0 14px;font-size:22px;line-height:1.35;text-align:center;color:#1b4b72}\
h2{margin:26px 0 8px;font-size:16px;color:#1b4b72;break-after:avoid}\
header p{display:flex;justify-content:space-between;gap:24px;margin:0 0 10px;color:#3e4c59}\
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}\
thead{display:table-header-group}\
tr{break-inside:avoid}\
h1,header span,footer p{overflow-wrap:anywhere}\
th,td{padding:6px 8px;border:1px solid #c5d0da;vertical-align:top;text-align:left;\
overflow-wrap:anywhere}\
th{background:#e6edf4;font-weight:600;vertical-align:middle;text-align:center;\
overflow-wrap:break-word}\
td:first-child{min-width:8em}\
.wide{font-size:12px}\
.wide th,.wide td{padding:5px 4px}\
.wide td.share i{display:none}\
.wide td.share span{min-width:0}\
.strong td{background:#f3f6f9;font-weight:600}\
td.number{text-align:right;white-space:nowrap}\
td.unknown{text-align:center;color:#8a97a3}\
td.share{white-space:nowrap;text-align:right}\
td.share i{display:inline-block;width:48px;height:9px;background:#e6edf4;\
text-align:left;vertical-align:baseline}\
td.share span{display:inline-block;min-width:66px}\
td.share b{display:block;height:9px;background:#2f6f9f}\
footer{margin-top:22px;font-size:12px;color:#5b6b7a}\
footer p{margin:0 0 3px}\
footer .signers{margin-top:18px;font-size:14px;color:#1f2933;white-space:pre-wrap}\
@media(max-width:1160px){body{padding:12px}main{padding:20px 16px}}\
@media print{body{padding:0;background:#fff}main{max-width:none;padding:0;border:0}}";

/// Tables of more columns have no bars, so that they fit a page of 1 000 pixels.
const COLUMNS_MAX: usize = 10;
/// Indent of a row under its section, in pixels a step.
const INDENT_PX: u32 = 16;
/// 100 % in parts per million, and one part of a hundred.
const WHOLE_PPM: i64 = 1_000_000;
const PERCENT_PPM: i64 = 10_000;

/// Writes the page.
#[must_use]
pub fn html(document: &Document, language: Language) -> Vec<u8> {
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{}</h1>\n<p>",
        language.tag(),
        escaped(&document.title),
        escaped(&document.title),
    );
    for part in &document.header {
        let _ = write!(page, "<span>{}</span>", escaped(part));
    }
    page.push_str("</p>\n</header>\n");
    for table in &document.blocks {
        block(&mut page, table);
    }
    page.push_str("<footer>\n");
    for note in &document.notes {
        let _ = writeln!(page, "<p>{}</p>", escaped(note));
    }
    let _ = write!(page, "<p class=\"signers\">{}</p>\n</footer>\n", escaped(&document.signers));
    page.push_str("</main>\n</body>\n</html>\n");
    page.into_bytes()
}

fn block(page: &mut String, block: &Block) {
    if !block.title.is_empty() {
        let _ = writeln!(page, "<h2>{}</h2>", escaped(&block.title));
    }
    let is_wide = COLUMNS_MAX < block.columns.len();
    page.push_str(if is_wide { "<table class=\"wide\">" } else { "<table>" });
    page.push_str("\n<colgroup>");
    let total: u32 = block.columns.iter().map(|it| u32::from(it.width)).sum();
    for column in &block.columns {
        let percent = u32::from(column.width) * 100 / total.max(1);
        let _ = write!(page, "<col style=\"width:{percent}%\">");
    }
    page.push_str("</colgroup>\n<thead><tr>");
    for column in &block.columns {
        let _ = write!(page, "<th>{}</th>", escaped(&column.head));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    block.rows.iter().for_each(|it| row(page, it));
    page.push_str("</tbody>\n</table>\n");
}

fn row(page: &mut String, row: &Row) {
    page.push_str(if row.depth == 0 { "<tr class=\"strong\">" } else { "<tr>" });
    for (index, it) in row.cells.iter().enumerate() {
        let depth = if index == 0 { u32::from(row.depth) } else { 0 };
        cell(page, it, depth);
    }
    page.push_str("</tr>\n");
}

fn cell(page: &mut String, cell: &Cell, depth: u32) {
    let _ = match cell {
        Cell::Text(text) if 1 < depth => {
            let indent = 8 + (depth - 1) * INDENT_PX;
            write!(page, "<td style=\"padding-left:{indent}px\">{}</td>", escaped(text))
        }
        Cell::Text(text) => write!(page, "<td>{}</td>", escaped(text)),
        Cell::Amount(minor, digits) => {
            write!(page, "<td class=\"number\">{}</td>", format_grouped(*minor, *digits))
        }
        Cell::Share(ratio) => {
            let percent = ratio.ppm().clamp(0, WHOLE_PPM) / PERCENT_PPM;
            let number = escaped(&ratio.to_string());
            let bar = format!("<i><b style=\"width:{percent}%\"></b></i>");
            write!(page, "<td class=\"share\">{bar}<span>{number}</span></td>")
        }
        Cell::Unknown => write!(page, "<td class=\"unknown\">—</td>"),
    };
}
