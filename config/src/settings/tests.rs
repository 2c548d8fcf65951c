//! The settings: defaults, overrides, secrets, and every fault at once.

use super::*;

fn env(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn parse(text: &str, pairs: &[(&str, &str)]) -> Result<Settings, SettingsFaults> {
    Settings::parse(Path::new("mingjing.toml"), text, &env(pairs))
}

/// The faults, one English sentence a line.
fn faults(text: &str, pairs: &[(&str, &str)]) -> String {
    parse(text, pairs).unwrap_err().sentences(&Words::new(Language::En)).join("\n")
}

#[test]
fn the_example_shows_the_defaults() {
    assert_eq!(parse(EXAMPLE, &[]).unwrap(), Settings::default());
    assert_eq!(parse("", &[]).unwrap(), Settings::default());
}

#[test]
fn every_key_of_the_example_is_read() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["database.password", "mail.password"] {
        fs::write(folder.path().join(name), "s3cret\n").unwrap();
    }
    fs::write(folder.path().join("catalogue.bearer"), "t0ken\n").unwrap();
    let uncommented = |line: &str| match line.strip_prefix('#') {
        Some(key) if !key.is_empty() && !key.starts_with(' ') => key.to_owned(),
        _ => line.to_owned(),
    };
    let text: Vec<String> = EXAMPLE.lines().map(uncommented).collect();
    let path = folder.path().join("mingjing.toml");
    let settings = Settings::parse(&path, &text.join("\n"), &[]).unwrap();

    let default = Settings::default();
    assert_eq!(settings.database.password, Some(Secret::new("s3cret")));
    assert_eq!(settings.clock.at, Some("2026-07-01T01:00:00Z".parse().unwrap()));
    assert_eq!(settings.policy_folder, Some(folder.path().join("policy")));
    assert_eq!(settings.schemes_folder, Some(folder.path().join("schemes")));
    assert_eq!(settings.keys.signing, Some(folder.path().join("keys/signing")));
    assert_eq!(settings.keys.signer.as_deref(), Some("supervisor@example.org"));
    let source = &settings.sources[0];
    assert_eq!((source.id.as_str(), source.kind), ("finance", Kind::Ledger));
    assert_eq!(source.place, Place::Folder(folder.path().join("inbox/finance")));
    assert_eq!(source.shrink_percent, 50);
    assert_eq!(source.format.as_deref(), Some("csv"));
    assert_eq!(source.mapping, Some(folder.path().join("mappings/finance.toml")));
    assert_eq!(source.period, Some(PeriodFrom::FileName));
    let (cron, zone) = ("30 6 * * *".to_owned(), default.clock.zone);
    let schedule = Schedule { cron, zone, missed: Missed::CatchUp };
    assert_eq!(source.schedule, Some(schedule));
    assert_eq!(settings.https.hosts, ["data.example.gov.cn"]);
    assert_eq!(settings.https.private_addresses, [Network::v4([10, 1, 0, 0], 16)]);
    let address = Address {
        url: "https://data.example.gov.cn/catalogue.csv".to_owned(),
        bearer: Some(Secret::new("t0ken")),
        ca: Some(folder.path().join("catalogue-ca.pem")),
        timeout: std::time::Duration::from_mins(5),
    };
    assert_eq!(settings.sources[1].place, Place::Https(address));
    assert_eq!(settings.daemon.name.as_deref(), Some("mingjing-1"));
    assert_eq!(settings.health, Some("127.0.0.1:9464".parse().unwrap()));
    let path = folder.path().join("outbox");
    let channel = Channel::Eml { path, address: "regulator@example.org".to_owned() };
    assert_eq!(settings.recipients[0].channel, channel);
    let schemes = Which::Only(vec!["supply".to_owned()]);
    let subjects = Which::Only(vec![SubjectSort::StateOwned]);
    assert_eq!(settings.recipients[0].wanted, Wanted { schemes, subjects });
    let mail = settings.mail.unwrap();
    assert_eq!((mail.host.as_str(), mail.port, mail.tls), ("smtp.example.org", 587, Tls::StartTls));
    assert_eq!(mail.ca, Some(folder.path().join("mail-ca.pem")));
    assert_eq!(mail.from.name.as_deref(), Some("示例市数据局"));
    assert_eq!(mail.login.unwrap().password, Secret::new("s3cret"));
    let digest = settings.digest.unwrap();
    assert_eq!((digest.to.len(), digest.schedule.cron.as_str()), (1, "30 7 * * *"));
    let reminder = &settings.reminders[0];
    assert_eq!(reminder.party, Some("uscc:91310000MADEM0011A".parse().unwrap()));
    assert_eq!(reminder.to, ["duty@example.org"]);
}

