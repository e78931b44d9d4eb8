import { randomUUID } from 'node:crypto';
import type { SharedRedis } from '../operations/redis.ts';
import { createMemorySignals, type Signals } from './signals.ts';

/**
 * Signals between nodes. The publishing node delivers a signal to its own listeners directly, with or without Redis. All
 * other nodes receive the signals of every topic over one channel, so no node has to subscribe to a topic before the
 * first signal.
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
