//! Mappings to start from: voucher lists as accounting software exports them, and what the items of
//! interchange formats stand for, to be adjusted. They are defaults of this project: nobody has published
//! these layouts.

/// Like what 用友 (Yonyou) U8 and NC export: a row a line, each with its voucher.
pub const YONYOU: &str = include_str!("../mappings/yonyou.toml");

/// Like what 金蝶 (Kingdee) K/3 exports: only the first line of a voucher names it.
pub const KINGDEE: &str = include_str!("../mappings/kingdee.toml");

/// Which auxiliary item (辅助项) of GB/T 24589.1 fills which column.
pub const GBT24589: &str = include_str!("../mappings/gbt24589.toml");

/// Which analysis of SAF-T fills which column.
pub const SAF_T: &str = include_str!("../mappings/saf_t.toml");
