//! Mappings that the program writes, used as somebody would.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn mingjingd(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    program.args(arguments).current_dir(folder).output().unwrap()
}

/// A mapping for voucher lists is written once, and reads a list with its heads.
#[test]
fn a_mapping_is_written_and_reads_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let lists = [
        (
            "yonyou",
            "制单日期,凭证字,凭证号,摘要,科目编码,科目名称,借方金额,贷方金额,制单人,审核人,记账人\n\
             2026-04-30,记,1,收款,1002,银行存款,\"1,000.00\",,张三,李四,王五\n\
             2026-04-30,记,1,收款,6001,主营业务收入,,1000.00,张三,李四,王五\n",
        ),
        (
            "kingdee",
            "日期,凭证字号,分录号,摘要,科目代码,科目名称,借方金额,贷方金额,制单,审核,过账\n\
             2026-04-30,记-1,1,收款,1002,银行存款,\"1,000.00\",,张三,李四,王五\n\
             ,,2,,6001,主营业务收入,,1000.00,,,\n\
             ,,,合计,,,\"1,000.00\",\"1,000.00\",,,\n",
        ),
    ];
    for (software, list) in lists {
        let write = ["template", "ledger", "--mapping", software];
        assert_eq!(mingjingd(folder.path(), &write).status.code(), Some(0));
        let again = mingjingd(folder.path(), &write);
        assert_ne!(again.status.code(), Some(0), "nothing is overwritten");
        fs::write(folder.path().join("list.csv"), list).unwrap();
        let mapping = format!("{software}.toml");
        let check = ["check", "list.csv", "--kind", "ledger", "--mapping", &mapping, "--json"];
        let output = mingjingd(folder.path(), &check);
        let shown = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{software} {shown}");
        let answer: serde_json::Value = serde_json::from_str(&shown).unwrap();
        assert_eq!((&answer["rows"], &answer["understood"]), (&2.into(), &2.into()), "{shown}");
    }
    let other = mingjingd(folder.path(), &["template", "usage", "--mapping", "yonyou"]);
    assert_eq!(other.status.code(), Some(2), "only ledgers are mapped so");
}
