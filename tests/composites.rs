//! Composite indicators that others made and published, against their own figures: every saved step.

#![expect(clippy::float_arithmetic, reason = "figures are compared by their distance")]

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use config::policy::Policy;
use config::scheme::SchemeDocument;
use metrics::evaluation::kernel::{Scored, score};
use metrics::evaluation::scheme::Scheme;
use metrics::evaluation::scheme::method::{Aggregation, Availability, Impute, Real, Scale, Share};
use metrics::evaluation::table::{Cell, Table};
use metrics::evaluation::tree::Tree;
use metrics::evaluation::uncertainty::{Plan, uncertainty};
use metrics::ratio::Ratio;

use crate::corpus::{corpus, table as rows};
use crate::tree;

/// What two programs that compute the same may differ by.
const NEAR: f64 = 1e-9;

fn scheme(id: &str) -> Scheme {
    let file = format!("config/schemes/examples/{id}.toml");
    let read = SchemeDocument::read(&file, tree::read(&file).as_bytes(), &Policy::builtin());
    read.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())
        .unwrap()
        .scheme
}

fn table(scheme: &Scheme, path: &str) -> Table {
    let bytes = std::fs::read(corpus(path)).unwrap();
    daemon::table::read((path, &bytes), None, scheme).unwrap()
}

fn asem() -> (Scheme, Table) {
    let scheme = scheme("asem");
    let table = table(&scheme, "composite/asem/iData.csv");
    (scheme, table)
}

fn real(number: f64) -> Real {
    Real::new(number).unwrap()
}

/// Compares a step with the saved one; an empty cell there is none here.
fn same_step(path: &str, (scheme, table): (&Scheme, &Table), step: &[Vec<Cell>]) {
    let tree = Tree::of(scheme).unwrap();
    let saved = rows(&format!("composite/asem/{path}"));
    assert_eq!(saved.len(), table.units.len(), "{path}");
    let mut compared = 0;
    for expected in saved {
        let unit = table.units.iter().position(|it| it.id == expected["uCode"]).unwrap();
        for (node, scores) in tree.nodes.iter().zip(step) {
            let Some(expected) = expected.get(node.id) else { continue };
            let expected: Option<f64> = expected.parse().ok();
            let what = || format!("{path}: {} of {}", node.id, table.units[unit].id);
            match (scores[unit].value(), expected) {
                (Some(found), Some(expected)) => {
                    let scale = expected.abs().max(1.0);
                    assert!(
                        (found - expected).abs() < NEAR * scale,
                        "{}: {found} {expected}",
                        what()
                    );
                }
                (found, expected) => assert_eq!(found, expected, "{}", what()),
            }
            compared += 1;
        }
    }
    assert!(51 * 11 <= compared, "{path}: {compared}");
}

fn scored((scheme, table): (&Scheme, &Table)) -> Scored {
    score(scheme, table).unwrap()
}

#[test]
fn every_example_passes_the_lint() {
    for id in ["asem", "hdi", "mqa", "toronto"] {
        assert_eq!(scheme(id).version, 1);
    }
}

#[test]
#[ignore = "needs the corpus"]
fn the_asem_index_comes_out_at_every_step() {
    let (scheme, table) = asem();
    let asem = (&scheme, &table);
    let scored = scored(asem);
    same_step("dset_Denominated.csv", asem, &scored.denominated);
    same_step("dset_Imputed.csv", asem, &scored.imputed);
    same_step("dset_Screened.csv", asem, &scored.imputed);
    same_step("dset_Treated.csv", asem, &scored.treated);
    same_step("dset_Normalised.csv", asem, &scored.scores);
    same_step("dset_Aggregated.csv", asem, &scored.scores);
    same_step("results_full_scores.csv", asem, &scored.scores);
    let tree = Tree::of(&scheme).unwrap();
    for expected in rows("composite/asem/treat_Dets_Table.csv") {
        let leaf = tree.nodes.iter().position(|it| it.id == expected["iCode"]).unwrap();
        let treatment = &scored.treatments[leaf][0];
        let winsorised = expected["winsorise.nwin"].parse().unwrap_or(0);
        assert_eq!((treatment.winsorised, treatment.transformed), (winsorised, None));
        let (skewness, kurtosis) = treatment.before.unwrap();
        let near =
            |found: f64, name: &str| (found - expected[name].parse::<f64>().unwrap()).abs() < NEAR;
        assert!(near(skewness, "check_SkewKurt0.Skew") && near(kurtosis, "check_SkewKurt0.Kurt"));
    }
}

