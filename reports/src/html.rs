//! What HTML pages share: text as text, and the look of a page that is read and printed.

use metrics::clean::clean_inline;

/// Submitted text as text: nothing of it is markup, steers, or hides.
pub(crate) fn escaped(text: &str) -> String {
    let clean = clean_inline(text);
    clean.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
