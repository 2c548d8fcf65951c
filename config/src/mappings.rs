//! Mappings to start from: voucher lists as accounting software exports them, to be adjusted. They are
//! defaults of this project: no vendor has published these layouts.

/// Like what 用友 (Yonyou) U8 and NC export: a row a line, each with its voucher.
pub const YONYOU: &str = include_str!("../mappings/yonyou.toml");

/// Like what 金蝶 (Kingdee) K/3 exports: only the first line of a voucher names it.
pub const KINGDEE: &str = include_str!("../mappings/kingdee.toml");
