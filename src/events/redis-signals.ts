import { randomUUID } from 'node:crypto';
import type { SharedRedis } from '../operations/redis.ts';
import { createMemorySignals, type Signals } from './signals.ts';

/**
 * Signals between nodes. On its own node a signal is felt at once, Redis or not; the others hear of it over one
 * channel, all of them of every topic, so that nobody has to be subscribed before a topic is used.
 */
export function createRedisSignals(redis: SharedRedis): Signals {
  const local = createMemorySignals();
  const node = randomUUID();
  const channel = `${redis.client.options.keyPrefix}signals`;
  redis.listen(channel, (message) => {
    const [from, topic = ''] = message.split(' ');
    if (from !== node) local.publish(topic);
  });
  return {
    publish(topic) {
      local.publish(topic);
      if (redis.isReady) redis.client.publish(channel, `${node} ${topic}`).catch(redis.failed);
    },
    subscribe: local.subscribe,
  };
}
