//! A small world in a folder: one operator, a quarter of its submissions, two people who approve,
//! two recipients. Living through it twice, or after a crash, changes nothing.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use config::policy::Policy;
use config::settings::Settings;
use daemon::collect::{self, Handover};
use daemon::formats::Format;
use daemon::installation::Installation;
use daemon::jobs;
use daemon::mapping_file::MappingDocument;
use daemon::pipeline::{self, Pass, Scope, Stage};
use jiff::{SignedDuration, Timestamp};
use metrics::evaluation::lifecycle::{EvaluationAct, EvaluationState, Said};
use metrics::incident::ClockContext;
use metrics::kind::Kind;
use metrics::ledger::close::PeriodAct;
use metrics::party::PartyId;
use metrics::period::Period;
use reports::signature::{self, NAMESPACE};
use store::closings::{OnPeriod, closed_through};
use store::evaluation_events::OnEvaluation;
use store::evaluations::StoredEvaluation;
use store::submissions::Received;
use store::{Desk, Reader, Writer};

/// A synthetic credit code (GB 32100-2015).
pub(crate) const OPERATOR: &str = "uscc:91310000MADEM0011A";
/// Who signs packages.
pub(crate) const SIGNER: &str = "supervisor@example.org";
/// When the evaluation is asked for.
pub(crate) const ASKED_AT: &str = "2026-07-01T01:00:00Z";
/// When it is computed, unless a crash comes between.
pub(crate) const WORKED_AT: &str = "2026-07-01T01:10:00Z";
const APPROVED_AT: &str = "2026-07-01T02:00:00Z";
/// After the evaluation: a crash that came a while before has let go of its lease by then.
const SENT_AFTER: SignedDuration = SignedDuration::from_mins(110);

/// What is handed in: file, kind, when. The ledger of a month is due on the 15th of the next, so
/// that of May is late.
pub(crate) const FILES: [(&str, Kind, &str); 4] = [
    ("registry.csv", Kind::Registry, "2026-04-01T01:00:00Z"),
    ("ledger-2026-04.csv", Kind::Ledger, "2026-05-08T01:00:00Z"),
    ("ledger-2026-05.csv", Kind::Ledger, "2026-06-20T01:00:00Z"),
    ("incidents.csv", Kind::Incident, "2026-06-20T02:00:00Z"),
];

/// Anything that ends a story early.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// A world in a folder.
pub(crate) struct World {
    pub(crate) folder: PathBuf,
    pub(crate) url: String,
}

