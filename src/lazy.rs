//! Every place where the program is cut into parts, and what is shown while a part is on its way.
//!
//! A part is an entry point without arguments that answers with a constructor of views, or with an
//! object behind a trait. Main must not name what is in a part except here: one mention elsewhere
//! makes it part of the first download (`make size` tells).

use crate::{
    app::use_session,
    backend::Backend,
    i18n::key,
    ui::{
        Button, Notice, NoticeKind,
        el::{el, live},
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, pin::Pin, rc::Rc};

/// Draws a part.
pub type View = fn() -> AnyView;

/// A part that did not load.
#[derive(Clone, Copy, Debug)]
pub struct Missing;

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident in $part:ident: $type:ty = $value:expr;)*) => {
        #[cfg(feature = "split")]
        mod cut {
            use super::*;
            $(
                #[wasm_split_helpers::wasm_split($part, fallible)]
                pub fn $name() -> Result<$type, wasm_split_helpers::SplitLoaderError> {
                    Ok($value)
                }
            )*
        }
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// When the part could not be fetched.
            pub async fn $name() -> Result<$type, Missing> {
                #[cfg(feature = "split")]
                let answer = cut::$name().await.map_err(|_| Missing);
                #[cfg(not(feature = "split"))]
                let answer: Result<$type, Missing> = Ok($value);
                answer
            }
        )*
    };
}

parts! {
    /// The bag.
    bag in shop: View = || crate::steps::bag::view::Bag().into_any();
    /// What stands around the step.
    frame in shop: View = || crate::pages::frame::Frame().into_any();
    /// Instead of a step, while the shop is asked.
    waiting in shop: View = || crate::pages::frame::Waiting().into_any();
    /// Instead of a step, when the shop cannot be had.
    failed in shop: View = || crate::pages::frame::Failed().into_any();
    /// The delivery step.
    delivery in steps: View = || crate::steps::delivery::view::Delivery().into_any();
    /// The payment step.
    payment in steps: View = || crate::steps::payment::view::Payment().into_any();
    /// The review step.
    review in steps: View = || crate::steps::review::view::Review().into_any();
    /// The receipt as the place to pay.
    receipt in steps: View = || crate::steps::review::view::Receipt().into_any();
    /// Everything after Pay was pressed.
    after in steps: View = || crate::pages::after::After().into_any();
    /// What has to be mended before going on.
    problems in steps: View = || crate::pages::notice::Problems().into_any();
    /// What the shopper is told above a step.
    notice in steps: View = || crate::pages::notice::Banner().into_any();
    /// The policy texts.
    policy in policy: View = || crate::pages::policy::Policy().into_any();
    /// The embedded demo shop.
    backend in demo: Rc<dyn Backend> = Rc::new(crate::backend::demo::Demo::in_browser()) as Rc<dyn Backend>;
}

#[derive(Clone, Copy)]
enum State {
    Absent,
    Coming,
    Here(View),
    Failed(u8),
}

/// Fetches a part.
pub type Fetch = fn() -> Pin<Box<dyn Future<Output = Result<View, Missing>>>>;

/// A lazy view as one instance of the app sees it. The download is shared by all instances.
#[derive(Clone, Copy)]
pub struct Part {
    fetch: Fetch,
    state: RwSignal<State>,
}

impl Part {
    /// A part that has not been asked for.
    pub fn new(fetch: Fetch) -> Self {
        Self { fetch, state: RwSignal::new(State::Absent) }
    }

    /// Starts the download unless it is under way or done. Asking again after a failure tries again.
    pub fn prefetch(self) {
        let failures = match self.state.try_get_untracked() {
            Some(State::Absent) => 0,
            Some(State::Failed(times)) => times,
            Some(State::Coming | State::Here(_)) | None => return,
        };
        self.state.set(State::Coming);
        spawn_local(async move {
            let state = (self.fetch)().await.map_or(State::Failed(failures.saturating_add(1)), State::Here);
            // The instance may be gone by now.
            let _ = self.state.try_set(state);
        });
    }

    /// Whether it is here, or known not to come for now: nothing more is waited for.
    pub fn is_settled(self) -> bool {
        matches!(self.state.get(), State::Here(_) | State::Failed(_))
    }

    /// Shows the part; once it is here, switching to it is synchronous. A part that does not load has
    /// a notice and a retry, and after two failures a reload is offered: what was typed is saved.
    pub fn show(self) -> AnyView {
        self.draw(Some(coming))
    }

    /// The same for a part whose place is held until it is here.
    pub fn show_quietly(self) -> AnyView {
        self.draw(None)
    }

    fn draw(self, meanwhile: Option<View>) -> AnyView {
        self.prefetch();
        live(move || match self.state.get() {
            State::Here(view) => Some(view()),
            State::Failed(times) => Some(missing(self, times)),
            State::Absent | State::Coming => meanwhile.map(|view| view()),
        })
    }
}

fn coming() -> AnyView {
    let session = use_session();
    let row = || view! { <crate::ui::Skeleton of=crate::ui::Coming::Option /> }.into_any();
    el("div", "kassa-stack")
        .set("aria-busy", "true")
        .child(el("p", "kassa-visually-hidden").child(session.text(key::BOOT_LOADING)))
        .child(row())
        .child(row())
        .view()
}

fn missing(part: Part, times: u8) -> AnyView {
    let session = use_session();
    let again = move |()| {
        if times > 1 {
            let _ = window().location().reload();
        } else {
            part.prefetch();
        }
    };
    view! {
        <Notice
            kind=NoticeKind::Danger
            title=session.text(key::NOTICE_PART_TITLE)
            text=session.text(key::NOTICE_PART_TEXT)
        >
            <Button label=session.text(key::NOTICE_PART_RETRY) on_press=again />
        </Notice>
    }
    .into_any()
}
