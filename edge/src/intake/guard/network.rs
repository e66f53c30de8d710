//! The network that a request came from: all that is looked at of an address,
//! and only its salted name is ever written down.

use std::net::IpAddr;

/// `192.0.2.0/24`, or `2001:db8:1::/48`: what one household or office has.
pub(super) fn of(address: &str) -> Option<String> {
    match address.trim().parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            Some(format!("{a}.{b}.{c}.0/24"))
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            Some(format!("{a:x}:{b:x}:{c:x}::/48"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_one_network() {
        for (address, network) in [
            ("192.0.2.7", Some("192.0.2.0/24")),
            (" 192.0.2.255 ", Some("192.0.2.0/24")),
            ("2001:db8:1:2::7", Some("2001:db8:1::/48")),
            ("::ffff:192.0.2.7", Some("192.0.2.0/24")),
            ("unknown", None),
            ("", None),
        ] {
            assert_eq!(of(address).as_deref(), network, "{address}");
        }
    }

    #[test]
    fn an_address_is_read_without_a_panic() {
        crate::odd::inputs("network", &["192.0.2.7", "2001:db8:1:2::7"], |_, text| {
            let _ = of(text);
        });
    }
}
