//! Load data for sizing and benchmarks: one register and one ledger that break no rule. The same
//! request gives the same bytes on every machine, and memory does not grow with the lines.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::random::Random;

/// Whose ledger it is: a synthetic code, which passes GB 32100 and belongs to nobody.
pub const PARTY: &str = "uscc:91310000MADEM0011A";
/// The month of the ledger.
pub const PERIOD: &str = "2026-06";
/// The least lines that balance.
pub const LINES_MIN: u64 = 2;

/// Days of [`PERIOD`].
const DAYS: u64 = 30;
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
    /// Lines of the ledger, at least [`LINES_MIN`].
    pub lines: u64,
    /// The folder, made if it is not there. Files of the same names are replaced.
    pub folder: &'a Path,
}

/// What was generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The register, then the ledger.
    pub files: Vec<PathBuf>,
    /// Lines of the ledger.
    pub lines: u64,
}

/// Writes `registry.csv` and `ledger-2026-06.csv`.
///
/// # Errors
///
/// Fewer than [`LINES_MIN`] lines are asked for, or a file cannot be written.
pub fn generate(request: &Request<'_>, mut progress: impl FnMut(u64)) -> io::Result<Generated> {
    if request.lines < LINES_MIN {
        let message = format!("a ledger that balances has at least {LINES_MIN} lines");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    fs::create_dir_all(request.folder)?;
    let registry = request.folder.join("registry.csv");
    let mut file = BufWriter::new(File::create(&registry)?);
    write_registry(&mut file)?;
    file.flush()?;

    let ledger = request.folder.join(format!("ledger-{PERIOD}.csv"));
    let mut file = BufWriter::with_capacity(1 << 20, File::create(&ledger)?);
    write_ledger(&mut file, request, &mut progress)?;
    file.flush()?;
    progress(request.lines);
    Ok(Generated { files: vec![registry, ledger], lines: request.lines })
}

fn write_registry(file: &mut impl Write) -> io::Result<()> {
    writeln!(file, "record,party,code,name,kind,state_owned,separate_ledger,registration")?;
    writeln!(file, "party,{PARTY},,负载测试运营机构,operator,yes,,")?;
    for account in 0..ACCOUNTS {
        let separate = if is_separate(account) { "yes" } else { "no" };
        let code = account_code(account);
        writeln!(file, "account,{PARTY},{code},科目 {code},,,{separate},")?;
    }
    for product in 0..PRODUCTS {
        writeln!(file, "product,{PARTY},P{product:03},产品 {product},,,,SH-{product:05}")?;
    }
    Ok(())
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
    request: &Request<'_>,
    progress: &mut impl FnMut(u64),
) -> io::Result<()> {
    writeln!(
        file,
        "voucher_type,voucher_no,date,summary,account,debit,credit,product,scenario,use,funding,\
         authorization,counterparty,cost_class,maker,reviewer"
    )?;
    let mut vouchers = Vouchers::new(request.seed);
    let (mut written, mut number, mut told) = (0, 0, 0);
    while written < request.lines {
        number += 1;
        let lines = vouchers.lines_of_next(request.lines - written);
        let day = 1 + u128::from(written) * u128::from(DAYS) / u128::from(request.lines);
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
    accounts: Zipf,
    products: Zipf,
    codes: Vec<String>,
}

impl Vouchers {
    fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            accounts: Zipf::new(ACCOUNTS),
            products: Zipf::new(PRODUCTS),
            codes: (0..ACCOUNTS).map(account_code).collect(),
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
            write!(file, "记,{number},{PERIOD}-{day:02},")?;
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
    use metrics::ledger::LedgerContext;
    use metrics::register::Entry;

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
    fn found(files: &[PathBuf]) -> (BTreeSet<&'static str>, u64) {
        let registry = checked(&files[0], Kind::Registry, Known::Registry { parties: None });
        let Facts::Registry(facts) = &registry.facts else { panic!("not a register") };
        let separate = facts.iter().filter_map(|fact| match &fact.entry {
            Entry::Account { code, separate_ledger: true, .. } => Some(code.clone()),
            _ => None,
        });
        let policy = Policy::builtin();
        let context = LedgerContext {
            party: PARTY.parse().unwrap(),
            period: PERIOD.parse().unwrap(),
            minor_digits: policy.minor_digits(),
            separate_accounts: separate.collect(),
            mandatory_dimensions: policy.ledger.mandatory_dimensions.columns.clone(),
            closings_before: None,
            chart: None,
            clues: None,
            closed: false,
        };
        let ledger = checked(
            &files[1],
            Kind::Ledger,
            Known::Ledger { context: Box::new(context), parties: None },
        );
        let faults = [&registry.faults, &ledger.faults];
        let rules = faults.into_iter().flat_map(|it| it.counts().keys().copied()).collect();
        (rules, ledger.understood)
    }

    #[test]
    fn what_is_generated_breaks_no_rule() {
        for lines in [2, 3, 7, 10_000] {
            let folder = tempfile::tempdir().unwrap();
            let request = Request { seed: 7, lines, folder: folder.path() };
            let generated = generate(&request, |_| ()).unwrap();
            assert_eq!(found(&generated.files), (BTreeSet::new(), lines), "{lines}");
        }
    }

    #[test]
    fn the_same_request_gives_the_same_bytes() {
        let bytes = |seed| {
            let folder = tempfile::tempdir().unwrap();
            let generated =
                generate(&Request { seed, lines: 1_000, folder: folder.path() }, |_| ()).unwrap();
            generated.files.iter().map(|it| fs::read(it).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(bytes(1), bytes(1));
        assert_ne!(bytes(1)[1], bytes(2)[1]);
    }

    #[test]
    fn one_line_cannot_balance() {
        let folder = tempfile::tempdir().unwrap();
        let request = Request { seed: 1, lines: 1, folder: folder.path() };
        assert_eq!(generate(&request, |_| ()).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }
}
