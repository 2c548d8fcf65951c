//! Numbers that look drawn by chance and are the same on every machine, in any order of asking.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

/// The step between two states: 2^64 over the golden ratio, made odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A stream of `SplitMix64` (Steele, Lea and Flood, 2014). Each sample has a stream of its own, so that
/// it does not matter which thread draws it, and when.
#[derive(Clone, Debug)]
pub struct Stream {
    state: u64,
}

impl Stream {
    /// The stream of this sample.
    #[must_use]
    pub fn new(seed: u64, sample: u64) -> Self {
        Self { state: mixed(seed).wrapping_add(mixed(sample ^ STEP)) }
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mixed(self.state)
    }

    /// The next number from 0 to 1, without 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are what an f64 holds")]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

const fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs of the reference implementation for the state 1 234 567.
    #[test]
    fn the_stream_is_the_published_one() {
        let mut stream = Stream { state: 1_234_567 };
        let found = [stream.bits(), stream.bits(), stream.bits()];
        let expected =
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(found, expected);
    }

    #[test]
    fn samples_differ_and_fill_the_unit() {
        let mut first: Vec<u64> = (0..1_000).map(|it| Stream::new(7, it).bits()).collect();
        let mean = (0..10_000).map(|it| Stream::new(7, it).unit()).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.01, "{mean}"); // three and a half standard errors
        first.sort_unstable();
        first.dedup();
        assert_eq!(first.len(), 1_000);
        assert_ne!(Stream::new(7, 1).bits(), Stream::new(8, 1).bits());
    }
}
