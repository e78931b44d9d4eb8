import ms, { type StringValue } from 'ms';
import { z } from 'zod';
import { currency } from './currencies.ts';
import { receiptSettings } from './receipt-settings.ts';

const day = 86_400_000;

const flag = z
  .enum(['true', 'false', 'on', 'off', '1', '0'])
  .transform((value) => value === 'true' || value === 'on' || value === '1');

/** In digits alone: Number() would take `0x10` and `1e3`, too. */
const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .trim()
    .regex(/^\d+$/, 'must be a whole number in digits, like 4000')
    .transform(Number)
    .pipe(z.number().min(least).max(most));

const duration = z
  .string()
  .transform((value) => ms(value as StringValue) as number | undefined)
  .refine(
    (value) => value !== undefined && value >= 1000,
    'must be a duration of at least a second, like 15m, 1d or 7d',
  )
  .transform((value) => value as number)
  // Dates end somewhere.
  .refine((value) => value <= 100 * 366 * day, 'must be at most 100y');

/** A URL with one of these schemes; `example` is shown where it is none. */
const url = (protocol: RegExp, example: string, hostname = /./) =>
  z.url({ protocol, hostname, error: `must be a URL like ${example}` });

// One without a host is of a socket in a directory.
const postgresUrl = url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/database', /^/);

