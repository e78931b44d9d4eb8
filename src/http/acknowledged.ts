import { readFile, readlink } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** What Node keeps of a connection, and its documented interface does not tell. */
interface Handle {
  fd: number;
  bytesWritten: number;
  /** Bytes of a write that the operating system has not taken yet. */
  writeQueueSize: number;
}

/**
 * Returns how many bytes the client of each connection has acknowledged. Node hears of a slow client only when a third of
 * the operating system's send buffer is free, which may take longer than a client may be idle; Linux tells how much of
 * that buffer is not acknowledged. Elsewhere, what the operating system has taken stands for it.
 */
export async function acknowledgedOf(sockets: Socket[]): Promise<Map<Socket, number>> {
  const handleOf = (socket: Socket) => (socket as unknown as { _handle: Handle | null })._handle;
  const queued = sockets.length > 0 ? await readSendQueues() : new Map<string, number>();
  const found = new Map<Socket, number>();
  for (const socket of sockets) {
    const { fd = -1 } = handleOf(socket) ?? {};
    const name = queued.size > 0 ? await readlink(`/proc/self/fd/${fd}`).catch(() => '') : '';
    const handle = handleOf(socket);
    // It may have closed meanwhile.
    if (handle) found.set(socket, handle.bytesWritten - handle.writeQueueSize - (queued.get(name) ?? 0));
  }
  return found;
}

/** Returns the bytes in the send buffer of each TCP connection, by its name in the directory of open files. */
async function readSendQueues(): Promise<Map<string, number>> {
  const files = ['/proc/self/net/tcp', '/proc/self/net/tcp6'];
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1').catch(() => '')));
  const queues = new Map<string, number>();
  for (const line of texts.join('').split('\n')) {
    const { 4: queue = '', 9: inode } = line.trim().split(/\s+/);
    const bytes = Number.parseInt(queue, 16);
    if (bytes > 0) queues.set(`socket:[${inode}]`, bytes);
  }
  return queues;
}
