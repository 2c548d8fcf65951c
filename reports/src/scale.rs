//! Scales in words: how a value becomes points.

use config::locale::Words;
use metrics::evaluation::scheme::method::{Direction, Real, Reference, Scale, Ties};

/// What a scale does with a measure of which more or less is better, in words.
#[must_use]
pub fn sentence(words: &Words, scale: &Scale, direction: Direction) -> String {
    let text = of_scale(words, scale, direction);
    // A fraction of the best value says itself what less comes to.
    let is_said = matches!(scale, Scale::FractionOfMax { .. });
    let is_down = direction == Direction::Down && scale.is_relative() && !is_said;
    if is_down { text + &words.get("scale-less-is-better") } else { text }
}

fn of_scale(words: &Words, scale: &Scale, direction: Direction) -> String {
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
        Scale::None => match direction {
            Direction::Up => say("none", &[]),
            Direction::Down => say("none-down", &[]),
        },
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
        Scale::FractionOfMax { scale } => {
            let id = match direction {
                Direction::Up => "fraction-of-max",
                Direction::Down => "fraction-of-max-down",
            };
            say(id, &[("scale", number(scale))])
        }
        Scale::Goalposts { low, high, scale, capped, log } => {
            let (worst, best) = match direction {
                Direction::Up => (low, high),
                Direction::Down => (high, low),
            };
            let posts =
                [("worst", number(worst)), ("best", number(best)), ("scale", number(scale))];
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
    fn said(scale: &Value, direction: Direction) -> [String; 2] {
        let scale: Scale = serde_json::from_value(scale.clone()).unwrap();
        let said = |language| sentence(&Words::new(language), &scale, direction);
        [Language::Zh, Language::En].map(said)
    }

    #[test]
    fn every_scale_is_said_in_words() {
        let rows = [
            (json!({ "method": "none" }), "按原值计", "the value as it is"),
            (
                json!({ "method": "min-max", "from": 1.0, "to": 100.0 }),
                "在各对象最差值（1 分）与最好值（100 分）之间按直线折算",
                "linear, from 1 at the worst value to 100 at the best",
            ),
            (
                json!({ "method": "z-score", "mean": 50.0, "sd": 10.0 }),
                "标准化，均值 50 分、标准差 10 分",
                "standardised, with mean 50 and standard deviation 10",
            ),
            (
                json!({ "method": "rank", "first": 1, "ties": "min" }),
                "由差到好的名次，最差者为 1，并列者取靠前名次",
                "rank from the worst, which is 1, to the best; equals share the first of their ranks",
            ),
            (
                json!({ "method": "percentile-rank", "scale": 100.0, "ties": "average" }),
                "差于该对象的对象所占比例，乘以 100，并列者取平均名次",
                "share of those that are worse, times 100; equals share the mean of their ranks",
            ),
            (
                json!({ "method": "distance", "reference": "best", "scale": 100.0, "capped": true }),
                "与最差值的距离占最好值相应距离的比例，达到最好值得 100 分，超出不再加分",
                "distance from the worst value as a share of that of the best value, which scores 100; no more \
                 above it",
            ),
            (
                json!({
                    "method": "distance", "reference": { "value": 0.5 }, "scale": 1.0, "capped": false
                }),
                "与最差值的距离占0.5相应距离的比例，达到0.5得 1 分",
                "distance from the worst value as a share of that of 0.5, which scores 1",
            ),
            (
                json!({ "method": "fraction-of-max", "scale": 100.0 }),
                "数值除以各对象中的最大值，乘以 100",
                "the value divided by the greatest one, times 100",
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
            assert_eq!(said(&scale, Direction::Up), [zh, en], "{scale}");
        }
    }

    // What each does where less is better is how `metrics` computes it: goalposts change places, and relative
    // scales look at the values with their signs changed.
    #[test]
    fn where_less_is_better_the_least_is_the_best() {
        let rows = [
            (json!({ "method": "none" }), "按原值的相反数计", "the value with its sign changed"),
            (
                json!({ "method": "goalposts", "low": 0.0, "high": 0.9, "scale": 100.0 }),
                "0.9 计 0 分，0 计 100 分，其间按直线折算，不低于 0 分，不高于满分",
                "linear, 0 points at 0.9 and 100 points at 0; never below 0 or above the most",
            ),
            (
                json!({ "method": "min-max", "from": 1.0, "to": 100.0 }),
                "在各对象最差值（1 分）与最好值（100 分）之间按直线折算，数值越小越好",
                "linear, from 1 at the worst value to 100 at the best; less is better",
            ),
            (
                json!({ "method": "z-score", "mean": 50.0, "sd": 10.0 }),
                "标准化，均值 50 分、标准差 10 分，数值越小越好",
                "standardised, with mean 50 and standard deviation 10; less is better",
            ),
            (
                json!({ "method": "rank", "first": 1, "ties": "min" }),
                "由差到好的名次，最差者为 1，并列者取靠前名次，数值越小越好",
                "rank from the worst, which is 1, to the best; equals share the first of their ranks; \
                 less is better",
            ),
            (
                json!({ "method": "percentile-rank", "scale": 100.0, "ties": "min" }),
                "差于该对象的对象所占比例，乘以 100，并列者取靠前名次，数值越小越好",
                "share of those that are worse, times 100; equals share the first of their ranks; \
                 less is better",
            ),
            (
                json!({
                    "method": "distance", "reference": { "value": 0.5 }, "scale": 1.0, "capped": false
                }),
                "与最差值的距离占0.5相应距离的比例，达到0.5得 1 分，数值越小越好",
                "distance from the worst value as a share of that of 0.5, which scores 1; less is \
                 better",
            ),
            // Signs cancel: what is twice the least value comes to twice as much.
            (
                json!({ "method": "fraction-of-max", "scale": 100.0 }),
                "数值除以各对象中的最小值（即最好值），乘以 100；数值大于 0 时，越差所得越大",
                "the value divided by the least one, which is the best, times 100; of values above 0 a worse \
                 one comes to more",
            ),
            // The points themselves say what is better.
            (
                json!({
                    "method": "piecewise",
                    "points": [{ "at": 0.0, "score": 80.0 }, { "at": 0.5, "score": 0.0 }]
                }),
                "在下列各点之间按直线折算，两端之外不变：0 计 80 分，0.5 计 0 分",
                "linear between these points, constant outside: 0 scores 80, 0.5 scores 0",
            ),
        ];
        for (scale, zh, en) in rows {
            assert_eq!(said(&scale, Direction::Down), [zh, en], "{scale}");
        }
    }
}
