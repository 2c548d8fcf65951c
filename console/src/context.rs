//! What every screen may look at: words, policy, zone, time, who is there. All of it is given.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use config::fault::FileFault;
use config::locale::{Language, Words};
use config::policy::Policy;
use config::reason;
use config::settings;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::actor::Actor;
use metrics::money::{Currency, format_grouped};
use metrics::party::PartyId;
use metrics::register::Role;
use metrics::source::{Confidence, Name, Source};
use store::desk::Hand;
use store::register::Person;

use crate::page::{Cell, Column, Field, Kind};
use crate::text::CleanText;
use crate::theme;

/// Who sits at the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The account.
    pub account: String,
    /// The person in the register; `None` if the register does not know the account, which may look
    /// only.
    pub person: Option<Person>,
    /// By whose hand the person acts.
    pub hand: Hand,
}

impl Who {
    /// The role in the register; `None` for whoever may look only.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.person.as_ref().map(|it| it.role)
    }

    /// The person, as acts are judged; `None` for whoever may look only.
    #[must_use]
    pub fn actor(&self) -> Option<Actor<'_>> {
        let Person { account, role, .. } = self.person.as_ref()?;
        Some(Actor { account, role: *role, typist: self.hand.typist() })
    }
}

/// What every screen may look at.
pub struct Context {
    /// Words in the language of the session.
    pub words: Words,
    /// Sources and currencies.
    pub policy: Arc<Policy>,
    /// The zone that instants are shown in.
    pub zone: TimeZone,
    /// Who sits here.
    pub who: Who,
    /// The schemes that can be asked for.
    pub schemes: Vec<(String, Name)>,
    /// Everything that is wrong with the folder of schemes: then none can be asked for.
    pub scheme_faults: Vec<FileFault>,
    /// The sources of the settings.
    pub sources: Vec<settings::Source>,
    /// Names of parties, as submitted.
    pub names: HashMap<PartyId, String>,
    /// The time.
    pub now: Timestamp,
    /// What was known at this instant is shown.
    pub as_of: Timestamp,
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("who", &self.who)
            .field("as_of", &self.as_of)
            .finish_non_exhaustive()
    }
}

impl Context {
    /// Why something did not come to a good end, with the words of others quoted in it.
    pub(crate) fn reason(&self, text: &str) -> Cell {
        Cell::untrusted(&reason::in_words(text, &self.words))
    }

    /// From one language to the other.
    pub fn toggle_language(&mut self) {
        self.words = Words::new(match self.words.language() {
            Language::Zh => Language::En,
            Language::En => Language::Zh,
        });
    }

    /// The ids of the sources.
    #[must_use]
    pub fn source_ids(&self) -> Vec<String> {
        self.sources.iter().map(|source| source.id.clone()).collect()
    }

    /// A word of the console.
    #[must_use]
    pub fn word(&self, id: &str) -> CleanText {
        CleanText::new(&self.words.get(&format!("console-{id}")))
    }

    /// A sentence of the console.
    #[must_use]
    pub fn say(&self, id: &str, arguments: &[(&str, &str)]) -> CleanText {
        CleanText::new(&self.words.format(&format!("console-{id}"), arguments))
    }

    /// A word of the domain, such as `severity-error`.
    #[must_use]
    pub fn term(&self, id: &str) -> CleanText {
        CleanText::new(&self.words.get(id))
    }

    /// A sentence of the domain.
    #[must_use]
    pub fn term_with(&self, id: &str, arguments: &[(&str, &str)]) -> CleanText {
        CleanText::new(&self.words.format(id, arguments))
    }

    /// A name in the language of the session.
    #[must_use]
    pub fn name(&self, name: &Name) -> CleanText {
        CleanText::new(match self.words.language() {
            Language::Zh => &name.zh,
            Language::En => &name.en,
        })
    }

