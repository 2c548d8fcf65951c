//! How far raters agree, as a sentence.

use metrics::money::format_minor;
use metrics::opinion::agreement::PanelAgreement;

use crate::locale::Words;

/// Decimals of parts per million.
const PPM_DIGITS: u8 = 6;

/// The agreement of a panel about an indicator, with a warning where it is low. Names no rater.
#[must_use]
pub fn agreement(words: &Words, indicator: &str, panel: &PanelAgreement) -> String {
    let share = |ppm: Option<i64>| {
        ppm.map_or_else(
            || words.get("opinion-agreement-none"),
            |it| format_minor(it.into(), PPM_DIGITS),
        )
    };
    let kind = words.get(&format!("opinion-panel-{}", panel.kind.as_str()));
    let [alpha, w] = [panel.alpha_ppm, panel.kendall_w_ppm].map(share);
    let figures = [panel.raters, panel.subjects, panel.ratings, panel.set_aside];
    let [raters, subjects, ratings, aside] = figures.map(|it| it.to_string());
    let said = words.format(
        "opinion-agreement",
        &[
            ("indicator", indicator),
            ("panel", &panel.panel),
            ("kind", &kind),
            ("raters", &raters),
            ("subjects", &subjects),
            ("ratings", &ratings),
            ("aside", &aside),
            ("alpha", &alpha),
            ("w", &w),
        ],
    );
    if !panel.is_low() {
        return said;
    }
    let least = share(Some(panel.at_least_ppm));
    words.format("opinion-agreement-low", &[("agreement", &said), ("least", &least)])
}

#[cfg(test)]
mod tests {
    use metrics::opinion::PanelKind;

    use super::*;
    use crate::locale::Language;

    fn panel(alpha_ppm: Option<i64>) -> PanelAgreement {
        PanelAgreement {
            panel: "P1".to_owned(),
            kind: PanelKind::Expert,
            period: "2026-H1".parse().unwrap(),
            raters: 5,
            subjects: 3,
            ratings: 15,
            set_aside: 3,
            alpha_ppm,
            kendall_w_ppm: None,
            at_least_ppm: 667_000,
        }
    }

    #[test]
    fn less_than_the_least_is_said() {
        let said = |language, alpha| agreement(&Words::new(language), "O6-1", &panel(alpha));
        for (alpha, is_low) in
            [(Some(667_000), false), (Some(666_999), true), (Some(-5), true), (None, false)]
        {
            assert_eq!(said(Language::En, alpha).contains("0.667000: read"), is_low, "{alpha:?}");
        }
        let [zh, en] = [Language::Zh, Language::En].map(|it| said(it, Some(412_000)));
        insta::assert_snapshot!(zh, @"O6-1 评审组 P1（专家）：评分人 5 名，评价对象 3 家，评分 15 份，因利益冲突不计入 3 份；Krippendorff α 0.412000，Kendall W 无法计算。评分人一致性低于 0.667000，请谨慎使用该项得分");
        insta::assert_snapshot!(en, @"O6-1, panel P1 (experts): raters 5, parties 3, ratings 15, set aside for a conflict of interest 3; Krippendorff's α 0.412000, Kendall's W not defined. The raters agree less than 0.667000: read this score with care");
    }
}
