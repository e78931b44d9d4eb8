/** What subscribers have received since counting began. */
export interface Counts {
  /** An event has arrived, so many milliseconds after it happened. */
  delivered(latency: number, times?: number): void;
  /** An event has arrived whose latency is not known yet. */
  arrived(): void;
  /** Something is missing, repeated or failed. */
  fault(times?: number): void;
  begin(): void;
  readonly deliveries: number;
  readonly faults: number;
  /** Milliseconds within which this share of the events had arrived. */
  percentile(share: number): number;
}

export function createCounts(): Counts {
  const latencies = new Uint32Array(600_000);
  let deliveries = 0;
  let faults = 0;
  return {
    delivered(latency, times = 1) {
      const at = Math.min(Math.max(latency, 0), latencies.length - 1);
      latencies[at] = (latencies[at] as number) + times;
    },
    arrived() {
      deliveries += 1;
    },
    fault(times = 1) {
      faults += times;
    },
    begin() {
      deliveries = 0;
      faults = 0;
      latencies.fill(0);
    },
    get deliveries() {
      return deliveries;
    },
    get faults() {
      return faults;
    },
    percentile(share) {
      let left = latencies.reduce((sum, count) => sum + count, 0) * share;
      return latencies.findIndex((count) => {
        left -= count;
        return left <= 0;
      });
    },
  };
}
