import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const tooManyConnections = '53300';
const readOnly = '25006';
// Milliseconds until a server is asked again for the connections that it did not grant.
const grantInterval = 10_000;
const renewalInterval = 1_000;
const retryInterval = 50;

/**
 * The limits of a session at the server, a little beyond those of the client. The server does not notice that a client gave up a
 * statement that waits for a lock, or that a machine is gone: its connection and its transaction would stay for hours.
 */
const limitsOf = (timeout: number) => `
  SET statement_timeout = ${timeout + 2_000};
  SET idle_in_transaction_session_timeout = ${timeout * 3};
  SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3`;

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: Error | boolean) => void,
) => void;

/**
 * A pool of connections to PostgreSQL. Where the server grants fewer than `max`, the others wait in turn for those that it
 * granted. Where it is read-only, as a primary that became a standby is, the connections are renewed, so that they lead
 * to the new primary.
 */
export class Pool extends pg.Pool {
  readonly #most: number;
  readonly #patience: number;
  readonly #openedAt = new WeakMap<pg.PoolClient, number>();
  #renewedAt = Number.NEGATIVE_INFINITY;
  #reducedUntil = 0;
  /** Open connections, without those that are being opened. */
  #granted = 0;

  constructor(
    config: pg.PoolConfig & { max: number; connectionTimeoutMillis: number },
    onError: (error: Error) => void,
    /** Milliseconds for which a connection that the server does not grant is asked for again. */
    patience = config.connectionTimeoutMillis,
  ) {
    super({ keepAlive: true, ...config });
    this.#most = config.max;
    this.#patience = patience;
    this.on('error', onError);
    this.on('connect', (client) => {
      this.#granted += 1;
      this.#openedAt.set(client, performance.now());
      // A checked-out client emits `error` when the server dies; without a listener the process would end.
      client.on('error', onError);
      void client.query(limitsOf(config.connectionTimeoutMillis)).catch(onError);
      const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
      connection.on('errorMessage', ({ code }: { code?: string }) => {
        // Connections to a server that is still read-only are not opened for every write that it refuses.
        if (code === readOnly && performance.now() - this.#renewedAt > renewalInterval) this.renew();
      });
    });
    this.on('remove', () => {
      this.#granted -= 1;
    });
    this.on('release', (_error, client) => {
      // A statement that timed out still runs: its transaction must not pass to the next user of the connection.
      if (client.getTransactionStatus() !== 'I' || this.#isOutdated(client)) void (client as pg.Client).end();
    });
  }

  /** Closes the connections that are open now, once nobody uses them. */
  renew(): void {
    this.#renewedAt = performance.now();
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    const connected = this.#connect();
    if (!callback) return connected;
    connected.then(
      (client) => callback(undefined, client, client.release),
      (error: Error) => callback(error, undefined, () => {}),
    );
    return undefined;
  }

  async #connect(): Promise<pg.PoolClient> {
    const deadline = performance.now() + this.#patience;
    for (;;) {
      if (this.options.max < this.#most && performance.now() > this.#reducedUntil) this.options.max = this.#most;
      try {
        const client = await super.connect();
        if (!this.#isOutdated(client)) return client;
        client.release(true);
      } catch (error) {
        if ((error as { code?: unknown }).code !== tooManyConnections || performance.now() > deadline) throw error;
        this.options.max = Math.max(1, this.#granted);
        this.#reducedUntil = performance.now() + grantInterval;
        // Without a connection of its own, the pool waits for those of others.
        if (this.#granted === 0) await wait(retryInterval);
      }
    }
  }

  #isOutdated(client: pg.PoolClient): boolean {
    return (this.#openedAt.get(client) ?? 0) <= this.#renewedAt;
  }
}