/// The instant that a text says.
pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl World {
    /// A world in a folder, on SQLite there.
    pub(crate) fn on_sqlite(folder: &Path) -> Self {
        let url = format!("sqlite:{}", folder.join("mingjing.db").display());
        Self { folder: folder.to_owned(), url }
    }

    /// The installation when the clock stands at an instant. Its files are made where missing; schemes are
    /// those of the folder `schemes`, if there is one.
    pub(crate) fn installation(&self, at: Timestamp) -> Installation {
        let key = self.folder.join("signing");
        if !key.exists() {
            fs::write(&key, signature::generate(&[7; 32], SIGNER).unwrap().0).unwrap();
        }
        let has_schemes = self.folder.join("schemes").is_dir();
        let schemes = if has_schemes { "[schemes]\nfolder = \"schemes\"\n" } else { "" };
        let all = "schemes = \"all\"\nsubjects = \"all\"\n";
        let settings = format!(
            "{schemes}[database]\nurl = \"{}\"\n[clock]\nat = {at}\n[keys]\nsigning = \"signing\"\n\
             signer = \"{SIGNER}\"\n[[recipient]]\nid = \"regulator\"\nname = \"示例国资监管机构\"\n\
             channel = \"folder\"\npath = \"out\"\n{all}[[recipient]]\nid = \"authority\"\n\
             name = \"示例市数据局\"\nchannel = \"eml\"\npath = \"mail\"\n\
             address = \"authority@example.org\"\n{all}[daemon]\njob_lease_s = 1\n",
            self.url
        );
        let path = self.folder.join("mingjing.toml");
        Installation::with(Settings::parse(&path, &settings, &[]).unwrap()).unwrap()
    }

    /// The reading door.
    pub(crate) async fn reader(&self) -> Reader {
        Reader::open(&self.url).await.unwrap()
    }

    /// The whole story, with the evaluation computed at an instant.
    pub(crate) async fn live(&self, worked_at: Timestamp) -> Outcome<()> {
        self.hand_in().await?;
        self.evaluate(worked_at).await?;
        self.approve().await?;
        self.pass(worked_at + SENT_AFTER, Scope::default()).await?;
        Ok(())
    }

    /// Every file is handed in and posted when its time comes, and Li freezes the month of a ledger.
    pub(crate) async fn hand_in(&self) -> Outcome<()> {
        for file in FILES {
            self.hand_in_one(file).await?;
            self.freeze(instant(file.2)).await?;
        }
        Ok(())
    }

    /// Every file is handed in and posted when its time comes, and months stay open.
    pub(crate) async fn hand_in_openly(&self) -> Outcome<()> {
        for file in FILES {
            self.hand_in_one(file).await?;
        }
        Ok(())
    }

    async fn hand_in_one(&self, (name, kind, at): (&str, Kind, &str)) -> Outcome<()> {
        let path = self.folder.join(name);
        fs::write(&path, content(name))?;
        let hand = Hand { path: &path, kind, period: None, format: None, mapping: None };
        self.submit(&hand, instant(at)).await?;
        self.pass(instant(at), Scope { stage: Some(Stage::Post), ..Scope::default() }).await?;
        Ok(())
    }

    /// Li freezes what is open of the months that have a ledger.
    async fn freeze(&self, at: Timestamp) -> Outcome<()> {
        let zone = self.installation(at).settings.clock.zone;
        let (today, act, note) = (zone.to_datetime(at).date(), PeriodAct::Freeze, "");
        let desk = Desk::open(&self.url, "li", at).await?;
        for (party, period) in desk.reader().ledger_periods(at).await? {
            let frozen_through = closed_through(&desk.reader().closings(&party).await?);
            if frozen_through.is_none_or(|last| last < period) {
                let asked = OnPeriod { party: &party, period, act, note, today };
                desk.act_on_period(&asked, at).await?;
            }
        }
        Ok(())
    }

    /// Hands in one file of the operator, or of the implementing body where it is about prices.
    pub(crate) async fn submit(&self, hand: &Hand<'_>, at: Timestamp) -> Outcome<Received> {
        let installation = self.installation(at);
        let writer = installation.writer().await?;
        let party = if hand.kind == Kind::Pricing { "name:示例实施机构" } else { OPERATOR };
        let party: PartyId = party.parse()?;
        let handover = Handover {
            path: hand.path,
            kind: hand.kind,
            party: &party,
            period: hand.period,
            format: hand.format,
            mapping: hand.mapping,
            sender: "story",
            source: "submit",
            supersedes: None,
        };
        Ok(collect::submit(&installation, &writer, &handover).await?)
    }

    /// The quarter is asked for at one instant, and computed at another.
    pub(crate) async fn evaluate(&self, worked_at: Timestamp) -> Outcome<()> {
        let asked = self.installation(instant(ASKED_AT));
        let writer = asked.writer().await?;
        jobs::request_evaluations(&asked, &writer, "2026-Q2".parse()?).await?;
        self.pass(worked_at, Scope { stage: Some(Stage::Evaluate), ..Scope::default() }).await?;
        Ok(())
    }

    /// Li reviews the evaluation of operators and hears them where that is asked for, and Wang approves
    /// it, if that is not done. One package leaves the house: of several, a pass that was cut off sends
    /// the first before it makes the next, and the order of the audit log would be another.
    pub(crate) async fn approve(&self) -> Outcome<()> {
        for evaluation in self.evaluations().await? {
            let scheme = evaluation.evaluation.scheme.id.as_str();
            if scheme != "operator" || evaluation.state() != EvaluationState::Draft {
                continue;
            }
            let id = &evaluation.id;
            self.go(id, ("li", EvaluationAct::Review), None).await?;
            if Policy::builtin().procedure.of(scheme).hearing.required {
                self.go(id, ("li", EvaluationAct::OpenFeedback), None).await?;
                for subject in evaluation.subjects() {
                    self.go(id, ("li", EvaluationAct::Comment), Some(subject)).await?;
                }
            }
            self.go(id, ("wang", EvaluationAct::Approve), None).await?;
        }
        Ok(())
    }

    /// A person goes a step in the life of an evaluation.
    async fn go(
        &self,
        id: &str,
        (account, act): (&str, EvaluationAct),
        subject: Option<PartyId>,
    ) -> Outcome<()> {
        let as_of = instant(APPROVED_AT);
        let installation = self.installation(as_of);
        let calendar = installation.policy.calendar();
        let zone = &installation.settings.clock.zone;
        let context = &ClockContext { as_of, zone, calendar: &calendar };
        let (note, document) = ("x".to_owned(), "x".to_owned());
        let said = &Said { note, document, subject, ..Said::default() };
        let policy = &installation.policy.procedure;
        let desk = Desk::open(&self.url, account, as_of).await?;
        desk.act_on_evaluation(&OnEvaluation { id, act, said, policy, context }).await?;
        Ok(())
    }

    /// One pass of the pipeline at an instant.
    pub(crate) async fn pass(&self, at: Timestamp, scope: Scope<'_>) -> Outcome<Pass> {
        let installation = self.installation(at);
        let writer: Writer = installation.writer().await?;
        Ok(pipeline::run(&installation, &writer, scope).await?)
    }

    /// Every evaluation.
    pub(crate) async fn evaluations(&self) -> Outcome<Vec<StoredEvaluation>> {
        let reader = Reader::open(&self.url).await?;
        Ok(reader.evaluations_before(None, 100).await?)
    }

    /// The canonical dump.
    pub(crate) async fn dump(&self) -> String {
        self.reader().await.canonical_dump().await.unwrap()
    }
}