    /// A party by its name, as submitted, or by its id where there is none.
    #[must_use]
    pub fn party(&self, party: &PartyId) -> Cell {
        Cell::untrusted(self.names.get(party).map_or(party.as_str(), String::as_str))
    }

    /// An instant to the minute, in the zone of the session.
    #[must_use]
    pub fn instant(&self, at: Timestamp) -> CleanText {
        let local = at.to_zoned_datetime(self.zone.clone());
        CleanText::new(&local.strftime("%Y-%m-%d %H:%M").to_string())
    }

    /// An instant with its offset.
    #[must_use]
    pub fn instant_with_offset(&self, at: Timestamp) -> CleanText {
        let local = at.to_zoned_datetime(self.zone.clone());
        CleanText::new(&local.strftime("%Y-%m-%d %H:%M %:z").to_string())
    }

    /// Where a value comes from. A project default is called that and stands out.
    #[must_use]
    pub fn source(&self, source: &Source) -> Cell {
        let text = CleanText::new(&self.policy.citation(source, &self.words));
        Cell::new(text, confidence_role(source.confidence))
    }

    /// The same for a column: the instrument by its id. What is not certain has a question mark.
    #[must_use]
    pub fn source_short(&self, source: &Source) -> Cell {
        let role = confidence_role(source.confidence);
        if source.confidence == Confidence::Default {
            return Cell::new(self.term("common-project-default"), role);
        }
        let mark = if role == theme::Role::Text { "" } else { " ?" };
        let numbered = source.article.starts_with(|it: char| it.is_ascii_digit());
        let word = if numbered { "source-article" } else { "source-part" };
        let arguments = [("instrument", &*source.instrument), ("article", &*source.article)];
        let text = format!("{}{mark}", self.say(word, &arguments));
        Cell::new(CleanText::new(&text), role)
    }

    /// Minor units with the digits of their currency, thousands apart.
    #[must_use]
    pub fn amount(&self, minor: i128, currency: Currency) -> Cell {
        Cell::plain(&self.amount_text(minor, currency))
    }

    /// The same as text.
    #[must_use]
    pub fn amount_text(&self, minor: i128, currency: Currency) -> String {
        let digits = self.policy.minor_digits().get(&currency).copied().unwrap_or(2);
        format_grouped(minor, digits)
    }

    /// An amount, or nothing where it is 0.
    #[must_use]
    pub fn amount_or_blank(&self, minor: i64, currency: Currency) -> Cell {
        if minor == 0 { Cell::default() } else { self.amount(minor.into(), currency) }
    }

    /// A labelled value.
    #[must_use]
    pub fn field(&self, label: &str, value: Cell) -> Field {
        Field { label: self.word(label), value }
    }

    /// A column of texts.
    #[must_use]
    pub fn text_column(&self, title: &str, width_min: u16) -> Column {
        Column { title: self.word(title), kind: Kind::Text { width_min } }
    }

    /// A column of texts as submitted: its title says so with a `u`, for those without colours.
    #[must_use]
    pub fn untrusted_column(&self, title: &str, width_min: u16) -> Column {
        let title = CleanText::new(&format!("{} u", self.word(title)));
        Column { title, kind: Kind::Text { width_min } }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number_column(&self, title: &str) -> Column {
        Column { title: self.word(title), kind: Kind::Number }
    }

    /// A column that goes first when there is little room.
    #[must_use]
    pub fn optional_column(&self, title: &str) -> Column {
        Column { title: self.word(title), kind: Kind::Optional }
    }
}

/// What is not certain, and what this project chose, stands out.
fn confidence_role(confidence: Confidence) -> theme::Role {
    match confidence {
        Confidence::Law | Confidence::OfficialCopy => theme::Role::Text,
        Confidence::Secondary
        | Confidence::RecalledHigh
        | Confidence::RecalledMedium
        | Confidence::RecalledLow
        | Confidence::Default => theme::Role::Warn,
    }
}
