//! Putting values into the placeholders of a message.
//!
//! Always true: a template is read once, so the text of a value is never taken for a placeholder.

use super::Direction;

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Words.
    Text(&'a str),
    /// The name of a placeholder.
    Slot(&'a str),
}

/// The pieces of a template in order; see [`parts`].
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    rest: &'a str,
}

/// The pieces of a template, for a sentence that has a link or an amount of its own inside:
/// `By paying you accept our {terms}`. A brace that opens no placeholder is text.
pub fn parts(template: &str) -> Parts<'_> {
    Parts { rest: template }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = slot(self.rest) {
            self.rest = after;
            return Some(Part::Slot(name));
        }
        let mut braces = self.rest.match_indices('{').map(|(at, _)| at);
        let end = braces.find(|at| self.rest.get(*at..).and_then(slot).is_some()).unwrap_or(self.rest.len());
        let (text, after) = self.rest.split_at(end);
        self.rest = after;
        Some(Part::Text(text))
    }
}

/// The placeholder that a text begins with, and what follows it.
fn slot(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.strip_prefix('{')?.split_once('}')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some((name, after))
}

/// The template with its placeholders replaced. One without a value stays as it is written.
///
/// From right to left each value stands between U+2068 and U+2069 (first strong isolate, Unicode UAX #9): a name,
/// an amount or a code in Latin letters would otherwise pull the words around it to its own direction. From left to
/// right nothing is added, so that texts can be searched and compared.
pub fn fill(template: &str, direction: Direction, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 16);
    for part in parts(template) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Slot(name) => match values.iter().find(|(of, _)| *of == name) {
                Some((_, value)) if direction == Direction::Rtl && !value.is_empty() => {
                    filled.push('\u{2068}');
                    filled.push_str(value);
                    filled.push('\u{2069}');
                }
                Some((_, value)) => filled.push_str(value),
                None => {
                    filled.push('{');
                    filled.push_str(name);
                    filled.push('}');
                }
            },
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(template: &str, values: &[(&str, &str)], expected: &str) {
        assert_eq!(fill(template, Direction::Ltr, values), expected);
    }

    #[test]
    fn values_take_their_places() {
        check("{a} of {b}", &[("b", "5"), ("a", "3")], "3 of 5");
    }
    #[test]
    fn a_value_is_not_read_again() {
        check("{a}, {b}", &[("a", "{b}"), ("b", "x")], "{b}, x");
    }
    #[test]
    fn an_unknown_place_stays() {
        check("Hello {name}", &[("nam", "x")], "Hello {name}");
    }
    #[test]
    fn a_place_can_come_twice() {
        check("{a}{a}", &[("a", "x")], "xx");
    }
    #[test]
    fn other_braces_are_text() {
        check("{ a} {} {a", &[("a", "x")], "{ a} {} {a");
    }
    #[test]
    fn a_brace_before_a_place_is_text() {
        check("{{a}}", &[("a", "x")], "{x}");
    }
    #[test]
    fn values_are_isolated_from_right_to_left() {
        let filled = fill("الرمز {code}", Direction::Rtl, &[("code", "A1")]);
        assert_eq!(filled, "الرمز \u{2068}A1\u{2069}");
    }

    #[test]
    fn a_sentence_comes_apart_around_its_link() {
        let pieces: Vec<_> = parts("Accept our {terms}.").collect();
        assert_eq!(pieces, [Part::Text("Accept our "), Part::Slot("terms"), Part::Text(".")]);
    }

    proptest! {
        #[test]
        fn parts_put_together_are_the_template(template in "[{}a-cé ]{0,24}") {
            let whole: String = parts(&template)
                .map(|part| match part {
                    Part::Text(text) => text.to_owned(),
                    Part::Slot(name) => format!("{{{name}}}"),
                })
                .collect();
            prop_assert_eq!(whole, template);
        }
    }
}
