//! The guard at the door: which addresses may be asked. It stands in the resolver itself, so that the
//! address that was looked at is the one that is asked.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use config::settings::Network;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

/// What is no part of the public Internet (IANA special-purpose registry of IPv4, RFC 6890).
const SPECIAL: [Network; 15] = [
    Network::v4([0, 0, 0, 0], 8),       // this network
    Network::v4([10, 0, 0, 0], 8),      // private
    Network::v4([100, 64, 0, 0], 10),   // shared behind carriers
    Network::v4([127, 0, 0, 0], 8),     // this machine
    Network::v4([169, 254, 0, 0], 16),  // this link, and metadata of clouds
    Network::v4([172, 16, 0, 0], 12),   // private
    Network::v4([192, 0, 0, 0], 24),    // protocols
    Network::v4([192, 0, 2, 0], 24),    // documentation
    Network::v4([192, 88, 99, 0], 24),  // relays to IPv6
    Network::v4([192, 168, 0, 0], 16),  // private
    Network::v4([198, 18, 0, 0], 15),   // benchmarks
    Network::v4([198, 51, 100, 0], 24), // documentation
    Network::v4([203, 0, 113, 0], 24),  // documentation
    Network::v4([224, 0, 0, 0], 4),     // groups
    Network::v4([240, 0, 0, 0], 4),     // reserved, and everybody
];

/// The public part of IPv6 (RFC 4291) …
const GLOBAL: Network = Network::v6([0x2000, 0], 3);
/// … but for what is none, or wraps an IPv4 address.
const GLOBAL_SPECIAL: [Network; 4] = [
    Network::v6([0x2001, 0], 23),     // protocols, and Teredo
    Network::v6([0x2001, 0xdb8], 32), // documentation
    Network::v6([0x2002, 0], 16),     // 6to4
    Network::v6([0x3fff, 0], 20),     // documentation
];

/// A host has only addresses that may not be asked.
#[derive(Debug, Error)]
#[error("{host} has no address that may be asked")]
pub(super) struct Forbidden {
    /// The host.
    pub(super) host: String,
}

/// Whether an address may be asked: it is public, or of a network that the settings list.
pub(super) fn may_be_asked(address: IpAddr, listed: &[Network]) -> bool {
    let within = |networks: &[Network]| networks.iter().any(|it| it.contains(address));
    let is_public = match address.to_canonical() {
        IpAddr::V4(_) => !within(&SPECIAL),
        IpAddr::V6(_) => GLOBAL.contains(address) && !within(&GLOBAL_SPECIAL),
    };
    is_public || within(listed)
}

/// The resolver of the system, with the guard behind it.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    /// Networks that may be asked although they are not public.
    pub(super) listed: Arc<[Network]>,
}

impl Guard {
    /// Those of a host's addresses that may be asked.
    ///
    /// # Errors
    ///
    /// None may.
    fn admit(
        &self,
        host: &str,
        found: impl Iterator<Item = SocketAddr>,
    ) -> Result<Vec<SocketAddr>, Forbidden> {
        let admitted: Vec<_> = found.filter(|it| may_be_asked(it.ip(), &self.listed)).collect();
        if admitted.is_empty() {
            return Err(Forbidden { host: host.to_owned() });
        }
        Ok(admitted)
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let admitted = guard.admit(name.as_str(), found)?;
            Ok(Box::new(admitted.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(address: &str, expected: bool) {
        assert_eq!(may_be_asked(address.parse().unwrap(), &[]), expected, "{address}");
    }

    #[test]
    fn only_public_addresses_may_be_asked() {
        for address in ["8.8.8.8", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0"]
        {
            check(address, true);
            check(&format!("::ffff:{address}"), true);
        }
        for address in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
        ] {
            check(address, false);
            check(&format!("::ffff:{address}"), false);
        }
        for address in ["2400:3200::1", "2606:4700::1111", "2001:200::1"] {
            check(address, true);
        }
        for address in [
            "::",
            "::1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::1",
        ] {
            check(address, false);
        }
    }

    proptest! {
        /// An IPv4 address is the same address when it is mapped into IPv6.
        #[test]
        fn a_mapped_address_is_judged_as_what_it_is(bits: u32) {
            let address = Ipv4Addr::from_bits(bits);
            let mapped = address.to_ipv6_mapped();
            prop_assert_eq!(may_be_asked(address.into(), &[]), may_be_asked(mapped.into(), &[]));
        }

        /// Whatever wraps an IPv4 address otherwise is outside of the global block, or special.
        #[test]
        fn a_wrapped_address_is_refused(high: u16, low: u16) {
            for wrapped in [
                Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low), // compatible
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low), // translated
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1), // 6to4
                Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, high, low), // Teredo
            ] {
                prop_assert!(!may_be_asked(wrapped.into(), &[]), "{wrapped}");
            }
        }
    }

    #[test]
    fn a_listed_network_may_be_asked_although_it_is_private() {
        let listed = [Network::parse("10.1.0.0/16").unwrap()];
        let asked = |address: &str| may_be_asked(address.parse().unwrap(), &listed);
        assert!(asked("10.1.2.3") && asked("::ffff:10.1.2.3") && asked("8.8.8.8"));
        assert!(!asked("10.2.2.3") && !asked("127.0.0.1"));
    }

    #[test]
    fn of_a_host_only_the_addresses_that_may_be_asked_are_left() {
        let guard = Guard { listed: Arc::new([]) };
        let admitted = |found: &[&str]| {
            let found = found.iter().map(|it| SocketAddr::new(it.parse().unwrap(), 0));
            guard.admit("data.example.gov.cn", found)
        };
        let mixed = admitted(&["127.0.0.1", "8.8.8.8", "::1"]).unwrap();
        assert_eq!(mixed, [SocketAddr::new("8.8.8.8".parse().unwrap(), 0)]);
        assert_eq!(admitted(&["127.0.0.1", "::1"]).unwrap_err().host, "data.example.gov.cn");
        assert!(admitted(&[]).is_err());
    }
}
