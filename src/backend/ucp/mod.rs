//! The native HTTP contract (`public/openapi.yaml`): UCP shopping REST, and our extensions where the shop declares them.

pub mod wire;
