//! P-9-charged: what buyers of one month were charged for the same product and unit (Measures art. 17;
//! `domain` 2.1.2 R9). P-9 reads price lists; this reads what was charged, published or not.

use std::collections::{BTreeMap, BTreeSet};

use super::published::{is_average, is_in_force};
use super::{Books, Directory, PriceInForce, Rates, about, rules};
use crate::finding::{Fault, listed};
use crate::money::UnitPrice;
use crate::period::Period;
use crate::pricing::PricingPolicy;
use crate::pricing::booked::uses;
use crate::pricing::tariff::TaxedPrice;
use crate::ratio::Ratio;

/// Buyers and prices that a finding names at most.
const LISTED_MAX: usize = 10;

/// Product and unit.
type Service<'a> = (&'a str, &'a str);

/// Who was charged what for a service in a month: buyers by price, however they are written.
#[derive(Default)]
struct Month {
    buyers: BTreeMap<TaxedPrice, BTreeSet<String>>,
    /// Prices that were published for everybody.
    open: BTreeSet<TaxedPrice>,
}

/// A price that some buyers were charged and others were not.
#[derive(Default)]
struct Unequal {
    months: BTreeSet<Period>,
    buyers: BTreeSet<String>,
    others: BTreeSet<UnitPrice>,
    /// Whether some of the others have another word about value-added tax.
    is_otherwise: bool,
}

