import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { makeDirectory } from './directories.ts';
import { secretNames, weaknessOf } from './secrets.ts';
import { settings } from './settings.ts';

type Settings = z.output<typeof settings>;
export type Env = Settings & {
  HOST: string;
  PUBLIC_URL: string;
  APP_URL: string;
  JWT_SECRET: string;
  PAYMENT_PROVIDER: 'demo' | 'none';
  DEMO: boolean;
  GRAPHIQL: boolean;
  WEB: boolean;
  isProduction: boolean;
};

export class ConfigurationError extends Error {
  constructor(faults: string[]) {
    super(`Shala cannot start with this configuration:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/** Whether only this machine reaches a host. */
function isLoopback(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[?(?:0*:)+0*1\]?|\[?::ffff:127(?:\.\d{1,3}){3}\]?)$/i.test(
    host,
  );
}

const isSecret = (name: string) => secretNames.some((one) => one === name);

/** The settings that have no fault of their own. */
function soundSettings(given: Record<string, string | undefined>): Partial<Settings> {
  return Object.fromEntries(
    Object.entries(settings.shape).map(([name, setting]) => [name, setting.safeParse(given[name]).data]),
  );
}

/** Parses the configuration; throws ConfigurationError with every fault. Blank variables count as unset, but blank secrets as weak. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([name, value]) => (isSecret(name) ? value : value?.trim()) !== ''),
  );
  const result = settings.safeParse(given);
  const faults = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  // A fault of one setting hides no contradiction between others.
  const sound: Partial<Settings> = result.data ?? soundSettings(given);
  const isProduction = given.NODE_ENV === 'production';
  const HOST = sound.HOST ?? (isProduction ? '0.0.0.0' : '127.0.0.1');
  const publicHost = sound.PUBLIC_URL ? new URL(sound.PUBLIC_URL).hostname : 'localhost';
  const DEMO = sound.DEMO ?? (!isProduction && isLoopback(HOST) && isLoopback(publicHost));
  if (isProduction && !given.JWT_SECRET) faults.push('JWT_SECRET must be set in production');
  for (const name of isProduction ? secretNames : []) {
    const weakness = given[name] === undefined ? null : weaknessOf(given[name]);
    if (weakness) faults.push(`${name} ${weakness} in production: openssl rand -hex 32 makes a good one`);
  }
  if (isProduction && given.PAYMENT_PROVIDER === 'demo' && !given.PAYMENT_WEBHOOK_SECRET)
    faults.push('PAYMENT_WEBHOOK_SECRET must be set in production for PAYMENT_PROVIDER=demo');
  if (isProduction && sound.WEBHOOK_PRIVATE_ADDRESSES)
    faults.push('WEBHOOK_PRIVATE_ADDRESSES must be off in production, since webhooks could reach what is private');
  if (given.DATABASE_READ_URL && !given.DATABASE_URL)
    faults.push('DATABASE_READ_URL needs DATABASE_URL, whose standby it is');
  if (Boolean(given.ADMIN_EMAIL) !== Boolean(given.ADMIN_PASSWORD))
    faults.push('ADMIN_EMAIL and ADMIN_PASSWORD belong together: set both or neither');
  if (isProduction && sound.GRAPHIQL && sound.PERSISTED_OPERATIONS)
    faults.push('GRAPHIQL must be off in production with PERSISTED_OPERATIONS, since its documents are refused');
  if (sound.DEMO_LIVE && !DEMO) faults.push('DEMO_LIVE needs DEMO=true');
  if (!result.success || faults.length > 0) throw new ConfigurationError(faults);
  const env = result.data;
  const PUBLIC_URL = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;
  const APP_URL = env.APP_URL ?? PUBLIC_URL;
  return {
    ...env,
    HOST,
    PUBLIC_URL,
    APP_URL,
    JWT_SECRET: env.JWT_SECRET ?? developmentSecret(env.DATA_DIR, 'jwt-secret'),
    PAYMENT_PROVIDER: env.PAYMENT_PROVIDER ?? (isProduction ? 'none' : 'demo'),
    PAYMENT_WEBHOOK_SECRET:
      env.PAYMENT_WEBHOOK_SECRET ??
      (isProduction ? undefined : developmentSecret(env.DATA_DIR, 'payment-webhook-secret')),
    DEMO,
    GRAPHIQL: env.GRAPHIQL ?? !isProduction,
    WEB: env.WEB ?? APP_URL === PUBLIC_URL,
    isProduction,
  };
}

/** Reads or creates a secret that survives restarts, so that a restart in development signs nobody out. */
function developmentSecret(dataDir: string, name: string): string {
  const file = join(dataDir, name);
  try {
    makeDirectory(dataDir);
    if (!existsSync(file)) createWhole(file, randomBytes(48).toString('base64url'));
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError([`DATA_DIR cannot hold the development secrets: ${(error as Error).message}`]);
  }
}

/** Creates a file with all of its text or not at all, as on a full disk; leaves the file of a faster process. */
function createWhole(file: string, text: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, text, { flag: 'wx', mode: 0o600 });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
