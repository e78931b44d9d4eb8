import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { messageOf } from '../errors.ts';

/** Milliseconds after which a command is given up; a healthy Redis answers sooner. */
const patience = 1_000;

// Milliseconds between pings of the listening connection, which otherwise notices a lost peer late.
const pulse = 5_000;

export interface SharedRedis {
  readonly client: Redis;
  readonly isReady: boolean;
  /** Connects. Resolves without a connection after a short while, and keeps trying in the background. */
  open(): Promise<void>;
  /** Subscribes to a channel, and again after every outage; messages published during an outage are lost. */
  listen(channel: string, received: (message: string) => void): void;
  /** Reports the error of a command; an outage is logged once, however many commands fail. */
  failed(error: unknown): void;
  close(): void;
}

/** The Redis (or Valkey) that the nodes share. A command without a connection fails at once. */
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
    log.warn(
      { error: error instanceof Error ? messageOf(error) : String(error) },
      'Redis does not answer as it should',
    );
  };
  const succeeded = () => {
    if (isOut) log.info('Redis answers again');
    isOut = false;
  };
  client.on('error', failed);
  client.on('ready', succeeded);

  // A subscribed connection can send no other commands, and must wait for messages without a timeout.
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
    listen(channel, received) {
      channels.push(channel);
      listener.on('message', (on, message) => on === channel && received(message));
    },
    failed,
    close() {
      clearInterval(heartbeat);
      listener.disconnect();
      client.disconnect();
    },
  };
}
