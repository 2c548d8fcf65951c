//! Networks: an address and how many of its leading bits are meant (CIDR, RFC 4632 and 4291).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::types::Setting;
use crate::fault::Expected;

/// The addresses that share their leading bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u32,
}

impl Network {
    /// A network of IPv4 addresses. At most 32 bits count.
    #[must_use]
    pub const fn v4(address: [u8; 4], prefix: u32) -> Self {
        let [a, b, c, d] = address;
        Self { address: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), prefix }
    }

    /// A network of IPv6 addresses, named by its first two groups. At most 32 bits count.
    #[must_use]
    pub const fn v6([first, second]: [u16; 2], prefix: u32) -> Self {
        let address = Ipv6Addr::new(first, second, 0, 0, 0, 0, 0, 0);
        Self { address: IpAddr::V6(address), prefix }
    }

    /// Reads `10.1.0.0/16`, `fd00::/8`, or one address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Some(bits), |it| it.parse().ok())?;
        (prefix <= bits).then_some(Self { address, prefix })
    }

    /// Whether the address is of this network. An IPv4 address that is mapped into IPv6 is asked
    /// about as what it is.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let shared = match (self.address.to_canonical(), address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                (own.to_bits() ^ other.to_bits()).leading_zeros()
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                (own.to_bits() ^ other.to_bits()).leading_zeros()
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return false,
        };
        self.prefix <= shared
    }
}

impl Setting for Network {
    fn expected() -> Expected {
        Expected::word("expected-network")
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(network: &str, address: &str, expected: bool) {
        let network = Network::parse(network).unwrap();
        assert_eq!(network.contains(address.parse().unwrap()), expected, "{network:?} {address}");
    }

    #[test]
    fn a_network_ends_where_its_bits_end() {
        check("10.1.0.0/16", "10.1.255.255", true);
        check("10.1.0.0/16", "10.2.0.0", false);
        check("10.1.2.3", "10.1.2.3", true);
        check("10.1.2.3", "10.1.2.4", false);
        check("0.0.0.0/0", "203.0.113.7", true);
        check("10.1.0.0/16", "::ffff:10.1.2.3", true);
        check("10.1.0.0/16", "::ffff:10.2.2.3", false);
        check("fd00::/8", "fdff::1", true);
        check("fd00::/8", "fe00::1", false);
        check("::1", "::1", true);
        check("::1", "127.0.0.1", false);
        check("0.0.0.0/0", "2001:db8::1", false);
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "10.1.0.0/33", "fd00::/129", "10.1/16", "intranet", "10.1.0.0/", "/8"] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }

    #[test]
    fn networks_of_code_are_those_of_text() {
        assert_eq!(Some(Network::v4([10, 0, 0, 0], 8)), Network::parse("10.0.0.0/8"));
        assert_eq!(Some(Network::v6([0xfe80, 0], 10)), Network::parse("fe80::/10"));
    }
}
