//! The books of the developer, as its accounting software writes them: SAF-T, the Standard Audit File
//! for Tax. What is planted in them is listed in `planted`.

/// Code and name, opening and closing balance of an account in whole yuan: a debit, or a credit where
/// it is negative.
const ACCOUNTS: [(&str, &str, i64, i64); 6] = [
    ("1002", "银行存款", 500_000, 380_000),
    ("1122", "应收账款", 0, 318_000),
    ("2221", "应交税费", 0, -18_000),
    ("4001", "实收资本", -500_000, -500_000),
    ("6001", "主营业务收入", 0, -300_000),
    ("6401", "主营业务成本", 0, 120_000),
];

/// Day, text and lines of a transaction.
type Transaction = (u8, &'static str, &'static [(&'static str, i64)]);

const TRANSACTIONS: [Transaction; 2] = [
    (9, "支付公共数据产品使用费", &[("6401", 120_000), ("1002", -120_000)]),
    (24, "应用服务费收入", &[("1122", 318_000), ("6001", -300_000), ("2221", -18_000)]),
];

/// The file of a month of [`super::books::YEAR`], which says of itself to have so many transactions.
pub(super) fn of_developer(month: i8, declared: usize) -> Vec<u8> {
    let year = super::books::YEAR;
    let accounts: String = ACCOUNTS.into_iter().map(account).collect();
    let number_and_transaction =
        |(index, it): (usize, &Transaction)| transaction(index + 1, (year, month), *it);
    let transactions: String =
        TRANSACTIONS.iter().enumerate().map(number_and_transaction).collect();
    let lines = TRANSACTIONS.iter().flat_map(|(_, _, lines)| *lines);
    let total: i64 = lines.map(|(_, yuan)| yuan.max(&0)).sum();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <AuditFile xmlns=\"urn:StandardAuditFile-Taxation-Financial:NO\">\n\
         <Header><DefaultCurrencyCode>CNY</DefaultCurrencyCode><SelectionCriteria>\
         <PeriodStart>{month}</PeriodStart><PeriodStartYear>{year}</PeriodStartYear>\
         <PeriodEnd>{month}</PeriodEnd><PeriodEndYear>{year}</PeriodEndYear>\
         </SelectionCriteria></Header>\n\
         <MasterFiles><GeneralLedgerAccounts>\n{accounts}</GeneralLedgerAccounts></MasterFiles>\n\
         <GeneralLedgerEntries><NumberOfEntries>{declared}</NumberOfEntries>\
         <TotalDebit>{total}.00</TotalDebit><TotalCredit>{total}.00</TotalCredit>\n\
         <Journal><JournalID>GL</JournalID>\n{transactions}</Journal></GeneralLedgerEntries>\n\
         </AuditFile>\n"
    )
    .into_bytes()
}

fn account((code, name, opening, closing): (&str, &str, i64, i64)) -> String {
    let balance = |when: &str, yuan: i64| {
        let side = if yuan < 0 { "Credit" } else { "Debit" };
        let yuan = yuan.abs();
        format!("<{when}{side}Balance>{yuan}.00</{when}{side}Balance>")
    };
    let (opening, closing) = (balance("Opening", opening), balance("Closing", closing));
    format!(
        "<Account><AccountID>{code}</AccountID><AccountDescription>{name}</AccountDescription>\
         {opening}{closing}</Account>\n"
    )
}

fn transaction(number: usize, (year, month): (i16, i8), (day, text, lines): Transaction) -> String {
    let line = |(index, &(account, yuan)): (usize, &(&str, i64))| {
        let side = if yuan < 0 { "Credit" } else { "Debit" };
        let (record, yuan) = (index + 1, yuan.abs());
        format!(
            "<Line><RecordID>{record}</RecordID><AccountID>{account}</AccountID>\
             <Description>{text}</Description>\
             <{side}Amount><Amount>{yuan}.00</Amount></{side}Amount></Line>\n"
        )
    };
    let lines: String = lines.iter().enumerate().map(line).collect();
    format!(
        "<Transaction><TransactionID>{number}</TransactionID><Period>{month}</Period>\
         <PeriodYear>{year}</PeriodYear>\
         <TransactionDate>{year}-{month:02}-{day:02}</TransactionDate>\n{lines}</Transaction>\n"
    )
}
