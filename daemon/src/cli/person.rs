//! `mingjingd person`: people and their roles are entries of the register, handed in as a
//! submission like any other; and who acts on the command line.

use std::io::Cursor;

use clap::{Args, Subcommand};
use config::locale::Words;
use metrics::form::columns;
use metrics::kind::{Kind, Verdict};
use metrics::party::PartyId;
use metrics::register::{Entry, Role};
use serde_json::json;
use store::Desk;
use store::desk::Hand;
use store::submissions::NewSubmission;

use super::check::CheckJson;
use super::{Exit, Failure, Shell, output};
use crate::formats::Format;
use crate::installation::Installation;
use crate::post;

/// People and their roles.
#[derive(Debug, Subcommand)]
pub enum Person {
    /// Register a person, or give a registered one another role.
    Add(Add),
    /// The people who may act.
    List,
}

/// Register a person.
#[derive(Debug, Args)]
pub struct Add {
    /// The account, which is the Unix account name.
    account: String,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// What the person may do: viewer, supervisor, approver, administrator.
    #[arg(long, value_parser = role)]
    role: Role,
    /// The party that the person belongs to.
    #[arg(long, value_parser = super::party)]
    party: PartyId,
    /// Act as this person: only for administrators.
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
}

fn role(word: &str) -> Result<Role, String> {
    Role::parse(word).ok_or_else(|| Role::ALL.map(Role::as_str).join(", "))
}

/// The Unix account that runs this program, as the system knows it: what the environment says
/// anybody can change.
pub(super) fn account() -> Result<String, Failure> {
    whoami::username().map_err(Failure::environment)
}

/// Who acts, and by whose hand: the Unix account, or another person if the account is an
/// administrator's or the installation a demonstration.
async fn acting(
    installation: &Installation,
    person: Option<&str>,
) -> Result<(String, Hand), Failure> {
    let own = account()?;
    let Some(person) = person.filter(|it| *it != own) else {
        return Ok((own, Hand::Person));
    };
    if installation.settings.is_demonstration() {
        return Ok((person.to_owned(), Hand::Player(own)));
    }
    let now = installation.clock.now();
    let known = installation.reader().await?.person(&own, now).await?;
    let is_administrator = known.is_some_and(|it| it.role == Role::Administrator);
    if is_administrator {
        return Ok((person.to_owned(), Hand::Other(own)));
    }
    Err(Failure::usage("cli-as", &[("account", &own)]))
}

/// The desk of who acts. Each act keeps the Unix account that types for another person; where one plays
/// every person of a demonstration, it is said that elsewhere two are needed.
pub(super) async fn desk(
    (shell, installation): (&Shell, &Installation),
    person: Option<&str>,
) -> Result<Desk, Failure> {
    let (account, hand) = acting(installation, person).await?;
    if let Hand::Player(_) = hand {
        output::say(&shell.words(installation).format("cli-played", &[("person", &account)]));
    }
    let url = installation.settings.database.address();
    let desk = Desk::open(url.expose(), &account, installation.clock.now()).await?;
    Ok(desk.by(hand))
}

impl Person {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        match self {
            Self::Add(add) => add.run(shell, &installation).await,
            Self::List => {
                let reader = installation.reader().await?;
                let found = reader.registered("person", installation.clock.now()).await?;
                let people: Vec<_> = (found.into_iter())
                    .filter_map(|it| match it.entry {
                        Entry::Person { account, name, role } => Some(json!({
                            "account": account, "name": name, "role": role, "party": it.party,
                        })),
                        Entry::Party { .. } | Entry::Product { .. } | Entry::Account { .. } => None,
                    })
                    .collect();
                output::json(&json!({ "people": people }))?;
                Ok(Exit::Good)
            }
        }
    }
}

impl Add {
    /// Only an administrator may; the first one of an installation may be registered by whoever
    /// may write its database.
    async fn run(&self, shell: &Shell, installation: &Installation) -> Result<Exit, Failure> {
        let writer = installation.writer().await?;
        let now = installation.clock.now();
        let people = writer.reader().registered("person", now).await?;
        let is_administrator = |entry: &Entry| match entry {
            Entry::Person { role, .. } => *role == Role::Administrator,
            Entry::Party { .. } | Entry::Product { .. } | Entry::Account { .. } => false,
        };
        let (own, _) = acting(installation, self.person.as_deref()).await?;
        let own_role = writer.reader().person(&own, now).await?.map(|it| it.role);
        let has_administrator = people.iter().any(|it| is_administrator(&it.entry));
        if has_administrator && own_role != Some(Role::Administrator) {
            let needed = Role::Administrator.as_str();
            return Err(Failure::usage("cli-role", &[("role", needed)]));
        }
        let form = self.form();
        let new = NewSubmission {
            kind: Kind::Registry,
            party: &self.party,
            period: None,
            sender: &own,
            source: "person",
            format: Format::Csv.as_str(),
            mapping_sha256: None,
            file_name: "person.csv",
            received_at: now,
            supersedes: None,
        };
        let received = writer.receive(&new, &mut Cursor::new(form.as_bytes())).await?;
        let found = writer.reader().submission(&received.receipt).await?;
        let submission =
            found.ok_or_else(|| Failure::usage("cli-not-found", &[("name", &received.receipt)]))?;
        let (_, checked) = post::post(installation, &writer, &submission).await?;
        let words = shell.words(installation);
        if checked.verdict(&installation.policy) == Verdict::Refused || checked.understood == 0 {
            let answer = CheckJson::of(&checked, installation, new.file_name);
            answer.say(&words);
            output::say(&words.format("cli-person-refused", &[("account", &self.account)]));
            return Ok(Exit::Faults);
        }
        self.say(&words);
        Ok(Exit::Good)
    }

    /// The form of kind registry with this one entry.
    fn form(&self) -> String {
        let columns = columns(Kind::Registry);
        let cell = |name: &str| match name {
            "record" => "person".to_owned(),
            "party" => self.party.to_string(),
            "code" => self.account.clone(),
            "name" => self.name.clone(),
            "role" => self.role.as_str().to_owned(),
            _ => String::new(),
        };
        let quoted = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
        let header: Vec<&str> = columns.iter().map(|it| it.name).collect();
        let cells: Vec<String> = columns.iter().map(|it| quoted(cell(it.name))).collect();
        format!("{}\n{}\n", header.join(","), cells.join(","))
    }

    fn say(&self, words: &Words) {
        let arguments = [("account", self.account.as_str()), ("role", self.role.as_str())];
        output::say(&words.format("cli-person-added", &arguments));
    }
}
