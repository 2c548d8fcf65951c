//! The names that facts of a subject are counted under: what measures, deductions, bonuses and vetoes may
//! refer to.

use crate::{disclosure, incident, ledger, register, supply, usage};

/// Every name but those of opinions, which the policy pack makes.
pub const NAMES: [&str; 33] = [
    ledger::counts::VOUCHERS,
    ledger::counts::VOUCHERS_BALANCED,
    ledger::counts::NUMBERS_EXPECTED,
    ledger::counts::NUMBERS_PRESENT,
    ledger::counts::SEPARATE_LINES,
    ledger::counts::SEPARATE_LINES_COMPLETE,
    ledger::counts::GENERAL_TOTALS,
    ledger::counts::GENERAL_TOTALS_EQUAL,
    ledger::counts::GENERAL_DIFFERENCE,
    ledger::counts::VOUCHERS_IN_PERIOD,
    ledger::counts::VOUCHERS_TWO_PEOPLE,
    ledger::counts::MONTHS_DUE,
    ledger::counts::MONTHS_SUBMITTED,
    incident::counts::REPORTABLE,
    incident::counts::REPORTED_IN_TIME,
    incident::counts::GENERAL,
    incident::counts::GENERAL_OR_ABOVE,
    incident::counts::FAIRLY_MAJOR_OR_ABOVE,
    incident::counts::RECTIFICATIONS_OVERDUE,
    register::counts::PRODUCTS,
    register::counts::PRODUCTS_REGISTERED,
    supply::counts::ITEMS,
    supply::counts::DESCRIBED,
    supply::counts::LICENSED,
    supply::counts::WITH_RESOURCES,
    supply::counts::WITH_FREQUENCY,
    supply::counts::DUE,
    supply::counts::ON_TIME,
    disclosure::counts::DUE,
    disclosure::counts::ON_TIME,
    disclosure::counts::COMPLETE,
    usage::counts::RECORDS,
    usage::counts::PUBLIC,
];
