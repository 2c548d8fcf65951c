//! Tables to score: CSV bytes become units and columns of numbers. Everything wrong is named at once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use config::fault::{Expected, FileFault, Wrong};
use csv::StringRecord;
use encoding_rs::GB18030;
use metrics::evaluation::scheme::{Long, Scheme};
use metrics::evaluation::table::{Cell, Table, Unit};
use metrics::evaluation::tree::Tree;

/// The most cells that a table has, so that a hostile one does not fill the memory.
const CELLS_MAX: usize = 20_000_000;
/// The most faults that are named; the first ones say what is wrong with the rest.
const FAULTS_MAX: usize = 100;
/// What statistical programs write for a number that is not there.
const MISSING: [&str; 3] = ["", "NA", "NaN"];

/// Reads the columns that a scheme names, of a table in UTF-8 or GB 18030. What the first file lacks is
/// taken from the one beside it, for the same units: denominators are often kept apart.
///
/// A cell that is empty or `NA` is missing; any other that is no finite number is a fault, never 0, and so
/// is a count below 0.
///
/// # Errors
///
/// Every fault, up to a hundred.
pub fn read(
    (file, bytes): (&str, &[u8]),
    beside: Option<(&str, &[u8])>,
    scheme: &Scheme,
) -> Result<Table, Vec<FileFault>> {
    let data = decoded(bytes);
    let Some((other_file, other_bytes)) = beside else {
        let wanted = Wanted { columns: scheme.columns(), groups: scheme.groups() };
        return parsed((file, &data), scheme, &wanted);
    };
    let other = decoded(other_bytes);
    let own = header(&data);
    let (here, there) =
        scheme.columns().into_iter().partition(|it| own.iter().any(|name| name.trim() == *it));
    let here = Wanted { columns: here, groups: scheme.groups() };
    let there = Wanted { columns: there, groups: BTreeSet::new() };
    let mut table = parsed((file, &data), scheme, &here)?;
    let other = parsed((other_file, &other), scheme, &there)?;
    let rows: BTreeMap<_, usize> = other.units.iter().map(key).zip(0..).collect();
    for (name, cells) in &other.columns {
        let cell = |unit: &Unit| rows.get(&key(unit)).map_or(Cell::Missing, |&row| cells[row]);
        let joined = table.units.iter().map(cell).collect();
        table.columns.insert(name.clone(), joined);
    }
    Ok(table)
}

/// Reads samples of weights: a column for each node that has one, a row for each sample. A node
/// without column keeps its weight.
///
/// # Errors
///
/// Every fault, up to a hundred.
pub fn weights(file: &str, bytes: &[u8], tree: &Tree) -> Result<Vec<Vec<f64>>, Vec<FileFault>> {
    let text = decoded(bytes);
    let mut faults = Faults { file, faults: Vec::new() };
    let header = header(&text);
    let place = |name: &str| tree.nodes.iter().position(|node| node.id == name.trim());
    let places: Vec<Option<usize>> = header.iter().map(place).collect();
    for (name, _) in header.iter().zip(&places).filter(|(_, place)| place.is_none()) {
        let nearest = Expected::nearest(name, tree.nodes.iter().map(|node| node.id));
        faults.add((":1".to_owned(), Wrong::UnknownName, name), nearest);
    }
    let mut samples = Vec::new();
    for record in records(&text, &mut faults) {
        let mut weights = tree.weights();
        for (text, place) in record.iter().zip(&places) {
            match (text.trim().parse::<f64>(), place) {
                (Ok(weight), Some(place)) if (0.0..f64::INFINITY).contains(&weight) => {
                    weights[*place] = weight;
                }
                (_, None) => {}
                (Ok(_) | Err(_), Some(place)) => {
                    let key = at(record.position(), tree.nodes[*place].id);
                    faults
                        .add((key, Wrong::Invalid, text), Expected::word("expected-weight-number"));
                }
            }
        }
        samples.push(weights);
    }
    if samples.is_empty() {
        faults.add((String::new(), Wrong::Missing, ""), Expected::word("expected-samples"));
    }
    if faults.faults.is_empty() { Ok(samples) } else { Err(faults.faults) }
}

fn key(unit: &Unit) -> (&str, Option<u64>) {
    (&unit.id, unit.time.map(f64::to_bits))
}

fn header(text: &str) -> StringRecord {
    csv::Reader::from_reader(text.as_bytes()).headers().cloned().unwrap_or_default()
}

