import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { createContext } from '../../accounts/authentication/viewer.ts';
import { auditRefusal } from '../../accounts/refusal-audit.ts';
import type { App, SignedIn } from '../../context.ts';
import { ForbiddenError, UnauthenticatedError } from '../../errors.ts';
import { originOf } from '../../http/origin.ts';
import { answerFailure, answerJson, type Exchange, plainRoute, type Route } from '../../http/route.ts';
import { validate } from '../../validation.ts';
import { listed, once, reason } from '../exports/table.ts';
import { maximumBytes } from './csv.ts';
import { FileTooLargeError, FileTypeError, ImportRefusedError } from './errors.ts';
import { type ImportName, type ImportOptions, importFile, importKinds } from './service.ts';

/** `POST /import/<kind>.csv`, by the access token of an admin. */
export function importRoute(app: App): Route {
  const path = new RegExp(`^/import/(${Object.keys(importKinds).join('|')})\\.csv$`);
  return plainRoute(app, { path, methods: ['POST'] }, (exchange) => answer(app, exchange));
}

async function answer(app: App, { request, response, match, parameters }: Exchange): Promise<void> {
  const name = match[1] as ImportName;
  try {
    const context = await admit(app, request, name, parameters.get('reason'));
    const options = optionsOf(parameters);
    checkBody(request);
    const counts = await importFile(context, name, request, options);
    answerJson(response, 200, { kind: name, dryRun: options.dryRun, ...counts, faults: [], faultCount: 0 });
  } catch (error) {
    // What is left of the body is not read, so the connection cannot be used again.
    if (!request.readableEnded) response.setHeader('Connection', 'close');
    answerFailure(app, request, response, error, (masked) => ({
      ...{ message: masked.message, ...masked.extensions },
      ...(error instanceof ImportRefusedError && { faults: error.faults, faultCount: error.faultCount }),
    }));
    request.resume();
  }
}

/** Only an access token admits: a browser sends none by itself, so no other site can import. */
async function admit(app: App, request: IncomingMessage, name: ImportName, given: string | null): Promise<SignedIn> {
  const { viewer, ...context } = await createContext(app, originOf(request, app.env), request.headers.authorization);
  if (!viewer) throw new UnauthenticatedError();
  const signedIn = { ...context, viewer };
  if (viewer.account.role === 'ADMIN') return signedIn;
  const refusal = new ForbiddenError('Your role does not allow this.');
  await auditRefusal(signedIn, { action: `${name}.import_refused`, target: null, reason: given }, refusal);
  throw refusal;
}

const flag = once
  .transform(([value = 'false']) => value)
  .pipe(z.enum(['true', 'false'], 'must be true or false'))
  .transform((value) => value === 'true');

function optionsOf(parameters: URLSearchParams): ImportOptions {
  const rules = z.strictObject({ dryRun: flag, mail: flag, reason: reason(parameters.get('dryRun') !== 'true') });
  return validate(rules, listed(parameters));
}

function checkBody({ headers }: IncomingMessage): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const charset =
    parameters.find((one) => one.startsWith('charset='))?.replace(/^charset="?([^"]*)"?$/, '$1') ?? 'utf-8';
  const encoding = headers['content-encoding'] ?? 'identity';
  if (type !== 'text/csv' || !['utf-8', 'utf8'].includes(charset) || encoding !== 'identity') throw new FileTypeError();
  if (Number(headers['content-length'] ?? 0) > maximumBytes)
    throw new FileTooLargeError(`${maximumBytes / 2 ** 20} MiB`);
}
