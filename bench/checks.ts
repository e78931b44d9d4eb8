import { deepStrictEqual, strictEqual } from 'node:assert';
import type pg from 'pg';
import { addSessions, removeSessions } from './data.ts';
import type { ServerProcess } from './processes.ts';
import { bodyOf, type Fixture, type Request, type Workload, workloads } from './workloads.ts';

const samples = 40;

/** What a server answers to some requests of each reading workload, in their order. */
export async function answersOf({ url }: ServerProcess, fixture: Fixture): Promise<Map<string, unknown[]>> {
  const answers = new Map<string, unknown[]>();
  for (const workload of workloads.filter(({ sessionsToBook }) => !sessionsToBook)) {
    const requests = Array.from({ length: samples }, (_, index) => workload.request(index * 13, fixture));
    answers.set(workload.name, await Promise.all(requests.map((request) => post(url, workload, request))));
  }
  return answers;
}

/** Throws unless these are answers, and those that were expected. */
export function compareAnswers(answers: Map<string, unknown[]>, expected: Map<string, unknown[]>): void {
  for (const [name, given] of answers) {
    for (const [index, answer] of given.entries()) {
      const { data, errors } = answer as { data: Record<string, unknown>; errors?: unknown };
      strictEqual(errors, undefined, `${name}: ${JSON.stringify(errors)}`);
      for (const value of Object.values(data)) if (value === null) throw new Error(`${name} finds nothing`);
      deepStrictEqual(answer, expected.get(name)?.[index], `${name}, answer ${index}`);
    }
  }
}

/** Throws unless of more people than seats who book at once exactly as many get one as there are, and all hear so. */
export async function checkSeats(server: ServerProcess, client: pg.Client, fixture: Fixture): Promise<void> {
  const seats = 50;
  const toBook = await addSessions(client, fixture.sizes, 1, seats);
  const workload = workloads.find(({ name }) => name === 'W1-hot') as Workload;
  const bookers = Array.from({ length: 3 * seats }, (_, index) => workload.request(index, { ...fixture, toBook }));
  const answers = await Promise.all(bookers.map((request) => post(server.url, workload, request)));
  const kinds = answers.map((answer) => {
    const { data } = answer as { data: { bookingCreate: { __typename: string; id?: string } } };
    const { id, ...rest } = data.bookingCreate;
    if (rest.__typename === 'Booking') {
      if (
        !Buffer.from(id ?? '', 'base64')
          .toString()
          .startsWith('Booking:')
      )
        throw new Error(`no ID of a booking: ${id}`);
      deepStrictEqual(rest, {
        __typename: 'Booking',
        status: 'CONFIRMED',
        amount: { amountMinor: 0, currency: 'EUR' },
      });
    } else {
      deepStrictEqual(rest, { __typename: 'SessionFullError', code: 'SESSION_FULL', message: 'Every seat is taken.' });
    }
    return rest.__typename;
  });
  strictEqual(kinds.filter((kind) => kind === 'Booking').length, seats);
  await removeSessions(client, toBook, seats);
}

async function post(url: string, workload: Workload, request: Request): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      ...(request.person && { Authorization: `Bearer ${request.person.accessToken}` }),
    },
    body: bodyOf(workload, request),
  });
  return response.json();
}

/** Where pages of the catalogue begin: after the first, the second and the fourth. */
export async function readCursors({ url }: ServerProcess): Promise<string[]> {
  const cursors: string[] = [];
  for (let after: string | null = null; cursors.length < 4; ) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        query: 'query ($after: String) { sessions(first: 20, after: $after) { pageInfo { endCursor } } }',
        variables: { after },
      }),
    });
    const { data } = (await response.json()) as { data: { sessions: { pageInfo: { endCursor: string } } } };
    after = data.sessions.pageInfo.endCursor;
    cursors.push(after);
  }
  return [cursors[0], cursors[1], cursors[3]] as string[];
}