#[test]
fn relative_paths_are_relative_to_the_settings_file() {
    let path = Path::new("/etc/mingjing/mingjing.toml");
    let at = |text| Settings::parse(path, text, &[]).unwrap();
    let settings = at("[policy]\nfolder = \"pack\"\n");
    assert_eq!(settings.policy_folder, Some(PathBuf::from("/etc/mingjing/pack")));
    assert_eq!(settings.database.url, "sqlite:/etc/mingjing/mingjing.db");
    let url = |text| at(text).database.url;
    assert_eq!(url("database.url = \"sqlite:/var/db\""), "sqlite:/var/db");
    assert_eq!(url("database.url = \"sqlite::memory:\""), "sqlite::memory:");
    assert_eq!(url("database.url = \"postgres://u@h/d\""), "postgres://u@h/d");
}

#[test]
fn variables_override_keys() {
    let settings = parse(
        "language = \"zh\"\n[daemon]\ntick_s = 9\n",
        &[
            ("MINGJING_LANGUAGE", "en"),
            ("MINGJING_DATABASE__URL", "postgres://u@h/d"),
            ("MINGJING_DATABASE__PASSWORD__ENV", "PG_PASSWORD"),
            ("PG_PASSWORD", "a b/ü"),
            ("MINGJING_DAEMON__TICK_S", "7"),
            ("MINGJING_CORPUS", "is not a setting"),
        ],
    )
    .unwrap();
    assert_eq!(settings.language, Language::En);
    assert_eq!(settings.daemon.tick_s, 7);
    let address = settings.database.address();
    assert_eq!(address.expose(), "postgres://u@h/d?password=a%20b%2F%C3%BC");
    assert!(!format!("{settings:?}").contains("a b"));
}

