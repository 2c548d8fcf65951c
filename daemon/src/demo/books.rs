//! The books of an operator, month by month: vouchers that balance, and what they leave on each
//! account. Faults are planted afterwards, in the rows.

use std::collections::BTreeMap;

use metrics::money::{format_minor, parse_minor};
use metrics::period::Period;

use super::files::Row;
use super::usage::{self, tax_fen};
use super::world::{ACCOUNTS, DEVELOPER, Operator, PRODUCTS, Product, row};
use crate::random::Random;

/// The months of the demonstration are of this year.
pub(super) const YEAR: i16 = 2026;
/// Who makes, reviews and posts vouchers.
const PEOPLE: [&str; 3] = ["陈晓", "李明", "王芳"];

/// The costs of a month: day, account debited, account credited, yuan, summary.
const COSTS: [(i8, &str, &str, i64, &str); 10] = [
    (5, "6401.01", "1702.01", 125_000, "计提平台建设摊销"),
    (6, "6401.02", "1002", 86_000, "支付平台运维费"),
    (8, "6401.03", "1002", 23_500, "支付数据传输专线费"),
    (9, "6401.04", "1002", 31_200, "支付数据汇聚服务费"),
    (11, "6401.05", "1002", 47_800, "支付云存储费"),
    (13, "6401.06", "1002", 64_000, "支付数据治理外包费"),
    (16, "6401.07", "2211", 298_000, "计提项目人员薪酬"),
    (18, "6401.08", "1002", 42_000, "支付等保测评与密评费"),
    (20, "6401.09", "2241.01", 150_000, "计提数据源单位收益分配款"),
    (22, "6401.10", "1002", 9_600, "支付其他运营费用"),
];

/// The books of one operator.
pub(super) struct Books {
    operator: Operator,
    /// Debit less credit of each account, in fen.
    balances: BTreeMap<&'static str, i64>,
    random: Random,
    month: i8,
    rows: Vec<Row>,
    number: u32,
    /// The net revenue of the month, by product, in fen.
    revenues: Vec<(Product, i64)>,
}

