// Sends requests: a process of its own, told by its parent what to send, so that neither slows the other. It speaks as
// little HTTP as the servers answer with, since what it costs is taken from them.

import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { bodyOf, type Fixture, type Request, workloads } from './workloads.ts';

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
  /** Requests to send per second, whether or not those before are answered; as many as go where it is missing. */
  perSecond?: number;
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
  /** Of these, those that booked. */
  booked: number;
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
  let sent = 0;
  const textOf = (request: Request) => {
    const body = bodyOf(workload, request);
    const authorization = request.person ? `Authorization: Bearer ${request.person.accessToken}\r\n` : '';
    return `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nAccept: application/json\r\n${authorization}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  };

  const started = performance.now();
  const began = started + order.warmUp;
  const ends = began + order.duration;
  const latencies: number[] = [];
  let answered = 0;
  let booked = 0;
  const marks = setTimeout(() => report({ type: 'began' }), order.warmUp);
  const end = setTimeout(() => report({ type: 'ended' }), order.warmUp + order.duration);
  try {
    await Promise.all(
      Array.from({ length: connections }, async () => {
        const ask = await openConnection(hostname, Number(port));
        while (performance.now() < ends) {
          const number = sent++;
          const asked = order.perSecond ? await turn(started + (number * 1000) / order.perSecond) : performance.now();
          const request = workload.request(number, fixture);
          const { isAnswer, operationName } = request.operation ?? workload;
          const { status, body } = await ask(textOf(request));
          const now = performance.now();
          if (status !== 200 || !isAnswer.test(body)) throw new Error(`${status} ${body.slice(0, 500)}`);
          answered += 1;
          if (operationName === 'Book') booked += 1;
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
    booked,
  };
}

/**
 * Waits until a request is due. Returns the time from which its answer is awaited: a request that waited for a connection
 * was due before it could be sent.
 */
async function turn(due: number): Promise<number> {
  const ahead = due - performance.now();
  if (ahead <= 0) return due;
  await wait(ahead);
  return performance.now();
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