/// The rank of each node that the file has, from the best.
#[test]
#[ignore = "needs the corpus"]
fn the_asem_ranks_are_exact() {
    let (scheme, table) = asem();
    let scored = scored((&scheme, &table));
    let tree = Tree::of(&scheme).unwrap();
    for expected in rows("composite/asem/results_full_ranks.csv") {
        let unit = table.units.iter().position(|it| it.id == expected["uCode"]).unwrap();
        let rank = scored.verdicts[unit].unwrap().rank;
        assert!((rank - expected["Index"].parse::<f64>().unwrap()).abs() < NEAR);
        for (node, scores) in tree.nodes.iter().zip(&scored.scores) {
            // Units that the fifteen printed digits do not tell apart may stand in either order.
            let mine = scores[unit].value().unwrap();
            let known = || scores.iter().filter_map(|it| it.value());
            let count = |is: &dyn Fn(f64) -> bool| known().filter(|it| is(*it)).count();
            let (better, as_good) = (count(&|it| mine + NEAR < it), count(&|it| mine - NEAR < it));
            let rank: usize = expected[node.id].parse().unwrap();
            assert!((better + 1..=as_good).contains(&rank), "{} {}", node.id, expected["uCode"]);
        }
    }
}

#[test]
#[ignore = "needs the corpus"]
fn the_asem_variants_come_out() {
    let (base, table) = asem();
    let with = |change: &dyn Fn(&mut Scheme)| {
        let mut scheme = base.clone();
        change(&mut scheme);
        scheme
    };
    let z_score =
        with(&|it| it.normalise = Some(Scale::ZScore { mean: real(10.0), sd: real(2.0) }));
    same_step(
        "variants/norm_zscore_10_2.csv",
        (&z_score, &table),
        &scored((&z_score, &table)).scores,
    );
    let geometric = with(&|it| {
        it.normalise = Some(Scale::MinMax { from: real(1.0), to: real(100.0) });
        it.aggregate = Aggregation::Geometric;
    });
    let scores = scored((&geometric, &table)).scores;
    same_step("variants/norm_minmax_1_100.csv", (&geometric, &table), &scores);
    same_step("variants/agg_a_gmean_scores.csv", (&geometric, &table), &scores);
    // As it was handed in: not divided, imputed or treated, with gaps.
    let gaps = with(&|it| {
        (it.impute, it.treat) = (Impute::None, None);
        let by = Share::Count;
        let source = it.source.clone();
        it.threshold = Some(Availability { at_least_ppm: Ratio::from_ppm(500_000), by, source });
        for indicator in it.dimensions.iter_mut().flat_map(|it| &mut it.indicators) {
            indicator.denominator = None;
        }
    });
    let scores = scored((&gaps, &table)).scores;
    same_step("variants/norm_raw_minmax_missing.csv", (&gaps, &table), &scores);
    same_step("variants/agg_missing_datthresh0.5.csv", (&gaps, &table), &scores);
    for expected in rows("composite/asem/variants/agg_a_gmean_ranks.csv") {
        let unit = table.units.iter().position(|it| it.id == expected["uCode"]).unwrap();
        let rank = scored((&geometric, &table)).verdicts[unit].unwrap().rank;
        assert_eq!(rank.to_string(), expected["Index"], "{}", expected["uCode"]);
    }
}

