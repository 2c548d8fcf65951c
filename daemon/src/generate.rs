//! Load data for sizing and benchmarks: one register and a ledger for each party and month, which
//! break no rule. The same request gives the same bytes on every machine, and memory does not grow
//! with the lines.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use metrics::party::PartyId;
use metrics::period::Period;

use crate::random::Random;

/// Whose ledger the first one is: a synthetic code, which passes GB 32100 and belongs to nobody.
pub const PARTY: &str = "uscc:91310000MADEM0011A";
/// The last month: year and month.
const LAST_MONTH: (i16, i8) = (2026, 6);
/// The least lines that balance.
pub const LINES_MIN: u64 = 2;
/// So many parties and months there may be.
pub const PARTIES_MAX: u32 = 1_000;
/// So many months there may be.
pub const MONTHS_MAX: u32 = 240;

/// Accounts, the most used first. Each third is a 专账 account of 主营业务成本 or 主营业务收入.
const ACCOUNTS: usize = 120;
const PRODUCTS: usize = 300;
/// A voucher has 2 to 6 lines.
const VOUCHER_LINES_MAX: u64 = 6;
/// Progress is told once in so many lines.
const PROGRESS_LINES: u64 = 1 << 16;

const SUMMARIES: [&str; 12] = [
    "确认公共数据运营服务费",
    "收到客户回款",
    "支付平台运维费",
    "计提平台建设摊销",
    "数据传输费用",
    "数据存储费用",
    "数据治理外包",
    "发放工资",
    "API calls",
    "cloud storage",
    "security audit",
    "缴纳增值税",
];
const PEOPLE: [&str; 6] = ["陈晓", "李明", "王芳", "赵磊", "孙悦", "周宁"];

/// What to generate.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The same seed gives the same bytes.
    pub seed: u64,
    /// Lines of all ledgers, at least [`LINES_MIN`] for each.
    pub lines: u64,
    /// How many parties, 1 to [`PARTIES_MAX`]. The n-th has 1/n of the lines of the first (Zipf's
    /// law).
    pub parties: u32,
    /// How many months, 1 to [`MONTHS_MAX`], the last of which is June 2026.
    pub months: u32,
    /// The folder, made if it is not there. Files of the same names are replaced.
    pub folder: &'a Path,
}

/// What was generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The register.
    pub registry: PathBuf,
    /// The ledgers, by party, then month.
    pub ledgers: Vec<Ledger>,
}

/// A ledger that was generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// Where it is.
    pub path: PathBuf,
    /// Whose it is.
    pub party: PartyId,
    /// Of which month.
    pub period: Period,
    /// How many lines it has.
    pub lines: u64,
}

/// Writes `registry.csv` and, for one party and month, `ledger-2026-06.csv`; for more of them
/// `ledger-001-2026-05.csv` and so on. Tells how many lines are written.
///
/// # Errors
///
/// Fewer than [`LINES_MIN`] lines for each ledger are asked for, no or too many parties or months,
/// or a file cannot be written.
pub fn generate(request: &Request<'_>, mut progress: impl FnMut(u64)) -> io::Result<Generated> {
    let generated = plan(request)?;
    fs::create_dir_all(request.folder)?;
    let mut file = BufWriter::new(File::create(&generated.registry)?);
    write_registry(&mut file, request.parties)?;
    file.flush()?;

    let mut written = 0;
    for (ledger, index) in generated.ledgers.iter().zip(0..) {
        let mut file = BufWriter::with_capacity(1 << 20, File::create(&ledger.path)?);
        // The first ledger is drawn from the seed itself, each other one from a seed of its own.
        let seed = match index {
            0 => request.seed,
            _ => Random::new(request.seed.wrapping_add(index)).next(),
        };
        write_ledger(&mut file, (seed, ledger), &mut |lines| progress(written + lines))?;
        file.flush()?;
        written += ledger.lines;
        progress(written);
    }
    Ok(generated)
}

