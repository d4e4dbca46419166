/** A file to check with the path that the reader knows it by. */
export interface Chosen {
  readonly file: File;
  readonly path: string;
}

/**
 * Files and folders of a drop. The entries are taken before the first wait: after it the
 * browser has emptied `dataTransfer` (measured, as is the 100-entry limit of `readEntries`).
 */
export function takeDrop(transfer: DataTransfer): Promise<Chosen[]> {
  const entries: FileSystemEntry[] = [];
  const loose: File[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    if (entry !== null) entries.push(entry);
    else {
      const file = item.getAsFile();
      if (file !== null) loose.push(file);
    }
  }
  return walk(entries, loose);
}

async function walk(entries: FileSystemEntry[], loose: File[]): Promise<Chosen[]> {
  const chosen: Chosen[] = loose.map((file) => ({ file, path: file.name }));
  // A stack and not recursion, so that a folder 10,000 deep is only slow.
  const stack = entries.reverse();
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    if (entry.isDirectory) {
      const inside = await children(entry as FileSystemDirectoryEntry);
      // All of a folder at once: one after the other, 2,000 take seconds.
      const files = inside.filter((one) => !one.isDirectory) as FileSystemFileEntry[];
      chosen.push(...(await Promise.all(files.map(fileOf))));
      for (const folder of inside.reverse()) if (folder.isDirectory) stack.push(folder);
    } else {
      chosen.push(await fileOf(entry as FileSystemFileEntry));
    }
  }
  return chosen;
}

async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) =>
      // A folder that cannot be listed any further keeps what it gave.
      reader.readEntries(resolve, () => resolve([])),
    );
    if (some.length === 0) return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    all.push(...some);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<Chosen> {
  const path = entry.fullPath.replace(/^\//, '');
  return new Promise((resolve) =>
    entry.file(
      (file) => resolve({ file, path }),
      // Gone or forbidden: kept in the list as a file that will not be readable.
      () => resolve({ file: unreadable(entry.name), path }),
    ),
  );
}

/** A `File` whose reading fails, standing for one that the browser would not give. */
function unreadable(name: string): File {
  const file = new File([], name);
  UNREADABLE.add(file);
  return file;
}

const UNREADABLE = new WeakSet<object>();

export const isUnreadable = (file: object): boolean => UNREADABLE.has(file);

/** Files of an `<input type=file>`, with their folder when one was picked. */
export function takePicked(files: FileList | null): Chosen[] {
  return [...(files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}
