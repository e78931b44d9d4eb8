import { flood, isCut, openConnection } from '../../tests/support/raw-connection.ts';
import type { Attack } from './attack.ts';

const connections = 50;
const bytesOfEach = 8 * 2 ** 20;

/** Node handles all requests that have arrived, and keeps their answers. */
export const pipelining: Attack = {
  name: 'pipelining',
  about: `${connections} connections send requests without end and read no answer`,
  async run({ url }) {
    const query = encodeURIComponent('{ sessions(first: 20) { nodes { id title description } } }');
    const request = `GET /graphql?query=${query} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAccept: application/json\r\n\r\n`;
    const opened = await Promise.all(Array.from({ length: connections }, () => openConnection(url)));
    const taken = await Promise.all(
      opened.map(async (connection) => {
        const bytes = await flood(connection, Buffer.from(request), bytesOfEach, 15_000);
        return { bytes, isCut: await isCut(connection, 5_000) };
      }),
    );
    const cut = taken.filter(({ isCut }) => isCut).length;
    const mebibytes = taken.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20;
    return [{ text: `${cut} of ${connections} cut; ${mebibytes.toFixed(1)} MiB sent`, holds: cut === connections }];
  },
};
