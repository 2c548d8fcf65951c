//! 公共数据运营专账收支情况表: income and expenditure of the separate ledger, sections 一 to 八.
//!
//! The form is a project default; what it shows follows the Measures art. 18 and 19 and CN-65.

use std::collections::{BTreeMap, BTreeSet};

use super::allocation::by_use;
use super::columns::Columns;
use super::income::notes;
use super::permitted::use_lines;
use super::policy::Form;
use super::{
    Allocation, Fen, Figure, Formula, Item, Label, LedgerFacts, MONTHLY, Prices, Sign, Statement,
    Table, Unit,
};
use crate::ledger::chart::Role;
use crate::ledger::counts;
use crate::ledger::month::{self, MonthContext};
use crate::money::{Quantity, UnitPrice, format_millionths};
use crate::period::Period;
use crate::pricing::columns::{DRIVERS, USES};

/// What the statement is made of.
#[derive(Clone, Copy, Debug)]
pub struct SeparateInput<'a> {
    /// The sums.
    pub facts: &'a LedgerFacts,
    /// The form of the unit's accounting standard.
    pub form: Form<'a>,
    /// Whose ledger it is.
    pub unit: &'a Unit,
    /// What is known of its prices.
    pub prices: &'a Prices,
}

/// What a product costs on the last day of the month, beside its upper limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its number, as submitted.
    pub product: String,
    /// What is charged for, as submitted.
    pub unit: String,
    /// The tier begins above this quantity.
    pub tier_from: Quantity,
    /// The upper limit of the tier, if there is one.
    pub ceiling: Option<UnitPrice>,
    /// The price.
    pub price: UnitPrice,
    /// Whether value-added tax is in it.
    pub vat_included: bool,
    /// Whom it is agreed with, as submitted; `""` for everybody.
    pub buyer: String,
}

/// A payee's part of the revenue (Measures art. 19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The payee, as submitted.
    pub payee: String,
    /// Word `administrative`, `institution`, `enterprise` or `""`.
    pub kind: &'static str,
    /// Word `cash` or `in_kind`.
    pub form: &'static str,
    /// Part of the whole.
    pub share: crate::ratio::Ratio,
    /// What was distributed, fen, if it was.
    pub amount_fen: Option<i128>,
    /// Approval number, as submitted.
    pub document: String,
}

/// The statement of a month.
#[must_use]
pub fn separate_ledger(input: &SeparateInput<'_>) -> Statement {
    let columns = Columns::new(input.facts, input.form.chart);
    let mut notes = notes(input.facts);
    notes.push("tie-out");
    if input.unit.separate_accounts.is_empty() {
        notes.push("all-accounts");
    }
    let mut made = Made {
        input,
        costs: costs(input, &columns),
        zero: columns.zero(),
        columns,
        statement: Statement {
            id: "separate-ledger",
            party: input.facts.party.clone(),
            period: input.facts.period.to_string(),
            columns: MONTHLY.to_vec(),
            lines: Vec::new(),
            tables: Vec::new(),
            source: input.form.standard.separate.source.clone(),
            notes,
        },
    };
    made.income();
    made.cost("operating-cost", Part::Industry);
    made.shared();
    made.cost("public-cost", Part::Public);
    made.cost("unattributed", Part::Unattributed);
    made.role(0, "expenses", &input.form.standard.separate.expenses);
    made.role(0, "taxes", &input.form.standard.separate.taxes);
    let minus = ["operating-cost", "public-cost", "unattributed", "expenses", "taxes"];
    let minus = minus.map(|id| (Sign::Minus, id.to_owned()));
    let parts = [(Sign::Plus, "income".to_owned())].into_iter().chain(minus).collect();
    made.total(made.statement.lines.len(), "balance", parts);
    made.net_cost();
    made.statement.tables = tables(input);
    made.statement
}

/// For which use a cost is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Industry,
    Public,
    /// The line names no use, or its key is not allocated whole.
    Unattributed,
}

impl Part {
    const ALL: [Self; 3] = [Self::Industry, Self::Public, Self::Unattributed];
}

/// A cost of a month, on an account, for a use.
struct Cost {
    period: Period,
    account: String,
    part: Part,
    fen: i128,
    is_shared: bool,
}

/// Every cost, shared ones in parts.
///
/// Shared cost of a month and key is allocated as a whole, however many files and accounts it came in:
/// what an account has of a part is what it adds to that of the accounts before it.
fn costs(input: &SeparateInput<'_>, columns: &Columns<'_>) -> Vec<Cost> {
    let mut sums: BTreeMap<(Period, &str, &str), BTreeMap<&str, i128>> = BTreeMap::new();
    let cost = columns.of_roles(&input.form.standard.separate.cost);
    for (fact, fen) in cost.filter(|(it, _)| input.unit.is_separate(&it.account)) {
        let of_class = sums.entry((fact.period, &*fact.use_, &*fact.cost_class)).or_default();
        *of_class.entry(&fact.account).or_default() += fen;
    }
    let mut costs = Vec::new();
    for ((period, use_, class), accounts) in sums {
        let of_parts = |fen: i128| match use_ {
            "industry" => [fen, 0, 0],
            "public" => [0, fen, 0],
            "shared" => by_use(fen, (class, period), &input.prices.allocations),
            _ => [0, 0, fen],
        };
        let (mut sum, mut before) = (0, [0; 3]);
        for (account, fen) in accounts {
            sum += fen;
            let after = of_parts(sum);
            for ((part, after), before) in Part::ALL.into_iter().zip(after).zip(before) {
                let (account, fen) = (account.to_owned(), after - before);
                costs.push(Cost { period, account, part, fen, is_shared: use_ == "shared" });
            }
            before = after;
        }
    }
    costs.retain(|it| it.fen != 0);
    costs
}

