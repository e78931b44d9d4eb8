import { once } from 'node:events';
import type { GraphQLFormattedError } from 'graphql';
import { WebSocket } from 'ws';

/** An operation as clients send it; a test may well send something else. */
export interface Operation {
  query?: unknown;
  variables?: unknown;
  operationName?: unknown;
  extensions?: unknown;
  documentId?: unknown;
}

export interface Outcome {
  data?: Record<string, unknown> | null;
  errors?: GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
  /** The status of a response, or the code that the socket was closed with. */
  code?: number;
}

export type Transport = (url: string, operation: Operation) => Promise<Outcome>;

/** The ways to the same API: each takes one operation, and gives what comes back first. */
export const transports: Record<'HTTP' | 'SSE' | 'WebSocket', Transport> = {
  async HTTP(url, operation) {
    const response = await post(url, operation, 'application/json');
    return { code: response.status, ...((await response.json()) as Outcome) };
  },
  async SSE(url, operation) {
    const response = await post(url, operation, 'text/event-stream');
    const [, data] = /^data: ?(\{.*\})$/m.exec(await response.text()) ?? [];
    return { code: response.status, ...JSON.parse(data ?? '{}') };
  },
  async WebSocket(url, operation) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    const outcome = new Promise<Outcome>((resolve) => {
      socket.on('close', (code) => resolve({ code }));
      socket.on('message', (message) => {
        const { type, payload } = JSON.parse(String(message));
        if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: operation }));
        if (type === 'next') resolve(payload);
        if (type === 'error') resolve({ errors: payload });
      });
    });
    socket.send('{"type":"connection_init"}');
    return outcome.finally(() => socket.terminate());
  },
};

function post(url: string, operation: Operation, accept: string): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: accept },
    body: JSON.stringify(operation),
  });
}
