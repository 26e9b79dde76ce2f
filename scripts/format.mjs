//! Formats all Rust of the house, or with `--check` tells what is not. `cargo fmt` follows `mod` lines only, and the adapters
//! stand in a list that a macro reads (src/backend/mod.rs), so files are named one by one.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const files = spawnSync('git', ['ls-files', '*.rs'], { cwd: root, encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
const { status } = spawnSync('rustfmt', ['--edition', '2024', ...process.argv.slice(2), ...files], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
