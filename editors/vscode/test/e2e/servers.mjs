// The servers that run for the editor under test, as the system knows them, and as the extension's log does.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The servers whose program is in a folder: process, time of its start (a number is given again once its process is gone) and program.
 * A gouji that only says its version is not a server.
 */
export function servers(folder) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const [, command] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const program = readlinkSync(`/proc/${pid}/exe`);
      // Behind the name, which may hold anything, come the third field and those after; the time is the 22nd.
      const [, start] = /^.*\) (?:\S+ ){19}(\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      return command === 'server' && program.startsWith(`${folder}/`) ? [{ pid: Number(pid), start, program }] : [];
    } catch {
      // It has ended since, or is one of the system's own.
      return [];
    }
  });
}

/** The extension's logs below the editor's folder; each window has one. */
export function logs(user) {
  const files = readdirSync(join(user, 'logs'), { recursive: true }).map(String);
  return files.filter((file) => /gouji\.gouji\/[^/]+\.log$/.test(file)).map((file) => join(user, 'logs', file));
}

/** The server that a log says was started last: its number, its process, and whether it was ready. */
export function lastServer(text) {
  const [, number, pid] = [...text.matchAll(/server (\d+) has started: process (\d+)/g)].at(-1) ?? [];
  return number && { number: Number(number), pid: Number(pid), isReady: text.includes(`server ${number} is ready`) };
}