/// Prices that some buyers of a service were charged in a month while others were charged another one:
/// one fault for each, however many months it goes on. Two with another word about value-added tax are
/// one price at any rate that records of either say, or that is assumed where one says none. A price
/// published for everybody is anybody's, as are all of its tiers and what they come to for a unit of a sum.
/// What serves the public, what is free and what a month gives back does not count.
pub fn charged_unequally(
    books: &Books,
    prices: &[PriceInForce],
    directory: &Directory,
    (rates, policy): (&mut Rates, &PricingPolicy),
) -> Vec<Fault> {
    let mut open: BTreeMap<Service<'_>, Vec<&PriceInForce>> = BTreeMap::new();
    for it in prices.iter().filter(|it| it.buyer.is_empty()) {
        open.entry((&it.tariff.product, &it.tariff.unit)).or_default().push(it);
    }
    let mut months: BTreeMap<(Service<'_>, Period), Month> = BTreeMap::new();
    for (period, sum) in &books.usage {
        let key = &sum.key;
        let is_free = key.use_ == uses::PUBLIC || key.price == UnitPrice::default();
        if is_free || sum.units.millionths <= 0 {
            continue;
        }
        let service = (key.product.as_str(), key.unit.as_str());
        let month = months.entry((service, *period)).or_default();
        let charged = key.taxed();
        month.buyers.entry(charged).or_default().insert(directory.identify(&key.buyer));
        let published = open.get(&service).into_iter().flatten();
        let listed: Vec<&PriceInForce> =
            published.filter(|it| is_in_force(it, sum)).copied().collect();
        let in_force: BTreeSet<TaxedPrice> = listed.iter().map(|it| it.tariff.taxed()).collect();
        if is_average(&listed, sum) {
            month.open.insert(charged);
        }
        let days = (sum.first_on, sum.last_on);
        if in_force.iter().any(|it| it.is_as(charged, &policy.known_rates(days))) {
            let is_said = |rates: &[Ratio]| in_force.iter().any(|it| it.is_as(charged, rates));
            if is_said(&[]) || is_said(&rates.possible(*period, (key.priced(), days), policy)) {
                month.open.insert(charged);
            }
        }
    }
    let mut found: BTreeMap<(Service<'_>, TaxedPrice), Unequal> = BTreeMap::new();
    for ((service, period), month) in &months {
        let days = (period.first_day(), period.last_day());
        let known = policy.known_rates(days);
        let mut rates_of = |price: TaxedPrice| {
            let is_asked = price.otherwise(&known).any(|it| month.buyers.contains_key(&it));
            let charged = (service.0, service.1, price);
            if is_asked { rates.possible(*period, (charged, days), policy) } else { Vec::new() }
        };
        for (price, others) in month.unequal(&mut rates_of) {
            let it = found.entry((*service, price)).or_default();
            it.months.insert(*period);
            it.buyers.extend(month.buyers[&price].iter().cloned());
            it.is_otherwise |= others.iter().any(|it| it.vat_included != price.vat_included);
            it.others.extend(others.iter().map(|it| it.price));
        }
    }
    found.into_iter().map(|it| fault(books, it)).collect()
}

impl Month {
    /// Prices that not every buyer was charged nor anybody may be, each with some of the others.
    fn unequal(
        &self,
        rates: &mut impl FnMut(TaxedPrice) -> Vec<Ratio>,
    ) -> Vec<(TaxedPrice, Vec<TaxedPrice>)> {
        let all: BTreeSet<&String> = self.buyers.values().flatten().collect();
        let alike = self.alike(rates);
        let mut found = Vec::new();
        for &price in self.buyers.keys().filter(|it| !self.open.contains(it)) {
            let same = &alike[&price];
            let buyers: BTreeSet<&String> = same.iter().flat_map(|it| &self.buyers[it]).collect();
            if buyers.len() < all.len() {
                let others = self.buyers.keys().filter(|it| !same.contains(it)).copied();
                found.push((price, others.take(LISTED_MAX + 1).collect()));
            }
        }
        found
    }

    /// The prices that are one with each, itself among them, at the rates of either: few, as each has few.
    fn alike(
        &self,
        rates: &mut impl FnMut(TaxedPrice) -> Vec<Ratio>,
    ) -> BTreeMap<TaxedPrice, BTreeSet<TaxedPrice>> {
        let mut alike: BTreeMap<TaxedPrice, BTreeSet<TaxedPrice>> =
            self.buyers.keys().map(|it| (*it, BTreeSet::from([*it]))).collect();
        for &price in self.buyers.keys() {
            let others = price.otherwise(&rates(price)).collect::<Vec<_>>();
            for other in others.into_iter().filter(|it| self.buyers.contains_key(it)) {
                alike.entry(price).or_default().insert(other);
                alike.entry(other).or_default().insert(price);
            }
        }
        alike
    }
}

fn fault(
    books: &Books,
    (((product, unit), price), found): ((Service<'_>, TaxedPrice), Unequal),
) -> Fault {
    let word = if price.vat_included { " vat" } else { "" };
    let price = price.price;
    let cause = format!("{product} {unit} {price}{word}");
    let mut fault = about(rules::UNEQUAL, &books.party, None, cause);
    fault.expected = listed(&found.others, LISTED_MAX);
    fault.actual = price.to_string();
    fault.arguments = vec![
        ("product", product.to_owned()),
        ("unit", unit.to_owned()),
        ("tax", if found.is_otherwise { "other" } else { "same" }.to_owned()),
        ("buyers", listed(&found.buyers, LISTED_MAX)),
        ("months", found.months.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    ];
    fault
}

#[cfg(test)]
mod tests {
    use super::super::testing::{books, of_prices, sum};
    use super::*;
    use crate::money::Quantity;
    use crate::pricing::{Tariff, Validity};
    use crate::shipped;
    use crate::tie_out::Charge;
    use crate::usage::UsageSum;

    /// A price of P-1 from the beginning of a month, for a buyer or for everybody.
    fn price(yuan: &str, from: &str, buyer: &str) -> PriceInForce {
        let tariff = Tariff {
            product: "P-1".to_owned(),
            unit: "次".to_owned(),
            validity: Validity { from: from.parse().unwrap(), to: None },
            tier_from: Quantity::default(),
            price: UnitPrice::parse(yuan).unwrap(),
            vat_included: false,
            trial: false,
        };
        PriceInForce { tariff, buyer: buyer.to_owned() }
    }

    /// What is found of charges, each as `month buyer yuan`, with tax where it ends in `+`.
    fn found(charges: &[&str], prices: &[PriceInForce]) -> Vec<String> {
        let charge = |it: &&str| {
            let cells: Vec<&str> = it.trim_end_matches('+').split(' ').collect();
            let mut sum = sum("P-1", UnitPrice::parse(cells[2]).unwrap().millionths, 1);
            cells[1].clone_into(&mut sum.key.buyer);
            sum.key.vat_included = it.ends_with('+');
            (cells[0].parse().unwrap(), sum)
        };
        let usage = charges.iter().map(charge).collect();
        found_at(usage, prices, &mut Rates::default())
    }

    fn found_at(
        usage: Vec<(Period, UsageSum)>,
        prices: &[PriceInForce],
        rates: &mut Rates,
    ) -> Vec<String> {
        let (directory, policy) = (Directory::default(), shipped::pricing());
        let books = Books { usage, ..books() };
        of_prices(&charged_unequally(&books, prices, &directory, (rates, &policy)))
    }

    #[test]
    fn buyers_of_a_month_are_charged_the_same() {
        let both = ["P-9-charged  P-1 次 3 12 3 -", "P-9-charged  P-1 次 12 3 12 -"];
        assert_eq!(found(&["2026-04 甲 12", "2026-04 乙 3"], &[]), both);
        assert_eq!(found(&["2026-04 甲 12", "2026-04 乙 12"], &[]), [""; 0]);
        assert_eq!(found(&["2026-04 甲 12", "2026-05 乙 3"], &[]), [""; 0], "another month");
        assert_eq!(found(&["2026-04 甲 12", "2026-04 甲 3"], &[]), [""; 0], "one buyer");
        assert_eq!(found(&["2026-04 ＡＢ 12", "2026-04 A\u{3000}B 3"], &[]), [""; 0], "one buyer");
        assert_eq!(found(&["2026-04 甲 12", "2026-04 乙 0"], &[]), [""; 0], "free");
        let tiers = ["2026-04 甲 12", "2026-04 甲 3", "2026-04 乙 12", "2026-04 乙 3"];
        assert_eq!(found(&tiers, &[]), [""; 0], "both were charged both");
    }

    /// Twelve yuan without tax are 12.72 with it at 6 %, and 13.56 at 13 %, which no service has.
    #[test]
    fn another_word_about_tax_is_no_other_price_at_an_assumed_rate() {
        let both = ["P-9-charged  P-1 次 3 vat 12 3 -", "P-9-charged  P-1 次 12 3 12 -"];
        assert_eq!(found(&["2026-04 甲 12", "2026-04 乙 3+"], &[]), both);
        assert_eq!(found(&["2026-04 甲 12", "2026-04 乙 12.72+"], &[]), [""; 0]);
        assert_eq!(found(&["2026-04 甲 12", "2026-04 乙 13.56+"], &[]).len(), 2);
        let three = ["2026-04 甲 12", "2026-04 乙 12.72+", "2026-04 丙 12.12+"];
        let found_of_three = found(&three, &[]);
        assert_eq!(found_of_three.len(), 2, "at no one rate: {found_of_three:?}");
        // 11 yuan with tax are 10.377358 without at 6 %, written 10.38.
        assert_eq!(found(&["2026-04 甲 10.38", "2026-04 乙 11+"], &[]), [""; 0]);
        let twelve = [price("12", "2026-01-01", "")];
        let charges = ["2026-04 甲 12.72+", "2026-04 乙 3+"];
        assert_eq!(found(&charges, &twelve), ["P-9-charged  P-1 次 3 vat 12.72 3 -"]);
    }

    /// Twelve yuan without tax are 12 with it at 0 %, 12.36 at 3 % and 12.72 at 6 %.
    #[test]
    fn the_rate_is_the_one_that_records_say() {
        let april: Period = "2026-04".parse().unwrap();
        let found = |yuan: &str, percents: [Option<i64>; 2], prices: &[PriceInForce]| {
            let mut rates = Rates::default();
            let (mut usage, mut charges) = (Vec::new(), Vec::new());
            for ((buyer, yuan), percent) in [("甲", "12"), ("乙", yuan)].into_iter().zip(percents)
            {
                let mut sum = sum("P-1", UnitPrice::parse(yuan).unwrap().millionths, 1);
                buyer.clone_into(&mut sum.key.buyer);
                sum.key.vat_included = buyer == "乙";
                charges.push(Charge {
                    product: "P-1".to_owned(),
                    unit: "次".to_owned(),
                    price: sum.key.taxed(),
                    dated_on: sum.first_on,
                    tax_rate: percent.map(|it| Ratio::from_ppm(it * 10_000)),
                });
                usage.push((april, sum));
            }
            rates.add(april, charges);
            found_at(usage, prices, &mut rates).len()
        };
        let twelve = [price("12", "2026-01-01", "")];
        assert_eq!(found("12", [Some(0), Some(0)], &[]), 0, "no tax");
        assert_eq!(found("12", [Some(6), Some(6)], &[]), 2);
        assert_eq!(found("12", [None, None], &[]), 2, "nobody says that there is no tax");
        assert_eq!(found("12.72", [Some(6), Some(6)], &[]), 0);
        assert_eq!(found("12.72", [Some(3), Some(3)], &[]), 2);
        assert_eq!(found("12.72", [Some(3), Some(3)], &twelve), 1, "12 is anybody's");
        assert_eq!(found("12.72", [Some(3), Some(6)], &twelve), 0, "at the rate of one");
        assert_eq!(found("12.72", [None, Some(6)], &twelve), 0);
    }

    #[test]
    fn what_is_published_for_everybody_is_anybodys() {
        let charges = ["2026-04 甲 12", "2026-04 乙 3"];
        let three = "P-9-charged  P-1 次 3 12 3 -";
        let (twelve, since) = (price("12", "2026-01-01", ""), "2026-01-01");
        assert_eq!(found(&charges, std::slice::from_ref(&twelve)), [three]);
        assert_eq!(found(&charges, &[twelve.clone(), price("3", since, "")]), [""; 0], "a tier");
        assert_eq!(found(&charges, &[twelve.clone(), price("3", since, "乙")]), [three], "agreed");
        assert_eq!(found(&charges, &[twelve.clone(), price("3", "2026-05-01", "")]), [three]);
        assert_eq!(found(&charges, &[twelve, price("3", "2026-04-30", "")]), [""; 0]);
    }

    #[test]
    fn whoever_buys_more_has_another_price_by_the_same_tiers() {
        let mut tiers = [price("12", "2026-01-01", ""), price("10", "2026-01-01", "")];
        tiers[1].tariff.tier_from = Quantity::parse("1000").unwrap();
        let found = |yuan: i64| {
            let of = |buyer: &str, yuan: i64, units: &str| {
                let mut sum = sum("P-1", yuan * 1_000_000, 1);
                buyer.clone_into(&mut sum.key.buyer);
                sum.units = Quantity::parse(units).unwrap();
                ("2026-04".parse().unwrap(), sum)
            };
            let usage = vec![of("甲", 12, "1000"), of("乙", yuan, "2000")];
            found_at(usage, &tiers, &mut Rates::default())
        };
        assert_eq!(found(11), [""; 0]);
        assert_eq!(found(9), ["P-9-charged  P-1 次 9 12 9 -"]);
    }

    #[test]
    fn what_is_given_back_is_not_charged() {
        let found = |units: i64| {
            let of = |buyer: &str, price, millionths| {
                let mut sum = sum("P-1", price, 1);
                buyer.clone_into(&mut sum.key.buyer);
                sum.units = Quantity { millionths };
                ("2026-05".parse().unwrap(), sum)
            };
            let usage = vec![of("甲", 3_000_000, 1_000_000), of("乙", 12_000_000, units)];
            found_at(usage, &[], &mut Rates::default()).len()
        };
        assert_eq!([found(-1), found(0), found(1)], [0, 0, 2]);
    }

    #[test]
    fn months_are_one_fault_and_lists_have_an_end() {
        let names: Vec<String> = (0..=LISTED_MAX).map(|it| format!("2026-04 客{it} 3")).collect();
        let mut charges: Vec<&str> = names.iter().map(String::as_str).collect();
        charges.extend(["2026-04 甲 12", "2026-05 甲 12", "2026-05 乙 3"]);
        let twelve = [price("12", "2026-01-01", "")];
        assert_eq!(found(&charges, &twelve), ["P-9-charged  P-1 次 3 12 3 -"]);
        let many: Vec<String> = (1..20).map(|it| format!("2026-04 客{it} {it}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let found = found(&many, &[]);
        assert_eq!(found[0], "P-9-charged  P-1 次 1 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 … 1 -");
    }
}
