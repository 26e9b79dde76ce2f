//! `make run DEV=1`: trunk rebuilds the page in one piece on every change; the same server and policy show it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { serve } from './serve.mjs';

const DIST = 'dist-dev';
fs.rmSync(DIST, { recursive: true, force: true });
const trunk = spawn('trunk', ['watch', '--dist', DIST], { stdio: 'inherit' });
trunk.once('exit', (code) => process.exit(code ?? 1));
while (!fs.existsSync(path.join(DIST, 'index.html'))) await new Promise((wake) => setTimeout(wake, 200));
const { page } = await serve(DIST, { port: +(process.env.PORT ?? 8080) });
console.log(`Kassa, rebuilt on every change: ${page}/`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { trunk.kill(); process.exit(0); });
