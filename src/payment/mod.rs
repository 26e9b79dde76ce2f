//! Ways to pay.
