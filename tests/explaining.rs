//! A figure leads to the rows that were handed in, and these are counted again.

use std::fs;

use daemon::evaluate::Page;
use daemon::explain::{Asked, ExplainError, explain};
use metrics::evaluation::explanation::{Explanation, Part, Path};
use metrics::evaluation::scorecard::Evaluation;
use metrics::kind::Kind;
use metrics::party::PartyId;

use crate::transcripts::{hand_in, workbook};
use crate::world::{OPERATOR, WORKED_AT, World, instant};

/// What is said of an indicator, or of all.
async fn explained(
    world: &World,
    evaluation: &Evaluation,
    (indicator, page): (Option<&str>, Page),
) -> Result<Explanation, ExplainError> {
    let (installation, reader) = (world.installation(instant(WORKED_AT)), world.reader().await);
    let subject: PartyId = OPERATOR.parse().unwrap();
    let asked = Asked { subject: &subject, indicator, page };
    explain(&installation, &reader, (evaluation, asked)).await
}

/// What each fact adds, what it is called, its file and its row.
fn facts(part: &Part) -> Vec<(u64, &str, &str, Option<u64>)> {
    part.facts.iter().map(|it| (it.value, &*it.name, &*it.file_name, it.row)).collect()
}

#[tokio::test]
async fn a_score_leads_to_the_rows_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    world.hand_in_openly().await.unwrap();
    world.evaluate(instant(WORKED_AT)).await.unwrap();
    let stored = world.evaluations().await.unwrap().remove(0);
    let all = Page { skip: 0, limit: 10 };
    let explanation = explained(&world, &stored.evaluation, (None, all)).await.unwrap();
    assert!(explanation.holds());

    // By hand, from the files of the world: May came late, one product has no number. April has its
    // opening balances in rows 2 and 3.
    let paths: Vec<_> = explanation.dimensions.iter().flat_map(|it| &it.indicators).collect();
    let part = |name: &str| {
        let mut parts = paths.iter().flat_map(|it| it.parts());
        parts.find(|it| it.name == name).unwrap()
    };
    let (april, may) = ("ledger-2026-04.csv", "ledger-2026-05.csv");
    assert_eq!(
        facts(part("ledger_months_submitted")),
        [(1, "2026-04", april, Some(4)), (0, "2026-05", may, Some(2))]
    );
    assert_eq!(
        facts(part("products_registered")),
        [(1, "P-1", "registry.csv", Some(7)), (0, "P-2", "registry.csv", Some(8))]
    );
    assert_eq!(facts(part("incidents_reported_in_time")), [(1, "E-1", "incidents.csv", Some(2))]);
    let failed: Vec<_> = paths.iter().flat_map(|it| &it.failed).collect();
    let failed: Vec<_> =
        failed.iter().map(|it| (&*it.rule, &*it.file_name, it.row, &*it.column)).collect();
    assert!(failed.contains(&("F-4", may, Some(3), "cost_class")), "{failed:?}");

    // Rows that broke a rule are sought in every file that is counted, and have pages of their own.
    for skip in [0, 1, 2] {
        let page = Page { skip, limit: 1 };
        let paged = explained(&world, &stored.evaluation, (None, page)).await.unwrap();
        let paged = paged.dimensions.iter().flat_map(|it| &it.indicators);
        let after = usize::try_from(skip).unwrap();
        for (all, paged) in paths.iter().zip(paged) {
            let expected: Vec<_> = all.failed.iter().skip(after).take(1).collect();
            assert_eq!(paged.failed.iter().collect::<Vec<_>>(), expected, "{}", all.indicator.id);
            assert_eq!(paged.more_failed, after + 1 < all.failed.len(), "{}", all.indicator.id);
        }
    }

    let gains = explanation.gains.as_deref().unwrap();
    let mended: Vec<_> = gains.iter().map(|it| (&*it.id, it.now, it.right)).collect();
    assert!(mended.contains(&("O3-1", 1, 2)) && mended.contains(&("O4-1", 1, 2)), "{mended:?}");
    assert!(gains.is_sorted_by_key(|it| std::cmp::Reverse(it.all_nano)));

    let one = (Some("O3-1"), Page { skip: 1, limit: 1 });
    let explanation = explained(&world, &stored.evaluation, one).await.unwrap();
    let [dimension] = explanation.dimensions.as_slice() else { panic!("not one dimension") };
    let [path] = dimension.indicators.as_slice() else { panic!("not one indicator") };
    let second = facts(path.numerator.as_ref().unwrap());
    assert_eq!(second, [(0, "2026-05", may, Some(2))], "a page is listed, and all is counted");
    assert!(explanation.holds());

    let none = explained(&world, &stored.evaluation, (Some("O9-9"), all)).await;
    assert!(matches!(none, Err(ExplainError::Indicator { .. })));

    // A figure that the facts do not bear out is not vouched for.
    let mut wrong = stored.evaluation.clone();
    let indicators = wrong.scorecards[0].dimensions.iter_mut().flat_map(|it| &mut it.indicators);
    let mut measures = indicators.filter_map(|it| it.measure.as_mut());
    measures.find(|it| it.id == "ledger-submission-rate").unwrap().numerator.value = 2;
    let explanation = explained(&world, &wrong, (None, all)).await.unwrap();
    assert!(!explanation.holds());
    assert_eq!(explanation.gains, None, "what does not come out again is no ground for advice");
}

/// Of a workbook the sheet is named, and the row is the one that the spreadsheet shows.
#[tokio::test]
async fn a_fact_of_a_workbook_names_its_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    world.hand_in_openly().await.unwrap();
    let path = folder.path().join("名册.xlsx");
    let own = "91310000MADEM0011A";
    let rows = [
        ["", "", "", "", ""],
        ["记录类型", "单位", "编号", "名称", "类别"],
        ["单位", own, "", "示例数据运营有限公司", "运营机构"],
        ["", "", "", "", ""],
        ["产品", own, "P-2", "园区活跃指数", ""],
    ];
    fs::write(&path, workbook(&rows)).unwrap();
    let receipt = hand_in(&world, &path, Kind::Registry).await;
    world.evaluate(instant(WORKED_AT)).await.unwrap();
    let stored = world.evaluations().await.unwrap().remove(0);
    let all = (None, Page { skip: 0, limit: 10 });
    let explanation = explained(&world, &stored.evaluation, all).await.unwrap();
    let paths = explanation.dimensions.iter().flat_map(|it| &it.indicators);
    let products = paths.flat_map(Path::parts).find(|it| it.name == "products").unwrap();
    let fact = products.facts.iter().find(|it| it.receipt == receipt).unwrap();
    let place = (&*fact.name, &*fact.file_name, &*fact.sheet, fact.row);
    assert_eq!(place, ("P-2", "名册.xlsx", "名册", Some(5)));
}
