import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Member } from '../studio.ts';

const query = `subscription ($after: StudioCursor) {
  hostEvents(after: $after, kinds: [BOOKINGS]) { __typename cursor occurredAt ... on BookingUpdate { booking { id } } }
}`;

interface HostEvent {
  __typename: string;
  cursor: string;
  occurredAt: string;
  booking?: { id: string } | null;
}

/** What a host's dashboard received, by the place of each event in the log. */
export interface Dashboard {
  host: Member;
  places: string[];
}

/** The place of an event in the log, of its cursor. */
const placeOf = (cursor: string) => Buffer.from(cursor, 'base64url').toString().split('.').slice(0, 2).join('.');

/** Opens dashboards of the hosts. Each goes on after its last event when it lost its connection. */
export async function openDashboards(url: string, hosts: Member[], count: number) {
  let slowest = 0;
  let connections = 0;
  let isClosing = false;
  const opened: Promise<void>[] = [];
  const closes: (() => void)[] = [];
  const dashboards = Array.from({ length: count }, (_, index): Dashboard => {
    const host = hosts[index % hosts.length] as Member;
    const dashboard: Dashboard = { host, places: [] };
    let after: string | null = null;
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { Authorization: `Bearer ${host.token}` },
      retryAttempts: Number.POSITIVE_INFINITY,
      // A fifth of a second, so that what is measured is the server's.
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 200)),
      shouldRetry: () => !isClosing,
      on: {
        connected() {
          connections += 1;
        },
      },
    });
    opened.push(
      new Promise((resolve, reject) => {
        const follow = () => {
          const end = client.subscribe<{ hostEvents: HostEvent }>(
            {
              query,
              // Read anew whenever the client subscribes again.
              get variables() {
                return { after };
              },
            },
            {
              next({ data, errors }) {
                if (!data) return reject(new Error(JSON.stringify(errors)));
                const { __typename, cursor, occurredAt } = data.hostEvents;
                after = cursor;
                if (__typename === 'HostSnapshot') return resolve();
                dashboard.places.push(placeOf(cursor));
                slowest = Math.max(slowest, Date.now() - Date.parse(occurredAt));
              },
              // The server could not go on, its database being away, say.
              error: again,
              complete: again,
            },
          );
          closes.push(end);
        };
        const again = () => {
          if (!isClosing) setTimeout(follow, 100);
        };
        follow();
      }),
    );
    closes.push(() => void client.dispose());
    return dashboard;
  });
  await Promise.all(opened);
  return {
    dashboards,
    /** Milliseconds from an event to its latest arrival since the last call, and how many connections were made since. */
    look() {
      const seen = { slowest, connections };
      slowest = 0;
      connections = 0;
      return seen;
    },
    close() {
      isClosing = true;
      for (const close of closes) close();
    },
  };
}
