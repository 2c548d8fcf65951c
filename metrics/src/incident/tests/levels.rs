//! Each row of the guides at its bound, one below and one above; and laws of every level.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

/// Read once: laws are held against hundreds of cases.
static POLICY: LazyLock<IncidentPolicy> = LazyLock::new(policy);

fn figure(quantity: Quantity, figure: u64) -> Facts {
    Facts::new(BTreeMap::from([(quantity, figure)]), BTreeMap::new())
}

fn word(matter: Matter, word: Word) -> Facts {
    Facts::new(BTreeMap::new(), BTreeMap::from([(matter, word)]))
}

/// Every bound of a scale that counts, as a table would write it.
fn bounds_of(scale: &Scale) -> BTreeSet<String> {
    fn written<K, V: Graded>(it: &Condition<K, V>, name: &str) -> Vec<String> {
        let counting = it.bounds.as_slice().iter().filter(|bound| bound.enabled);
        let line =
            |it: &Bound<V>| format!("{name} {} {}", it.at_least.to_string(), it.level.as_str());
        counting.map(line).collect()
    }
    let figures = scale.figures.iter().flat_map(|it| written(it, it.of.as_str()));
    figures.chain(scale.words.iter().flat_map(|it| written(it, it.of.as_str()))).collect()
}

/// Runs one case a line: a quantity or matter, the level below a bound, the bound, the level at it.
/// The table has to have every bound of the scale that counts, and no other.
#[track_caller]
fn check_scale(id: &str, table: &str) {
    let policy = policy();
    let scale = policy.scale(id).unwrap();
    let level = |facts: &Facts| classify(facts, scale).level.as_str();
    let mut seen = BTreeSet::new();
    for line in table.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let [name, below, bound, at] = cells[..] else { panic!("{line}") };
        let bound = bound.replace('_', if bound.starts_with(char::is_numeric) { "" } else { "_" });
        if let Some(quantity) = Quantity::parse(name) {
            let at_least: u64 = bound.parse().unwrap();
            let level = |it| level(&figure(quantity, it));
            let found = [level(at_least - 1), level(at_least), level(at_least + 1)];
            assert_eq!(found, [below, at, at], "{line}");
        } else {
            let matter = Matter::parse(name).unwrap();
            let words = matter.words();
            let index = words.iter().position(|(en, _)| *en == bound).unwrap();
            let level = |it: &str| level(&word(matter, matter.word(it).unwrap()));
            let found = [level(words[index - 1].0), level(words[index].0), level(words[index].1)];
            assert_eq!(found, [below, at, at], "{line}");
        }
        assert!(seen.insert(format!("{name} {bound} {at}")), "{line} is there twice");
    }
    assert_eq!(seen, bounds_of(scale));
}

/// Domain facts 3.3, in the order of the guide.
#[test]
fn each_row_of_the_national_guide_includes_its_bound() {
    check_scale(
        "CN-NIR",
        "
        portal_provincial_minutes   general      120         fairly_major
        portal_provincial_minutes   fairly_major 360         major
        portal_provincial_minutes   major        1_440       especially_major
        portal_prefecture_minutes   general      120         fairly_major
        portal_prefecture_minutes   fairly_major 360         major
        portal_other_minutes        general      120         fairly_major
        cii_outage_whole_minutes    general      30          fairly_major
        cii_outage_whole_minutes    fairly_major 120         major
        cii_outage_whole_minutes    major        360         especially_major
        cii_outage_main_minutes     general      120         fairly_major
        cii_outage_main_minutes     fairly_major 360         major
        cii_outage_main_minutes     major        1_440       especially_major
        province_share_ppm          general      500_000     especially_major
        population_people           general      100_000     fairly_major
        population_people           fairly_major 1_000_000   major
        population_people           major        10_000_000  especially_major
        core_data_threat            general      fairly_serious     fairly_major
        core_data_threat            fairly_major serious            major
        core_data_threat            major        especially_serious especially_major
        important_data_threat       general      fairly_serious     fairly_major
        important_data_threat       fairly_major serious            major
        important_data_threat       major        especially_serious especially_major
        persons                     general      1_000_000   fairly_major
        persons                     fairly_major 10_000_000  major
        persons                     major        100_000_000 especially_major
        content_home_minutes        general      30          fairly_major
        content_home_minutes        fairly_major 120         major
        content_home_minutes        major        360         especially_major
        content_other_minutes       general      120         fairly_major
        content_other_minutes       fairly_major 720         major
        content_other_minutes       major        1_440       especially_major
        content_reposts             general      1_000       fairly_major
        content_reposts             fairly_major 10_000      major
        content_reposts             major        100_000     especially_major
        content_views               general      10_000      fairly_major
        content_views               fairly_major 100_000     major
        content_views               major        1_000_000   especially_major
        content_recognised          general      fairly_wide     fairly_major
        content_recognised          fairly_major wide            major
        content_recognised          major        especially_wide especially_major
        loss_yuan                   general      5_000_000   fairly_major
        loss_yuan                   fairly_major 20_000_000  major
        loss_yuan                   major        100_000_000 especially_major
        personal_information_amount general      fairly_large fairly_major
        personal_information_amount fairly_major large        major
        personal_information_amount major        massive      especially_major
        ",
    );
}