/** The address of a site, to which paths are appended. */
const site = url(/^https?$/, 'https://studio.example.org')
  .refine((value) => !/[?#]/.test(value), 'must be a URL without a query')
  .transform((value) => value.replace(/\/+$/, ''));

/** Browsers send the origin of a page in exactly one form; any other form in the setting would never match. */
function faultOfOrigin(origin: string): string | null {
  if (origin === '*') {
    return 'must list origins, not *: any page in the browser of a signed-in person could use the API then';
  }
  if (!/^https?:/i.test(origin) || !URL.canParse(origin)) {
    return `must list origins like https://studio.example.org, not ${origin}`;
  }
  const expected = new URL(origin).origin;
  return origin === expected ? null : `must list origins without a path and in lower case: ${expected}, not ${origin}`;
}

/** All settings with their descriptions and defaults; a test compares the README's table with them. */
export const settings = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe(
      '`production`, `development` or `test`; `production` requires `JWT_SECRET` and turns `DEMO` and `GRAPHIQL` off by default',
    ),
  PORT: wholeNumber(0, 65535).default(4000).describe('Port to listen on; 0 picks a free one'),
  HOST: z
    .string()
    .optional()
    .describe('Address to listen on; by default that of this machine alone, in production `0.0.0.0`: all addresses'),
  PUBLIC_URL: site
    .optional()
    .describe(
      'URL under which people reach this server; handed-out links begin with it; by default `http://localhost:PORT`',
    ),
  APP_URL: site
    .optional()
    .describe(
      'URL of the front end: mailed links lead to its `/reset-password?token=…` and `/verify-email?token=…`, links in calendars to its `/sessions/<id>`; by default `PUBLIC_URL`, where this server has pages for them',
    ),
  DATA_DIR: z.string().default('.data').describe('Directory of the embedded database and the development secrets'),
  DATABASE_URL: postgresUrl
    .optional()
    .describe('URL of PostgreSQL 15 or newer; without it the embedded database is used'),
  DATABASE_TIMEOUT: duration
    // Timers and PostgreSQL count its milliseconds in 32 bits.
    .refine((value) => value <= day, 'must be at most 1d')
    .prefault('10s')
    .describe('Time limit of a statement on PostgreSQL, and of the wait for a connection; at most 1d'),
  DATABASE_POOL: wholeNumber(1, 1000)
    .default(10)
    .describe('Greatest number of connections to PostgreSQL for statements, 1 to 1000; health checks have one more'),
  DATABASE_PREPARE: flag
    .prefault('on')
    .describe(
      'Prepare statements by name, so that PostgreSQL parses each once per connection; off behind a PgBouncer in transaction mode that is older than 1.21 or has `max_prepared_statements` 0',
    ),
  DATABASE_READ_URL: postgresUrl
    .optional()
    .describe(
      'URL of a hot standby of `DATABASE_URL`, which then answers lists of sessions, searches and exports as soon as it has all that was committed before the question; where it lags or is away, `DATABASE_URL` answers',
    ),
  REDIS_URL: url(/^rediss?$/, 'redis://host:6379')
    .regex(/^([^%]|%[\da-f]{2})*$/i, 'must have each % of its password written as %25')
    .optional()
    .describe(
      'URL of the Redis or Valkey that all nodes share for rate limits and signals of events; without it each node counts by itself, and events of other nodes arrive up to 2 seconds late',
    ),
  JWT_SECRET: z
    .string()
    .min(32, 'must be at least 32 characters')
    .optional()
    .describe(
      'Key that signs access tokens, at least 32 characters; outside production it is generated and kept in `DATA_DIR`',
    ),
  ACCESS_TOKEN_TTL: duration.prefault('1d').describe('Lifetime of an access token'),
  REFRESH_TOKEN_TTL: duration.prefault('7d').describe('Lifetime of a refresh token, renewed at each use'),
  DEVICE_SESSION_MAX_AGE: duration
    .prefault('90d')
    .describe('Time after its sign-in at which a device session ends, however often it is refreshed'),
  PAYMENT_PROVIDER: z
    .enum(['demo', 'none'])
    .optional()
    .describe(
      '`demo` lets people pay without money at `Booking.checkoutUrl`; with `none` your own provider calls the webhook; by default `demo`, in production `none`',
    ),
  PAYMENT_WEBHOOK_SECRET: z
    .string()
    .min(32, 'must be at least 32 characters')
    .optional()
    .describe(
      'Key that signs the requests of payment providers to `/webhooks/payments`, at least 32 characters; outside production it is generated and kept in `DATA_DIR`; in production there is no webhook without it',
    ),
  MAX_DEVICE_SESSIONS: wholeNumber(1, 100)
    .default(3)
    .describe('Maximum number of devices on which one account is signed in, 1 to 100'),
  DEVICE_LIMIT_POLICY: z
    .enum(['evict', 'reject'])
    .default('evict')
    .describe(
      'At `MAX_DEVICE_SESSIONS`, `evict` signs out the least recently used device and `reject` refuses the login',
    ),
  ADMIN_EMAIL: z
    .email()
    .optional()
    .describe('E-mail of the first administrator, created at start if missing; needs `ADMIN_PASSWORD`'),
  ADMIN_PASSWORD: z
    .string()
    .min(10, 'must be at least 10 characters')
    .max(128)
    .optional()
    .describe('Password of the first administrator, 10 to 128 characters'),
  REQUIRE_ADMIN_TOTP: flag
    .prefault('off')
    .describe(
      'Admins need an authenticator app: one without signs in, and may do nothing as an admin before setting it up; see docs/authentication.md',
    ),
  SMTP_URL: url(/^smtps?$/, 'smtps://user:password@host')
    .optional()
    .describe('Mail server, `smtp://` or `smtps://`; without it mails are logged, and in production dropped'),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      'must be an e-mail address, or a name and <address>',
    )
    .default('Shala <no-reply@localhost>')
    .describe('Sender of mails'),
  MAIL_RETENTION: duration
    .refine((value) => value >= 2 * day, 'must be at least 2d')
    .prefault('30d')
    .describe(
      'Time for which the record of a mail is kept after it was sent, skipped or given up, at least 2d; its text is never kept',
    ),
  WEBHOOK_TIMEOUT: duration
    .refine((value) => value <= 30_000, 'must be at most 30s')
    .prefault('15s')
    .describe(
      'Time limit of an attempt to send a webhook, from looking up the host to the end of its answer; at most 30s',
    ),
  WEBHOOK_PRIVATE_ADDRESSES: flag
    .prefault('off')
    .describe(
      'For development: webhooks may go to plain `http://` and to addresses that are not public, such as those of this machine; refused in production',
    ),
  DEMO: flag
    .optional()
    .describe(
      'Fill an empty database with a demo studio, whose accounts have a published password; on by default where `HOST` and `PUBLIC_URL` lead to this machine alone, in production off; where it is off, that password signs nobody in',
    ),
  DEMO_LIVE: flag
    .prefault('off')
    .describe(
      'Let the demo studio move by itself: every few seconds somebody joins, votes, books or leaves, so that subscriptions show something; needs `DEMO`',
    ),
  TRUST_PROXY: wholeNumber(0, 10)
    .default(0)
    .describe('Number of proxies in front that append to `X-Forwarded-For`, at most 10; 0 ignores the header'),
  RATE_LIMITS: flag
    .prefault('on')
    .describe(
      'Limit guesses of passwords and join codes, registrations, password resets, what operations cost in a minute, and sockets of an address or account',
    ),
  COST_PER_MINUTE: wholeNumber(20_000)
    .default(600_000)
    .describe(
      'What the operations of one account, or of the visitors of one address, may cost in a minute, over all nodes, at least 20000; see docs/security.md',
    ),
  MAX_VISITOR_SOCKETS: wholeNumber(1)
    .default(5_000)
    .describe('Maximum number of sockets of visitors on a node; more are refused with 503'),
  MAX_SOCKETS_PER_ADDRESS: wholeNumber(1)
    .default(200)
    .describe('Maximum number of sockets of visitors from one address on a node; more are refused with 429'),
  MAX_SOCKETS_PER_ACCOUNT: wholeNumber(1)
    .default(100)
    .describe('Maximum number of sockets of one account on a node; more are closed with 1013'),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .superRefine((origins, context) => {
      for (const origin of origins) {
        const message = faultOfOrigin(origin);
        if (message) context.addIssue({ code: 'custom', message });
      }
    })
    .describe(
      'Origins, separated by commas, like `https://studio.example.org`, whose pages may call the API and open sockets; outside production pages of `localhost` may as well',
    ),
  GRAPHIQL: flag
    .optional()
    .describe('Serve GraphiQL to browsers and allow introspection; on by default, in production off'),
  WEB: flag
    .optional()
    .describe(
      'Serve the studio in a browser at `/`; on by default where `APP_URL` is `PUBLIC_URL`. Where it is off, this server has plain pages for its links',
    ),
  PERSISTED_OPERATIONS: z
    .string()
    .optional()
    .describe(
      'Path of a JSON file of `{"hash": "document"}`: clients may send a hash instead of its document; in production all documents are refused but these and those of the studio in a browser',
    ),
  MAX_ANSWER_BYTES: wholeNumber(64 * 1024)
    .default(4 * 1024 * 1024)
    .describe(
      'Size limit of an answer of GraphQL in bytes, at least 65536; a larger one is refused with `ANSWER_TOO_LARGE`',
    ),
  REQUEST_TIMEOUT: duration.prefault('30s').describe('Time limit for receiving a request'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe level that is logged'),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must be at least 16 characters')
    .optional()
    .describe(
      'Bearer token that `/metrics` requires, at least 16 characters; without it `/metrics` is open, and in production missing',
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: site
    .optional()
    .describe(
      'URL of the OpenTelemetry collector that receives traces as OTLP over HTTP, like `http://collector:4318`',
    ),
  DEFAULT_CURRENCY: currency.default('EUR').describe('Currency of prices without a currency'),
  ...receiptSettings,
  GEOIP_DATABASE: z
    .string()
    .optional()
    .describe(
      'Path of a MaxMind database (`.mmdb`) of cities or countries, which gives device sessions their location',
    ),
});

export const settingDescriptions: Record<string, string> = Object.fromEntries(
  Object.entries(settings.shape).map(([name, schema]) => [name, schema.description ?? '']),
);
