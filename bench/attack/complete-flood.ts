import { frame, isCut, openRawSocket } from '../../tests/support/raw-connection.ts';
import type { Attack } from './attack.ts';

const pairs = 5_000;
const rounds = 3;

/** A socket begins operations and ends each at once. */
export const completeFlood: Attack = {
  name: 'complete-flood',
  about: `an anonymous socket sends ${pairs} pairs of subscribe and complete, ${rounds} times`,
  async run({ url }) {
    const query = '{ sessions(first: 20) { nodes { id title host { id displayName } } } }';
    const messages = Array.from({ length: pairs }, (_, index) => [
      frame(JSON.stringify({ id: `${index}`, type: 'subscribe', payload: { query, variables: { index } } })),
      frame(JSON.stringify({ id: `${index}`, type: 'complete' })),
    ]);
    const flood = Buffer.concat(messages.flat());
    const socket = await openRawSocket(url);
    let bytes = 0;
    socket.on('data', (data: Buffer) => {
      bytes += data.length;
    });
    socket.write(frame(JSON.stringify({ type: 'connection_init' })));
    while (bytes === 0) await new Promise(setImmediate);
    for (let round = 0; round < rounds && !socket.destroyed; round += 1) {
      await new Promise<void>((resolve) => socket.write(flood, () => resolve()));
    }
    const cut = await isCut(socket, 5_000);
    socket.destroy();
    return [{ text: `${(bytes / 1024).toFixed(0)} KiB answered`, holds: !cut }];
  },
};
