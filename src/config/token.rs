//! Values of design tokens: a small grammar of our own, smaller than CSS (SEC-23).
//!
//! Always true: a value that passes holds no `url(`, no `var(`, no function but `rgb()`, no comment, no escape, and nothing
//! that ends a declaration or a rule. It is checked here and nowhere else, so nothing below needs to quote it.

use crate::domain::check::text::is_letter_or_digit;

/// What a token holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A colour.
    Colour,
    /// A length between two bounds, in pixels.
    Length(u16, u16),
    /// A list of font families.
    Fonts,
    /// The weight of a font.
    Weight,
    /// A line height, in hundredths at least and at most.
    Ratio(u16, u16),
    /// `0`: what it switches can be switched off, and on only by whoever uses the device.
    Zero,
}

impl Kind {
    /// What the merchant is told.
    pub fn expects(self) -> String {
        match self {
            Self::Colour => "a colour such as #0b5566 or rgb(11 85 102)".to_owned(),
            Self::Length(least, most) => format!("a length such as {least}px, at least {least}px and at most {most}px"),
            Self::Fonts => r#"font families such as Inter, "Segoe UI", sans-serif"#.to_owned(),
            Self::Weight => "a weight from 100 to 900".to_owned(),
            Self::Ratio(least, most) => format!("a number from {} to {}", hundredths(least), hundredths(most)),
            Self::Zero => "0".to_owned(),
        }
    }
}

fn hundredths(number: u16) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

/// Every token a merchant may set, without `--kassa-`, and what it does.
pub const TOKENS: &[(&str, Kind, &str)] = &[
    ("color-primary", Kind::Colour, "Buttons, links and what is chosen"),
    ("color-on-primary", Kind::Colour, "Words on a button"),
    ("color-background", Kind::Colour, "The page"),
    ("color-surface", Kind::Colour, "Fields and cards"),
    ("color-surface-sunken", Kind::Colour, "The receipt"),
    ("color-media", Kind::Colour, "Behind pictures"),
    ("color-text", Kind::Colour, "Text"),
    ("color-text-secondary", Kind::Colour, "Quiet text"),
    ("color-border", Kind::Colour, "Lines"),
    ("color-border-strong", Kind::Colour, "Outlines of fields"),
    ("color-danger", Kind::Colour, "What has to be mended"),
    ("color-success", Kind::Colour, "What went well"),
    ("color-warning", Kind::Colour, "What to look at"),
    ("color-focus", Kind::Colour, "The ring of the keyboard focus"),
    ("font-family", Kind::Fonts, "Text"),
    ("font-family-heading", Kind::Fonts, "Headings"),
    ("font-size-base", Kind::Length(14, 24), "Text; all other sizes follow"),
    ("font-weight-regular", Kind::Weight, "Text"),
    ("font-weight-medium", Kind::Weight, "Labels"),
    ("font-weight-bold", Kind::Weight, "Headings"),
    ("line-height", Kind::Ratio(120, 200), "Between lines"),
    ("space-unit", Kind::Length(3, 6), "The unit of all distances"),
    ("radius", Kind::Length(0, 40), "Corners of cards"),
    ("input-radius", Kind::Length(0, 40), "Corners of fields"),
    ("button-radius", Kind::Length(0, 999), "Corners of buttons"),
    ("input-height", Kind::Length(44, 72), "Height of fields"),
    ("button-height", Kind::Length(44, 80), "Height of buttons"),
    ("tap-size", Kind::Length(44, 64), "The least size of what is pressed"),
    ("max-width", Kind::Length(320, 1600), "Width of the checkout"),
    ("sticky-offset", Kind::Length(0, 200), "What stands above the receipt while it stays in view"),
    ("motion", Kind::Zero, "0 stills everything that moves"),
];

/// The longest value.
const LONGEST: usize = 200;

/// Whether the text is a value of that kind.
pub fn is_value(text: &str, kind: Kind) -> bool {
    if text.len() > LONGEST || text != text.trim() || text.is_empty() {
        return false;
    }
    match kind {
        Kind::Colour => colour(text).is_some(),
        Kind::Length(least, most) => length(text, least, most),
        Kind::Fonts => fonts(text),
        Kind::Weight => number(text).is_some_and(|weight| (10_000..=90_000).contains(&weight) && weight % 10_000 == 0),
        Kind::Ratio(least, most) => {
            number(text).is_some_and(|ratio| (u32::from(least)..=u32::from(most)).contains(&ratio))
        }
        Kind::Zero => text == "0",
    }
}

/// A number in hundredths: at most five digits before the point and two after it.
fn number(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole, 5) || !digits(part, 2) {
        return None;
    }
    let part: u32 = if part.len() == 1 { part.parse::<u32>().ok()? * 10 } else { part.parse().ok()? };
    Some(whole.parse::<u32>().ok()? * 100 + part)
}

