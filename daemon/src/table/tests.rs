//! Tables that are read, and what is said of those that are not.

use config::locale::{Language, Words};

use super::*;

fn scheme(layout: &str) -> Scheme {
    let source = "source = { instrument = \"default\", confidence = \"default\" }";
    let text = format!(
        "id = \"w\"\nversion = 1\nname = {{ zh = \"\", en = \"\" }}\n{source}\n\
         missing = \"redistribute\"\nrounding = {{ decimals = 2, mode = \"half-up\" }}\n\
         impute = {{ method = \"group-mean\", group = \"区\" }}\n{layout}\n\
         [[dimension]]\nid = \"d\"\nweight = 1\nindicator = [\n\
         {{ id = \"甲\", weight = 1, denominator = \"人口\" }},\n]\n"
    );
    toml::from_str(&text).unwrap()
}

/// A scheme of one indicator, with tables of its own.
fn scheme_with(tables: &str) -> Scheme {
    let source = "source = { instrument = \"default\", confidence = \"default\" }";
    let text = format!(
        "id = \"w\"\nversion = 1\nname = {{ zh = \"\", en = \"\" }}\n{source}\n\
         missing = \"redistribute\"\nrounding = {{ decimals = 2, mode = \"half-up\" }}\n\
         [[dimension]]\nid = \"d\"\nweight = 1\n\
         indicator = [{{ id = \"甲\", weight = 1 }}]\n{tables}\n"
    );
    toml::from_str(&text).unwrap()
}

/// What is said of a table; nothing if it is read.
fn said(text: &str, scheme: &Scheme) -> String {
    let words = Words::new(Language::En);
    let faults = read(("t.csv", text.as_bytes()), None, scheme).err().unwrap_or_default();
    faults.iter().map(|it| it.sentence(&words)).collect::<Vec<_>>().join("\n")
}

fn faults(text: &[u8]) -> String {
    let faults = read(("t.csv", text), None, &scheme("")).unwrap_err();
    let words = Words::new(Language::En);
    faults.iter().map(|it| it.sentence(&words)).collect::<Vec<_>>().join("\n")
}

#[test]
fn units_numbers_gaps_and_groups_are_read_in_either_encoding() {
    let text = "单位,区,甲,人口,其他\n一, 东 ,1.5,10,x\n二,西,NA,,y\n";
    let (encoded, ..) = GB18030.encode(text);
    let with_mark = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for bytes in [text.as_bytes(), &encoded, &with_mark] {
        let table = read(("t.csv", bytes), None, &scheme("")).unwrap();
        let ids: Vec<&str> = table.units.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["一", "二"]);
        assert_eq!(table.columns["甲"], [Cell::Value(1.5), Cell::Missing]);
        assert_eq!(table.columns["人口"], [Cell::Value(10.0), Cell::Missing]);
        assert_eq!(table.groups["区"], ["东", "西"]);
    }
}

#[test]
fn a_column_may_stand_in_a_table_beside() {
    let (data, beside) = ("单位,区,甲\n一,东,1\n二,西,2\n", "单位,人口\n二,20\n三,30\n");
    let beside = Some(("b.csv", beside.as_bytes()));
    let table = read(("a.csv", data.as_bytes()), beside, &scheme("")).unwrap();
    assert_eq!(table.columns["人口"], [Cell::Missing, Cell::Value(20.0)]);
}

#[test]
fn a_long_table_has_a_figure_in_each_row() {
    let scheme = scheme("table = { unit = \"u\", long = { indicator = \"i\", value = \"v\" } }");
    let mut scheme = scheme;
    scheme.impute = metrics::evaluation::scheme::method::Impute::None;
    scheme.dimensions[0].indicators[0].denominator = Some("甲/n".to_owned());
    let text = "u,i,v,n\n一,甲,3,4\n一,乙,x,9\n二,甲,5,\n";
    let table = read(("t.csv", text.as_bytes()), None, &scheme).unwrap();
    assert_eq!(table.columns["甲"], [Cell::Value(3.0), Cell::Value(5.0)]);
    assert_eq!(table.columns["甲/n"], [Cell::Value(4.0), Cell::Missing]);
}

