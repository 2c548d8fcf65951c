//! Who acts: in whose name, and by whose hand. Where two people are needed, they share neither.
//!
//! That two people are needed is this project's default (`domain` 6.4); that a second name typed by the
//! same hand is no second person follows from it.

use crate::register::Role;

/// A person who asks to act, in the role that the register gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor<'a> {
    /// The person's account.
    pub account: &'a str,
    /// The person's role.
    pub role: Role,
    /// By whose hand.
    pub typist: Typist<'a>,
}

/// By whose hand a person acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typist<'a> {
    /// The person's own.
    Person,
    /// That of another account, which acts for the person.
    Other(&'a str),
    /// That of an account which plays every person of a demonstration: its hand is no obstacle.
    Player(&'a str),
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hands<'a> {
    /// The account in whose name it was done.
    pub account: &'a str,
    /// The account that typed it.
    pub typed_by: &'a str,
}

/// Why a person is no second one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// It is the same person.
    Person,
    /// One account had its hand in both.
    Hand,
}

impl<'a> Actor<'a> {
    /// A person who types for themselves.
    #[must_use]
    pub const fn own(account: &'a str, role: Role) -> Self {
        Self { account, role, typist: Typist::Person }
    }

    /// Who acts, as it is recorded.
    #[must_use]
    pub const fn hands(&self) -> Hands<'a> {
        let typed_by = match self.typist {
            Typist::Person => self.account,
            Typist::Other(account) | Typist::Player(account) => account,
        };
        Hands { account: self.account, typed_by }
    }

    /// Why the person is no other than who did something before: `None` for a second person.
    #[must_use]
    pub fn shares(&self, before: Hands<'_>) -> Option<Shared> {
        if self.account == before.account {
            return Some(Shared::Person);
        }
        let plays = matches!(self.typist, Typist::Player(_));
        (!plays && self.hands().meet(before)).then_some(Shared::Hand)
    }
}

impl Hands<'_> {
    /// Whether one account is among those of both.
    #[must_use]
    pub fn meet(self, other: Hands<'_>) -> bool {
        let is_others = |it| it == other.account || it == other.typed_by;
        is_others(self.account) || is_others(self.typed_by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `root` is an administrator who types for others; `li` did the first half.
    #[test]
    fn two_people_share_neither_name_nor_hand() {
        use Typist::{Other, Person, Player};
        let rows = [
            (("li", "li"), ("wang", Person), None),
            (("li", "li"), ("li", Person), Some(Shared::Person)),
            (("li", "li"), ("wang", Other("root")), None),
            (("li", "li"), ("li", Other("root")), Some(Shared::Person)),
            (("li", "li"), ("wang", Other("li")), Some(Shared::Hand)),
            (("li", "root"), ("wang", Person), None),
            (("li", "root"), ("wang", Other("root")), Some(Shared::Hand)),
            (("li", "root"), ("root", Person), Some(Shared::Hand)),
            (("root", "root"), ("wang", Other("root")), Some(Shared::Hand)),
            (("li", "root"), ("wang", Player("root")), None),
            (("li", "root"), ("li", Player("root")), Some(Shared::Person)),
        ];
        for ((account, typed_by), (second, typist), expected) in rows {
            let actor = Actor { account: second, role: Role::Approver, typist };
            let first = Hands { account, typed_by };
            assert_eq!(actor.shares(first), expected, "{actor:?} after {first:?}");
        }
    }
}