/// The rows that are of the shape of the header.
fn records(text: &str, faults: &mut Faults) -> Vec<StringRecord> {
    let mut records = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).into_records() {
        match record {
            Ok(record) => records.push(record),
            Err(error) => {
                let what = (at(error.position(), ""), Wrong::Syntax, error.to_string());
                faults.add((what.0, what.1, &what.2), Expected::word("expected-table"));
            }
        }
    }
    records
}

/// The place of a fault: `:12: column`.
fn at(position: Option<&csv::Position>, column: &str) -> String {
    let line = position.map_or_else(String::new, |it| format!(":{}", it.line()));
    let separator = if line.is_empty() || column.is_empty() { "" } else { ": " };
    format!("{line}{separator}{column}")
}

/// The columns that a scheme asks of one table.
struct Wanted<'a> {
    columns: BTreeSet<&'a str>,
    groups: BTreeSet<&'a str>,
}

fn parsed(
    (file, text): (&str, &str),
    scheme: &Scheme,
    wanted: &Wanted,
) -> Result<Table, Vec<FileFault>> {
    let header = header(text);
    let mut reader = TableReader { scheme, wanted, faults: Faults { file, faults: Vec::new() } };
    let places = reader.places(&header);
    if !reader.faults.faults.is_empty() {
        return Err(reader.faults.faults);
    }
    let records = records(text, &mut reader.faults);
    let cells = records.len().saturating_mul(wanted.columns.len());
    if CELLS_MAX < cells {
        let expected = Expected::word("expected-fewer-cells");
        reader.faults.add((String::new(), Wrong::Invalid, &cells.to_string()), expected);
        return Err(reader.faults.faults);
    }
    let table = match &scheme.table.long {
        Some(long) => reader.long(long, &places, &records),
        None => reader.wide(&places, &records),
    };
    if reader.faults.faults.is_empty() { Ok(table) } else { Err(reader.faults.faults) }
}

/// The faults of one file.
struct Faults<'a> {
    file: &'a str,
    faults: Vec<FileFault>,
}

impl Faults<'_> {
    fn add(&mut self, (key, wrong, actual): (String, Wrong, &str), expected: Expected) {
        if self.faults.len() < FAULTS_MAX {
            let (file, actual) = (self.file.to_owned(), actual.to_owned());
            self.faults.push(FileFault { file, key, wrong, actual, expected });
        }
    }
}

fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => GB18030.decode_without_bom_handling(bytes).0,
    }
}

/// Where the columns that a scheme names stand.
type Places<'a> = BTreeMap<&'a str, usize>;

struct TableReader<'a> {
    scheme: &'a Scheme,
    wanted: &'a Wanted<'a>,
    faults: Faults<'a>,
}

