//! Colours, and how far apart two of them are to the eye (WCAG 2.2, relative
//! luminance of sRGB). Whole numbers alone: the same answer on every machine.

use std::fmt;

/// Red, green and blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Colour(pub(super) [u8; 3]);

/// A ratio of contrast in hundredths: 450 is 4.5 to 1. Never rounded up.
pub(super) type Ratio = u64;

pub(super) const BLACK: Colour = Colour([0; 3]);
pub(super) const WHITE: Colour = Colour([255; 3]);

impl Colour {
    /// `0b5c8a`, `#0b5c8a`, `#abc`, `rgb(11, 92, 138)`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Some(parts) = text.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')')) {
            return parts_of(parts);
        }
        let digits = text.strip_prefix('#').unwrap_or(&text);
        let long: String = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => digits.to_owned(),
        };
        if long.len() != 6 || !long.chars().all(|c| c.is_ascii_hexdigit()) {
            return None;
        }
        let at = |from: usize| u8::from_str_radix(long.get(from..from + 2)?, 16).ok();
        Some(Self([at(0)?, at(2)?, at(4)?]))
    }

    /// Luminance, of which black has none and white 10^11.
    fn luminance(self) -> u64 {
        let Self([red, green, blue]) = self;
        let light = |part: u8| u64::from(LIGHT.get(usize::from(part)).copied().unwrap_or(0));
        2126 * light(red) + 7152 * light(green) + 722 * light(blue)
    }

    /// Whether it is lighter than another.
    pub(super) fn is_lighter_than(self, other: Self) -> bool {
        other.luminance() < self.luminance()
    }

    /// The contrast of two colours, whichever is lighter.
    pub(super) fn contrast(self, other: Self) -> Ratio {
        /// What is added to both by the definition: a twentieth of white.
        const FLARE: u64 = 5_000_000_000;
        let (one, two) = (self.luminance() + FLARE, other.luminance() + FLARE);
        100 * one.max(two) / one.min(two)
    }

    /// So many hundredths of another colour, and the rest of this one.
    pub(super) fn mix(self, other: Self, hundredths: u8) -> Self {
        let much = u16::from(hundredths.min(100));
        let (Self([red, green, blue]), Self(others)) = (self, other);
        let [redder, greener, bluer] = others;
        let part = |mine: u8, theirs: u8| {
            let sum = u16::from(mine) * (100 - much) + u16::from(theirs) * much;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self([part(red, redder), part(green, greener), part(blue, bluer)])
    }

    /// Moved towards another no further than it must be for `holds`.
    pub(super) fn towards(self, other: Self, holds: impl Fn(&Self) -> bool) -> Self {
        let mut steps = (0..=50).map(|step| self.mix(other, 2 * step));
        steps.find(holds).unwrap_or(other)
    }

    /// The same, for a contrast of `needed` to all of `grounds`.
    pub(super) fn moved(self, other: Self, grounds: &[Self], needed: Ratio) -> Self {
        self.towards(other, |moved| grounds.iter().all(|ground| needed <= moved.contrast(*ground)))
    }
}

