//! How many indicator cells a CPU second scores, when weights are drawn: 200 units of 60 indicators
//! in 6 dimensions, 10 000 samples. `scoring [SAMPLES [SEED]]`.
//!
//! `COINr` 1.1.14 under R 4.2.2 needed 18 to 19 s for 1 000 samples of its example, 51 units of 49
//! indicators: 0.135 million cells a second. The bar is 200 times that.
//!
//! Then what an evaluation takes: 50 subjects by the scheme `operator` as shipped, with its draws.

#![expect(clippy::float_arithmetic, reason = "a benchmark computes seconds")]
#![expect(clippy::cast_precision_loss, reason = "figures for reading")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::num::NonZeroUsize;
use std::time::Instant;

use metrics::evaluation::measure::{Counting, Counts, MeasureDefinition};
use metrics::evaluation::sample::Stream;
use metrics::evaluation::scheme::Scheme;
use metrics::evaluation::score::{Subject, score};
use metrics::evaluation::table::{Cell, Table, Unit};
use metrics::evaluation::uncertainty::{Plan, Robustness, uncertainty};

const UNITS: usize = 200;
const DIMENSIONS: usize = 6;
const EACH: usize = 10;
const SUBJECTS: u64 = 50;
/// 200 times what `COINr` does.
const BAR: f64 = 27e6;

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|it| it.parse::<u64>().ok());
    let samples = arguments.next().and_then(|it| usize::try_from(it).ok()).unwrap_or(10_000);
    let seed = arguments.next().unwrap_or(20_260_701);
    let (scheme, table) = (scheme(), table(seed));
    let cells = (UNITS * DIMENSIONS * EACH * samples) as f64;
    println!("{UNITS} units, {} indicators, {samples} samples, seed {seed}", DIMENSIONS * EACH);
    println!("threads  CPU s  wall s  million cells per CPU second");
    let mut found: Vec<Robustness> = Vec::new();
    for threads in [1, 2].into_iter().filter_map(NonZeroUsize::new) {
        let plan = Plan { samples, seed, weights: &[], threads };
        let (before, start) = (cpu_s(), Instant::now());
        found.push(uncertainty(&scheme, &table, &plan).expect("the scheme is sound"));
        let (spent, wall) = (cpu_s() - before, start.elapsed().as_secs_f64());
        let rate = cells / spent;
        println!("{threads:>7} {spent:>6.2} {wall:>7.2} {:>29.1}", rate / 1e6);
        println!(
            "{}",
            if BAR <= rate { "        at the bar of 27 or above" } else { "        BELOW 27" }
        );
    }
    assert!(found[0] == found[1], "one thread and two give the same");
    println!("one thread and two give the same");
    evaluation(seed);
}

/// Scores made-up subjects as an evaluation does, with deductions, vetoes and the scheme's draws.
fn evaluation(seed: u64) {
    let scheme: Scheme =
        toml::from_str(include_str!("../../config/schemes/operator.toml")).expect("a scheme");
    let pack = include_str!("../../config/policies/shanghai/measures.toml");
    let mut measures: BTreeMap<String, Vec<MeasureDefinition>> =
        toml::from_str(pack).expect("measures");
    let measures = measures.remove("measure").expect("measures");
    let subject = |at: u64| {
        let mut stream = Stream::new(seed, at);
        let count = |name: &str, value| {
            let mut counting = Counting::new(name);
            counting.add(name, value);
            (name.to_owned(), counting.done())
        };
        let mut counts = Counts::new();
        for it in &measures {
            let below = 1 + stream.bits() % 100;
            counts.extend([count(&it.denominator, below)]);
            counts.extend([count(&it.numerator, below - stream.bits() % (1 + below / 4))]);
        }
        counts.extend(scheme.counts().map(|name| count(name, stream.bits() % 20 / 19)));
        let name = format!("name:{at}");
        let party = name.parse().expect("a party");
        Subject { party, name, findings: Vec::new(), waived: Vec::new(), counts }
    };
    let subjects: Vec<Subject> = (0..SUBJECTS).map(subject).collect();
    let start = Instant::now();
    let marks = score(&scheme, &measures, subjects, NonZeroUsize::MIN).expect("a sound scheme");
    let samples = marks.robustness.map_or(0, |it| it.draw.samples);
    let seconds = start.elapsed().as_secs_f64();
    println!("{SUBJECTS} subjects of an evaluation, {samples} samples, one thread: {seconds:.3} s");
}

/// CPU seconds of this process so far, with all its threads: fields 14 and 15 of its status line.
fn cpu_s() -> f64 {
    let status = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = status.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<u64>().ok());
    ticks.sum::<u64>() as f64 / 100.0
}

fn scheme() -> Scheme {
    let source = "source = { instrument = \"default\", confidence = \"default\" }";
    let mut text = format!(
        "id = \"whole\"\nversion = 1\nname = {{ zh = \"\", en = \"\" }}\n{source}\n\
         missing = \"redistribute\"\nrounding = {{ decimals = 2, mode = \"half-up\" }}\n\
         normalise = {{ method = \"min-max\", from = 0, to = 100 }}\n\
         [uncertainty]\nweight_noise_ppm = [250_000, 250_000]\n{source}\n"
    );
    for (band, from) in [("a", 60), ("b", 45), ("c", 0)] {
        let band = format!("id = \"{band}\"\nname = {{ zh = \"\", en = \"\" }}\nfrom = {from}");
        write!(text, "[[band]]\n{band}\n{source}\n").expect("a string takes it");
    }
    for dimension in 0..DIMENSIONS {
        write!(
            text,
            "[[dimension]]\nid = \"d{dimension}\"\nweight = {}\nindicator = [",
            dimension + 1
        )
        .expect("a string takes it");
        for at in 0..EACH {
            let weight = 1 + at % 4;
            write!(text, "{{ id = \"i{dimension}-{at}\", weight = {weight} }},")
                .expect("a string takes it");
        }
        text.push_str("]\n");
    }
    toml::from_str(&text).expect("a scheme")
}

fn table(seed: u64) -> Table {
    let mut columns = BTreeMap::new();
    for dimension in 0..DIMENSIONS {
        for at in 0..EACH {
            let mut stream = Stream::new(seed, (dimension * EACH + at) as u64);
            let cells = (0..UNITS).map(|_| Cell::Value(stream.unit())).collect();
            columns.insert(format!("i{dimension}-{at}"), cells);
        }
    }
    let unit = |at: usize| Unit { id: at.to_string(), time: None };
    Table { units: (0..UNITS).map(unit).collect(), columns, groups: BTreeMap::new() }
}
