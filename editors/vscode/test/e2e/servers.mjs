// The running servers of the tested editor, from the system and from the log of the extension.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The servers with their program in a folder: process, start time (the system reuses the number of an ended process) and program.
 * A gouji that only prints its version is not a server.
 */
export function servers(folder) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const [, command] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const program = readlinkSync(`/proc/${pid}/exe`);
      // The third field and later fields come behind the name. The name may hold any text. The start time is field 22.
      const [, start] = /^.*\) (?:\S+ ){19}(\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      return command === 'server' && program.startsWith(`${folder}/`) ? [{ pid: Number(pid), start, program }] : [];
    } catch {
      // The process has ended in the meantime, or belongs to the system.
      return [];
    }
  });
}

/** The logs of the extension in the folder of the editor, one log for each window. */
export function logs(user) {
  const files = readdirSync(join(user, 'logs'), { recursive: true }).map(String);
  return files.filter((file) => /gouji\.gouji\/[^/]+\.log$/.test(file)).map((file) => join(user, 'logs', file));
}

/** The last started server in a log: its number, its process, and whether the server was ready. */
export function lastServer(text) {
  const [, number, pid] = [...text.matchAll(/server (\d+) has started: process (\d+)/g)].at(-1) ?? [];
  return number && { number: Number(number), pid: Number(pid), isReady: text.includes(`server ${number} is ready`) };
}