/// The statement being made.
struct Made<'a> {
    input: &'a SeparateInput<'a>,
    columns: Columns<'a>,
    costs: Vec<Cost>,
    zero: Fen,
    statement: Statement,
}

impl Made<'_> {
    fn total(&mut self, at: usize, id: &'static str, parts: Vec<(Sign, String)>) {
        self.statement.total((at, 0), (id, Label::Word(id)), (parts, &self.zero));
    }

    /// 一、收入合计 with its parts; the fee by product.
    fn income(&mut self) {
        let roles = &self.input.form.standard.separate;
        let at = self.statement.lines.len();
        self.role(1, "fee", &roles.fee);
        self.products();
        self.role(1, "subsidy", &roles.subsidy);
        self.role(1, "other", &roles.other);
        let parts = ["fee", "subsidy", "other"].map(|id| (Sign::Plus, id.to_owned()));
        self.total(at, "income", parts.into());
    }

    /// A line of the accounts of some roles.
    fn role(&mut self, depth: u8, id: &'static str, roles: &[Role]) {
        let months = self.months(roles).into_iter().map(|(period, _, fen)| (period, fen));
        let fen = self.columns.sum(months);
        let formula = Formula::Accounts(self.input.form.codes(roles));
        self.statement.push(depth, (id, Label::Word(id)), (formula, fen));
    }

    /// Turnovers of some roles with their products; closing a month is none.
    fn months(&self, roles: &[Role]) -> Vec<(Period, String, i128)> {
        let own = self.columns.of_roles(roles);
        own.filter(|(it, fen)| *fen != 0 && self.input.unit.is_separate(&it.account))
            .map(|(it, fen)| (it.period, it.product.clone(), fen))
            .collect()
    }

    fn products(&mut self) {
        let fee = &self.input.form.standard.separate.fee;
        let months = self.months(fee);
        let products: BTreeSet<&String> = months.iter().map(|(_, product, _)| product).collect();
        for product in products {
            let own = months.iter().filter(|(_, it, _)| it == product);
            let fen = self.columns.sum(own.map(|(period, _, fen)| (*period, *fen)));
            let label = match product.as_str() {
                "" => Label::Word("no-product"),
                named => Label::Text(named.to_owned()),
            };
            let formula = Formula::Accounts(self.input.form.codes(fee));
            self.statement.push(2, (&format!("fee.{product}"), label), (formula, fen));
        }
    }

    /// A section of cost with a line for each account.
    fn cost(&mut self, id: &'static str, part: Part) {
        let at = self.statement.lines.len();
        let own: Vec<&Cost> = self.costs.iter().filter(|it| it.part == part).collect();
        let accounts: BTreeSet<&String> = own.iter().map(|it| &it.account).collect();
        let mut parts = Vec::new();
        for account in accounts {
            let of_account = own.iter().filter(|it| it.account == *account);
            let fen = self.columns.sum(of_account.map(|it| (it.period, it.fen)));
            let name = self.input.facts.account_names.get(account).map_or("", String::as_str);
            let label = Label::Text(format!("{account} {name}").trim_end().to_owned());
            let line = format!("{id}.{account}");
            let formula = Formula::Accounts(vec![account.clone()]);
            self.statement.push(1, (&line, label), (formula, fen));
            parts.push((Sign::Plus, line));
        }
        self.total(at, id, parts);
    }

    /// The operating cost as the permitted revenue has it (CN-65): less subsidies when they are received,
    /// while income has them when they are recognised.
    fn net_cost(&mut self) {
        let id = "subsidy-netted";
        let fen = self.columns.sum(self.input.prices.subsidies.iter().copied());
        self.statement.push(1, (id, Label::Word(id)), (Formula::Stated, fen));
        let parts = [(Sign::Plus, "operating-cost".to_owned()), (Sign::Minus, id.to_owned())];
        self.total(self.statement.lines.len(), "net-cost", parts.into());
    }

    /// What of the operating cost was shared; no part of a total of its own.
    fn shared(&mut self) {
        let own = self.costs.iter().filter(|it| it.is_shared && it.part == Part::Industry);
        let fen = self.columns.sum(own.map(|it| (it.period, it.fen)));
        self.statement.push(1, ("shared", Label::Word("shared")), (Formula::Stated, fen));
    }
}

fn text(text: &str) -> Item {
    Item::Label(Label::Text(text.to_owned()))
}

