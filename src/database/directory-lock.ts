import { closeSync, openSync, realpathSync } from 'node:fs';
import { tryLock } from 'fs-native-extensions';

/**
 * Locks a directory for this process by the file `<directory>.lock` beside it; throws where another process holds it.
 * Returns the release. The operating system holds the lock and drops it however the process ends, so no lock is ever
 * stale, and it is seen through links and from other containers. The file stays: a process that removes it could remove
 * the lock of another.
 */
export function lockDirectory(directory: string): () => void {
  const file = openSync(`${realpathSync(directory)}.lock`, 'a+', 0o600);
  let isLocked = false;
  try {
    isLocked = tryLock(file);
  } finally {
    if (!isLocked) closeSync(file);
  }
  if (!isLocked) throw new DirectoryInUseError(directory);
  return () => closeSync(file);
}

export class DirectoryInUseError extends Error {
  readonly code = 'IN_USE';
  constructor(directory: string) {
    super(`${directory} is in use by another process: the embedded database serves one process at a time`);
    this.name = 'DirectoryInUseError';
  }
}
