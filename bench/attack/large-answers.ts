import type { Attack } from './attack.ts';

const clients = 10;
const rounds = 10;
const times = <Part>(count: number, part: (index: number) => Part) => Array.from({ length: count }, (_, i) => part(i));
const wide = Object.fromEntries(times(1_900, (i) => [`a${i}${'y'.repeat(100)}`, 1]));
const filtered = 'query ($f: SessionFilter) { sessions(filter: $f) { totalCount } }';
const aliases = times(49, (i) => `a${i}: description`).join(' ');

/** Requests for whose faults or aliases a server may say the same again and again. */
const operations = [
  { query: filtered, variables: { f: wide } },
  { query: filtered, variables: { f: { ['k'.repeat(200_000)]: 1 } } },
  { query: `{ ${times(500, (i) => `field${i}`).join(' ')} }` },
  { query: `{ ${times(50, (i) => `a${i}: sessions(first: 1000) { nodes { id } }`).join(' ')} }` },
  { query: `{ sessions(first: 100) { nodes { ${aliases} } } }` },
];

/** The bytes of an answer without compression. */
async function ask(url: string, operation: object): Promise<number> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Encoding': 'identity' },
    body: JSON.stringify(operation),
  });
  return (await response.arrayBuffer()).byteLength;
}

/** Visitors ask for much text with few bytes. */
export const largeAnswers: Attack = {
  name: 'large-answers',
  about: `${clients} visitors send inputs full of faults, and aliases of long texts`,
  async run({ url }) {
    const sizes = operations.map(() => 0);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, operation] of operations.entries()) {
        const answers = await Promise.all(times(clients, () => ask(url, operation)));
        sizes[index] = Math.max(sizes[index] ?? 0, ...answers);
      }
    }
    const [largest, faults] = [Math.max(...sizes), Math.max(...sizes.slice(0, 4))];
    return [
      { text: `an answer has at most ${Math.ceil(largest / 1024)} KiB`, holds: largest <= 4 * 2 ** 20 },
      { text: `an answer about faults has at most ${Math.ceil(faults / 1024)} KiB`, holds: faults <= 8 * 1024 },
    ];
  },
};
