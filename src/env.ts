import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ms, { type StringValue } from 'ms';
import { z } from 'zod';
import { isCurrency } from './currencies.ts';

const flag = z
  .enum(['true', 'false', 'on', 'off', '1', '0'])
  .transform((value) => value === 'true' || value === 'on' || value === '1');

const duration = z
  .string()
  .transform((value) => ms(value as StringValue) as number | undefined)
  .refine(
    (value) => value !== undefined && value >= 1000,
    'must be a duration of at least a second, like 15m, 1d or 7d',
  )
  .transform((value) => value as number);

const currency = z.string().refine(isCurrency, 'must be an ISO 4217 code, like EUR');

/** Every setting, with its meaning and its default: the README's table is checked against it. */
const settings = z.object({
  NODE_ENV: z
    .string()
    .default('development')
    .describe('`production` requires `JWT_SECRET` and turns `DEMO` and `GRAPHIQL` off by default'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4000).describe('Port to listen on; 0 picks a free one'),
  HOST: z.string().default('0.0.0.0').describe('Address to listen on'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .transform((url) => url?.replace(/\/+$/, ''))
    .describe(
      'Where people reach this server: links that are handed out begin with it; this machine’s `PORT` by default',
    ),
  APP_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .transform((url) => url?.replace(/\/+$/, ''))
    .describe(
      'Front end that links lead to: mailed ones at `/reset-password?token=…` and `/verify-email?token=…`, those in calendars at `/sessions/<id>`; `PUBLIC_URL` by default',
    ),
  DATA_DIR: z.string().default('.data').describe('Where the embedded database and the development secrets are kept'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL 15 or newer; without it the embedded database is used'),
  DATABASE_TIMEOUT: duration
    .prefault('10s')
    .describe('How long a statement may take on PostgreSQL, or the wait for a connection, before it is given up'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe(
      'Redis or Valkey that several nodes share: rate limits are counted there, and nodes tell each other of events; without it each counts by itself, and events of others come up to 2 seconds late',
    ),
  JWT_SECRET: z
    .string()
    .min(32, 'must be at least 32 characters')
    .optional()
    .describe('Signs access tokens, at least 32 characters; made and kept in `DATA_DIR` outside production'),
  ACCESS_TOKEN_TTL: duration.prefault('1d').describe('Lifetime of an access token'),
  REFRESH_TOKEN_TTL: duration.prefault('7d').describe('Lifetime of a refresh token, renewed at each use'),
  PAYMENT_PROVIDER: z
    .enum(['demo', 'none'])
    .optional()
    .describe(
      '`demo` lets people pay without money at `Booking.checkoutUrl`; by default `demo`, in production `none`: a provider of your own calls the webhook',
    ),
  PAYMENT_WEBHOOK_SECRET: z
    .string()
    .min(32, 'must be at least 32 characters')
    .optional()
    .describe(
      'Signs what payment providers tell at `/webhooks/payments`, at least 32 characters; made and kept in `DATA_DIR` outside production, where there is no webhook without it',
    ),
  MAX_DEVICE_SESSIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(3)
    .describe('Devices that one account may be signed in on'),
  DEVICE_LIMIT_POLICY: z
    .enum(['evict', 'reject'])
    .default('evict')
    .describe('At the limit: `evict` signs out the least recently used device, `reject` refuses the login'),
  ADMIN_EMAIL: z
    .email()
    .optional()
    .describe('With `ADMIN_PASSWORD`: the first administrator, made at start where missing'),
  ADMIN_PASSWORD: z
    .string()
    .min(10, 'must be at least 10 characters')
    .max(128)
    .optional()
    .describe('Password of the first administrator'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('Mail server, `smtp://` or `smtps://`; without it mails are only logged, in production not even that'),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      'must be an e-mail address, or a name and <address>',
    )
    .default('Shala <no-reply@localhost>')
    .describe('Sender of mails'),
  DEMO: flag.optional().describe('Fill an empty database with a demo studio; on by default unless in production'),
  TRUST_PROXY: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe('How many proxies in front set `X-Forwarded-For`; 0 ignores the header'),
  RATE_LIMITS: flag
    .prefault('on')
    .describe('Slow down whoever guesses passwords or join codes, or registers and resets passwords too often'),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .describe('Origins, separated by commas, whose pages may call the API and open sockets; none by default'),
  GRAPHIQL: flag
    .optional()
    .describe('Serve GraphiQL to browsers and allow introspection; on by default unless in production'),
  PERSISTED_OPERATIONS: z
    .string()
    .optional()
    .describe(
      'JSON file of `{"hash": "document"}`: clients may send a hash for its document, in production nothing else',
    ),
  REQUEST_TIMEOUT: duration.prefault('30s').describe('How long a client may take to send a request'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe level to log'),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must be at least 16 characters')
    .optional()
    .describe('Bearer token that `/metrics` asks for; without it `/metrics` is open, and in production not there'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .transform((url) => url?.replace(/\/+$/, ''))
    .describe('OpenTelemetry collector that traces are sent to, by OTLP over HTTP, like `http://collector:4318`'),
  DEFAULT_CURRENCY: currency.default('EUR').describe('Currency of prices that name none'),
  GEOIP_DATABASE: z
    .string()
    .optional()
    .describe('Path of a MaxMind database (`.mmdb`) of cities or countries, which tells where devices signed in from'),
});

export const settingDescriptions: Record<string, string> = Object.fromEntries(
  Object.entries(settings.shape).map(([name, schema]) => [name, schema.description ?? '']),
);

type Settings = z.output<typeof settings>;
export type Env = Settings & {
  PUBLIC_URL: string;
  APP_URL: string;
  JWT_SECRET: string;
  PAYMENT_PROVIDER: 'demo' | 'none';
  DEMO: boolean;
  GRAPHIQL: boolean;
  isProduction: boolean;
};

export class ConfigurationError extends Error {
  constructor(faults: string[]) {
    super(`Shala cannot start with this configuration:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/** Reads the configuration once; throws ConfigurationError naming every fault. Empty variables count as unset. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = settings.safeParse(given);
  const faults = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const isProduction = given.NODE_ENV === 'production';
  if (isProduction && !given.JWT_SECRET) faults.push('JWT_SECRET must be set in production');
  if (isProduction && given.PAYMENT_PROVIDER === 'demo' && !given.PAYMENT_WEBHOOK_SECRET)
    faults.push('PAYMENT_WEBHOOK_SECRET must be set in production for PAYMENT_PROVIDER=demo');
  if (Boolean(given.ADMIN_EMAIL) !== Boolean(given.ADMIN_PASSWORD))
    faults.push('ADMIN_EMAIL and ADMIN_PASSWORD belong together');
  if (isProduction && result.data?.GRAPHIQL && result.data.PERSISTED_OPERATIONS)
    faults.push('GRAPHIQL must be off in production with PERSISTED_OPERATIONS, which takes none of its documents');
  if (!result.success || faults.length > 0) throw new ConfigurationError(faults);
  const env = result.data;
  const PUBLIC_URL = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;
  return {
    ...env,
    PUBLIC_URL,
    APP_URL: env.APP_URL ?? PUBLIC_URL,
    JWT_SECRET: env.JWT_SECRET ?? developmentSecret(env.DATA_DIR, 'jwt-secret'),
    PAYMENT_PROVIDER: env.PAYMENT_PROVIDER ?? (isProduction ? 'none' : 'demo'),
    PAYMENT_WEBHOOK_SECRET:
      env.PAYMENT_WEBHOOK_SECRET ??
      (isProduction ? undefined : developmentSecret(env.DATA_DIR, 'payment-webhook-secret')),
    DEMO: env.DEMO ?? !isProduction,
    GRAPHIQL: env.GRAPHIQL ?? !isProduction,
    isProduction,
  };
}

/** Kept between starts, so that a restart in development signs nobody out. */
function developmentSecret(dataDir: string, name: string): string {
  const file = join(dataDir, name);
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