fn length(text: &str, least: u16, most: u16) -> bool {
    let pixels = if text == "0" {
        Some(0)
    } else if let Some(rems) = text.strip_suffix("rem") {
        number(rems).map(|rems| rems.saturating_mul(16))
    } else {
        text.strip_suffix("px").and_then(number)
    };
    pixels.is_some_and(|pixels| (u32::from(least) * 100..=u32::from(most) * 100).contains(&pixels))
}

fn fonts(text: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '-')
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_name = |name: &str| match name.strip_prefix('"').map(|rest| rest.strip_suffix('"')) {
        // Letters of any script: fonts are called what they are called.
        Some(quoted) => quoted.is_some_and(|name| {
            !name.trim().is_empty() && name.chars().all(|letter| is_letter_or_digit(letter) || " -_.".contains(letter))
        }),
        None => !name.is_empty() && name.split(' ').all(is_word),
    };
    let families: Vec<&str> = text.split(',').map(str::trim).collect();
    families.len() <= 12 && families.into_iter().all(is_name)
}

/// Red, green and blue of a colour; an opacity is read over.
fn colour(text: &str) -> Option<[u8; 3]> {
    if let Some(digits) = text.strip_prefix('#') {
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        let single = |at: usize| u8::from_str_radix(digits.get(at..=at)?, 16).ok().map(|digit| digit * 17);
        return match digits.len() {
            3 | 4 => Some([single(0)?, single(1)?, single(2)?]),
            6 | 8 => Some([pair(0)?, pair(2)?, pair(4)?]),
            _ => None,
        };
    }
    let inside = text.strip_prefix("rgb(")?.strip_suffix(')')?;
    let mut parts = inside.split(' ').filter(|part| !part.is_empty());
    let mut channel = || {
        let part = parts.next()?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u8>().ok()).flatten()
    };
    let found = [channel()?, channel()?, channel()?];
    let rest: Vec<&str> = parts.collect();
    match rest.as_slice() {
        [] => Some(found),
        ["/", opacity] if number(opacity).is_some_and(|opacity| opacity <= 100) => Some(found),
        _ => None,
    }
}

/// One, as [`light`] writes it: 1000 to the power of 2.4.
const ONE: u128 = 15_848_931;

/// The light of a channel (WCAG 2.2, relative luminance), in whole numbers: `((c + 0.055) / 1.055) ^ 2.4`.
fn light(channel: u8) -> u128 {
    let channel = u128::from(channel);
    if channel <= 10 {
        return channel * ONE / 3295;
    }
    let share = (200 * channel + 11 * 255) * 1000 / (255 * 211);
    // The fifth root of the twelfth power, found by halving.
    let power = share.saturating_pow(12);
    let (mut low, mut high) = (0_u128, ONE + 1);
    while low + 1 < high {
        let middle = u128::midpoint(low, high);
        if middle.saturating_pow(5) <= power { low = middle } else { high = middle }
    }
    low
}

fn luminance([red, green, blue]: [u8; 3]) -> u128 {
    (2126 * light(red) + 7152 * light(green) + 722 * light(blue)) / 10_000
}

/// The contrast of two colours in hundredths (WCAG 1.4.3), if both can be read.
pub fn contrast(one: &str, other: &str) -> Option<u128> {
    let (one, other) = (luminance(colour(one)?), luminance(colour(other)?));
    let haze = ONE / 20;
    Some((one.max(other) + haze) * 100 / (one.min(other) + haze))
}

/// Which colours stand on which, what they must reach in hundredths, and what both are unless a merchant says otherwise:
/// light, then dark. Held together with the style sheets by a test.
pub const PAIRS: &[(&str, &str, u128)] = &[
    ("color-on-primary", "color-primary", 450),
    ("color-text", "color-background", 450),
    ("color-text", "color-surface", 450),
    ("color-text-secondary", "color-surface", 450),
    ("color-primary", "color-surface", 450),
    ("color-danger", "color-surface", 450),
    ("color-border-strong", "color-surface", 300),
    ("color-focus", "color-background", 300),
];

