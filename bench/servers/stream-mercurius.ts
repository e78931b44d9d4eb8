import fastify from 'fastify';
import mercurius from 'mercurius';
import { publishAll } from './stream-events.ts';

/** Mercurius with its JIT and its own subscriptions. An event carries all that is asked of it: nothing is loaded. */
const schema = `
  type Query { ok: Boolean }
  type User { username: String! displayName: String! }
  type Participant { presence: String! role: String! user: User! }
  interface SessionEvent { cursor: String! occurredAt: String! }
  type ParticipantPresenceChanged implements SessionEvent { cursor: String! occurredAt: String! participant: Participant! }
  type Subscription { sessionEvents(sessionId: ID!): SessionEvent! }
`;
const topic = 'session';

const app = fastify();
app.register(mercurius, {
  schema,
  resolvers: {
    Subscription: {
      sessionEvents: { subscribe: (_root: unknown, _args: unknown, { pubsub }) => pubsub.subscribe(topic) },
    },
  },
  subscription: true,
  jit: 1,
});
app.post('/', async ({ body }) => {
  publishAll(String(body), (event) => app.graphql.pubsub.publish({ topic, payload: { sessionEvents: event } }));
  return '';
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
