import type { Attack } from './attack.ts';
import { flood, frame, isCut, opcodes, openRawSocket } from './raw-socket.ts';

const sockets = 50;
const bytesOfEach = 8 * 2 ** 20;

/** A socket that reads nothing sends pings, and a pong now and then that nobody asked for. */
export const pingFlood: Attack = {
  name: 'ping-flood',
  about: `${sockets} anonymous sockets send graphql-ws pings and read nothing`,
  async run({ url }) {
    const init = frame(JSON.stringify({ type: 'connection_init' }));
    const pings = Buffer.concat([
      ...Array<Buffer>(200).fill(frame(JSON.stringify({ type: 'ping' }))),
      frame('', opcodes.pong),
    ]);
    const open = await Promise.all(Array.from({ length: sockets }, () => openRawSocket(url)));
    const taken = await Promise.all(
      open.map(async (socket) => {
        socket.write(init);
        const bytes = await flood(socket, pings, bytesOfEach, 20_000);
        return { bytes, isCut: await isCut(socket, 5_000) };
      }),
    );
    const cut = taken.filter(({ isCut }) => isCut).length;
    const mebibytes = taken.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20;
    return [{ text: `${cut} of ${sockets} sockets cut; ${mebibytes.toFixed(0)} MiB sent`, holds: cut === sockets }];
  },
};
