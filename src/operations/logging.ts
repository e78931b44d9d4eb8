import { type DestinationStream, type Logger, pino } from 'pino';
import type { Env } from '../env.ts';

/** Structured logs: readable on a terminal, one JSON object a line elsewhere; never with tokens, passwords or codes. */
export function createLogger(env: Pick<Env, 'LOG_LEVEL'>, destination?: DestinationStream): Logger {
  const options = { level: env.LOG_LEVEL, base: null, serializers: { err: describeError } };
  if (destination) return pino(options, destination);
  return process.stdout.isTTY
    ? pino({
        ...options,
        transport: { target: 'pino-pretty', options: { translateTime: 'HH:MM:ss', ignore: 'hostname,pid' } },
      })
    : pino(options);
}

/**
 * Describes an error for the log. Other properties are left out, since drivers put rows, parameters and credentials into
 * them. The text comes from libraries, so anything in it that looks like a secret is removed.
 */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: withoutSecrets(String(error)) };
  const { name, message, stack, cause } = error;
  const code = (error as { code?: unknown }).code;
  return {
    type: name,
    message: withoutSecrets(message),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(stack !== undefined && { stack: withoutSecrets(stack) }),
    ...(cause instanceof Error && { cause: describeError(cause) }),
  };
}

const secrets = [
  /(?<=\/\/)[^\s/@]+(?=@)/g, // of a URL: user and password
  /\bBearer +[^\s"']+/gi,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, // tokens signed by JWT
  /(?<![\w/.-])[\w-]{40,}(?![\w/.-])/g, // random bytes as text: refresh tokens, links, signatures, hashes
  /(?<=(token|secret|password|signature|code)=)[^\s&"']+/gi,
  /(?<=\/(calendar|checkout|practice)\/)[\w.-]+/gi,
  /\$argon2id\$\S+/g,
];

export function withoutSecrets(text: string): string {
  return secrets.reduce((rest, secret) => rest.replace(secret, '…'), text);
}
