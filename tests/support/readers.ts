import { readersOf } from '../../src/http/readers.ts';
import type { TestServer } from './server.ts';

/** Looks for those who have stopped reading more often than once a second, until it is stopped. */
export function lookOften({ app }: TestServer): () => void {
  const looks = setInterval(() => readersOf(app).cutOffIdle(), 100);
  return () => clearInterval(looks);
}