/// A word of a form; what is none stays as it is.
fn word(words: &[(&'static str, &'static str)], cell: &str) -> Item {
    let known = words.iter().find(|(it, _)| *it == cell);
    known.map_or_else(|| text(cell), |(it, _)| Item::Label(Label::Word(it)))
}

fn fen(fen: Option<i128>) -> Item {
    Item::Figure(fen.map(Figure::Fen))
}

/// What stands beside the lines: prices, allocation, permitted revenue, distribution, tie-out with the general
/// ledger.
fn tables(input: &SeparateInput<'_>) -> Vec<Table> {
    let tables = [
        (
            "products",
            vec!["product", "unit", "tier", "ceiling", "price", "vat", "buyer"],
            products(input),
        ),
        ("usage", vec!["product", "unit", "quantity", "amount"], charged(input)),
        ("allocation", vec!["key", "driver", "use", "share"], allocations(input)),
        ("permitted", vec!["item", "value"], permitted(input)),
        (
            "distribution",
            vec!["payee", "payee-kind", "form", "share", "amount", "document"],
            input.prices.shares.iter().map(share).collect(),
        ),
        ("tie-out", vec!["period", "compared", "equal", "difference"], tie_outs(input)),
    ];
    tables.into_iter().map(|(id, columns, rows)| Table { id, columns, rows }).collect()
}

fn products(input: &SeparateInput<'_>) -> Vec<Vec<Item>> {
    let ceiling = |it: Option<UnitPrice>| match it {
        Some(price) => text(&price.to_string()),
        None => Item::Figure(None),
    };
    let row = |it: &Product| {
        vec![
            text(&it.product),
            text(&it.unit),
            text(&it.tier_from.to_string()),
            ceiling(it.ceiling),
            text(&it.price.to_string()),
            Item::Label(Label::Word(if it.vat_included { "yes" } else { "no" })),
            text(&it.buyer),
        ]
    };
    input.prices.products.iter().map(row).collect()
}

/// What usage says of each product in the month: quantity and revenue without tax. F-6 compares it with
/// the fees; without usage there are no rows.
fn charged(input: &SeparateInput<'_>) -> Vec<Vec<Item>> {
    let mut sums: BTreeMap<(&str, &str), (i128, i128)> = BTreeMap::new();
    for it in &input.facts.usage {
        let sum = sums.entry((&it.key.product, &it.key.unit)).or_default();
        sum.0 += i128::from(it.units.millionths);
        sum.1 += i128::from(it.amount_fen);
    }
    let quantity = |millionths| text(&format_millionths(millionths));
    let row = |((product, unit), (units, amount)): ((&str, &str), (i128, i128))| {
        vec![text(product), text(unit), quantity(units), fen(Some(amount))]
    };
    sums.into_iter().map(row).collect()
}

fn allocations(input: &SeparateInput<'_>) -> Vec<Vec<Item>> {
    let day = input.facts.period.last_day();
    let in_force = input.prices.allocations.iter().filter(|it| it.validity.contains(day));
    let row = |it: &Allocation| {
        let share = Item::Figure(Some(Figure::Share(it.share)));
        vec![text(&it.key), word(DRIVERS, &it.driver), word(USES, &it.use_), share]
    };
    in_force.map(row).collect()
}

fn permitted(input: &SeparateInput<'_>) -> Vec<Vec<Item>> {
    let Some(permitted) = input.prices.permitted_use() else { return Vec::new() };
    let rows = use_lines(&permitted).into_iter();
    rows.map(|it| vec![Item::Label(it.label), Item::Figure(it.figures[0])]).collect()
}

/// 八、与总账勾稽: how many totals of the general ledger the month is held against, how many are equal, and by
/// how much the others are off, which should be 0.00. Without totals there are no rows.
fn tie_outs(input: &SeparateInput<'_>) -> Vec<Vec<Item>> {
    let LedgerFacts { party, period, separate_accounts, files, .. } = input.facts;
    let month = MonthContext {
        party,
        period: *period,
        minor_digits: &BTreeMap::new(),
        separate_accounts,
        closings_before: None,
    };
    let counted: BTreeMap<&str, i64> = month::judge(files, &month).counts.into_iter().collect();
    let of = |name| counted.get(name).copied();
    let (compared, equal) = (of(counts::GENERAL_TOTALS), of(counts::GENERAL_TOTALS_EQUAL));
    let (Some(compared), Some(equal)) = (compared, equal) else { return Vec::new() };
    let difference = fen(of(counts::GENERAL_DIFFERENCE).map(i128::from));
    let row = [text(&period.to_string()), text(&compared.to_string()), text(&equal.to_string())];
    vec![row.into_iter().chain([difference]).collect()]
}

fn share(it: &Shared) -> Vec<Item> {
    vec![
        text(&it.payee),
        Item::Label(Label::Word(it.kind)),
        Item::Label(Label::Word(it.form)),
        Item::Figure(Some(Figure::Share(it.share))),
        fen(it.amount_fen),
        text(&it.document),
    ]
}