#[test]
#[ignore = "needs the corpus"]
fn leaving_a_sub_index_out_moves_the_ranks_as_published() {
    let (scheme, table) = asem();
    let threads = NonZeroUsize::MIN;
    let plan = Plan { samples: 20, seed: 1, weights: &[], threads };
    let found = uncertainty(&scheme, &table, &plan).unwrap();
    let two = Plan { threads: threads.saturating_add(1), ..plan };
    assert_eq!(uncertainty(&scheme, &table, &two).unwrap(), found, "threads do not show");
    let tree = Tree::of(&scheme).unwrap();
    let mut compared = 0;
    for row in rows("composite/asem/variants/remove_level3_meanabsdiff.csv") {
        let Some(node) = tree.nodes.iter().position(|it| it.id == row["removed"]) else { continue };
        let expected: f64 = row["MeanAbsRankDiff"].parse().unwrap();
        assert!((found.without[node].unwrap() - expected).abs() < NEAR, "{}", row["removed"]);
        compared += 1;
    }
    assert_eq!(compared, 2);
}

#[test]
#[ignore = "needs the corpus"]
fn every_human_development_index_is_the_published_one() {
    let scheme = scheme("hdi");
    let path = "composite/hdi/hdi_2018_2020.csv";
    let table = table(&scheme, path);
    let scored = scored((&scheme, &table));
    let published = rows(path);
    assert_eq!(published.len(), 609);
    for (row, verdict) in published.iter().zip(&scored.verdicts) {
        let nano = verdict.unwrap().rounded_nano;
        let found = metrics::evaluation::grade::decimal(nano, scheme.rounding);
        assert_eq!(found.parse::<f64>(), row["published_hdi"].parse::<f64>(), "{row:?}");
    }
}

#[test]
#[ignore = "needs the corpus"]
fn the_metadata_quality_assessment_gives_each_point() {
    let scheme = scheme("mqa");
    let path = "composite/mqa/worked_example.csv";
    let table = table(&scheme, path);
    let scored = scored((&scheme, &table));
    let tree = Tree::of(&scheme).unwrap();
    let published: BTreeMap<String, String> = (rows(path).into_iter())
        .map(|mut row| (row.remove("indicator").unwrap(), row.remove("points_published").unwrap()))
        .collect();
    assert_eq!(tree.leaves().count(), 23);
    for (indicator, scores) in tree.leaves().zip(&scored.scores) {
        let expected: f64 = published[&indicator.id].parse().unwrap();
        assert!(
            (scores[0].value().unwrap() - expected).abs() < NEAR,
            "{}: {:?}",
            indicator.id,
            scores[0]
        );
    }
    let verdict = scored.verdicts[0].unwrap();
    assert_eq!(verdict.rounded_nano, 280_310_000_000);
    assert_eq!(scheme.bands[verdict.band.unwrap()].id, "Good");
    // 405 has the best grade, and what lies between two published bands the lower one.
    let band = |nano| metrics::evaluation::grade::band(nano, &scheme.bands, scheme.bounds).unwrap();
    assert_eq!([band(405_000_000_000), band(350_500_000_000)], [0, 1]);
}

#[test]
#[ignore = "needs the corpus"]
fn torontos_grades_are_cut_before_scores_are_rounded() {
    let scheme = scheme("toronto");
    let path = "composite/toronto_dqs/published_first5_2020-02-10.csv";
    let table = table(&scheme, path);
    let scored = scored((&scheme, &table));
    let whole = scored.scores.last().unwrap();
    for ((row, verdict), score) in rows(path).iter().zip(&scored.verdicts).zip(whole) {
        let verdict = verdict.unwrap();
        let two = |score: f64| format!("{score:.2}");
        assert_eq!(two(score.value().unwrap()), row["published_score"]);
        let hundredths = (verdict.score_nano + 5_000_000) / 10_000_000;
        assert_eq!(format!("0.{hundredths:02}"), row["published_score_norm"]);
        assert_eq!(scheme.bands[verdict.band.unwrap()].id, row["published_grade"], "{row:?}");
    }
}
