//! Digests and their letters: what passwords, codes and passkeys are compared by.
//!
//! Written here because the browser's own digest is a promise, which would make every rule of the shop wait; a crate would
//! weigh ten times as much. Signatures, which are another matter, are checked by the browser (`Verify`).

use core::num::Wrapping;

/// Ends of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
const K: [u32; 64] = [
    0x428a_2f98,
    0x7137_4491,
    0xb5c0_fbcf,
    0xe9b5_dba5,
    0x3956_c25b,
    0x59f1_11f1,
    0x923f_82a4,
    0xab1c_5ed5,
    0xd807_aa98,
    0x1283_5b01,
    0x2431_85be,
    0x550c_7dc3,
    0x72be_5d74,
    0x80de_b1fe,
    0x9bdc_06a7,
    0xc19b_f174,
    0xe49b_69c1,
    0xefbe_4786,
    0x0fc1_9dc6,
    0x240c_a1cc,
    0x2de9_2c6f,
    0x4a74_84aa,
    0x5cb0_a9dc,
    0x76f9_88da,
    0x983e_5152,
    0xa831_c66d,
    0xb003_27c8,
    0xbf59_7fc7,
    0xc6e0_0bf3,
    0xd5a7_9147,
    0x06ca_6351,
    0x1429_2967,
    0x27b7_0a85,
    0x2e1b_2138,
    0x4d2c_6dfc,
    0x5338_0d13,
    0x650a_7354,
    0x766a_0abb,
    0x81c2_c92e,
    0x9272_2c85,
    0xa2bf_e8a1,
    0xa81a_664b,
    0xc24b_8b70,
    0xc76c_51a3,
    0xd192_e819,
    0xd699_0624,
    0xf40e_3585,
    0x106a_a070,
    0x19a4_c116,
    0x1e37_6c08,
    0x2748_774c,
    0x34b0_bcb5,
    0x391c_0cb3,
    0x4ed8_aa4a,
    0x5b9c_ca4f,
    0x682e_6ff3,
    0x748f_82ee,
    0x78a5_636f,
    0x84c8_7814,
    0x8cc7_0208,
    0x90be_fffa,
    0xa450_6ceb,
    0xbef9_a3f7,
    0xc671_78f2,
];

/// A digest.
pub(super) type Digest = [u8; 32];

/// SHA-256 (FIPS 180-4).
pub(super) fn sha256(bytes: &[u8]) -> Digest {
    let mut state =
        [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19_u32];
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    let bits = u64::try_from(bytes.len()).unwrap_or_default().wrapping_mul(8);
    padded.extend(bits.to_be_bytes());
    for block in padded.chunks_exact(64) {
        round(&mut state, block);
    }
    let mut digest = [0; 32];
    for (to, from) in digest.chunks_exact_mut(4).zip(state) {
        to.copy_from_slice(&from.to_be_bytes());
    }
    digest
}

// Named as the standard names them.
#[allow(clippy::many_single_char_names)]
fn round(state: &mut [u32; 8], block: &[u8]) {
    let mut words: Vec<u32> = Vec::with_capacity(64);
    for four in block.chunks_exact(4) {
        words.push(four.iter().fold(0, |word, byte| word << 8 | u32::from(*byte)));
    }
    let word = |words: &[u32], back: usize| {
        words.len().checked_sub(back).and_then(|at| words.get(at)).copied().map(Wrapping).unwrap_or_default()
    };
    for _ in 16..64 {
        let (two, fifteen) = (word(&words, 2).0, word(&words, 15).0);
        let s0 = fifteen.rotate_right(7) ^ fifteen.rotate_right(18) ^ (fifteen >> 3);
        let s1 = two.rotate_right(17) ^ two.rotate_right(19) ^ (two >> 10);
        words.push((word(&words, 16) + Wrapping(s0) + word(&words, 7) + Wrapping(s1)).0);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (word, key) in words.into_iter().zip(K) {
        let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let choice = (e & f) ^ (!e & g);
        let first = Wrapping(h) + Wrapping(s1) + Wrapping(choice) + Wrapping(key) + Wrapping(word);
        let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let majority = (a & b) ^ (a & c) ^ (b & c);
        let second = Wrapping(s0) + Wrapping(majority);
        (h, g, f, e, d, c, b, a) = (g, f, e, (Wrapping(d) + first).0, c, b, a, (first + second).0);
    }
    for (sum, more) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *sum = sum.wrapping_add(more);
    }
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// As text, in the letters of addresses and without filling (RFC 4648, 5).
pub(super) fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |position: usize| u32::from(three.get(position).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for letter in 0..=three.len() {
            let index = usize::try_from(bits >> (18 - 6 * letter) & 63).unwrap_or_default();
            text.push(char::from(LETTERS.get(index).copied().unwrap_or_default()));
        }
    }
    text
}

/// What [`base64url`] wrote; `None` for anything else.
pub(super) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for four in text.as_bytes().chunks(4) {
        let mut bits = 0;
        for letter in four {
            bits = bits << 6 | LETTERS.iter().position(|known| known == letter)?;
        }
        let whole = match four.len() {
            4 => 3,
            3 => 2,
            2 => 1,
            _ => return None,
        };
        bits <<= 6 * (4 - four.len());
        for byte in 0..whole {
            bytes.push(u8::try_from(bits >> (16 - 8 * byte) & 255).unwrap_or_default());
        }
    }
    Some(bytes)
}

/// How often a password is digested. Enough that nobody reads it off a shelf in passing; a server takes a function made
/// for passwords instead.
const ROUNDS: u32 = 2_000;

/// What is kept of a password.
pub(super) fn sealed(email: &str, password: &str) -> String {
    let mut digest = sha256(&[email.as_bytes(), &[0], password.as_bytes()].concat());
    for _ in 0..ROUNDS {
        digest = sha256(&[digest.as_slice(), email.as_bytes()].concat());
    }
    base64url(&digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sha2::Digest as _;

    proptest! {
        #[test]
        fn digests_are_those_of_another_implementation(bytes in any::<Vec<u8>>()) {
            let (ours, theirs) = (sha256(&bytes), sha2::Sha256::digest(&bytes));
            prop_assert_eq!(ours.as_slice(), theirs.as_slice());
        }

        #[test]
        fn letters_come_back(bytes in any::<Vec<u8>>()) {
            prop_assert_eq!(from_base64url(&base64url(&bytes)), Some(bytes));
        }

        #[test]
        fn anything_may_stand_there(text in any::<String>()) {
            let _ = from_base64url(&text);
        }
    }

    #[test]
    fn letters_are_those_of_the_standard() {
        assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
        assert_eq!(base64url(b"foobar"), "Zm9vYmFy");
        assert_eq!(from_base64url("a"), None);
        assert_eq!(from_base64url("ab+="), None);
    }
}