impl<'a> TableReader<'a> {
    /// Columns of the header by name; those that the scheme reads have to be there.
    fn places(&mut self, header: &'a StringRecord) -> Places<'a> {
        let places: Places<'a> = header.iter().map(str::trim).zip(0..).collect();
        let scheme = self.scheme;
        let layout = &scheme.table;
        let mut named = self.wanted.groups.clone();
        named.extend(layout.unit.as_deref().into_iter().chain(layout.time.as_deref()));
        match &layout.long {
            Some(long) => named.extend([long.indicator.as_str(), long.value.as_str()]),
            None => named.extend(&self.wanted.columns),
        }
        for name in named.into_iter().filter(|name| !places.contains_key(name)) {
            let nearest = Expected::nearest(name, places.keys().copied());
            self.faults.add((":1".to_owned(), Wrong::UnknownName, name), nearest);
        }
        places
    }

    /// The unit of a row.
    fn unit(&mut self, places: &Places, record: &StringRecord) -> Unit {
        let scheme = self.scheme;
        let layout = &scheme.table;
        let id = match (&layout.unit, &layout.long) {
            (Some(name), _) => text(places, record, name),
            (None, None) => record.get(0).unwrap_or_default().trim(),
            (None, Some(_)) => &scheme.id,
        };
        let time =
            layout.time.as_ref().and_then(|name| self.number(places, record, (name, name)).value());
        Unit { id: id.to_owned(), time }
    }

    /// The number in a cell of a row, which is one of this column of the table made. A count is never
    /// below 0: a deduction would add.
    fn number(
        &mut self,
        places: &Places,
        record: &StringRecord,
        (name, column): (&str, &str),
    ) -> Cell {
        let text = text(places, record, name);
        let is_count = self.scheme.counts().any(|it| it == column);
        if MISSING.contains(&text) {
            return Cell::Missing;
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() && (0.0 <= number || !is_count) => Cell::Value(number),
            Ok(_) | Err(_) => {
                let word = if is_count { "expected-count" } else { "expected-number" };
                self.faults
                    .add((at(record.position(), name), Wrong::Invalid, text), Expected::word(word));
                Cell::Missing
            }
        }
    }

    /// A row has all figures of its unit.
    fn wide(&mut self, places: &Places, records: &[StringRecord]) -> Table {
        let mut table = Table::default();
        let mut seen = BTreeSet::new();
        for record in records {
            let unit = self.unit(places, record);
            if !seen.insert((unit.id.clone(), unit.time.map(f64::to_bits))) {
                let key = at(record.position(), "");
                self.faults
                    .add((key, Wrong::Duplicate, &unit.id), Expected::word("expected-unique"));
            }
            table.units.push(unit);
        }
        for &name in &self.wanted.columns {
            let cells = records.iter().map(|it| self.number(places, it, (name, name))).collect();
            table.columns.insert(name.to_owned(), cells);
        }
        for &name in &self.wanted.groups {
            let words = records.iter().map(|it| text(places, it, name).to_owned()).collect();
            table.groups.insert(name.to_owned(), words);
        }
        table
    }

    /// A row has one figure.
    fn long(&mut self, long: &Long, places: &Places, records: &[StringRecord]) -> Table {
        let mut table = Table::default();
        let mut rows: BTreeMap<(String, Option<u64>), usize> = BTreeMap::new();
        let mut figures: BTreeMap<(usize, String), Cell> = BTreeMap::new();
        let wanted = &self.wanted.columns;
        for record in records {
            let unit = self.unit(places, record);
            let next = rows.len();
            let row = *rows.entry((unit.id.clone(), unit.time.map(f64::to_bits))).or_insert(next);
            if row == next {
                table.units.push(unit);
            }
            let indicator = text(places, record, &long.indicator);
            for &name in places.keys() {
                let is_value = name == long.value;
                let column =
                    if is_value { indicator.to_owned() } else { format!("{indicator}/{name}") };
                if !wanted.contains(column.as_str()) {
                    continue;
                }
                let cell = self.number(places, record, (name, &column));
                if figures.insert((row, column), cell).is_some() {
                    let key = at(record.position(), name);
                    let expected = Expected::word("expected-unique");
                    self.faults.add((key, Wrong::Duplicate, indicator), expected);
                }
            }
        }
        for &name in wanted {
            let cell = |row| figures.get(&(row, name.to_owned())).copied().unwrap_or(Cell::Missing);
            table.columns.insert(name.to_owned(), (0..table.units.len()).map(cell).collect());
        }
        table
    }
}

fn text<'a>(places: &Places, record: &'a StringRecord, name: &str) -> &'a str {
    places.get(name).and_then(|&at| record.get(at)).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
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
        let scheme =
            scheme("table = { unit = \"u\", long = { indicator = \"i\", value = \"v\" } }");
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
        insta::assert_snapshot!(faults(b""), @r"
        t.csv:1: there is no “人口”; expected: one of 
        t.csv:1: there is no “区”; expected: one of 
        t.csv:1: there is no “甲”; expected: one of 
        ");
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
            let entry = |count: &str| {
                format!("id = \"{count}\"\ncount = \"{count}\"\npoints = 1\n{source}\n")
            };
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
        let said =
            |text: &str, scheme: &Scheme| match read(("t.csv", text.as_bytes()), None, scheme) {
                Ok(_) => String::new(),
                Err(faults) => {
                    let words = Words::new(Language::En);
                    faults.iter().map(|it| it.sentence(&words)).collect::<Vec<_>>().join("\n")
                }
            };
        assert_eq!(said("单位,甲,罚,奖\n一,-1,0,NA\n", &wide), "");
        insta::assert_snapshot!(said("单位,甲,罚,奖\n一,1,-1,-0.5\n", &wide), @r"
        t.csv:2: 奖: “-0.5” is not right; expected: a count from 0, or nothing where nobody counted
        t.csv:2: 罚: “-1” is not right; expected: a count from 0, or nothing where nobody counted
        ");
        assert_eq!(said("u,i,v\n一,甲,-1\n一,罚,0\n", &long), "");
        insta::assert_snapshot!(
            said("u,i,v\n一,甲,1\n一,罚,-1\n", &long),
            @"t.csv:3: v: “-1” is not right; expected: a count from 0, or nothing where nobody counted"
        );
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
        for wrong in ["甲\n", "甲\n-1\n", "甲\nNaN\n", "甲\ninf\n", "乙\n1\n", "甲,d\n1\n"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
