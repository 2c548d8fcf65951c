//! The acts of supervisors, with and without what they say.

use jiff::civil::Date;

use crate::incident::classify::Level;
use crate::register::Role;

/// What a supervisor does with an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doing {
    /// See [`IncidentAct::Triage`].
    Triage,
    /// See [`IncidentAct::Upgrade`].
    Upgrade,
    /// See [`IncidentAct::ProposeDowngrade`].
    ProposeDowngrade,
    /// See [`IncidentAct::ConfirmDowngrade`].
    ConfirmDowngrade,
    /// See [`IncidentAct::RefuseDowngrade`].
    RefuseDowngrade,
    /// See [`IncidentAct::Order`].
    Order,
    /// See [`IncidentAct::AcceptRectification`].
    AcceptRectification,
    /// See [`IncidentAct::Archive`].
    Archive,
    /// See [`IncidentAct::Comment`].
    Comment,
}

/// What a supervisor does with an incident, with what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IncidentAct {
    /// Confirm the level that the guide gives to the facts.
    Triage,
    /// Count a higher level, with a reason.
    Upgrade(Level),
    /// Ask for a lower level to count, with a reason.
    ProposeDowngrade(Level),
    /// Agree to the lower level that another person asked for.
    ConfirmDowngrade(Level),
    /// Refuse it, with a reason; whoever asked takes it back so.
    RefuseDowngrade,
    /// Order rectification by the end of a day; the note says of what.
    Order(Date),
    /// See that what was ordered is done.
    AcceptRectification,
    /// Close the file, once nothing is missing.
    Archive,
    /// Say something.
    Comment,
}

impl Doing {
    /// Everything that supervisors do.
    pub const ALL: [Self; 9] = [
        Self::Triage,
        Self::Upgrade,
        Self::ProposeDowngrade,
        Self::ConfirmDowngrade,
        Self::RefuseDowngrade,
        Self::Order,
        Self::AcceptRectification,
        Self::Archive,
        Self::Comment,
    ];

    /// The word used in JSON, in the database and in the audit log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Triage => "triage",
            Self::Upgrade => "upgrade",
            Self::ProposeDowngrade => "propose_downgrade",
            Self::ConfirmDowngrade => "confirm_downgrade",
            Self::RefuseDowngrade => "refuse_downgrade",
            Self::Order => "order",
            Self::AcceptRectification => "accept_rectification",
            Self::Archive => "archive",
            Self::Comment => "comment",
        }
    }

    /// The least role that may do it.
    #[must_use]
    pub const fn needs(self) -> Role {
        match self {
            Self::ConfirmDowngrade | Self::Archive => Role::Approver,
            Self::Triage
            | Self::Upgrade
            | Self::ProposeDowngrade
            | Self::RefuseDowngrade
            | Self::Order
            | Self::AcceptRectification
            | Self::Comment => Role::Supervisor,
        }
    }

    /// Whether it wants a reason.
    #[must_use]
    pub const fn wants_reason(self) -> bool {
        match self {
            Self::Upgrade
            | Self::ProposeDowngrade
            | Self::RefuseDowngrade
            | Self::Order
            | Self::Comment => true,
            Self::Triage | Self::ConfirmDowngrade | Self::AcceptRectification | Self::Archive => {
                false
            }
        }
    }
}

impl IncidentAct {
    /// The act without what it says.
    #[must_use]
    pub const fn doing(self) -> Doing {
        match self {
            Self::Triage => Doing::Triage,
            Self::Upgrade(_) => Doing::Upgrade,
            Self::ProposeDowngrade(_) => Doing::ProposeDowngrade,
            Self::ConfirmDowngrade(_) => Doing::ConfirmDowngrade,
            Self::RefuseDowngrade => Doing::RefuseDowngrade,
            Self::Order(_) => Doing::Order,
            Self::AcceptRectification => Doing::AcceptRectification,
            Self::Archive => Doing::Archive,
            Self::Comment => Doing::Comment,
        }
    }

    /// The word of what is done.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.doing().as_str()
    }

    /// Reads what [`Self::as_str`], [`Self::level`] and [`Self::due_on`] wrote.
    #[must_use]
    pub fn parse(word: &str, level: Option<Level>, due_on: Option<Date>) -> Option<Self> {
        let doing = Doing::ALL.into_iter().find(|it| it.as_str() == word)?;
        Some(match doing {
            Doing::Triage => Self::Triage,
            Doing::Upgrade => Self::Upgrade(level?),
            Doing::ProposeDowngrade => Self::ProposeDowngrade(level?),
            Doing::ConfirmDowngrade => Self::ConfirmDowngrade(level?),
            Doing::RefuseDowngrade => Self::RefuseDowngrade,
            Doing::Order => Self::Order(due_on?),
            Doing::AcceptRectification => Self::AcceptRectification,
            Doing::Archive => Self::Archive,
            Doing::Comment => Self::Comment,
        })
    }

    /// The level that it names.
    #[must_use]
    pub const fn level(self) -> Option<Level> {
        match self {
            Self::Upgrade(level)
            | Self::ProposeDowngrade(level)
            | Self::ConfirmDowngrade(level) => Some(level),
            Self::Triage
            | Self::RefuseDowngrade
            | Self::Order(_)
            | Self::AcceptRectification
            | Self::Archive
            | Self::Comment => None,
        }
    }

    /// The last day that it sets.
    #[must_use]
    pub const fn due_on(self) -> Option<Date> {
        match self {
            Self::Order(due_on) => Some(due_on),
            Self::Triage
            | Self::Upgrade(_)
            | Self::ProposeDowngrade(_)
            | Self::ConfirmDowngrade(_)
            | Self::RefuseDowngrade
            | Self::AcceptRectification
            | Self::Archive
            | Self::Comment => None,
        }
    }
}
