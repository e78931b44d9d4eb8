/**
 * Tells readers that a topic has something new. It carries no data and may lose or repeat a signal: readers look
 * into the database, and look again now and then without being told.
 */
export interface Signals {
  publish(topic: string): void;
  subscribe(topic: string, listener: () => void): () => void;
}

export function createMemorySignals(): Signals {
  const listeners = new Map<string, Set<() => void>>();
  return {
    publish(topic) {
      for (const listener of listeners.get(topic) ?? []) listener();
    },
    subscribe(topic, listener) {
      const those = listeners.get(topic) ?? new Set();
      listeners.set(topic, those.add(listener));
      return () => {
        those.delete(listener);
        if (those.size === 0) listeners.delete(topic);
      };
    },
  };
}
