// Sends requests: a process of its own, told by its parent what to send, so that neither slows the other. It speaks as
// little HTTP as the servers answer with, since what it costs is taken from them.

import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { bodyOf, type Fixture, workloads } from './workloads.ts';

export interface LoadOrder {
  url: string;
  workload: string;
  fixture: string;
  toBook: string[];
  connections: number;
  /** Milliseconds. */
  warmUp: number;
  /** Milliseconds. */
  duration: number;
}

/** Sent when the time that counts begins, and once everything is answered. */
export type LoadReport = { type: 'began' } | { type: 'ended' } | ({ type: 'answered' } & LoadResult) | LoadFailure;
interface LoadFailure {
  type: 'failed';
  message: string;
}

export interface LoadResult {
  /** Within the time that counts. */
  counted: number;
  milliseconds: number;
  p50: number;
  p99: number;
  /** From the first request to the last. */
  answered: number;
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => report({ type: 'answered', ...result }),
    (error: Error) => report({ type: 'failed', message: error.message }),
  );
});

const report = (message: LoadReport) => process.send?.(message);
const fixtures = new Map<string, Fixture>();

function fixtureOf(path: string): Fixture {
  const known = fixtures.get(path) ?? (JSON.parse(readFileSync(path, 'utf8')) as Fixture);
  fixtures.set(path, known);
  return known;
}

async function run({ url, workload: name, toBook, connections, ...order }: LoadOrder): Promise<LoadResult> {
  const { hostname, port, host } = new URL(url);
  const workload = workloads.find((one) => one.name === name);
  if (!workload) throw new Error(`there is no workload ${name}`);
  const fixture = { ...fixtureOf(order.fixture), toBook };
  const outcome = workload.isSoldOut ? /"code" ?: ?"SESSION_FULL"/ : /"__typename" ?: ?"Booking"/;
  const isAnswer = workload.sessionsToBook ? outcome : /^\{"data" ?: ?(?!.*"errors")/s;
  let sent = 0;
  const next = () => {
    const request = workload.request(sent++, fixture);
    const body = bodyOf(workload, request);
    const authorization = request.person ? `Authorization: Bearer ${request.person.accessToken}\r\n` : '';
    return `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nAccept: application/json\r\n${authorization}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  };

  const began = performance.now() + order.warmUp;
  const ends = began + order.duration;
  const latencies: number[] = [];
  let answered = 0;
  const marks = setTimeout(() => report({ type: 'began' }), order.warmUp);
  const end = setTimeout(() => report({ type: 'ended' }), order.warmUp + order.duration);
  try {
    await Promise.all(
      Array.from({ length: connections }, async () => {
        const ask = await openConnection(hostname, Number(port));
        while (performance.now() < ends) {
          const asked = performance.now();
          const { status, body } = await ask(next());
          const now = performance.now();
          if (status !== 200 || !isAnswer.test(body)) throw new Error(`${status} ${body.slice(0, 500)}`);
          answered += 1;
          if (now >= began && now < ends) latencies.push(now - asked);
        }
        ask.close();
      }),
    );
  } finally {
    clearTimeout(marks);
    clearTimeout(end);
  }
  latencies.sort((one, other) => one - other);
  const percentile = (part: number) => latencies[Math.floor(latencies.length * part)] ?? 0;
  return {
    counted: latencies.length,
    milliseconds: order.duration,
    p50: percentile(0.5),
    p99: percentile(0.99),
    answered,
  };
}

interface Answer {
  status: number;
  body: string;
}

/** A connection that is kept alive, and takes one request at a time. */
async function openConnection(host: string, port: number) {
  const socket: Socket = connect({ host, port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  let received = '';
  socket.on('data', (data) => {
    received += data.toString('latin1');
    const answer = parseAnswer(received);
    if (!answer) return;
    received = '';
    waiting?.resolve(answer);
  });
  const fail = (error?: Error) => waiting?.reject(error ?? new Error('the server closed the connection'));
  socket.on('error', fail);
  socket.on('close', () => fail());
  const ask = (request: string) =>
    new Promise<Answer>((resolve, reject) => {
      waiting = { resolve, reject };
      socket.write(request);
    });
  return Object.assign(ask, { close: () => void socket.destroy() });
}

/** Null while it is not all there. The body is in Latin-1, whatever it was sent in. */
function parseAnswer(text: string): Answer | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const status = Number(text.slice(9, 12));
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(text) ?? [];
  const body = text.slice(headEnd + 4);
  if (length !== undefined) return body.length < Number(length) ? null : { status, body };
  return body.endsWith('0\r\n\r\n') ? { status, body: body.replace(/^[0-9a-f]+\r\n/i, '') } : null;
}