#[test]
fn what_is_wrong_is_said_by_line_and_column() {
    insta::assert_snapshot!(faults(b""), @"t.csv:1: is missing; expected: a table in CSV, every row with the columns of its header");
    insta::assert_snapshot!(faults("单位,区,甲,人口\n".as_bytes()), @"t.csv:2: is missing; expected: at least one row below the header");
    insta::assert_snapshot!(faults("单位,区,甲,人囗\n".as_bytes()), @"t.csv:1: there is no “人口”; expected: 人囗");
    let wrong = "单位,区,甲,人口\n一,东,inf,1e999\n一,东,1,壹\n二,西\n";
    insta::assert_snapshot!(faults(wrong.as_bytes()), @r"
    t.csv:4: is not written right (CSV error: record 3 (line: 4, byte: 54): found record with 2 fields, but the previous record has 4 fields); expected: a table in CSV, every row with the columns of its header
    t.csv:3: “一” is there twice; expected: an id of its own
    t.csv:2: 人口: “1e999” is not right; expected: a number, or nothing where there is none
    t.csv:3: 人口: “壹” is not right; expected: a number, or nothing where there is none
    t.csv:2: 甲: “inf” is not right; expected: a number, or nothing where there is none
    ");
}

/// A deduction for a count below 0 would add points, and a bonus would take them.
#[test]
fn a_count_is_never_below_nothing_in_either_shape() {
    let counted = |layout: &str| {
        let source = "source = { instrument = \"default\", confidence = \"default\" }";
        let entry =
            |count: &str| format!("id = \"{count}\"\ncount = \"{count}\"\npoints = 1\n{source}\n");
        let text = format!(
            "{layout}\n[adjustments]\nbonus_max = 5\nleast = 0\nmost = 100\n{source}\n\
             [[adjustments.deduction]]\n{}[[adjustments.bonus]]\n{}",
            entry("罚"),
            entry("奖"),
        );
        scheme_with(&text)
    };
    let wide = counted("");
    let long = counted("[table]\nunit = \"u\"\nlong = { indicator = \"i\", value = \"v\" }");
    assert_eq!(said("单位,甲,罚,奖\n一,-1,0,NA\n", &wide), "");
    assert_eq!(said("单位,甲,罚,奖\n一,0.5,2,3.0\n", &wide), "");
    insta::assert_snapshot!(said("单位,甲,罚,奖\n一,1,0.5,1\n", &wide), @"t.csv:2: 罚: “0.5” is not right; expected: a whole count from 0, or nothing where nobody counted");
    insta::assert_snapshot!(said("单位,甲,罚,奖\n一,1,-1,-0.5\n", &wide), @r"
    t.csv:2: 奖: “-0.5” is not right; expected: a whole count from 0, or nothing where nobody counted
    t.csv:2: 罚: “-1” is not right; expected: a whole count from 0, or nothing where nobody counted
    ");
    assert_eq!(said("u,i,v\n一,甲,-1\n一,罚,0\n", &long), "");
    insta::assert_snapshot!(
        said("u,i,v\n一,甲,1\n一,罚,-1\n", &long),
        @"t.csv:3: v: “-1” is not right; expected: a whole count from 0, or nothing where nobody counted"
    );
}

/// Of two columns of one name nobody knows which is meant; of two that nobody reads it does not matter.
#[test]
fn what_is_read_is_there_once() {
    insta::assert_snapshot!(faults("单位,甲,区,甲,人口\n一,1,东,100,1\n".as_bytes()), @"t.csv:1: “甲” is there twice; expected: an id of its own");
    let unread = "单位,甲,区,备注,备注,人口\n一,1,东,x,y,1\n";
    assert!(read(("t.csv", unread.as_bytes()), None, &scheme("")).is_ok());
    let mut long =
        scheme_with("[table]\nunit = \"u\"\nlong = { indicator = \"i\", value = \"v\" }");
    long.dimensions[0].indicators[0].denominator = Some("甲/n".to_owned());
    insta::assert_snapshot!(said("u,i,v,n,n\n一,甲,1,2,3\n", &long), @"t.csv:1: “n” is there twice; expected: an id of its own");
    let tree = Tree::of(&long).unwrap();
    assert!(weights("w.csv", "甲,甲\n1,0\n".as_bytes(), &tree).is_err());
}

#[test]
fn every_row_names_its_unit_and_its_time() {
    let panel = scheme_with("[table]\ntime = \"年\"");
    assert_eq!(said("单位,年,甲\n一,2024,1\n一,2025,\n", &panel), "");
    insta::assert_snapshot!(said("单位,年,甲\n ,2024,1\n一,,1\n一,NA,1\n一,x,1\n", &panel), @r"
    t.csv:2: is missing; expected: the name of the unit of each row
    t.csv:3: 年: is missing; expected: the time of each row, a number
    t.csv:4: 年: is missing; expected: the time of each row, a number
    t.csv:4: “一” is there twice; expected: an id of its own
    t.csv:5: 年: “x” is not right; expected: a number, or nothing where there is none
    t.csv:5: “一” is there twice; expected: an id of its own
    ");
}

#[test]
fn no_more_than_a_hundred_faults_are_named() {
    let text = format!("单位,区,甲,人口\n{}", "一,东,x,y\n".repeat(1_000));
    assert_eq!(faults(text.as_bytes()).lines().count(), 100);
}

#[test]
fn weights_are_read_by_node_and_the_rest_keep_theirs() {
    let scheme = scheme("");
    let tree = Tree::of(&scheme).unwrap();
    let read = |text: &str| weights("w.csv", text.as_bytes(), &tree);
    assert_eq!(read("甲\n0.25\n2\n").unwrap(), [[0.25, 1.0, 1.0], [2.0, 1.0, 1.0]]);
    for wrong in [
        "甲\n",
        "甲\n-1\n",
        "甲\nNaN\n",
        "甲\ninf\n",
        "乙\n1\n",
        "甲,d\n1\n",
        "甲\n0\n",
        "甲,d\n1,0\n",
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}
