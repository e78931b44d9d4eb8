import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigurationError, type Env, parseEnv } from '../../src/env.ts';
import { settingDescriptions } from '../../src/settings.ts';

const scratch = mkdtempSync(join(tmpdir(), 'shala-configuration-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const readme = new URL('../../README.md', import.meta.url);
const secret = 'a secret of tests, long enough for the check';

test('nothing has to be set', () => {
  const dataDir = join(scratch, 'defaults');
  expect(parseEnv({ DATA_DIR: dataDir, PORT: '', CORS_ORIGINS: '' })).toEqual(
    expect.objectContaining({
      PORT: 4000,
      DATA_DIR: dataDir,
      ACCESS_TOKEN_TTL: 24 * 60 * 60 * 1000,
      REFRESH_TOKEN_TTL: 7 * 24 * 60 * 60 * 1000,
      MAX_DEVICE_SESSIONS: 3,
      DEVICE_LIMIT_POLICY: 'evict',
      TRUST_PROXY: 0,
      CORS_ORIGINS: [],
      DEMO: true,
      GRAPHIQL: true,
      isProduction: false,
    }),
  );
  expect(parseEnv({ DATA_DIR: dataDir }).DATABASE_URL).toBeUndefined();
  expect(parseEnv({ DATA_DIR: dataDir, PORT: ' ', HOST: '\t' })).toMatchObject({ PORT: 4000, HOST: '127.0.0.1' });
  expect(parseEnv({ DATA_DIR: dataDir, PORT: '4100' }).PUBLIC_URL).toBe('http://localhost:4100');
});

test('every fault is named at once', () => {
  const faults = faultsOf({
    PORT: '70000',
    PUBLIC_URL: 'https://studio.example.org/?from=mail',
    APP_URL: 'studio.example.org',
    DATABASE_URL: 'mysql://localhost/shala',
    REDIS_URL: 'localhost:6379',
    JWT_SECRET: 'short',
    ACCESS_TOKEN_TTL: 'soon',
    DATABASE_TIMEOUT: '30d',
    REFRESH_TOKEN_TTL: '101y',
    MAX_DEVICE_SESSIONS: '0',
    DEVICE_LIMIT_POLICY: 'ignore',
    ADMIN_EMAIL: 'root@example.org',
    GRAPHIQL: 'perhaps',
  });
  for (const name of [
    'PORT',
    'PUBLIC_URL must be a URL without a query',
    'APP_URL must be a URL like https://studio.example.org',
    'DATABASE_URL must be a URL like postgres://user:password@host:5432/database',
    'REDIS_URL must be a URL like redis://host:6379',
    'JWT_SECRET must be at least 32 characters',
    'ACCESS_TOKEN_TTL must be a duration',
    'DATABASE_TIMEOUT must be at most 1d',
    'REFRESH_TOKEN_TTL must be at most 100y',
    'MAX_DEVICE_SESSIONS',
    'DEVICE_LIMIT_POLICY',
    'ADMIN_EMAIL and ADMIN_PASSWORD belong together',
    'GRAPHIQL',
  ]) {
    expect(faults).toContain(`\n  - ${name}`);
  }
  expect(faultsOf({ JWT_SECRET: secret, ADMIN_PASSWORD: 'correct horse battery' })).toContain('belong together');
});

test('a URL of Redis that its client cannot read is named, and its password is not shown', () => {
  const faults = faultsOf({ JWT_SECRET: secret, REDIS_URL: 'redis://user:100%sure@localhost:6379' });
  expect(faults).toMatch(/REDIS_URL must have each % of its password written as %25$/);
  const REDIS_URL = 'redis://user:100%25sure@localhost:6379';
  expect(parseEnv({ JWT_SECRET: secret, PAYMENT_WEBHOOK_SECRET: secret, REDIS_URL })).toMatchObject({ REDIS_URL });
});

test('the URL of a server names its host; that of a database may name the directory of its socket', () => {
  expect(faultsOf({ JWT_SECRET: secret, SMTP_URL: 'smtp://' })).toContain('SMTP_URL must be a URL like smtps://');
  expect(faultsOf({ JWT_SECRET: secret, REDIS_URL: 'redis://' })).toContain('REDIS_URL must be a URL like redis://');
  const DATABASE_URL = 'postgres:///shala?host=/var/run/postgresql';
  expect(parseEnv({ JWT_SECRET: secret, PAYMENT_WEBHOOK_SECRET: secret, DATABASE_URL })).toMatchObject({
    DATABASE_URL,
  });
});

test('a fault of one setting hides no contradiction between others', () => {
  const production = { NODE_ENV: 'production', JWT_SECRET: secret, PORT: 'http', PUBLIC_URL: 'studio.example.org' };
  const faults = faultsOf({
    ...production,
    WEBHOOK_PRIVATE_ADDRESSES: 'on',
    GRAPHIQL: 'on',
    PERSISTED_OPERATIONS: 'operations.json',
    DEMO_LIVE: 'on',
  });
  for (const name of ['PORT', 'PUBLIC_URL', 'WEBHOOK_PRIVATE_ADDRESSES', 'GRAPHIQL', 'DEMO_LIVE'])
    expect(faults).toContain(`\n  - ${name}`);
});

test('an origin that no browser would send is refused with the form to write', () => {
  expect(faultsOf({ CORS_ORIGINS: '*' })).toContain('CORS_ORIGINS must list origins, not *: any page');
  for (const [given, expected] of [
    ['https://studio.example.org/', 'https://studio.example.org, not'],
    ['https://studio.example.org/app', 'https://studio.example.org, not'],
    ['https://Studio.example.org', 'https://studio.example.org, not'],
    ['https://studio.example.org:443', 'https://studio.example.org, not'],
    ['studio.example.org', 'like https://studio.example.org'],
    ['null', 'like https://studio.example.org'],
    ['https://good.example.org, ftp://x', 'like https://studio.example.org'],
  ] as const) {
    expect(faultsOf({ CORS_ORIGINS: given }), given).toContain(expected);
  }
  const origins = ['https://studio.example.org', 'http://localhost:3000', 'https://[2001:db8::1]:8443'];
  expect(
    parseEnv({ JWT_SECRET: secret, PAYMENT_WEBHOOK_SECRET: secret, CORS_ORIGINS: origins.join(', ') }),
  ).toMatchObject({
    CORS_ORIGINS: origins,
  });
});

test('production has a secret of its own, shows no demo and no GraphiQL', () => {
  expect(faultsOf({ NODE_ENV: 'production' })).toContain('JWT_SECRET must be set in production');
  expect(faultsOf({ NODE_ENV: 'production', JWT_SECRET: '' })).toContain('JWT_SECRET must be set in production');
  expect(faultsOf({ NODE_ENV: 'production', JWT_SECRET: 'short' })).toContain('at least 32 characters');

  const production = { NODE_ENV: 'production', JWT_SECRET: secret };
  expect(parseEnv(production)).toMatchObject({
    ...{ isProduction: true, DEMO: false, GRAPHIQL: false, PAYMENT_PROVIDER: 'none' },
    PAYMENT_WEBHOOK_SECRET: undefined,
  });
  expect(parseEnv({ ...production, GRAPHIQL: 'on' })).toMatchObject({ GRAPHIQL: true });
});

test('an unknown NODE_ENV does not start', () => {
  for (const name of ['prod', 'Production', 'production ', 'staging', 'live', 'dev']) {
    expect(faultsOf({ NODE_ENV: name }), name).toContain('\n  - NODE_ENV ');
  }
  expect(parseEnv({ NODE_ENV: 'test', JWT_SECRET: secret, PAYMENT_WEBHOOK_SECRET: secret }).isProduction).toBe(false);
});

test('production refuses secrets that can be guessed', () => {
  const weak = [
    'x'.repeat(40),
    ' '.repeat(40),
    'ab'.repeat(20),
    'secret'.repeat(6),
    '0123456789abcdef0123456789abcdef',
    'change-me-change-me-please-change-it',
    'CHANGE_ME_BEFORE_YOU_GO_TO_PRODUCTION',
    'please-replace-me-with-a-long-random-text',
    'your-256-bit-secret-goes-right-in-here',
    'my-super-secret-key-for-signing-tokens',
    '<the output of openssl rand -hex 32 here>',
    'practice-every-day',
  ];
  for (const name of ['JWT_SECRET', 'PAYMENT_WEBHOOK_SECRET', 'METRICS_TOKEN', 'ADMIN_PASSWORD']) {
    for (const value of weak) {
      expect(faultsOf({ NODE_ENV: 'production', JWT_SECRET: secret, ...{ [name]: value } }), value).toContain(
        `- ${name} must`,
      );
    }
  }
  for (const value of ['b3f1c8e07d2a4c9e8f60a1d5b7c3e94f', 'kW3_qZ9-xYtR2mN8vB4cL7pJ1hG5dS0aE6uI-oT_kMQ', secret]) {
    expect(parseEnv({ NODE_ENV: 'production', JWT_SECRET: value }).JWT_SECRET).toBe(value);
  }
});

test('the demo is only where nobody else comes, or where it is asked for', () => {
  const demo = (settings: Record<string, string>) =>
    parseEnv({ JWT_SECRET: secret, PAYMENT_WEBHOOK_SECRET: secret, ...settings });
  for (const HOST of ['', '127.0.0.1', 'localhost', '::1', '127.0.0.5']) expect(demo({ HOST }).DEMO, HOST).toBe(true);
  for (const HOST of ['0.0.0.0', '::', '192.168.1.4', 'studio.example.org', '::ffff:10.0.0.1']) {
    expect(demo({ HOST }).DEMO, HOST).toBe(false);
    expect(demo({ HOST, DEMO: 'true' }).DEMO, HOST).toBe(true);
  }
  expect(demo({ PUBLIC_URL: 'https://studio.example.org' }).DEMO).toBe(false);
  expect(demo({}).HOST).toBe('127.0.0.1');
  expect(demo({ NODE_ENV: 'production' })).toMatchObject({ HOST: '0.0.0.0', DEMO: false });
});

test('in production nobody pays without money unless that is asked for, and then not without a secret', () => {
  const production = { NODE_ENV: 'production', JWT_SECRET: secret, PAYMENT_PROVIDER: 'demo' };
  expect(faultsOf(production)).toContain('PAYMENT_WEBHOOK_SECRET must be set in production');
  expect(parseEnv({ ...production, PAYMENT_WEBHOOK_SECRET: secret })).toMatchObject({ PAYMENT_PROVIDER: 'demo' });
  expect(faultsOf({ PAYMENT_PROVIDER: 'cash', PAYMENT_WEBHOOK_SECRET: 'short' })).toMatch(
    /PAYMENT_PROVIDER.*PAYMENT_WEBHOOK_SECRET must be at least 32/s,
  );
});

test('in development secrets are made once, kept between starts, and readable by their owner alone', () => {
  const settings = { DATA_DIR: join(scratch, 'development', 'data') };
  const secretsOf = ({ JWT_SECRET, PAYMENT_WEBHOOK_SECRET }: Env) => [JWT_SECRET, PAYMENT_WEBHOOK_SECRET ?? ''];
  const first = secretsOf(parseEnv(settings));
  expect(new Set(first).size).toBe(2);
  for (const one of first) expect(one.length).toBeGreaterThanOrEqual(32);
  expect(secretsOf(parseEnv(settings))).toEqual(first);
  expect(parseEnv({ DATA_DIR: join(scratch, 'elsewhere') }).JWT_SECRET).not.toBe(first[0]);
  for (const name of ['jwt-secret', 'payment-webhook-secret'])
    expect(statSync(join(settings.DATA_DIR, name)).mode & 0o077).toBe(0);
  parseEnv({ DATA_DIR: join(scratch, 'given'), JWT_SECRET: secret, PAYMENT_WEBHOOK_SECRET: secret });
  expect(existsSync(join(scratch, 'given'))).toBe(false);
});

test('the README lists every setting, its default and its meaning', () => {
  const rows = [...readFileSync(readme, 'utf8').matchAll(/^\| `([A-Z][A-Z_]+)` \| (.*?) ?\| (.*) \|$/gm)];
  expect(rows.map(([, name, , meaning]) => [name, meaning])).toEqual(Object.entries(settingDescriptions));

  const base = { JWT_SECRET: secret, PAYMENT_WEBHOOK_SECRET: secret };
  const standing = parseEnv(base);
  for (const [, name, cell] of rows as unknown as [string, keyof Env, string][]) {
    if (name in base) continue;
    const value = /^`(.+)`$/.exec(cell)?.[1];
    // A cell without a value stands for a setting that is off, whatever it says instead.
    if (value === undefined) expect([undefined, []], name).toContainEqual(standing[name]);
    else expect(parseEnv({ ...base, [name]: value })[name], name).toEqual(standing[name]);
  }
});

test.each([
  ['PORT', '65535', '65536'],
  ['ACCESS_TOKEN_TTL', '1s', '0.9s'],
  ['REFRESH_TOKEN_TTL', '100y', '101y'],
  ['DATABASE_TIMEOUT', '1d', '25h'],
  ['DATABASE_POOL', '1', '0'],
  ['DATABASE_POOL', '1000', '1001'],
  ['MAX_DEVICE_SESSIONS', '100', '101'],
  ['MAIL_RETENTION', '2d', '47h'],
  ['WEBHOOK_TIMEOUT', '30s', '31s'],
  ['TRUST_PROXY', '10', '11'],
  ['COST_PER_MINUTE', '20000', '19999'],
  ['MAX_ANSWER_BYTES', '65536', '65535'],
  ['METRICS_TOKEN', 'sixteen letters!', 'fifteen letters'],
  ['STUDIO_NAME', 'x'.repeat(200), 'x'.repeat(201)],
  ['STUDIO_ADDRESS', 'x'.repeat(500), 'x'.repeat(501)],
  ['TAX_NUMBER', 'x'.repeat(100), 'x'.repeat(101)],
  ['TAX_RATE_PERCENT', '7.125', '7.1255'],
])('%s is taken up to the bound of its description', (name, within, beyond) => {
  const base = { JWT_SECRET: secret, PAYMENT_WEBHOOK_SECRET: secret };
  expect(parseEnv({ ...base, [name]: within })).toHaveProperty(name);
  expect(faultsOf({ ...base, [name]: beyond })).toContain(`\n  - ${name} `);
});

test.each(['PORT', 'DATABASE_POOL', 'TRUST_PROXY', 'COST_PER_MINUTE', 'TAX_RATE_PERCENT'])(
  '%s is a number in decimal digits, not what JavaScript reads as one',
  (name) => {
    for (const spelling of ['0x10', '0b11', '1e1', '+5', '-0', '5.', '5,0', '1_000', 'Infinity', '５'])
      expect(faultsOf({ JWT_SECRET: secret, [name]: spelling }), spelling).toContain(`\n  - ${name} must be a `);
  },
);

function faultsOf(variables: Record<string, string>): string {
  try {
    parseEnv(variables);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('The configuration was taken.');
}
