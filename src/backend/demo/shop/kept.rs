//! How records become text and come back: a tree of plain values, written as JSON.
//!
//! Records are lists of their fields in order, without names. Deriving `Deserialize` on each record
//! would weigh a quarter of the whole shop in the download.

use serde_json::Value;
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

impl Tree {
    /// Reads a text.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::of(serde_json::from_str(text).ok()?)
    }

    /// Objects are never written, and neither are numbers with a point.
    fn of(value: Value) -> Option<Self> {
        Some(match value {
            Value::Null => Self::Nothing,
            Value::Bool(flag) => Self::Flag(flag),
            Value::Number(number) => Self::Number(number.as_i64()?),
            Value::String(text) => Self::Text(text),
            Value::Array(list) => Self::List(list.into_iter().map(Self::of).collect::<Option<_>>()?),
            Value::Object(_) => return None,
        })
    }

    fn into_value(self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Flag(flag) => flag.into(),
            Self::Number(number) => number.into(),
            Self::Text(text) => text.into(),
            Self::List(list) => Value::Array(list.into_iter().map(Self::into_value).collect()),
        }
    }

    /// As text.
    pub(super) fn text(self) -> String {
        self.into_value().to_string()
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