/// Domain facts 3.5: ranges that begin with their lower number and end before their upper one.
#[test]
fn each_range_of_the_plan_for_industry_is_half_open() {
    check_scale(
        "CN-MIIT-DS",
        "
        loss_yuan             general      100_000_000   major
        loss_yuan             major        1_000_000_000 especially_major
        persons               general      10_000_000    major
        persons               major        100_000_000   especially_major
        sensitive_persons     general      1_000_000     major
        sensitive_persons     major        10_000_000    especially_major
        outage_whole_minutes  general      480           fairly_major
        outage_whole_minutes  fairly_major 720           major
        outage_main_minutes   general      480           fairly_major
        outage_main_minutes   fairly_major 720           major
        important_data_threat general      fairly_serious fairly_major
        important_data_threat fairly_major serious        major
        ",
    );
}

#[test]
fn a_bound_recalled_vaguely_gives_no_level_and_is_shown() {
    let policy = policy();
    let check = |ppm, withheld: Option<Level>| {
        let found = classify(&figure(Quantity::PrefectureSharePpm, ppm), &policy.thresholds);
        assert_eq!((found.level, found.conditions), (Level::General, vec![]), "{ppm}");
        assert_eq!(found.withheld.first().map(|it| it.level), withheld, "{ppm}");
        assert!(found.withheld.iter().all(|it| it.verify));
    };
    check(299_999, None);
    check(300_000, Some(Level::FairlyMajor));
    check(499_999, Some(Level::FairlyMajor));
    check(500_000, Some(Level::Major));
}

#[test]
fn sensitive_personal_information_is_personal_information() {
    let check = |persons: Option<u64>, sensitive, level| {
        let mut figures = BTreeMap::from([(Quantity::SensitivePersons, sensitive)]);
        figures.extend(persons.map(|it| (Quantity::Persons, it)));
        let incident = Incident { figures, ..Incident::default() };
        let found = classify(&incident.facts(), &policy().thresholds);
        assert_eq!(found.level, level, "{persons:?} {sensitive}");
        let json = serde_json::to_string(&found).unwrap();
        assert_eq!(serde_json::from_str::<Classification>(&json).unwrap(), found);
    };
    check(None, 999_999, Level::General);
    check(None, 1_000_000, Level::FairlyMajor);
    check(Some(3), 1_000_000, Level::FairlyMajor);
    check(Some(10_000_000), 1_000_000, Level::Major);
}

#[test]
fn any_condition_is_enough_and_what_is_unknown_is_named() {
    let mut facts = figure(Quantity::Persons, 1_200_000);
    facts.figures.insert(Quantity::LossYuan, 20_000_000);
    facts.words.insert(Matter::CoreDataThreat, Word::Nothing);
    let classified = classify(&facts, &policy().thresholds);
    assert_eq!(classified.level, Level::Major);
    let met: Vec<_> = classified.conditions.iter().map(|it| (it.id.as_str(), it.level)).collect();
    assert_eq!(met, [("personal-information", Level::FairlyMajor), ("loss", Level::Major)]);
    assert!(classified.conditions[1].verify, "the bound of 重大 was read in a draft");
    assert!(classified.unknown.contains(&Asked::Quantity(Quantity::CiiOutageWholeMinutes)));
    assert!(!classified.unknown.contains(&Asked::Matter(Matter::CoreDataThreat)));
    let asked = policy().thresholds.figures.len() + policy().thresholds.words.len();
    assert_eq!(classified.unknown.len(), asked - 3);
    assert_eq!(classified.guide_version, "2025-09");
}