#[test]
fn all_faults_are_told_at_once() {
    let text = r#"
languag = "en"
[database]
url = "postgres://user:pw@host/db"
password = "hunter2"
[clock]
at = "yesterday"
zone = "Mars/Olympus"
[[source]]
id = "a"
kind = "ledgers"
party = "91310000MADEM0011B"
[[source]]
id = "a"
kind = "ledger"
party = "name:某局"
folder = "b"
period = "content"
[[recipient]]
name = "x"
channel = "fax"
path = "y"
[daemon]
tick_s = 0
job_lease_s = "60"
[keys]
signing = 3
[log]
levle = "info"
"#;
    let variables =
        [("MINGJING_LIMITS__SUBMISSION_BYTES_MAX", "1 GB"), ("MINGJING_LOGS__LEVEL", "x")];
    insta::assert_snapshot!(faults(text, &variables), @r#"
        mingjing.toml: database.url: “postgres:…” is not right; expected: sqlite:PATH, or postgres://USER@HOST/DATABASE without password
        mingjing.toml: database.password: “***” is not right; expected: { file = "PATH" } or { env = "VARIABLE" }
        mingjing.toml: clock.at: “yesterday” is not right; expected: an instant with offset, such as 2026-07-01T09:00:00+08:00
        mingjing.toml: clock.zone: “Mars/Olympus” is not right; expected: an IANA time zone, such as Asia/Shanghai
        mingjing.toml: source[a].kind: “ledgers” is not right; expected: one of registry, ledger, pricing, usage, supply, incident, disclosure, opinion, objection, demand
        mingjing.toml: source[a].party: “91310000MADEM0011B” is not right; expected: uscc:CREDIT-CODE, or name:NAME
        mingjing.toml: source[a].folder: is missing; expected: folder, or url
        mingjing.toml: source[a].period: “content” is not right; expected: file-name
        mingjing.toml: source[a].id: “a” is there twice; expected: an id of its own
        mingjing.toml: keys.signing: “3” is not right; expected: a path
        mingjing.toml: recipient[1].id: is missing; expected: 1 to 64 letters, digits, - or _
        mingjing.toml: recipient[1].channel: “fax” is not right; expected: one of folder, eml, mail
        mingjing.toml: recipient[1].schemes: is missing; expected: "all", or a list that names some, such as ["a", "b"]
        mingjing.toml: recipient[1].subjects: is missing; expected: "all", or a list that names some, such as ["a", "b"]
        mingjing.toml: daemon.tick_s: “0” is not right; expected: a whole number from 1 to 60
        mingjing.toml: daemon.job_lease_s: “60” is not right; expected: a whole number from 1 to 86400
        MINGJING_LIMITS__SUBMISSION_BYTES_MAX: limits.submission_bytes_max: “1 GB” is not right; expected: a whole number from 1 to 1099511627776
        mingjing.toml: log.levle: there is no key “levle”; expected: level
        mingjing.toml: languag: there is no key “languag”; expected: language
        MINGJING_LOGS__LEVEL: logs: there is no key “logs”; expected: log
        "#);
}

#[test]
fn a_secret_comes_from_one_place_that_exists() {
    insta::assert_snapshot!(faults("[database]\npassword = {}", &[]), @r#"mingjing.toml: database.password: “{ … }” is not right; expected: { file = "PATH" } or { env = "VARIABLE" }"#);
    insta::assert_snapshot!(faults("database.password = { env = \"NONE\" }", &[]), @"mingjing.toml: database.password.env: there is no “NONE”; expected: an environment variable that is set");
    insta::assert_snapshot!(faults("database.password = { env = \"A\", file = \"b\" }", &[]), @r#"mingjing.toml: database.password: “{ … }” is not right; expected: { file = "PATH" } or { env = "VARIABLE" }"#);
}

#[test]
fn what_is_not_toml_or_not_there_is_a_fault() {
    insta::assert_snapshot!(faults("language = zh", &[]), @"mingjing.toml:1: is not written right (string values must be quoted, expected literal string); expected: TOML in UTF-8");
    let missing = Settings::load(Path::new("/nonexistent/mingjing.toml"), &[]).unwrap_err();
    assert_eq!(missing.0.len(), 1);
    assert_eq!(missing.0[0].wrong, Wrong::Unreadable);
}

#[test]
fn an_address_belongs_to_mail_only() {
    let text = "[[recipient]]\nid = \"r\"\nname = \"n\"\nchannel = \"folder\"\npath = \"p\"\naddress = \"a@b\"\nschemes = \"all\"\nsubjects = \"all\"";
    insta::assert_snapshot!(faults(text, &[]), @"mingjing.toml: recipient[r].address: there is no key “address”; expected: one of id, name, channel, path, schemes, subjects");
}

/// The faults of one source with these further lines, where `data.example.gov.cn` may be asked.
fn source_faults(lines: &str) -> String {
    let text = format!(
        "[https]\nhosts = [\"data.example.gov.cn\"]\n[[source]]\nid = \"s\"\n\
         kind = \"registry\"\nparty = \"name:某局\"\n{lines}"
    );
    parse(&text, &[("BLANK", "a b"), ("TOKEN", "t0ken")]).map_or_else(
        |faults| faults.sentences(&Words::new(Language::En)).join("\n"),
        |_| "none".to_owned(),
    )
}

#[test]
fn a_source_is_a_folder_or_an_address_that_may_be_asked() {
    let url = r#"url = "https://data.example.gov.cn/a.csv""#;
    let cases = [
        url.to_owned(),
        format!(
            "{url}\nbearer.env = \"TOKEN\"\nca = \"ca.pem\"\ntimeout_s = 1\nshrink_percent = 100"
        ),
        "folder = \"a\"".to_owned(),
        "period = \"file-name\"".to_owned(),
        format!("folder = \"a\"\n{url}"),
        "folder = \"a\"\nca = \"b\"\ntimeout_s = 3".to_owned(),
        r#"url = "http://data.example.gov.cn/a.csv""#.to_owned(),
        r#"url = "https://other.example/a.csv""#.to_owned(),
        r#"url = "https://u:pw@data.example.gov.cn/""#.to_owned(),
        format!("{url}\nbearer = \"t0ken\""),
        format!("{url}\nbearer.env = \"BLANK\""),
        format!("{url}\ntimeout_s = 0\nshrink_percent = 101"),
    ];
    let said = cases.iter().map(|case| format!("{case}\n=> {}\n", source_faults(case)));
    insta::assert_snapshot!(said.collect::<Vec<_>>().join("\n"));
}

#[test]
fn hosts_and_networks_are_lists() {
    let text = "[https]\nhosts = \"a\"\nprivate_addresses = [\"10.0.0.0/33\", 3, \"fd00::/8\"]";
    insta::assert_snapshot!(faults(text, &[]), @r#"
    mingjing.toml: https.hosts: “a” is not right; expected: a list, such as ["a", "b"]
    mingjing.toml: https.private_addresses: “10.0.0.0/33” is not right; expected: a network or an address, such as 10.1.0.0/16
    mingjing.toml: https.private_addresses: “3” is not right; expected: a network or an address, such as 10.1.0.0/16
    "#);
    let text = "[https]\nhosts = [\"https://a\", \"A.example\"]";
    insta::assert_snapshot!(faults(text, &[]), @"mingjing.toml: https.hosts: “https://a” is not right; expected: the name of a host, such as data.example.gov.cn");
}

#[test]
fn what_goes_to_whom_is_written_out() {
    let said = |filters: &str| {
        let recipient =
            "[[recipient]]\nid = \"r\"\nname = \"n\"\nchannel = \"folder\"\npath = \"p\"\n";
        parse(&format!("{recipient}{filters}"), &[]).map_or_else(
            |faults| faults.sentences(&Words::new(Language::En)).join("\n"),
            |settings| format!("{:?}", settings.recipients[0].wanted),
        )
    };
    insta::assert_snapshot!(said("schemes = \"all\"\nsubjects = \"all\""), @"Wanted { schemes: All, subjects: All }");
    insta::assert_snapshot!(said("schemes = [\"a\"]\nsubjects = [\"operator\", \"state_owned\"]"), @r#"Wanted { schemes: Only(["a"]), subjects: Only([Kind(Operator), StateOwned]) }"#);
    insta::assert_snapshot!(said(""), @r#"
    mingjing.toml: recipient[r].schemes: is missing; expected: "all", or a list that names some, such as ["a", "b"]
    mingjing.toml: recipient[r].subjects: is missing; expected: "all", or a list that names some, such as ["a", "b"]
    "#);
    insta::assert_snapshot!(said("schemes = []\nsubjects = \"operator\""), @r#"
    mingjing.toml: recipient[r].schemes: “[ … ]” is not right; expected: "all", or a list that names some, such as ["a", "b"]
    mingjing.toml: recipient[r].subjects: “operator” is not right; expected: "all", or a list that names some, such as ["a", "b"]
    "#);
    insta::assert_snapshot!(said("schemes = \"all\"\nsubjects = [\"enterprise\"]"), @"mingjing.toml: recipient[r].subjects: “enterprise” is not right; expected: one of data_authority, implementing_body, operator, developer, business_entity, department, state_asset_regulator, state_owned");
}

#[test]
fn mail_needs_a_server_and_never_goes_in_plain() {
    let recipient = "[[recipient]]\nid = \"a\"\nname = \"a\"\nchannel = \"mail\"\naddress = \"a@b.c\"\n\
         schemes = \"all\"\nsubjects = \"all\"\n";
    let digest = "[digest]\nto = [\"a@b.c\"]\nschedule = \"0 0 7 * * *\"\n";
    let mail = "[mail]\nhost = \"h\"\nfrom = \"a@example.org\"\n";
    let reminder = "[[reminder]]\nid = \"a\"\nto = [\"a@b.c\"]\n";
    for text in [recipient, digest, reminder] {
        assert!(faults(text, &[]).contains("mail"), "{text}");
        let settings = parse(&format!("{text}{mail}"), &[]).unwrap();
        let mail = settings.mail.unwrap();
        assert_eq!((mail.port, mail.tls, mail.login), (587, Tls::StartTls, None));
        assert_eq!(mail.hello, "example.org");
    }
    let implicit = parse(&format!("{mail}tls = \"implicit\"\n"), &[]).unwrap().mail.unwrap();
    assert_eq!((implicit.port, implicit.tls), (465, Tls::Implicit));
    let wrong = [
        "tls = \"none\"",
        "port = 0",
        "user = \"a\"",
        "password = { env = \"PASSWORD\" }",
        "hello = \"a b\"",
        "hello = \"a\\tb\"",
        "hourly_max = 0",
        "plain = true",
    ];
    for wrong in wrong {
        assert_eq!(
            faults(&format!("{mail}{wrong}\n"), &[("PASSWORD", "x")]).lines().count(),
            1,
            "{wrong}"
        );
    }
    let nobody = format!("{mail}[digest]\nto = []\nschedule = \"0 0 7 * * *\"\n");
    assert_eq!(faults(&nobody, &[]).lines().count(), 1);
    let twice =
        format!("{mail}[digest]\nto = [\"a@b.c\", \"a@b.c\"]\nschedule = \"0 0 7 * * *\"\n");
    assert_eq!(faults(&twice, &[]).lines().count(), 1);
    let odd = format!("{mail}[digest]\nto = [\"张@b.c\"]\nschedule = \"0 0 7 * * *\"\n");
    assert_eq!(faults(&odd, &[]).lines().count(), 1);
}

#[test]
fn schedules_and_listeners_are_judged_with_the_rest() {
    let text = r#"
[[source]]
id = "a"
kind = "ledger"
party = "name:某局"
folder = "b"
schedule = "0 0 1 * 1"
missed = "later"
[health]
listen = "0.0.0.0:9464"
"#;
    insta::assert_snapshot!(faults(text, &[]), @r#"
        mingjing.toml: source[a].schedule: “0 0 1 * 1” is not right; expected: five fields, minute hour day month weekday, such as 30 6 * * * or 0 9 * * 1-5, that narrow the day or the weekday but not both; or six with seconds first
        mingjing.toml: source[a].missed: “later” is not right; expected: one of catch-up, skip, ask
        mingjing.toml: health.listen: “0.0.0.0:9464” is not right; expected: an address of this machine with a port, such as 127.0.0.1:9464
        "#);
}