fn parts_of(text: &str) -> Option<Colour> {
    let mut parts = text.split([',', ' ']).filter(|part| !part.is_empty()).map(str::parse::<u8>);
    let colour = Colour([parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?]);
    parts.next().is_none().then_some(colour)
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([red, green, blue]) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// How much light a part of sRGB gives, in ten-millionths: the definition's
/// curve at its 256 places.
#[rustfmt::skip]
const LIGHT: [u32; 256] = [
    0, 3_035, 6_071, 9_106, 12_141, 15_176, 18_212, 21_247, 24_282, 27_317, 30_353, 33_465, 36_765,
    40_247, 43_914, 47_770, 51_815, 56_054, 60_488, 65_121, 69_954, 74_990, 80_232, 85_681, 91_341,
    97_212, 103_298, 109_601, 116_122, 122_865, 129_830, 137_021, 144_438, 152_085, 159_963,
    168_074, 176_420, 185_002, 193_824, 202_886, 212_190, 221_739, 231_534, 241_576, 251_869,
    262_412, 273_209, 284_260, 295_568, 307_134, 318_960, 331_048, 343_398, 356_013, 368_895,
    382_044, 395_462, 409_152, 423_114, 437_350, 451_862, 466_651, 481_718, 497_066, 512_695,
    528_606, 544_803, 561_285, 578_054, 595_112, 612_461, 630_100, 648_033, 666_259, 684_782,
    703_601, 722_719, 742_136, 761_854, 781_874, 802_198, 822_827, 843_762, 865_005, 886_556,
    908_417, 930_590, 953_075, 975_873, 998_987, 1_022_417, 1_046_165, 1_070_231, 1_094_617,
    1_119_324, 1_144_354, 1_169_707, 1_195_384, 1_221_388, 1_247_718, 1_274_377, 1_301_365,
    1_328_683, 1_356_333, 1_384_316, 1_412_633, 1_441_285, 1_470_273, 1_499_598, 1_529_262,
    1_559_265, 1_589_608, 1_620_294, 1_651_322, 1_682_694, 1_714_411, 1_746_474, 1_778_884,
    1_811_642, 1_844_750, 1_878_208, 1_912_017, 1_946_178, 1_980_693, 2_015_563, 2_050_787,
    2_086_369, 2_122_308, 2_158_605, 2_195_262, 2_232_280, 2_269_659, 2_307_400, 2_345_506,
    2_383_976, 2_422_811, 2_462_013, 2_501_583, 2_541_521, 2_581_829, 2_622_507, 2_663_556,
    2_704_978, 2_746_773, 2_788_943, 2_831_487, 2_874_408, 2_917_706, 2_961_383, 3_005_438,
    3_049_873, 3_094_689, 3_139_887, 3_185_468, 3_231_432, 3_277_781, 3_324_515, 3_371_636,
    3_419_144, 3_467_041, 3_515_326, 3_564_001, 3_613_068, 3_662_526, 3_712_377, 3_762_621,
    3_813_260, 3_864_294, 3_915_725, 3_967_552, 4_019_778, 4_072_402, 4_125_426, 4_178_851,
    4_232_677, 4_286_905, 4_341_536, 4_396_572, 4_452_012, 4_507_858, 4_564_110, 4_620_770,
    4_677_838, 4_735_315, 4_793_202, 4_851_499, 4_910_208, 4_969_330, 5_028_865, 5_088_813,
    5_149_177, 5_209_956, 5_271_151, 5_332_764, 5_394_795, 5_457_245, 5_520_114, 5_583_404,
    5_647_115, 5_711_248, 5_775_804, 5_840_784, 5_906_188, 5_972_018, 6_038_273, 6_104_956,
    6_172_066, 6_239_604, 6_307_571, 6_375_969, 6_444_797, 6_514_056, 6_583_748, 6_653_873,
    6_724_432, 6_795_425, 6_866_853, 6_938_718, 7_011_019, 7_083_758, 7_156_935, 7_230_551,
    7_304_607, 7_379_104, 7_454_042, 7_529_422, 7_605_245, 7_681_511, 7_758_222, 7_835_378,
    7_912_979, 7_991_027, 8_069_523, 8_148_466, 8_227_858, 8_307_699, 8_387_990, 8_468_732,
    8_549_926, 8_631_572, 8_713_671, 8_796_224, 8_879_231, 8_962_694, 9_046_612, 9_130_987,
    9_215_819, 9_301_109, 9_386_857, 9_473_065, 9_559_734, 9_646_862, 9_734_453, 9_822_506,
    9_911_021, 10_000_000,
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_is_the_definitions_curve() {
        for (at, light) in (0_u8..=255).zip(LIGHT) {
            let part = f64::from(at) / 255.0;
            let exact =
                if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
            assert!((exact * 1e7 - f64::from(light)).abs() <= 0.5, "{at}");
        }
    }

    #[test]
    fn known_contrasts_are_found() {
        let ratio = |one, two| Colour::read(one).unwrap().contrast(Colour::read(two).unwrap());
        assert_eq!(ratio("#000", "#fff"), 2100);
        assert_eq!(ratio("#777777", "fff"), 447);
        assert_eq!(ratio("rgb(118, 118, 118)", "#ffffff"), 454);
        assert_eq!(ratio("0b5c8a", "0b5c8a"), 100);
    }

    #[test]
    fn only_a_colour_is_one() {
        for text in ["", "red", "#12345", "#1234567", "rgb(1,2)", "rgb(1,2,3,4)", "rgb(256,0,0)"] {
            assert_eq!(Colour::read(text), None, "{text}");
        }
        for text in ["#fff;}body{", "var(--x)", "#ååå", "ååå", "#ffffé"] {
            assert_eq!(Colour::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_colour_reads_as_it_is_written(parts: [u8; 3]) {
            let colour = Colour(parts);
            prop_assert_eq!(Colour::read(&colour.to_string()), Some(colour));
        }

        #[test]
        fn black_or_white_is_read_on_every_colour(parts: [u8; 3]) {
            let colour = Colour(parts);
            prop_assert!(450 <= colour.contrast(BLACK).max(colour.contrast(WHITE)));
        }
    }
}