/// An amount on an account in fen: a debit, or a credit where it is negative.
type Entry = (&'static str, i64);

impl Books {
    pub(super) fn new(operator: Operator) -> Self {
        let seed = operator.size_percent.unsigned_abs();
        let capital = 2_000_000_000 * operator.size_percent / 100;
        let assets = 900_000_000 * operator.size_percent / 100;
        let balances = [("1002", capital - assets), ("1701.01", assets), ("4001", -capital)].into();
        Self {
            operator,
            balances,
            random: Random::new(seed),
            month: 0,
            rows: Vec::new(),
            number: 0,
            revenues: Vec::new(),
        }
    }

    /// The rows of the next month: openings where there are any, vouchers, and the general ledger.
    pub(super) fn next_month(&mut self) -> Vec<Row> {
        self.month += 1;
        self.number = 0;
        self.revenues.clear();
        if self.operator.openings.contains(&self.month) {
            self.openings();
        }
        self.receipts();
        for (day, debited, credited, yuan, summary) in COSTS {
            let fen = self.about(yuan);
            let product = PRODUCTS[usize::try_from(day % 4).unwrap_or_default()];
            self.voucher((day, summary), product, &[(debited, fen), (credited, -fen)]);
        }
        for product in PRODUCTS.into_iter().filter(|it| 0 < it.revenue_yuan) {
            self.revenue(product);
        }
        self.settlements();
        let mut rows = std::mem::take(&mut self.rows);
        rows.append(&mut general_ledger(&rows));
        rows
    }

    /// The usage of the month that was asked for last.
    pub(super) fn usage(&self) -> Vec<Row> {
        usage::of_month(self.period(), &self.revenues)
    }

    /// What a month is called in files.
    pub(super) fn period(&self) -> Period {
        Period::new(YEAR, self.month).expect("a demonstration has at most twelve months")
    }

    /// Yuan as fen of a company of this size, a little off so that no two months are alike.
    fn about(&mut self, yuan: i64) -> i64 {
        let fen = yuan * self.operator.size_percent;
        let spread = u64::try_from(fen / 10).unwrap_or_default().max(1);
        fen + i64::try_from(self.random.below(spread)).unwrap_or_default()
    }

    fn openings(&mut self) {
        for (account, balance) in self.balances.clone() {
            let mut opening = self.row(account, balance);
            opening.insert("record", "opening".to_owned());
            opening.insert("voucher_no", String::new());
            opening.insert("date", self.period().first_day().to_string());
            self.rows.push(opening);
        }
    }

    /// Subsidies come each quarter and are netted out of the cost (发改价格〔2025〕65号).
    fn receipts(&mut self) {
        if self.month % 3 == 1 {
            let fen = self.about(300_000);
            let entries = [("1002", fen), ("2401.01", -fen)];
            self.voucher((2, "收到公共数据平台建设补助"), PRODUCTS[2], &entries);
        }
        let receivable = self.balances.get("1122").copied().unwrap_or_default();
        if 0 < receivable {
            let entries = [("1002", receivable), ("1122", -receivable)];
            self.voucher((3, "收到客户回款"), PRODUCTS[0], &entries);
        }
    }

    fn revenue(&mut self, product: Product) {
        // Whole yuan, and so whole calls: units times price is the revenue.
        let net = self.about(product.revenue_yuan) / 100 * 100;
        self.revenues.push((product, net));
        let tax = tax_fen(net);
        let summary = format!("确认公共数据运营服务费 {}", product.code);
        let entries = [("1122", net + tax), ("6001.01", -net), ("2221", -tax)];
        self.voucher((25, &summary), product, &entries);
    }

    fn settlements(&mut self) {
        for (account, summary) in [("2211", "发放工资"), ("2221", "缴纳增值税")] {
            let owed = -self.balances.get(account).copied().unwrap_or_default();
            let paid = owed / 2;
            self.voucher((28, summary), PRODUCTS[0], &[(account, paid), ("1002", -paid)]);
        }
        let fen = self.about(800);
        self.red_letter((28, "红字冲销多计其他运营费用"), &[("6401.10", fen), ("1002", -fen)]);
    }

    fn voucher(&mut self, (day, summary): (i8, &str), product: Product, entries: &[Entry]) {
        self.number += 1;
        for &(account, fen) in entries {
            *self.balances.entry(account).or_default() += fen;
            let line = self.row(account, fen);
            self.push(line, (day, summary), product);
        }
    }

    /// Negative amounts on the sides of the entries (红字冲销).
    fn red_letter(&mut self, (day, summary): (i8, &str), entries: &[Entry]) {
        self.number += 1;
        for &(account, fen) in entries {
            *self.balances.entry(account).or_default() -= fen;
            let mut line = self.row(account, fen);
            let side = if fen < 0 { "credit" } else { "debit" };
            line.insert(side, format!("-{}", format_minor(i128::from(fen.abs()), 2)));
            self.push(line, (day, summary), PRODUCTS[2]);
        }
    }

    fn row(&self, account: &'static str, fen: i64) -> Row {
        let side = if fen < 0 { "credit" } else { "debit" };
        let name = ACCOUNTS.iter().find(|it| it.code == account).map_or("", |it| it.name);
        let mut row = row([
            ("period", &*self.period().to_string()),
            ("voucher_type", "记"),
            ("account", account),
            ("account_name", name),
            (side, &*format_minor(i128::from(fen.abs()), 2)),
        ]);
        row.insert("voucher_no", self.number.to_string());
        row
    }

    /// Adds a line; on an account of the separate ledger with all dimensions (F-4).
    fn push(&mut self, mut line: Row, (day, summary): (i8, &str), product: Product) {
        let date = format!("{}-{day:02}", self.period());
        let texts = [("date", &*date), ("summary", summary), ("maker", PEOPLE[0])];
        line.extend(row(texts));
        line.extend(row([("reviewer", PEOPLE[1]), ("poster", PEOPLE[2])]));
        let account =
            ACCOUNTS.iter().find(|it| line.get("account").is_some_and(|at| at == it.code));
        if let Some(cost_class) = account.and_then(|it| it.cost_class) {
            let funding = if cost_class == "政府补助" { "subsidy" } else { "own" };
            // People work for every product: their cost is allocated by the key in `prices`.
            let use_ = if cost_class == "人力" { "shared" } else { product.intended_use };
            line.extend(row([
                ("product", product.code),
                ("scenario", product.scenario),
                ("use", use_),
                ("funding", funding),
                ("authorization", "SQ-2026-001"),
                ("counterparty", DEVELOPER),
                ("cost_class", cost_class),
            ]));
        }
        self.rows.push(line);
    }
}

/// The totals of a month by account, as a general ledger has them.
pub(super) fn general_ledger(rows: &[Row]) -> Vec<Row> {
    let fen = |row: &Row, side| row.get(side).and_then(|it| parse_minor(it, 2).ok()).unwrap_or(0);
    let mut totals: BTreeMap<&str, [i64; 2]> = BTreeMap::new();
    for row in rows.iter().filter(|it| !it.contains_key("record")) {
        let [debit, credit] = totals.entry(&row["account"]).or_default();
        *debit += fen(row, "debit");
        *credit += fen(row, "credit");
    }
    let general = |(account, [debit, credit]): (&str, [i64; 2])| {
        let [debit, credit] = [debit, credit].map(|it| format_minor(it.into(), 2));
        row([
            ("record", "general"),
            ("voucher_no", ""),
            ("account", account),
            ("debit", &debit),
            ("credit", &credit),
        ])
    };
    totals.into_iter().map(general).collect()
}
