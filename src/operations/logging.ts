import { type DestinationStream, type Logger, pino } from 'pino';
import type { Env } from '../env.ts';

/** Structured logs, one JSON object a line, on standard output or elsewhere; never with tokens, passwords or codes. */
export function createLogger(env: Pick<Env, 'LOG_LEVEL'>, destination: DestinationStream = standardOutput()): Logger {
  return pino({ level: env.LOG_LEVEL, base: null, serializers: { err: describeError } }, destination);
}

// Characters that wait where lines cannot be written; beyond, lines are lost.
const maximumWaiting = 1024 * 1024;

function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, maxLength: maximumWaiting });
  // A full disk takes no lines: the next one tries again, and the node goes on. Flushing would wait for room and do nothing else.
  output.on('error', () => {
    output.flushSync = () => {};
  });
  return output;
}

/** Standard output where it is a terminal: people read the logs. */
export async function terminal(): Promise<DestinationStream | undefined> {
  if (!process.stdout.isTTY) return undefined;
  const { prettyFactory } = await import('pino-pretty');
  const pretty = prettyFactory({ colorize: true, translateTime: 'HH:MM:ss', ignore: 'hostname,pid' });
  return { write: (line) => void process.stdout.write(pretty(line)) };
}

/**
 * Describes an error for the log. Other properties are left out, since drivers put rows, parameters and credentials into
 * them. The text comes from libraries, so anything in it that looks like a secret is removed.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: cut(withoutSecrets(printed(error)), messageLength) };
  const { name, message, stack, cause } = error;
  const code = (error as { code?: unknown }).code;
  return {
    type: name,
    message: cut(withoutSecrets(message), messageLength),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(stack !== undefined && { stack: cut(withoutSecrets(stack), stackLength) }),
    ...(cause instanceof Error && { cause: describeError(cause) }),
  };
}

// Libraries quote what they were given, which may be as large as a request.
const messageLength = 1_000;
const stackLength = 4_000;

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length)}…` : text);

/** Prints whatever was thrown; an object may not even have a text. */
function printed(thrown: unknown): string {
  return typeof thrown === 'object' ? Object.prototype.toString.call(thrown) : String(thrown);
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

function withoutSecrets(text: string): string {
  return secrets.reduce((rest, secret) => rest.replace(secret, '…'), text);
}