/// What these colours are in our own two themes.
pub const OURS: &[(&str, &str, &str)] = &[
    ("color-primary", "#0b5566", "#6fc7d8"),
    ("color-on-primary", "#ffffff", "#05262d"),
    ("color-background", "#ffffff", "#0d1415"),
    ("color-surface", "#ffffff", "#131c1d"),
    ("color-text", "#13201f", "#ebf1ef"),
    ("color-text-secondary", "#53615e", "#a3b2ae"),
    ("color-border-strong", "#7f8d89", "#6d7f7b"),
    ("color-danger", "#b3261e", "#ff9d94"),
    ("color-focus", "#0b5566", "#6fc7d8"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, kind: Kind, expected: bool) {
        assert_eq!(is_value(text, kind), expected, "{text}");
    }

    #[test]
    fn colours_are_hexadecimal_or_rgb() {
        for good in ["#fff", "#FFFF", "#0b5566", "#0b556680", "rgb(1 2 3)", "rgb(1 2 3 / 0.5)", "rgb(255 255 255 / 1)"]
        {
            check(good, Kind::Colour, true);
        }
        for bad in [
            "",
            "#",
            "#12",
            "#12345",
            "#1234567",
            "#ggg",
            "red",
            "transparent",
            "currentcolor",
            "rgb(1,2,3)",
            "rgb(1 2)",
            "rgb(256 0 0)",
            "rgb(-1 0 0)",
            "rgb(1 2 3 / 2)",
            "rgb(1 2 3 / 50%)",
            "rgb(1 2 3) ",
            "hsl(1 2% 3%)",
            "#fff;color:red",
            "#fff}body{color:red",
            "url(//x)",
            "var(--x)",
            "expression(1)",
            "\\23 fff",
            "#fff/**/",
            "#\u{ff11}\u{ff11}\u{ff11}",
            "rgb(\u{0661} 2 3)",
            "rgb(1 2 3",
            "RGB(1 2 3)",
            "#fff!important",
        ] {
            check(bad, Kind::Colour, false);
        }
    }
    #[test]
    fn lengths_have_bounds() {
        let radius = Kind::Length(0, 40);
        for good in ["0", "0px", "12px", "1.5rem", "40px", "0.25px"] {
            check(good, radius, true);
        }
        for bad in [
            "12",
            "-1px",
            "41px",
            "3rem",
            "99999999999px",
            "1e3px",
            "calc(1px + 1px)",
            "12px;",
            "12 px",
            "12vw",
            "12%",
            "px",
            ".5px",
            "1.234px",
            "12px)",
            "min(1px,2px)",
            "1px/**/",
            "NaNpx",
            "Infinitypx",
            "0x10px",
            "auto",
        ] {
            check(bad, radius, false);
        }
        check("40px", Kind::Length(44, 64), false);
    }
    #[test]
    fn fonts_are_names() {
        for good in ["Inter", "system-ui, sans-serif", "\"Segoe UI\", Arial", "Times New Roman, serif", "\"ヒラギノ\""]
        {
            check(good, Kind::Fonts, true);
        }
        for bad in [
            "",
            ",",
            "Inter,",
            "\"",
            "\"\"",
            "\"a\" b",
            "Inter; color: red",
            "Inter}",
            "url(x)",
            "\"a\\\"\"",
            "'Inter'",
            "@import",
            "Inter, url(https://evil.example/f)",
            "\"a\"b\"",
            "1st",
            "a/b",
            "\"\n\"",
            "Inter  Tight",
            "<style>",
        ] {
            check(bad, Kind::Fonts, false);
        }
    }
    #[test]
    fn weights_are_hundreds() {
        for (text, good) in
            [("400", true), ("900", true), ("450", false), ("1000", false), ("bold", false), ("0", false)]
        {
            check(text, Kind::Weight, good);
        }
    }
    #[test]
    fn ratios_have_bounds() {
        for (text, good) in
            [("1.5", true), ("1.20", true), ("2", true), ("1.1", false), ("2.01", false), ("150%", false)]
        {
            check(text, Kind::Ratio(120, 200), good);
        }
    }
    #[test]
    fn motion_is_stilled_and_never_forced() {
        // `1` would move for those who asked their device for stillness (WCAG 2.3.3).
        for (text, good) in [("0", true), ("1", false), ("0.5", false), ("none", false)] {
            check(text, Kind::Zero, good);
        }
    }

    #[track_caller]
    fn check_contrast(one: &str, other: &str, expected: u128) {
        let found = contrast(one, other).unwrap();
        // Whole numbers on the way: a hundredth is no matter.
        assert!(found.abs_diff(expected) <= 4, "{one} on {other}: {found}, not {expected}");
        assert_eq!(contrast(other, one), Some(found));
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        check_contrast("#000", "#fff", 2100);
        check_contrast("#fff", "#fff", 100);
        check_contrast("#767676", "#ffffff", 454);
        check_contrast("#777777", "#ffffff", 448);
        check_contrast("#ff0000", "#ffffff", 400);
        check_contrast("#0000ff", "#ffffff", 859);
    }
    #[test]
    fn our_own_colours_reach_it() {
        let of = |name: &str| OURS.iter().find(|(known, ..)| *known == name).unwrap();
        for (over, under, least) in PAIRS {
            let (over, under) = (of(over), of(under));
            assert!(contrast(over.1, under.1).unwrap() >= *least, "{over:?} on {under:?}, light");
            assert!(contrast(over.2, under.2).unwrap() >= *least, "{over:?} on {under:?}, dark");
        }
    }
}
