//! Reading what people type: digits of other scripts, wide letters, stray spaces.
