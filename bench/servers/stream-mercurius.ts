import fastify from 'fastify';
import mercurius from 'mercurius';
import { publishAll } from './stream-events.ts';

/**
 * Mercurius with its JIT and its own subscriptions. An event carries all that is asked of it: nothing is loaded. Everybody
 * may subscribe, unless it is given a database that says who may.
 */
const schema = `
  type Query { ok: Boolean }
  type User { username: String! displayName: String! }
  type Participant { presence: String! role: String! user: User! }
  interface SessionEvent { cursor: String! occurredAt: String! }
  type ParticipantPresenceChanged implements SessionEvent { cursor: String! occurredAt: String! participant: Participant! }
  type Subscription { sessionEvents(sessionId: ID!): SessionEvent! }
`;
const topic = 'session';
const admission = process.env.DATABASE_URL ? (await import('./stream-admission.ts')).createAdmission() : null;

interface Context {
  authorization?: string;
}

const app = fastify();
app.register(mercurius, {
  schema,
  resolvers: {
    Subscription: {
      sessionEvents: {
        subscribe: async (_root: unknown, { sessionId }: { sessionId: string }, { pubsub, ...context }) => {
          await admission?.requireInside((context as Context).authorization, sessionId);
          return pubsub.subscribe(topic);
        },
      },
    },
  },
  subscription: admission
    ? {
        async onConnect({ payload }: { payload?: { Authorization?: string } }) {
          const authorization = payload?.Authorization;
          return (await admission.isSignedIn(authorization)) && { authorization };
        },
      }
    : true,
  jit: 1,
});
app.post('/', async ({ body }) => {
  publishAll(String(body), (event) => app.graphql.pubsub.publish({ topic, payload: { sessionEvents: event } }));
  return '';
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