#[test]
fn a_bound_is_of_the_guide_or_says_that_it_is_a_default() {
    for scale in policy().all_scales() {
        let figures = scale.figures.iter().flat_map(|it| it.bounds.as_slice());
        assert!(figures.into_iter().all(|it| it.source.instrument == scale.id));
        let words = scale.words.iter().flat_map(|it| it.bounds.as_slice());
        let others: Vec<_> = words.filter(|it| it.source.instrument != scale.id).collect();
        // For 较大 the annex of CN-NIR names important data only.
        let defaults = usize::from(scale.id == "CN-NIR");
        assert_eq!(others.len(), defaults);
        assert!(others.iter().all(|it| it.level == Level::FairlyMajor));
    }
    assert_eq!(policy().thresholds.effective_from, date(2025, 11, 1));
}

#[test]
fn an_outage_counts_where_critical_infrastructure_is_concerned() {
    let level = |reporter, cii| {
        let figures = BTreeMap::from([(Quantity::OutageWholeMinutes, 120)]);
        let incident = Incident { reporter, cii, figures, ..Incident::default() };
        let found = classify(&incident.facts(), &policy().thresholds);
        let unknown = Asked::Quantity(Quantity::CiiOutageWholeMinutes);
        (found.level, found.unknown.contains(&unknown))
    };
    assert_eq!(level(Reporter::CiiOperator, None), (Level::Major, false));
    assert_eq!(level(Reporter::CiiOperator, Some(false)), (Level::General, false));
    assert_eq!(level(Reporter::CentralOrgan, Some(true)), (Level::Major, false));
    assert_eq!(level(Reporter::CentralOrgan, None), (Level::General, true));
    assert_eq!(level(Reporter::Operator, Some(false)), (Level::General, false));
}

#[test]
fn an_incident_is_graded_on_the_scales_that_it_names() {
    let named = |scale: &str| {
        let scales = vec![scale.to_owned()];
        let figures = BTreeMap::from([(Quantity::OutageWholeMinutes, 720)]);
        let further = policy().further_levels(&Incident { figures, scales, ..leak() });
        further.into_iter().map(|it| (it.scale, it.level)).collect::<Vec<_>>()
    };
    assert_eq!(named("CN-MIIT-DS"), [("CN-MIIT-DS".to_owned(), Level::Major)]);
    assert_eq!(named("CN-NIR"), [], "which is always graded, and decides duties");
    assert_eq!(named("CN-BANK"), []);
}

/// Known facts: figures of every size, most of them near a bound, and words.
fn facts() -> impl Strategy<Value = Facts> {
    let size = prop_oneof![0..2_000_u64, 0..2_000_000_000_u64, any::<u64>()];
    let figures = prop::collection::btree_map(prop::sample::select(&Quantity::ALL[..]), size, 0..8);
    let said = prop::sample::select(&Matter::ALL[..]).prop_flat_map(|matter| {
        let words: Vec<Word> = matter.words().iter().filter_map(|it| matter.word(it.0)).collect();
        (Just(matter), prop::sample::select(words))
    });
    let words = prop::collection::vec(said, 0..4).prop_map(|it| it.into_iter().collect());
    (figures, words).prop_map(|(figures, words)| Facts::new(figures, words))
}

/// The facts with more harm: of each the greater of both, and what only one of them knows.
fn with_more(facts: &Facts, more: &Facts) -> Facts {
    let mut graver = facts.clone();
    for (quantity, &figure) in &more.figures {
        let known = graver.figures.entry(*quantity).or_default();
        *known = figure.max(*known);
    }
    for (matter, &word) in &more.words {
        let known = graver.words.entry(*matter).or_insert(Word::Nothing);
        *known = word.max(*known);
    }
    graver
}

/// The conditions that are met, with the gravest level of the bounds reached, found without their
/// order.
fn met<'a, K: Ord, V: Graded>(
    conditions: &'a [Condition<K, V>],
    known: &BTreeMap<K, V>,
) -> Vec<(&'a str, Level)> {
    let met = |it: &'a Condition<K, V>| {
        let actual = known.get(&it.of)?;
        let bounds = it.bounds.as_slice().iter();
        let reached = bounds.filter(|it| it.enabled && it.at_least <= *actual);
        Some((it.id.as_str(), reached.map(|it| it.level).max()?))
    };
    conditions.iter().filter_map(met).collect()
}