/// What a receiver trusts.
pub(crate) fn allowed_signers() -> String {
    let public_line = signature::generate(&[7; 32], SIGNER).unwrap().1;
    signature::allowed_signers_line(SIGNER, NAMESPACE, &public_line).unwrap()
}

/// A file to hand in.
pub(crate) struct Hand<'a> {
    pub(crate) path: &'a Path,
    pub(crate) kind: Kind,
    pub(crate) period: Option<Period>,
    pub(crate) format: Option<Format>,
    pub(crate) mapping: Option<&'a MappingDocument>,
}

fn content(name: &str) -> &'static str {
    match name {
        "registry.csv" => REGISTRY,
        "ledger-2026-04.csv" => APRIL,
        "ledger-2026-05.csv" => MAY,
        _ => INCIDENTS,
    }
}

const REGISTRY: &str = "\
record,party,code,name,kind,state_owned,role,separate_ledger,registration
party,91310000MADEM0011A,,示例数据运营有限公司,operator,yes,,,
party,name:示例市数据局,,示例市数据局,data_authority,no,,,
party,name:示例实施机构,,示例实施机构,implementing_body,no,,,
person,name:示例实施机构,li,李,,,supervisor,,
person,name:示例实施机构,wang,王,,,approver,,
product,91310000MADEM0011A,P-1,道路通行指数,,,,,SH-0001
product,91310000MADEM0011A,P-2,园区活跃指数,,,,,
account,91310000MADEM0011A,6001,主营业务收入,,,,yes,
";

const APRIL: &str = "\
record,period,voucher_type,voucher_no,date,account,debit,credit,product,scenario,use,funding,\
authorization,counterparty,cost_class,maker,reviewer
opening,2026-04,,,,1002,100000.00,,,,,,,,,,
opening,2026-04,,,,4001,,100000.00,,,,,,,,,
line,2026-04,记,1,2026-04-10,1002,1060.00,,,,,,,,,陈,周
line,2026-04,记,1,2026-04-10,6001,,1000.00,P-1,S-1,industry,own,A-1,示例银行,direct,陈,周
line,2026-04,记,1,2026-04-10,2221,,60.00,,,,,,,,陈,周
line,2026-04,记,2,2026-04-20,6602,300.00,,,,,,,,,陈,周
line,2026-04,记,2,2026-04-20,1002,,300.00,,,,,,,,陈,周
";

/// The line on the 专账 account lacks its cost class (F-4).
const MAY: &str = "\
record,period,voucher_type,voucher_no,date,account,debit,credit,product,scenario,use,funding,\
authorization,counterparty,cost_class,maker,reviewer
line,2026-05,记,1,2026-05-12,1002,530.00,,,,,,,,,陈,周
line,2026-05,记,1,2026-05-12,6001,,500.00,P-1,S-1,industry,own,A-1,示例银行,,陈,周
line,2026-05,记,1,2026-05-12,2221,,30.00,,,,,,,,陈,周
";

/// A million persons: fairly major, so that it is to be reported within four hours (CN-NIR art. 4); the
/// implementing body is told within a day.
const INCIDENTS: &str = "\
record,incident_no,party,title,type,occurred,discovered_at,reported_at,persons,event,at
,E-1,91310000MADEM0011A,接口越权访问,DSDATALEAK,2026-06-18,2026-06-18 09:00,2026-06-18 12:59,1000000,,
act,E-1,91310000MADEM0011A,,,,,,,agreement_notice,2026-06-19 09:00
";
