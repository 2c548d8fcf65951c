//! Lines of a scorecard on the screen.

use config::locale::Language;
use metrics::evaluation::scorecard::level::LevelScore;

use super::*;
use crate::page::{Body, Height};
use crate::testing::{Driver, World};

#[test]
fn a_period_under_way_and_a_single_subject_are_noted() {
    let driver = Driver::to(Language::En, World::default(), Kind::Scorecard);
    let Screen::Scorecard(screen) = driver.model.screen() else { panic!("scorecard") };
    let mut evaluation = screen.stored.evaluation.clone();
    evaluation.as_of = "2026-07-01T01:00:00Z".parse().unwrap();
    evaluation.period = "2026".parse().unwrap();
    evaluation.scorecards.truncate(1);
    let said = scorecards::reservations(&evaluation, &driver.model.context);
    let said: Vec<String> = said.iter().map(|it| it.value.text.to_string()).collect();
    let under_way = "ends on 2026-12-31; facts until 2026-07-01 09:00 +08:00 only";
    assert_eq!(said, [under_way, "a single subject: no rank among others"]);
}

/// A card with all that may stand above a tree.
#[test]
fn every_line_above_the_tree_has_room() {
    let driver = Driver::to(Language::En, World::default(), Kind::Scorecard);
    let Screen::Scorecard(screen) = driver.model.screen() else { panic!("scorecard") };
    let mut full = screen.clone();
    let evaluation = &mut Arc::make_mut(&mut full.stored).evaluation;
    evaluation.as_of = "2026-07-01T01:00:00Z".parse().unwrap();
    evaluation.period = "2026".parse().unwrap();
    evaluation.scorecards.truncate(1);
    let page = full.page(&driver.model.context);
    let Panel { height, body: Body::Fields(fields), .. } = &page[0].0[0] else { panic!("fields") };
    assert_eq!(*height, Height::Fit(LINES_MAX + WAIVED_MAX));
    assert_eq!(fields.len(), usize::from(LINES_MAX) + full.card.waived.len());
}

#[test]
fn of_many_rules_those_with_most_findings_are_named() {
    let counts = |rules: usize| -> Vec<FindingCount> {
        let count = |at: usize| FindingCount { rule: format!("F-{at}"), open: at as u64 };
        (1..=rules).map(count).collect()
    };
    assert_eq!(open_findings(&[]), "");
    assert_eq!(open_findings(&counts(2)), "F-2 x2  F-1 x1");
    let all = "F-6 x6  F-5 x5  F-4 x4  F-3 x3  F-2 x2  F-1 x1";
    assert_eq!(open_findings(&counts(6)), all);
    assert_eq!(open_findings(&counts(7)), "F-7 x7  F-6 x6  F-5 x5  F-4 x4  F-3 x3  F-2 x2  +1");
}

/// A level within another one: both are set in, and a level opens the first indicator below it.
#[test]
fn levels_stand_between_the_dimension_and_its_indicators() {
    for (language, name) in [(Language::Zh, "内层"), (Language::En, "inner")] {
        let driver = Driver::to(language, World::default(), Kind::Scorecard);
        let Screen::Scorecard(screen) = driver.model.screen() else { panic!("scorecard") };
        let mut card = screen.card.clone();
        let of = &mut card.dimensions[0];
        let level = |id: &str, within: Option<&str>| LevelScore {
            id: id.to_owned(),
            name: metrics::source::Name { zh: "内层".to_owned(), en: "inner".to_owned() },
            within: within.map(str::to_owned),
            weight: 40,
            effective_weight_ppm: 180_000,
            score_nano: Some(64_000_000_000),
            mean: of.mean.clone().unwrap(),
            source: of.source.clone(),
        };
        of.levels = vec![level("B", None), level("C", Some("B")), level("D", None)];
        of.indicators[1].within = Some("C".to_owned());
        let context = &driver.model.context;
        let Screen::Scorecard(mut deep) = Scorecard::screen(&screen.stored, &card) else {
            panic!("scorecard")
        };
        let rows = deep.nodes.rows().iter().take(6).map(|it| deep.row(*it, context));
        let rows: Vec<Vec<Cell>> = rows.collect();
        let ids: Vec<&str> = rows.iter().map(|it| it[0].text.as_str()).collect();
        assert_eq!(ids, ["O3", "  O3-2", "  B", "    C", "      O3-9", "  D"]);
        let level: Vec<&str> = rows[3][1..5].iter().map(|it| it.text.as_str()).collect();
        assert_eq!(level, [name, "64.00", "40", "18.00 %"]);

        let mut opened = Vec::new();
        for _ in 0..6 {
            opened.push(deep.open(context).map(|it| it.view().kind()));
            deep.scroll(Step::By(1));
        }
        let indicator = Some(Kind::Indicator);
        let expected = [indicator, indicator, indicator, indicator, indicator, None];
        assert_eq!(opened, expected, "nothing is below D");
    }
}
