// Files that a person drops or chooses, and files that the page gives back.
import { host } from './host';

/** At most this number of files is opened at once. */
const MOST = 2000;

/** The dropped files, also those in folders, with their paths. */
export async function dropped(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => !!entry);
  if (!entries.some((entry) => entry.isDirectory)) return [...data.files];
  const files: File[] = [];
  for (const entry of entries) await collect(entry, files);
  return files.filter((file) => isReportName(file.name));
}

async function collect(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length >= MOST) return;
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    files.push(named(file, entry.fullPath.replace(/^\//, '')));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return;
    for (const one of some) await collect(one, files);
  }
}

/** The files of a chosen folder that may be reports. */
export const ofFolder = (list: FileList): File[] =>
  [...list].map((file) => named(file, file.webkitRelativePath || file.name)).filter((file) => isReportName(file.name)).slice(0, MOST);

const named = (file: File, path: string): File => new File([file], path, { type: file.type });

const isReportName = (path: string): boolean =>
  /\.(docx|docm|doc|wps|html?|pdf|xlsx|txt|md|markdown)$/i.test(path) && !/(^|\/)(~\$|\.)/.test(path);

/** Gives a file to the person. */
export function give(name: string, bytes: Uint8Array): void {
  if (host) {
    host.postMessage({ type: 'give', name, bytes });
    return;
  }
  const address = URL.createObjectURL(new Blob([bytes.slice().buffer]));
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replace(/^.*\//, '');
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
