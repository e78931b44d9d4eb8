import { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** Longer than a healthy Redis ever takes; what waits for one that hangs goes on without it after this. */
const patience = 1_000;

// How often a connection that only listens is asked whether it is still one.
const pulse = 5_000;

export interface SharedRedis {
  readonly client: Redis;
  readonly isReady: boolean;
  /** Connects; resolves without a connection where there is none soon, and goes on trying. */
  open(): Promise<void>;
  /** Hears, once opened, what is published on a channel, again after every outage; what is published meanwhile is lost. */
  listen(channel: string, heard: (message: string) => void): void;
  /** Reports what a command failed with: an outage is logged once, however many commands it fails. */
  failed(error: unknown): void;
  close(): void;
}

/** The Redis (or Valkey) that nodes share. No command waits for a connection: without one it fails at once. */
export function createRedis(url: string, log: Logger): SharedRedis {
  const client = new Redis(url, {
    keyPrefix: 'shala:',
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2 * patience,
    commandTimeout: patience,
    socketTimeout: patience,
  });
  let isOut = false;
  const failed = (error: unknown) => {
    if (isOut) return;
    isOut = true;
    // The message alone: the error of a refused AUTH carries the password.
    log.warn({ error: error instanceof Error ? error.message : String(error) }, 'Redis does not answer as it should');
  };
  const succeeded = () => {
    if (isOut) log.info('Redis answers again');
    isOut = false;
  };
  client.on('error', failed);
  client.on('ready', succeeded);

  // A connection that listens may do nothing else, and waits as long as it takes.
  const listener = client.duplicate({
    enableOfflineQueue: true,
    commandTimeout: undefined,
    maxRetriesPerRequest: null,
  });
  const channels: string[] = [];
  listener.on('error', failed);
  const heartbeat = setInterval(() => {
    if (listener.status === 'ready') listener.ping().catch(failed);
  }, pulse);
  heartbeat.unref();

  return {
    client,
    get isReady() {
      return client.status === 'ready';
    },
    async open() {
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, 2 * patience);
      });
      if (channels.length > 0) listener.subscribe(...channels).catch(failed);
      await Promise.race([client.connect().catch(failed), enough]);
      clearTimeout(timer);
    },
    listen(channel, heard) {
      channels.push(channel);
      listener.on('message', (on, message) => on === channel && heard(message));
    },
    failed,
    close() {
      clearInterval(heartbeat);
      listener.disconnect();
      client.disconnect();
    },
  };
}
