/**
 * Tells readers that a topic has something new. A signal carries no data and may be lost or repeated: after it, readers
 * look into the database, and they also look there at intervals without one.
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
      const ofTopic = listeners.get(topic) ?? new Set();
      listeners.set(topic, ofTopic.add(listener));
      return () => {
        ofTopic.delete(listener);
        if (ofTopic.size === 0) listeners.delete(topic);
      };
    },
  };
}
