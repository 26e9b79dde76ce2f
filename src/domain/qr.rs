//! The squares of a QR code as one path.
//!
//! Always true: error correction M, four empty squares on each side (ISO/IEC 18004), and the smallest version that
//! holds the text. In a part of its own: the rest of the program names [`Code`] only by what `lazy` hands out.

use core::fmt::Write;
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// How many squares stay empty around the code: readers find its edge by them.
const QUIET: u16 = 4;

/// A code ready to be drawn: how many squares it has on a side with its margin, and the dark ones as the path of an
/// SVG whose unit is a square.
pub type Code = (u16, String);

/// The code of a text; `None` when no code holds so much.
pub fn code(text: &str) -> Option<Code> {
    let segments = QrSegment::make_segments(text);
    let correction = QrCodeEcc::Medium;
    let (mask, boost): (Option<Mask>, bool) = (None, false);
    let drawn =
        QrCode::encode_segments_advanced(&segments, correction, Version::MIN, Version::MAX, mask, boost).ok()?;
    let size = drawn.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let run = (x..size).take_while(|x| drawn.get_module(*x, y)).count();
            let run = i32::try_from(run).unwrap_or(0);
            if run > 0 {
                let quiet = i32::from(QUIET);
                // Writing into a text does not fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + quiet, y + quiet);
            }
            x += run.max(1);
        }
    }
    Some((u16::try_from(size).ok()? + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        check::{epc, iban::Iban},
        money::{Currency, Money},
    };
    use proptest::prelude::*;

    /// Paints the path, four points a square, as a screen would.
    fn painted(side: usize, path: &str) -> Vec<Vec<bool>> {
        let mut squares = vec![vec![false; side]; side];
        for run in path.split_terminator('z') {
            let (start, rest) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let (length, back) = rest.split_once("v1h-").unwrap();
            assert_eq!(length, back, "a run ends where it began");
            let (x, y, length): (usize, usize, usize) =
                (x.parse().unwrap(), y.parse().unwrap(), length.parse().unwrap());
            for square in &mut squares[y][x..x + length] {
                *square = true;
            }
        }
        squares
    }

    /// What somebody else's reader finds in the picture.
    fn read((side, path): &Code) -> (usize, String) {
        const POINTS: usize = 4;
        let side = usize::from(*side);
        let squares = painted(side, path);
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side * POINTS, side * POINTS, |x, y| {
            if squares[y / POINTS][x / POINTS] { 0 } else { 255 }
        });
        let found = picture.detect_grids();
        assert_eq!(found.len(), 1, "one code in the picture");
        let (meta, text) = found[0].decode().unwrap();
        assert_eq!(meta.ecc_level, 0, "M");
        (meta.version.0, text)
    }

    #[test]
    fn its_margin_is_empty() {
        let (side, path) = code("https://bank.example/pay/1").unwrap();
        let squares = painted(usize::from(side), &path);
        let inside = usize::from(QUIET)..usize::from(side - QUIET);
        for (y, row) in squares.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                assert!(!dark || (inside.contains(&x) && inside.contains(&y)), "{x} {y}");
            }
        }
        assert!(squares[4][4] && squares[4][usize::from(side) - 5], "and the code begins behind it");
    }

    #[test]
    fn too_much_makes_no_code() {
        assert_eq!(code(&"x".repeat(3000)), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(25))]

        // shows: QR-01
        #[test]
        fn a_bank_reads_the_transfer(
            name in "[A-Za-zæøåéß .&]{1,70}",
            cents in 1..99_999_999_999_i64,
            reference in prop_oneof!["[A-Z0-9-]{1,35}", "[A-Za-zæøå0-9 /]{1,140}"],
        ) {
            let iban = Iban::parse("NL91ABNA0417164300").unwrap();
            let amount = Money::new(cents, Currency::EUR);
            let transfer = epc::Transfer { name: &name, iban: &iban, bic: None, amount, reference: &reference };
            if let Some(payload) = epc::payload(&transfer) {
                let (version, text) = read(&code(&payload).unwrap());
                prop_assert!(version <= 13, "version {version}");
                prop_assert_eq!(text, payload);
            }
        }

        #[test]
        fn any_address_is_read(address in "https://[a-z]{1,20}\\.example/[a-zA-Z0-9/_-]{0,120}") {
            prop_assert_eq!(read(&code(&address).unwrap()).1, address);
        }
    }
}
