import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Attack, Finding } from './attack.ts';

const underWay = 60;
const milliseconds = 10_000;
// Costs about 14,000, within the limit of a document.
const query = `query ($n: Int) { sessions(first: $n) { nodes { id host { id sessions(first: 25) { nodes {
  id title description startsAt endsAt tags status timeZone visibility seatsTaken seatsLeft waitlistLength
  price { amountMinor currency } host { id username displayName bio } settings { __typename } } } } } } }`;

/** Sockets keep 60 costly queries under way; a refused one is asked again at once. */
const flood = (sockets: number): Attack['run'] =>
  async function run({ url }): Promise<Finding[]> {
    const count = { answered: 0, refused: 0 };
    let isOver = false;
    const open = await Promise.all(
      Array.from({ length: sockets }, async () => {
        const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
        let asked = 0;
        const ask = () => {
          asked += 1;
          // Another value each time, so that no two queries are answered together.
          const payload = { query, variables: { n: 25, another: Math.random() } };
          if (!isOver) socket.send(JSON.stringify({ id: String(asked), type: 'subscribe', payload }));
        };
        socket.on('message', (data) => {
          const { type, payload } = JSON.parse(String(data));
          if (type === 'connection_ack') for (let index = 0; index < underWay / sockets; index += 1) ask();
          if (type !== 'next' && type !== 'error') return;
          if (payload.errors || type === 'error') count.refused += 1;
          else count.answered += 1;
          ask();
        });
        await once(socket, 'open');
        socket.send('{"type":"connection_init"}');
        return socket;
      }),
    );
    await wait(milliseconds);
    isOver = true;
    for (const socket of open) socket.terminate();
    return [{ text: `${count.answered} answered, ${count.refused} refused`, holds: count.refused > 0 }];
  };

// As it is by default: the budget is what ends this attack.
const withBudget = { COST_PER_MINUTE: '600000' };

export const costlyFlood: Attack = {
  name: 'costly-flood',
  about: `an anonymous socket keeps ${underWay} queries under way that cost 14,000 each`,
  livez: 150,
  settings: withBudget,
  run: flood(1),
};

export const costlyFloods: Attack = {
  name: 'costly-floods',
  about: `20 anonymous sockets keep ${underWay} queries under way that cost 14,000 each`,
  livez: 150,
  settings: withBudget,
  run: flood(20),
};
