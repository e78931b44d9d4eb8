import { expect, vi } from 'vitest';
import { passwordTurns } from '../../src/accounts/passwords/hashing.ts';
import type { QueueName } from '../../src/accounts/passwords/turns.ts';
import type { TestServer } from './server.ts';

/** How many passwords wait in a queue of this server. */
export const waitingIn = ({ app }: TestServer, queue: QueueName) => passwordTurns(app).waitingIn(queue);

export const untilWaiting = (server: TestServer, queue: QueueName, howMany: number) =>
  vi.waitFor(() => expect(waitingIn(server, queue)).toBeGreaterThanOrEqual(howMany), 20_000);

/** Takes both turns at hashing, until the returned function is called: whatever is sent meanwhile waits. */
export function takeTurns({ app }: TestServer): () => Promise<unknown> {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const taken = [1, 2].map(() => passwordTurns(app).take({ queue: 'ACCOUNT', line: null }, () => gate));
  return () => {
    release();
    return Promise.all(taken);
  };
}
