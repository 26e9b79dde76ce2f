//! How records become text and come back: a tree of plain values, written as JSON.
//!
//! Records are lists of their fields in order, without names. Deriving `Deserialize` on each record
//! would weigh a quarter of the whole shop in the download.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
};
use std::collections::BTreeMap;

/// A plain value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    Nothing,
    Flag(bool),
    Number(i64),
    Text(String),
    List(Vec<Tree>),
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => serializer.collect_seq(list),
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Tree;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a plain value")
            }

            fn visit_unit<E: Error>(self) -> Result<Tree, E> {
                Ok(Tree::Nothing)
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<Tree, E> {
                Ok(Tree::Flag(flag))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Tree, E> {
                Ok(Tree::Number(number))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Tree, E> {
                i64::try_from(number).map(Tree::Number).map_err(E::custom)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Tree, E> {
                Ok(Tree::Text(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Tree, A::Error> {
                let mut list = Vec::new();
                while let Some(part) = parts.next_element()? {
                    list.push(part);
                }
                Ok(Tree::List(list))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

/// What can be kept as a tree and restored from it.
///
/// Restoring fills a value that is there already: the code for that is a third of what building one
/// field by field takes, for every field that can fail.
pub(super) trait Kept: Default {
    fn keep(&self) -> Tree;

    /// Takes over what was kept. `false` for a tree of another shape; the value is then good for nothing.
    fn restore(&mut self, tree: Tree) -> bool;
}

/// Keeps a record as the list of its fields.
macro_rules! kept {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl Kept for $name {
            fn keep(&self) -> Tree {
                Tree::List(vec![$(self.$field.keep()),*])
            }

            fn restore(&mut self, tree: Tree) -> bool {
                let mut parts = Parts::of(tree);
                $(parts.next(&mut self.$field);)*
                parts.end()
            }
        }
    };
}
pub(super) use kept;

/// The parts of a list, taken one after another.
pub(super) struct Parts {
    list: std::vec::IntoIter<Tree>,
    good: bool,
}

impl Parts {
    /// The parts of a list; anything else is no good.
    pub(super) fn of(tree: Tree) -> Self {
        match tree {
            Tree::List(list) => Self { list: list.into_iter(), good: true },
            _ => Self { list: Vec::new().into_iter(), good: false },
        }
    }

    /// Restores a value from the next part.
    pub(super) fn next<T: Kept>(&mut self, value: &mut T) {
        self.good = self.good && self.list.next().is_some_and(|tree| value.restore(tree));
    }

    /// Whether every part was there and good, and there are no more.
    pub(super) fn end(self) -> bool {
        self.good && self.list.len() == 0
    }
}

impl Kept for i64 {
    fn keep(&self) -> Tree {
        Tree::Number(*self)
    }

    fn restore(&mut self, tree: Tree) -> bool {
        if let Tree::Number(number) = tree {
            *self = number;
            true
        } else {
            false
        }
    }
}

/// Keeps a smaller number.
macro_rules! kept_number {
    ($number:ident) => {
        impl Kept for $number {
            fn keep(&self) -> Tree {
                Tree::Number(i64::from(*self))
            }

            fn restore(&mut self, tree: Tree) -> bool {
                let Tree::Number(number) = tree else { return false };
                $number::try_from(number).map(|number| *self = number).is_ok()
            }
        }
    };
}
kept_number!(u8);
kept_number!(u32);

impl Kept for bool {
    fn keep(&self) -> Tree {
        Tree::Flag(*self)
    }

    fn restore(&mut self, tree: Tree) -> bool {
        if let Tree::Flag(flag) = tree {
            *self = flag;
            true
        } else {
            false
        }
    }
}

impl Kept for String {
    fn keep(&self) -> Tree {
        Tree::Text(self.clone())
    }

    fn restore(&mut self, tree: Tree) -> bool {
        if let Tree::Text(text) = tree {
            *self = text;
            true
        } else {
            false
        }
    }
}

impl<T: Kept> Kept for Option<T> {
    fn keep(&self) -> Tree {
        self.as_ref().map_or(Tree::Nothing, T::keep)
    }

    fn restore(&mut self, tree: Tree) -> bool {
        *self = None;
        tree == Tree::Nothing || self.insert(T::default()).restore(tree)
    }
}

impl<T: Kept> Kept for Vec<T> {
    fn keep(&self) -> Tree {
        Tree::List(self.iter().map(T::keep).collect())
    }

    fn restore(&mut self, tree: Tree) -> bool {
        let Tree::List(list) = tree else { return false };
        list.into_iter().all(|part| {
            let mut value = T::default();
            let good = value.restore(part);
            self.push(value);
            good
        })
    }
}

impl<A: Kept, B: Kept> Kept for (A, B) {
    fn keep(&self) -> Tree {
        Tree::List(vec![self.0.keep(), self.1.keep()])
    }

    fn restore(&mut self, tree: Tree) -> bool {
        let mut parts = Parts::of(tree);
        parts.next(&mut self.0);
        parts.next(&mut self.1);
        parts.end()
    }
}

impl Kept for BTreeMap<String, u32> {
    fn keep(&self) -> Tree {
        let pair = |(name, number): (&String, &u32)| Tree::List(vec![name.keep(), number.keep()]);
        Tree::List(self.iter().map(pair).collect())
    }

    fn restore(&mut self, tree: Tree) -> bool {
        let mut pairs = Vec::<(String, u32)>::new();
        let good = pairs.restore(tree);
        // One by one: collecting would sort them first, and bring a sort along.
        for (name, number) in pairs {
            self.insert(name, number);
        }
        good
    }
}
