/** Has a peer publish so many events, which occurred when they were asked for. */
interface Publication {
  count: number;
  occurredAt: string;
}

const session = '0197f1c2-7c1b-7d57-9d5a-0c5f1f0a7c11';

/** What Shala sends of a participant's presence, as an event of that moment. */
function eventAt(sequence: number, occurredAt: string) {
  return {
    cursor: Buffer.from(`${sequence}@${session}`).toString('base64url'),
    occurredAt,
    __typename: 'ParticipantPresenceChanged',
    participant: { presence: 'ONLINE', role: 'MEMBER', user: { username: 'member0', displayName: 'Member 0' } },
  };
}

let last = 0;

/** Publishes what a request asks for: the load tells a peer, which then publishes from within. */
export function publishAll(body: string, publish: (event: ReturnType<typeof eventAt>) => void): void {
  const { count, occurredAt }: Publication = JSON.parse(body);
  for (let index = 0; index < count; index += 1) publish(eventAt(++last, occurredAt));
}
