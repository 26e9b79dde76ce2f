//! A program that panics in the ways that ours could: compiled by `tests/scripts/abort.test.mjs`, part of nothing.

use std::fmt::Write;

#[link(wasm_import_module = "page")]
unsafe extern "C" {
    fn stopped();
}

#[unsafe(no_mangle)]
pub extern "C" fn kassa_stop() {
    // SAFETY: the page's function takes nothing and answers nothing.
    unsafe { stopped() }
}

/// Panics for each number in its own way; any other is answered with the length of a text that shows it.
#[unsafe(no_mangle)]
pub extern "C" fn act(way: u32) -> u32 {
    let list: Vec<u32> = (0..way).collect();
    let cell = std::cell::RefCell::new(way);
    match way {
        1 => list[way as usize + 7],
        2 => list.iter().find(|one| **one == 9).copied().unwrap(),
        3 => list.iter().find(|one| **one == 9).copied().expect("secret words of an expectation"),
        4 => "no number".parse::<u32>().unwrap(),
        5 => Err::<u32, String>(format!("{way} is refused")).expect("secret words of a result"),
        6 => panic!("secret words with a number: {way}"),
        7 => {
            let _held = cell.borrow_mut();
            *cell.borrow()
        }
        8 => "grün"[..3].len() as u32,
        9 => list[5..way as usize - 6].len() as u32,
        10 => 7 / (way - 10),
        _ => {
            let mut text = String::new();
            let _ = write!(text, "{way} and {}", list.len());
            text.len() as u32
        }
    }
}