proptest! {
    /// More harm, of one kind or of several at once, never lowers the level of any scale.
    #[test]
    fn more_harm_never_lowers_the_level(facts in facts(), more in facts()) {
        for scale in POLICY.all_scales() {
            let graver = classify(&with_more(&facts, &more), scale);
            prop_assert!(classify(&facts, scale).level <= graver.level);
        }
    }

    /// Every condition met is reported once with the bound it reaches, no other is, and the level is
    /// that of the gravest.
    #[test]
    fn every_condition_met_is_reported(facts in facts()) {
        for scale in POLICY.all_scales() {
            let found = classify(&facts, scale);
            let mut expected = met(&scale.figures, &facts.figures);
            expected.extend(met(&scale.words, &facts.words));
            let found_met = found.conditions.iter().map(|it| (it.id.as_str(), it.level));
            let gravest = expected.iter().map(|it| it.1).max().unwrap_or(Level::General);
            prop_assert_eq!(found_met.collect::<Vec<_>>(), expected);
            prop_assert_eq!(found.level, gravest);
        }
    }

    /// What nobody knows is named as unknown, and nothing else is.
    #[test]
    fn what_is_unknown_stays_unknown(facts in facts()) {
        for scale in POLICY.all_scales() {
            let found = classify(&facts, scale);
            for it in &scale.figures {
                let is_named = found.unknown.contains(&Asked::Quantity(it.of));
                prop_assert_eq!(is_named, !facts.figures.contains_key(&it.of));
            }
            for it in &scale.words {
                let is_named = found.unknown.contains(&Asked::Matter(it.of));
                prop_assert_eq!(is_named, !facts.words.contains_key(&it.of));
            }
        }
    }
}

#[test]
fn the_form_asks_for_every_figure_and_word() {
    let columns: Vec<&str> = COLUMNS.iter().map(|it| it.name).collect();
    for quantity in Quantity::COUNTED {
        assert!(columns.contains(&quantity.as_str()), "{quantity:?}");
    }
    for matter in Matter::ALL {
        let column = COLUMNS.iter().find(|it| it.name == matter.as_str()).unwrap();
        assert_eq!(column.cell, CellKind::Words(matter.words()));
    }
    // Those that it asks for by another name, or that follow from other cells.
    let others = [
        Quantity::LossYuan,
        Quantity::ProvinceSharePpm,
        Quantity::PrefectureSharePpm,
        Quantity::CiiOutageWholeMinutes,
        Quantity::CiiOutageMainMinutes,
    ];
    assert_eq!(Quantity::COUNTED.len() + others.len(), Quantity::ALL.len());
}

#[test]
fn below_a_million_persons_there_is_no_number_and_yet_a_notice() {
    let check = |facts: &Facts, notice: bool| {
        assert_eq!(classify(facts, &policy().thresholds).level, Level::General);
        assert_eq!(facts.concern_personal_information() == Some(true), notice, "{facts:?}");
    };
    check(&figure(Quantity::Persons, 999_999), true);
    check(&figure(Quantity::Persons, 1), true);
    check(&figure(Quantity::SensitivePersons, 1), true);
    check(&figure(Quantity::Persons, 0), false);
    check(&figure(Quantity::LossYuan, 300_000), false);
    check(&word(Matter::PersonalInformationAmount, Word::Nothing), false);
    let amount = word(Matter::PersonalInformationAmount, Word::FairlyLarge);
    assert_eq!(amount.concern_personal_information(), Some(true));
}

#[test]
fn words_of_the_guide_are_described_as_they_are_filled_in() {
    let json = r#"{"important_data_threat":"严重","province_share_ppm":500000,"scale":["CN-MIIT-DS"],
        "prefecture_share_ppm":300000,"core_data_threat":null}"#;
    insta::assert_snapshot!(described(json), @r"
    especially_major; pipl false
    population-province 500000
    data-important serious
    withheld: population-prefecture 300000
    I-5 属地省级网信部门（上海市委网信办） by ?
    I-8 行业主管监管部门 by ?
    L-4 用户和利害关系人 by ?
    L-4-report 有关主管部门 by ?
    L-6 本单位应急预案 by ?
    L-6-report 有关主管部门 by ?
    I-6 after receipt
    I-7 after crime_suspicion
    I-9 after containment
    I-10 after handling_end
    I-12 after provider_detection
    L-5 after defect_found
    (agreement) I-A 实施机构和市数据主管部门 by ?
    by CN-MIIT-DS: major
    ");
    assert_eq!(
        described(r#"{"core_data_threat":"massive"}"#),
        "core_data_threat is none of none, fairly_serious, serious, especially_serious",
    );
    assert_eq!(
        described(r#"{"core_data_threat":1}"#),
        "core_data_threat is none of none, fairly_serious, serious, especially_serious",
    );
    assert_eq!(described(r#"{"scale":["CN-BANK"]}"#), r#"there is no scale "CN-BANK""#);
}
