//! Catalogues that others published, through the store and back, against the figures of a second
//! implementation.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use config::policy::Policy;
use daemon::check::{self, Checked, Known, Plan};
use daemon::evaluate::{self, Request};
use daemon::formats::Format;
use daemon::mapping_file::MappingDocument;
use daemon::pipeline::{Scope, Stage};
use jiff::civil::{Date, date};
use metrics::evaluation::scorecard::Scorecard;
use metrics::kind::Kind;
use metrics::party::PartyId;
use metrics::supply::{Frequency, Item, rules};
use store::numbered::Stored;

use crate::corpus::{HANDED_IN_AT, corpus, table};
use crate::tree;
use crate::world::{Hand, World, instant};

/// Items read at once.
const PAGE: i64 = 100;
/// When the Scottish catalogue was taken.
const TAKEN_ON: Date = date(2024, 10, 18);

/// Every item in force, read page by page.
async fn stored(world: &World) -> Vec<Stored<Item>> {
    world.reader().await.numbered(None, (instant(HANDED_IN_AT), PAGE)).all().await.unwrap()
}

fn by_party(items: &[Stored<Item>]) -> BTreeMap<&str, Vec<&Item>> {
    let mut parties: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for it in items {
        parties.entry(it.party.code()).or_default().push(&it.content);
    }
    parties
}

/// Half of the sum of the two in the middle, which for an odd number are one, as it is written.
fn median(mut ages: Vec<i32>) -> String {
    ages.sort_unstable();
    let Some(last) = ages.len().checked_sub(1) else { return String::new() };
    let twice = ages[last / 2] + ages[ages.len() / 2];
    let is_mean = ages.len().is_multiple_of(2);
    match (is_mean, twice % 2) {
        (true, 1) => format!("{}.5", twice / 2),
        (true, _) => format!("{}.0", twice / 2),
        (false, _) => (twice / 2).to_string(),
    }
}

/// The columns of the published table that our facts carry: all but the number of data rows.
fn figures(items: &[&Item], policy: &Policy) -> [(&'static str, String); 12] {
    let count = |is_so: &dyn Fn(&Item) -> bool| items.iter().filter(|it| is_so(it)).count();
    let age = |it: &Item| it.updated_on.map(|it| (TAKEN_ON - it.first_day()).get_days());
    let ages: Vec<i32> = items.iter().filter_map(|it| age(it)).collect();
    let has_csv = |it: &Item| it.formats.iter().any(|it| it.to_lowercase().contains("csv"));
    let of = |number: usize| number.to_string();
    [
        ("datasets", of(items.len())),
        ("resources", items.iter().map(|it| it.resources).sum::<u64>().to_string()),
        ("datasets_without_resources", of(count(&|it| it.resources == 0))),
        ("with_date_updated", of(ages.len())),
        ("median_age_days", median(ages.clone())),
        ("max_age_days", ages.iter().max().map_or_else(String::new, ToString::to_string)),
        ("updated_within_365", of(ages.iter().filter(|age| (0..=365).contains(*age)).count())),
        ("future_dated", of(ages.iter().filter(|age| **age < 0).count())),
        ("with_licence", of(count(&|it| it.is_licensed(&policy.supply)))),
        ("no_licence", of(count(&|it| !it.is_licensed(&policy.supply)))),
        ("with_csv", of(count(&has_csv))),
        ("with_description", of(count(&|it| !it.description.is_empty()))),
    ]
}

#[tokio::test]
#[ignore = "needs the corpus"]
async fn the_scottish_catalogue_adds_up_to_the_table_of_its_organisations() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    let path = folder.path().join("opendata_scot.toml");
    fs::write(&path, tree::read("config/mappings/opendata_scot.toml")).unwrap();
    let mapping = MappingDocument::open(&path).unwrap();
    let path = corpus("catalogs/opendata_scot_2024-10-18_shared.jsonl");
    let hand = Hand {
        path: &path,
        kind: Kind::Supply,
        period: None,
        format: None,
        mapping: Some(&mapping),
    };
    world.take_twice(&hand).await;
    let (items, policy) = (stored(&world).await, Policy::builtin());
    assert_eq!(items.len(), 744);
    let parties = by_party(&items);
    let published = table("catalogs/opendata_scot_2024-10-18_shared.by_org.csv");
    assert_eq!(parties.len(), published.len());
    let mut compared = 0;
    for row in &published {
        let organisation = row["organization"].as_str();
        for (column, figure) in figures(&parties[organisation], &policy) {
            assert_eq!(figure, row[column], "{organisation} {column}");
            compared += 1;
        }
    }
    assert_eq!(compared, 20 * 12);
}

/// The register of the organisations, so that they are subjects of the scheme.
fn register(parties: &BTreeSet<&PartyId>) -> String {
    let row = |it: &&PartyId| format!("party,\"{it}\",\"{}\",department\n", it.code());
    let rows: String = parties.iter().map(row).collect();
    format!("record,party,name,kind\n{rows}")
}

