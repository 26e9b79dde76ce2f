//! The studio: where designers see and share every state.
//!
//! What it consists of: a scenario is data that fits into an address ([`scenario`]); playing one runs the checkout's own
//! machine against the demo shop until it is there ([`play`]); what happened on the way is a tape that can be stepped through, saved and
//! played again ([`tape`]); the map draws the machine's phases and steps ([`map`]). All of that is pure and is tested without a browser. In a browser `frame`
//! puts a played scenario on screen. The page around the frames, the desk (`desk/`), is plain script: it looks at a program from outside,
//! changes without compiling one, and is in no shopper's download.
//!
//! Always true: nothing here is in the page or in the element (feature `studio`, a build of its own); nothing here invents a state: whatever is shown the
//! machine came to by its own rules.

#[cfg(all(target_arch = "wasm32", feature = "studio"))]
pub mod frame;
#[cfg(all(target_arch = "wasm32", feature = "studio"))]
pub mod gallery;
#[cfg(any(feature = "studio", all(not(target_arch = "wasm32"), feature = "demo")))]
pub mod map;
#[cfg(any(feature = "studio", all(not(target_arch = "wasm32"), feature = "demo")))]
pub mod play;
#[cfg(any(feature = "studio", all(not(target_arch = "wasm32"), feature = "demo")))]
pub mod scenario;
#[cfg(any(feature = "studio", all(not(target_arch = "wasm32"), feature = "demo")))]
pub mod tape;
