import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Locks a data directory for this process; throws where another process holds it. Returns the release.
 * The lock is a listening socket, which the system closes however the process ends. A file with a process ID would
 * survive a kill, and process IDs are reused.
 */
export async function lockDirectory(directory: string): Promise<() => void> {
  const name = `shala-${createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 16)}`;
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  const server = (await listen(path)) ?? (await takeOver(path));
  if (!server) throw new Error(`${directory} is in use: the embedded database serves one process at a time`);
  server.unref();
  return () => server.close();
}

async function listen(path: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  server.listen(path);
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return null;
  }
}

/** Takes the lock of a killed process, whose socket file exists without a listener. */
async function takeOver(path: string): Promise<Server | null> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return null;
  } catch {
    rmSync(path, { force: true });
    return listen(path);
  } finally {
    socket.destroy();
  }
}