/// Whether each subject has a rate of updates in time, or it is not applicable.
fn is_timed(scorecards: &[Scorecard]) -> BTreeMap<&str, bool> {
    let rate = |card: &Scorecard| {
        let updates = card.dimensions.iter().find(|it| it.id == "B2").unwrap();
        updates.indicators[0].measure.clone().unwrap().ratio
    };
    scorecards.iter().map(|it| (it.subject.code(), rate(it).is_some())).collect()
}

#[tokio::test]
#[ignore = "needs the corpus"]
async fn brazilian_packages_are_timely_only_where_a_frequency_is_declared() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    let path = corpus("catalogs/dados_gov_br_package_search_sample.json");
    let format = Some(Format::Ckan);
    let hand = Hand { path: &path, kind: Kind::Supply, period: None, format, mapping: None };
    world.take_twice(&hand).await;
    let items = stored(&world).await;
    let parties: BTreeSet<&PartyId> = items.iter().map(|it| &it.party).collect();
    assert_eq!((items.len(), parties.len()), (41, 15));
    let page = checked("dados_gov_br_package_search_sample.json", Format::Ckan).faults;
    let page = page.kept().iter().find(|it| it.rule == rules::INCOMPLETE).unwrap();
    assert_eq!((&*page.actual, &*page.expected), ("41", "13786"), "it is a page of a catalogue");

    let at = instant(HANDED_IN_AT);
    let registry = folder.path().join("registry.csv");
    fs::write(&registry, register(&parties)).unwrap();
    let hand =
        Hand { path: &registry, kind: Kind::Registry, period: None, format: None, mapping: None };
    world.submit(&hand, at).await.unwrap();
    world.pass(at, Scope { stage: Some(Stage::Post), ..Scope::default() }).await.unwrap();
    let request =
        Request { scheme: "supply", span: "2026-05".parse().unwrap(), subject: None, as_of: at };
    let (installation, reader) = (world.installation(at), world.reader().await);
    let evaluation =
        evaluate::evaluate(&installation, &reader, &request, async |_, _| Ok(())).await.unwrap();
    assert_eq!(evaluation.scorecards.len(), 15);
    let found = is_timed(&evaluation.scorecards);
    // 17 packages declare a frequency among their extras, three of them an irregular one.
    let declared = items.iter().filter(|it| it.content.frequency.is_some()).count();
    assert_eq!(declared, 17);
    for (party, is_timed) in found {
        let mut items = items.iter().filter(|it| it.party.code() == party);
        let is_due =
            items.any(|it| it.content.frequency.is_some_and(|it| it != Frequency::Irregular));
        assert_eq!(is_timed, is_due, "{party}");
    }
}

/// Checks a catalogue by the rules of an owner type.
fn checked(file: &str, format: Format) -> Checked {
    let (policy, zone) = (Policy::builtin(), jiff::tz::TimeZone::UTC);
    let at = instant(HANDED_IN_AT);
    let (kind, mapping) = (Kind::Supply, None);
    let plan = Plan { kind, format, mapping, policy: &policy, zone: &zone, at };
    let known = Known::Supply {
        party: "name:submitter".parse().unwrap(),
        authority: None,
        sender_name: None,
    };
    let mut source = fs::File::open(corpus(&format!("catalogs/{file}"))).unwrap();
    check::check(&mut source, &plan, known).unwrap().0
}

#[test]
#[ignore = "needs the corpus"]
fn dcat_us_records_are_judged_as_by_the_published_schemas() {
    let mut judged = 0;
    for row in table("catalogs/dcat_us/_expected_jsonschema.csv") {
        for (format, column) in [
            (Format::DcatUsFederal, "errors_federal_1.1"),
            (Format::DcatUs, "errors_nonfederal_1.1"),
        ] {
            let (file, index) = (&row["file"], &row["dataset_index"]);
            let checked = checked(&format!("dcat_us/{file}"), format);
            if row["errors_federal_1.1"].starts_with("DCAT-US 3.0") {
                let rules: Vec<&str> = checked.faults.kept().iter().map(|it| it.rule).collect();
                assert_eq!(rules, ["R-1"], "{file}: another standard is not judged by this one");
                continue;
            }
            let record = index.parse::<u64>().unwrap() + 1;
            let of_record = checked.faults.kept().iter();
            let of_record =
                of_record.filter(|it| it.rule == rules::DCAT_US && it.place.row == Some(record));
            let departures: Vec<&str> =
                of_record.clone().map(|it| it.place.column.as_deref().unwrap()).collect();
            let said = format!("{file} {index} {column}: {departures:?}");
            assert_eq!(departures.len().to_string(), row[column], "{said}");
            judged += 1;
        }
    }
    assert_eq!(judged, 2 * 13);
}