/// Says what would be generated, and writes nothing.
///
/// # Errors
///
/// As [`generate`], but for files.
pub fn plan(request: &Request<'_>) -> io::Result<Generated> {
    let Request { lines, parties, months, folder, .. } = *request;
    let files = u64::from(parties) * u64::from(months);
    let is_within = (1..=PARTIES_MAX).contains(&parties) && (1..=MONTHS_MAX).contains(&months);
    if !is_within || lines < LINES_MIN * files {
        let message = format!(
            "1 to {PARTIES_MAX} parties, 1 to {MONTHS_MAX} months, and for each of both at least \
             {LINES_MIN} lines, which is what balances"
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let invalid = || io::Error::from(io::ErrorKind::InvalidInput);
    let last = Period::new(LAST_MONTH.0, LAST_MONTH.1).ok_or_else(invalid)?;
    let shares = Zipf::new(parties as usize).cumulated;
    let weights = u128::from(shares.last().copied().unwrap_or(1)) * u128::from(months);
    // Of the lines that are not given to each ledger anyway, so many belong to it and those before.
    let free = u128::from(lines - LINES_MIN * files);
    let until = |weight: u128| u64::try_from(free * weight / weights).unwrap_or(u64::MAX);
    let (mut ledgers, mut weight) = (Vec::new(), 0);
    for party in 0..parties {
        let before = party.checked_sub(1).map_or(0, |it| shares[it as usize]);
        for month in (0..months).rev() {
            let period = Period::from_index(last.index() - i64::from(month)).ok_or_else(invalid)?;
            let after = weight + u128::from(shares[party as usize] - before);
            let name = match files {
                1 => format!("ledger-{period}.csv"),
                _ => format!("ledger-{:03}-{period}.csv", party + 1),
            };
            ledgers.push(Ledger {
                path: folder.join(name),
                party: party_id(party).parse().map_err(|_| invalid())?,
                period,
                lines: LINES_MIN + until(after) - until(weight),
            });
            weight = after;
        }
    }
    Ok(Generated { registry: folder.join("registry.csv"), ledgers })
}

fn party_id(party: u32) -> String {
    match party {
        0 => PARTY.to_owned(),
        _ => format!("name:{}", party_name(party)),
    }
}

fn party_name(party: u32) -> String {
    match party {
        0 => "负载测试运营机构".to_owned(),
        _ => format!("负载测试运营机构{:03}", party + 1),
    }
}

fn write_registry(file: &mut impl Write, parties: u32) -> io::Result<()> {
    writeln!(file, "record,party,code,name,kind,state_owned,separate_ledger,registration")?;
    for (id, name) in (0..parties).map(|party| (party_id(party), party_name(party))) {
        writeln!(file, "party,{id},,{name},operator,yes,,")?;
        for account in 0..ACCOUNTS {
            let separate = if is_separate(account) { "yes" } else { "no" };
            let code = account_code(account);
            writeln!(file, "account,{id},{code},科目 {code},,,{separate},")?;
        }
        for product in 0..PRODUCTS {
            writeln!(file, "product,{id},P{product:03},产品 {product},,,,SH-{product:05}")?;
        }
    }
    Ok(())
}

/// The codes of every party's accounts, the most used first.
#[must_use]
pub fn account_codes() -> Vec<String> {
    (0..ACCOUNTS).map(account_code).collect()
}

fn is_separate(account: usize) -> bool {
    account.is_multiple_of(3)
}

fn account_code(account: usize) -> String {
    match account {
        _ if !is_separate(account) => (1_001 + account).to_string(),
        0..60 => format!("6401.{:02}", account / 3 + 1),
        _ => format!("6001.{:02}", account / 3 - 19),
    }
}

fn write_ledger(
    file: &mut impl Write,
    (seed, ledger): (u64, &Ledger),
    progress: &mut impl FnMut(u64),
) -> io::Result<()> {
    writeln!(
        file,
        "voucher_type,voucher_no,date,summary,account,debit,credit,product,scenario,use,funding,\
         authorization,counterparty,cost_class,maker,reviewer"
    )?;
    let mut vouchers = Vouchers::new(seed, ledger.period);
    let days = u128::from(ledger.period.last_day().day().unsigned_abs());
    let (mut written, mut number, mut told) = (0, 0, 0);
    while written < ledger.lines {
        number += 1;
        let lines = vouchers.lines_of_next(ledger.lines - written);
        let day = 1 + u128::from(written) * days / u128::from(ledger.lines);
        vouchers.write(file, (number, day, lines))?;
        written += lines;
        if told + PROGRESS_LINES <= written {
            told = written;
            progress(written);
        }
    }
    Ok(())
}

/// Draws vouchers. What a line says of its product follows from the product, as in real books.
struct Vouchers {
    random: Random,
    period: Period,
    accounts: Zipf,
    products: Zipf,
    codes: Vec<String>,
}

impl Vouchers {
    fn new(seed: u64, period: Period) -> Self {
        Self {
            random: Random::new(seed),
            period,
            accounts: Zipf::new(ACCOUNTS),
            products: Zipf::new(PRODUCTS),
            codes: account_codes(),
        }
    }

    /// How many lines the next voucher has, so that a single line is never left over.
    fn lines_of_next(&mut self, left: u64) -> u64 {
        let lines = (2 + self.random.below(VOUCHER_LINES_MAX - 1)).min(left);
        match left - lines {
            1 if lines == 2 => 3,
            1 => lines - 1,
            _ => lines,
        }
    }

    /// One side has one line, the other side the rest: whichever, they balance.
    fn write(
        &mut self,
        file: &mut impl Write,
        (number, day, lines): (u64, u128, u64),
    ) -> io::Result<()> {
        let is_split_on_debit = self.random.below(2) == 0;
        let maker = self.random.index(PEOPLE.len());
        let reviewer = (maker + 1) % PEOPLE.len();
        let mut total_fen = 0;
        for line in 1..=lines {
            let is_total = line == lines;
            let fen = if is_total { total_fen } else { 1 + self.random.below(9_999_999) };
            total_fen += fen;
            write!(file, "记,{number},{}-{day:02},", self.period)?;
            self.write_summary(file, number)?;
            let account = self.accounts.draw(&mut self.random);
            write!(file, ",{}", self.codes[account])?;
            let (yuan, cents) = (fen / 100, fen % 100);
            if is_split_on_debit == is_total {
                write!(file, ",,{yuan}.{cents:02}")?;
            } else {
                write!(file, ",{yuan}.{cents:02},")?;
            }
            self.write_dimensions(file, account)?;
            // People named on the first line hold for the voucher.
            if line == 1 {
                writeln!(file, ",{},{}", PEOPLE[maker], PEOPLE[reviewer])?;
            } else {
                writeln!(file, ",,")?;
            }
        }
        Ok(())
    }

    /// Two in a hundred have a comma, and therefore quotes.
    fn write_summary(&mut self, file: &mut impl Write, number: u64) -> io::Result<()> {
        let drawn = self.random.index(100 * SUMMARIES.len());
        let (summary, batch) = (SUMMARIES[drawn / 100], number % 97);
        match drawn % 100 {
            0..2 => write!(file, "\"{summary}, {batch}\""),
            _ => write!(file, "{summary} {batch}"),
        }
    }

    fn write_dimensions(&mut self, file: &mut impl Write, account: usize) -> io::Result<()> {
        if !is_separate(account) {
            return write!(file, ",,,,,,,");
        }
        let product = self.products.draw(&mut self.random);
        let (scenario, developer) = (product % 40, product % 20);
        let funding = if product.is_multiple_of(8) { "subsidy" } else { "own" };
        write!(
            file,
            ",P{product:03},S{scenario:02},industry,{funding},A1,name:开发{developer},C{}",
            account % 12
        )
    }
}

/// Draws `0..size`, the first most often: number `n` with a weight of 1/(n+1) (Zipf's law).
struct Zipf {
    cumulated: Vec<u64>,
}

impl Zipf {
    fn new(size: usize) -> Self {
        let weights = (1..=size as u64).map(|rank| 1_000_000_000 / rank);
        let cumulated = weights.scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self { cumulated: cumulated.collect() }
    }

    fn draw(&self, random: &mut Random) -> usize {
        let total = self.cumulated.last().copied().unwrap_or(1);
        let drawn = random.below(total);
        self.cumulated.partition_point(|&sum| sum <= drawn)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use config::policy::Policy;
    use jiff::tz::TimeZone;
    use metrics::kind::Kind;
    use metrics::ledger::{LedgerContext, OtherFiles};
    use metrics::register::{Entry, Listed};

    use super::*;
    use crate::check::{Checked, Facts, Known, Plan, check};
    use crate::formats::Format;

    fn checked(path: &Path, kind: Kind, known: Known) -> Checked {
        let policy = Policy::builtin();
        let at = "2026-07-01T09:00:00+08:00".parse().unwrap();
        let zone = TimeZone::UTC;
        let plan =
            Plan { kind, format: Format::Csv, mapping: None, policy: &policy, zone: &zone, at };
        check(&mut File::open(path).unwrap(), &plan, known).unwrap().0
    }

    /// The rules that the generated files break, and the lines understood.
    fn found(generated: &Generated) -> (BTreeSet<&'static str>, u64) {
        let registry = checked(
            &generated.registry,
            Kind::Registry,
            Known::Registry { authority: None, listed: Listed::default() },
        );
        let Facts::Registry(facts) = &registry.facts else { panic!("not a register") };
        let mut rules: BTreeSet<_> = registry.faults.counts().keys().copied().collect();
        let mut lines = 0;
        for ledger in &generated.ledgers {
            let separate = facts.iter().filter_map(|fact| match &fact.entry {
                Entry::Account { code, separate_ledger: true, .. }
                    if fact.party == ledger.party =>
                {
                    Some(code.clone())
                }
                _ => None,
            });
            let policy = Policy::builtin();
            let dimensions = policy.ledger.mandatory_dimensions.on(ledger.period.last_day());
            let context = Box::new(LedgerContext {
                party: ledger.party.clone(),
                period: ledger.period,
                minor_digits: policy.minor_digits(),
                separate_accounts: separate.collect(),
                mandatory_dimensions: dimensions.columns.clone(),
                closings_before: None,
                others: OtherFiles::default(),
                chart: None,
                closed: false,
            });
            let known = Known::Ledger { context, parties: None };
            let checked = checked(&ledger.path, Kind::Ledger, known);
            assert_eq!(checked.understood, ledger.lines, "{}", ledger.path.display());
            rules.extend(checked.faults.counts().keys().copied());
            lines += checked.understood;
        }
        (rules, lines)
    }

    #[test]
    fn what_is_generated_breaks_no_rule() {
        for (lines, parties, months) in
            [(2, 1, 1), (3, 1, 1), (7, 1, 1), (10_000, 1, 1), (12, 2, 3), (1_000, 3, 4)]
        {
            let folder = tempfile::tempdir().unwrap();
            let request = Request { seed: 7, lines, parties, months, folder: folder.path() };
            let generated = generate(&request, |_| ()).unwrap();
            assert_eq!(found(&generated), (BTreeSet::new(), lines), "{lines}");
        }
    }

    #[test]
    fn the_first_parties_have_the_most_lines_and_the_last_month_is_june_2026() {
        let request =
            Request { seed: 7, lines: 12_000, parties: 3, months: 2, folder: Path::new("nowhere") };
        let planned = plan(&request).unwrap().ledgers;
        let found: Vec<_> = planned.iter().map(|it| (it.period.to_string(), it.lines)).collect();
        let months = found.iter().map(|it| it.0.as_str());
        assert_eq!(
            months.collect::<Vec<_>>(),
            ["2026-05", "2026-06", "2026-05", "2026-06", "2026-05", "2026-06"]
        );
        // 11,988 lines in shares of 1, 1/2 and 1/3, each halved, and two more for each ledger.
        let lines: Vec<u64> = found.iter().map(|it| it.1).collect();
        assert_eq!(lines, [3_271, 3_271, 1_637, 1_637, 1_092, 1_092]);
    }

    #[test]
    fn the_same_request_gives_the_same_bytes() {
        let bytes = |seed| {
            let folder = tempfile::tempdir().unwrap();
            let request =
                Request { seed, lines: 1_000, parties: 2, months: 2, folder: folder.path() };
            let generated = generate(&request, |_| ()).unwrap();
            let ledgers = generated.ledgers.iter().map(|it| fs::read(&it.path).unwrap());
            ledgers.collect::<Vec<_>>()
        };
        assert_eq!(bytes(1), bytes(1));
        assert_ne!(bytes(1), bytes(2));
        let one = bytes(1);
        assert_ne!(one[0], one[1]);
    }

    #[test]
    fn one_line_cannot_balance_and_nobody_has_no_ledger() {
        for (lines, parties, months) in [(1, 1, 1), (11, 2, 3), (9, 0, 1), (9, 1, 0), (9, 1, 241)] {
            let folder = Path::new("nowhere");
            let error = plan(&Request { seed: 1, lines, parties, months, folder }).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
        }
    }
}
