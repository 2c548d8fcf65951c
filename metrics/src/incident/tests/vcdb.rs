//! Our classes of the incidents of a public database against those that its authors publish.

use std::collections::BTreeMap;
use std::fs;

use super::*;

/// The categories of the standard that what a pattern says of the cause allows. Two patterns say
/// nothing of it: one is about the thing attacked, the other is what is left.
fn allowed(pattern: &str) -> &'static [&'static str] {
    match pattern {
        "Web Applications" | "Denial of Service" | "Cyber-Espionage" => &["NA"],
        "Crimeware" => &["MP"],
        "Privilege Misuse" => &["RO"],
        // An error that disclosed data is a leak, which the standard says need not be intended.
        "Miscellaneous Errors" => &["RO", "DS"],
        "Lost and Stolen Assets" | "Payment Card Skimmers" => &["DS"],
        "Point of Sale" | "Everything Else" => &[],
        other => panic!("{other}"),
    }
}

/// Why we class an incident otherwise.
fn explained(pattern: &str, class: &str) -> &'static str {
    match (pattern, class) {
        ("Crimeware", "NA") => "malware served an attack by hand, which the record names too",
        ("Lost and Stolen Assets", "RO") => "lost by mistake, and no data said to be disclosed",
        ("Payment Card Skimmers", "DE") => {
            "a device tampered with, and no data said to be disclosed"
        }
        other => panic!("{other:?} has no explanation"),
    }
}

/// The published flags of each incident, by column. One incident is there twice.
fn flags(folder: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let text = fs::read_to_string(format!("{folder}/vcdb_shared_verisr_flags.csv")).unwrap();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &str| {
        let cells: BTreeMap<String, String> = head
            .iter()
            .zip(line.split(','))
            .map(|(n, c)| ((*n).to_owned(), c.to_owned()))
            .collect();
        (cells["incident_id"].clone(), cells)
    };
    lines.map(row).collect()
}

/// The flags that are set of a group, in small letters: `hacking` of `action.Hacking`.
fn set<'a>(flags: &'a BTreeMap<String, String>, group: &str) -> Vec<String> {
    let of_group = |(name, cell): (&'a String, &'a String)| {
        let name = name.strip_prefix(group)?.strip_prefix('.')?;
        (cell == "1" && name != "Multiple").then(|| name.to_owned())
    };
    flags.iter().filter_map(of_group).collect()
}

#[test]
#[ignore = "needs the corpus"]
fn classes_agree_with_those_that_the_authors_of_a_public_database_publish() {
    let folder = format!("{}/incidents", std::env::var("MINGJING_CORPUS").unwrap());
    let (flags, types) = (flags(&folder), types());
    let records = fs::read_to_string(format!("{folder}/vcdb_shared.jsonl")).unwrap();
    let (mut whole, mut patterns) = (0, 0);
    let mut by_class: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for line in records.lines() {
        let told = veris::read(&serde_json::from_str(line).unwrap()).unwrap();
        let Told::Incident(incident) = told else { panic!("{line}") };
        let published = &flags[&incident.incident_no];
        let classes = incident.veris.as_ref().unwrap();

        let small = |group| set(published, group).iter().map(|it| it.to_lowercase()).collect();
        let groups: [Vec<String>; 3] = ["actor", "action", "attribute"].map(small);
        let ours = [&classes.actors, &classes.actions, &classes.attributes];
        whole += usize::from(groups.iter().zip(ours).all(|(theirs, ours)| theirs == ours));

        let mut ours: Vec<&str> = classes.patterns.iter().map(|it| it.as_str()).collect();
        let first = ours[0];
        ours.sort_unstable();
        let agrees = set(published, "pattern") == ours && published["pattern"] == first;
        patterns += usize::from(agrees);

        let class = types.class_of(&incident).unwrap();
        let allowed = allowed(first);
        if allowed.is_empty() {
            *by_class.entry(("says nothing of the cause", true)).or_default() += 1;
            continue;
        }
        let agrees = allowed.contains(&class.category);
        *by_class.entry((first, agrees)).or_default() += 1;
        if !agrees {
            let (id, actions) = (&incident.incident_no, classes.actions.join(", "));
            let why = explained(first, class.category);
            println!("{id} ({actions}): {first}, ours {} {}: {why}", class.category, class.name.zh);
        }
    }
    println!("{by_class:#?}");
    assert_eq!((whole, patterns), (517, 517));
    let expected = [
        (("Crimeware", false), 5),
        (("Crimeware", true), 14),
        (("Cyber-Espionage", true), 18),
        (("Denial of Service", true), 7),
        (("Lost and Stolen Assets", false), 1),
        (("Lost and Stolen Assets", true), 92),
        (("Miscellaneous Errors", true), 128),
        (("Payment Card Skimmers", false), 3),
        (("Payment Card Skimmers", true), 17),
        (("Privilege Misuse", true), 101),
        (("Web Applications", true), 57),
        (("says nothing of the cause", true), 74),
    ];
    assert_eq!(by_class, BTreeMap::from(expected));
}
