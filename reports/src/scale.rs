//! Scales in words: how a value becomes points.

use config::locale::Words;
use metrics::evaluation::scheme::method::{Real, Reference, Scale, Ties};

/// What a scale does, in words.
pub(crate) fn sentence(words: &Words, scale: &Scale) -> String {
    let number = |it: &Real| it.get().to_string();
    let say =
        |id: &str, arguments: &[(&str, String)]| words.format(&format!("scale-{id}"), arguments);
    let ties = |it: &Ties| {
        words.get(match it {
            Ties::Min => "scale-ties-min",
            Ties::Max => "scale-ties-max",
            Ties::Average => "scale-ties-average",
            Ties::Dense => "scale-ties-dense",
        })
    };
    let also = |is_so: bool, id: &str| if is_so { say(id, &[]) } else { String::new() };
    match scale {
        Scale::None => say("none", &[]),
        Scale::MinMax { from, to } => say("min-max", &[("from", number(from)), ("to", number(to))]),
        Scale::ZScore { mean, sd } => say("z-score", &[("mean", number(mean)), ("sd", number(sd))]),
        Scale::Rank { first, ties: it } => {
            say("rank", &[("first", first.to_string()), ("ties", ties(it))])
        }
        Scale::PercentileRank { scale, ties: it } => {
            say("percentile-rank", &[("scale", number(scale)), ("ties", ties(it))])
        }
        Scale::Distance { reference, scale, capped } => {
            let reference = match reference {
                Reference::Best => say("reference-best", &[]),
                Reference::Unit(unit) => say("reference-unit", &[("unit", unit.clone())]),
                Reference::Value(value) => say("reference-value", &[("value", number(value))]),
            };
            let text = say("distance", &[("reference", reference), ("scale", number(scale))]);
            text + &also(*capped, "capped-above")
        }
        Scale::FractionOfMax { scale } => say("fraction-of-max", &[("scale", number(scale))]),
        Scale::Goalposts { low, high, scale, capped, log } => {
            let posts = [("low", number(low)), ("high", number(high)), ("scale", number(scale))];
            let text = say("goalposts", &posts);
            text + &also(*log, "log") + &also(*capped, "capped")
        }
        Scale::Piecewise { points } => {
            let point = |(at, score): (&Real, &Real)| {
                say("point", &[("at", number(at)), ("score", number(score))])
            };
            let points: Vec<String> = points.iter().map(|it| point((&it.at, &it.score))).collect();
            say("piecewise", &[("points", points.join(&words.get("scale-between")))])
        }
    }
}

#[cfg(test)]
mod tests {
    use config::locale::Language;
    use serde_json::{Value, json};

    use super::*;

    /// A scale as a scheme writes it, in both languages.
    fn said(scale: &Value) -> [String; 2] {
        let scale: Scale = serde_json::from_value(scale.clone()).unwrap();
        [Language::Zh, Language::En].map(|language| sentence(&Words::new(language), &scale))
    }

    #[test]
    fn every_scale_is_said_in_words() {
        let rows = [
            (json!({ "method": "none" }), "按原值计", "the value as it is"),
            (
                json!({ "method": "min-max", "from": 1.0, "to": 100.0 }),
                "在各对象最差值（1 分）与最好值（100 分）之间按直线折算",
                "linear, from 1 at the least value to 100 at the best",
            ),
            (
                json!({ "method": "z-score", "mean": 50.0, "sd": 10.0 }),
                "标准化，均值 50 分、标准差 10 分",
                "standardised, with mean 50 and standard deviation 10",
            ),
            (
                json!({ "method": "rank", "first": 1, "ties": "min" }),
                "由低到高的名次，最低为 1，并列者取靠前名次",
                "rank from below, 1 for the least; equals share the first of their ranks",
            ),
            (
                json!({ "method": "percentile-rank", "scale": 100.0, "ties": "average" }),
                "低于其值的对象所占比例，乘以 100，并列者取平均名次",
                "share of those below, times 100; equals share the mean of their ranks",
            ),
            (
                json!({ "method": "distance", "reference": "best", "scale": 100.0, "capped": true }),
                "与最差值的距离占最好值相应距离的比例，达到最好值得 100 分，超出不再加分",
                "distance from the least value as a share of that of the best value, which scores 100; no more \
                 above it",
            ),
            (
                json!({
                    "method": "distance", "reference": { "value": 0.5 }, "scale": 1.0, "capped": false
                }),
                "与最差值的距离占0.5相应距离的比例，达到0.5得 1 分",
                "distance from the least value as a share of that of 0.5, which scores 1",
            ),
            (
                json!({ "method": "fraction-of-max", "scale": 100.0 }),
                "占最好值的比例，乘以 100",
                "share of the best value, times 100",
            ),
            (
                json!({ "method": "goalposts", "low": 0.0, "high": 0.9, "scale": 100.0 }),
                "0 计 0 分，0.9 计 100 分，其间按直线折算，不低于 0 分，不高于满分",
                "linear, 0 points at 0 and 100 points at 0.9; never below 0 or above the most",
            ),
            (
                json!({
                    "method": "goalposts", "low": 100.0, "high": 75000.0, "scale": 1.0, "log": true,
                    "capped": false
                }),
                "100 计 0 分，75000 计 1 分，其间按直线折算，先取对数",
                "linear, 0 points at 100 and 1 points at 75000; logarithms are compared",
            ),
            (
                json!({
                    "method": "piecewise",
                    "points": [{ "at": 0.0, "score": 0.0 }, { "at": 0.5, "score": 80.0 }]
                }),
                "在下列各点之间按直线折算，两端之外不变：0 计 0 分，0.5 计 80 分",
                "linear between these points, constant outside: 0 scores 0, 0.5 scores 80",
            ),
        ];
        for (scale, zh, en) in rows {
            assert_eq!(said(&scale), [zh, en], "{scale}");
        }
    }
}
