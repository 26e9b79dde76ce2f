//! A PostgreSQL of our own: a cluster in the cache, a server on a free port of 127.0.0.1 that lives as long as it is wanted.
//!
//! Takes the programs of the Debian package, which installs no service for this. Always true: no other database of the machine
//! is touched, and only connections from this machine are heard. Knows nothing of Medusa.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const HOST = '127.0.0.1';

/** The folder of PostgreSQL's programs; throws with what to install. */
export function programs() {
  const wanted = ['initdb', 'postgres', 'psql'];
  const versions = fs.existsSync('/usr/lib/postgresql') ? fs.readdirSync('/usr/lib/postgresql') : [];
  const debian = versions.sort((a, b) => b - a).map((version) => `/usr/lib/postgresql/${version}/bin`);
  const all = [...(process.env.PG_BIN ? [process.env.PG_BIN] : []), ...debian, ...(process.env.PATH ?? '').split(path.delimiter)];
  const found = all.find((folder) => wanted.every((name) => fs.existsSync(path.join(folder, name))));
  if (found) return found;
  throw new Error('Medusa needs PostgreSQL, and there is none here. Debian: apt-get install postgresql (PG_BIN=/folder names programs that are elsewhere).');
}

/** PostgreSQL refuses to run as root: then its own user runs it, or nobody. */
function user() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const id = (what) => spawnSync('id', [what, name], { encoding: 'utf8' });
    const uid = id('-u');
    if (uid.status === 0) return { uid: +uid.stdout, gid: +id('-g').stdout };
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody to run it.');
}

/** A folder that the database's user can reach; root's home is closed to it, and /var/tmp outlives a restart. */
function place(cache, as) {
  const wanted = path.join(cache, 'pg');
  if (as.uid === undefined) return wanted;
  fs.mkdirSync(wanted, { recursive: true });
  fs.chownSync(wanted, as.uid, as.gid);
  const reached = spawnSync('test', ['-w', wanted], { ...as, cwd: '/' }).status === 0;
  return reached ? wanted : path.join('/var/tmp', `kassa-live-${path.basename(cache)}-pg`);
}

export const freePort = () => new Promise((tell, fail) => {
  const server = net.createServer().once('error', fail);
  server.listen(0, HOST, () => { const { port } = server.address(); server.close(() => tell(port)); });
});

const alive = (pid) => { try { process.kill(pid, 0); return true; } catch { return false; } };
const firstLine = (file) => (fs.existsSync(file) ? +fs.readFileSync(file, 'utf8').split('\n')[0] : 0);
const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

/** Starts the cluster below `cache`; answers with `{ dir, url(name), sql(text), stop() }`. */
export async function postgres(cache) {
  const bin = programs();
  const as = user();
  const dir = place(cache, as);
  const data = path.join(dir, 'data');
  fs.mkdirSync(dir, { recursive: true, mode: 0o755 });
  if (as.uid !== undefined) fs.chownSync(dir, as.uid, as.gid);
  const options = { ...as, cwd: dir, encoding: 'utf8', env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  await take(dir, data);
  if (!fs.existsSync(path.join(data, 'PG_VERSION'))) {
    const made = spawnSync(path.join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '--no-sync'], options);
    if (made.status !== 0) throw new Error(`initdb: ${made.stderr || made.error}`);
  }
  const port = await freePort();
  const log = path.join(dir, 'log');
  fs.writeFileSync(log, '');
  // A shop that is thrown away after the tests needs no disk to be sure: without fsync seeding takes half the time.
  const settings = { listen_addresses: HOST, port, unix_socket_directories: '', fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    ...options, stdio: ['ignore', 'ignore', fs.openSync(log, 'a')], detached: true,
  });
  const ended = new Promise((tell) => server.once('exit', tell));
  const url = (name) => `postgres://postgres@${HOST}:${port}/${name}`;
  const ask = (text) => spawnSync(path.join(bin, 'psql'), ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', url('postgres'), ...[text].flat().flatMap((one) => ['-c', one])], { encoding: 'utf8', env: options.env });
  for (const until = Date.now() + 30_000; ask('select 1').status !== 0; await pause(100)) {
    if (server.exitCode !== null || Date.now() > until) throw new Error(`PostgreSQL does not start:\n${fs.readFileSync(log, 'utf8')}`);
  }
  return {
    dir,
    url,
    /** Runs statements, each by itself; answers with what they print. */
    sql(text) {
      const { status, stdout, stderr } = ask(text);
      if (status !== 0) throw new Error(`PostgreSQL: ${stderr.trim()}`);
      return stdout.trim();
    },
    async stop() {
      // SIGINT is "fast": sessions are ended, what was written is kept.
      if (server.exitCode === null) process.kill(server.pid, 'SIGINT');
      await ended;
      fs.rmSync(path.join(dir, 'run'), { force: true });
    },
    /** The same, for the last moment of a process that cannot wait. */
    stopNow() { if (server.exitCode === null) process.kill(server.pid, 'SIGINT'); },
  };
}

/** Makes the cluster ours: another run keeps it, what a killed run left behind is ended. */
async function take(dir, data) {
  const run = path.join(dir, 'run');
  const other = firstLine(run);
  if (other && other !== process.pid && alive(other)) throw new Error(`Another run (process ${other}) uses the database in ${dir}.`);
  fs.writeFileSync(run, `${process.pid}\n`);
  const left = firstLine(path.join(data, 'postmaster.pid'));
  if (!left || !alive(left)) return;
  // The number may have gone to another program since: only a server of this very folder is ended.
  const command = spawnSync('ps', ['-o', 'args=', '-p', `${left}`], { encoding: 'utf8' }).stdout ?? '';
  if (!command.includes(data)) return;
  process.kill(left, 'SIGINT');
  while (alive(left)) await pause(100);
}
