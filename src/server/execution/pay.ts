import { type DocumentNode, GraphQLError } from 'graphql';
import type { App, Context, RequestContext } from '../../context.ts';
import { RateLimitedError } from '../../errors.ts';
import { ipAddressOf } from '../../http/origin.ts';
import { type Key, networkOf } from '../../operations/limits.ts';
import type { Price } from './execute.ts';

/** What an operation costs beside its fields, since a request takes time before anything is executed. */
const costOfOperation = 10;
/** Characters of a document that cost one: to measure it, and to parse and validate it where that is not done yet. */
const charactersForOne = { measured: 128, parsed: 4 };

/** The context that a document is parsed with: of a socket's operation, or of a request whose sender is not known yet. */
export type ParsingContext = { prepared?: RequestContext; req?: Parameters<typeof ipAddressOf>[0] };

/** Returns the account or, for a visitor, the network that an operation is counted for; null where nobody asked. */
export function payerOf({ viewer, origin }: Pick<Context, 'viewer' | 'origin'>): Key {
  return viewer ? viewer.account.id : networkOf(origin.ipAddress);
}

export function payForOperation(context: RequestContext, { loc }: DocumentNode): void {
  const { length } = loc?.source.body ?? '';
  pay(context.app, payerOf(context), costOfOperation + Math.ceil(length / charactersForOne.measured));
}

export function payForFields(context: RequestContext, cost: number): void {
  pay(context.app, payerOf(context), cost);
}

/** Pays for an event of a subscription; returns the refusal instead of throwing it. */
export function refusalToPay(context: RequestContext, { cost }: Price): GraphQLError | null {
  try {
    payForFields(context, cost);
    return null;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/**
 * A request is parsed before its sender is known, so the address pays, from a budget of its own: a visitor who has spent
 * the other one must not lock out the people at the same address.
 */
export function payForParsing(app: App, text: string, { prepared, req }: ParsingContext): void {
  const cost = Math.ceil(text.length / charactersForOne.parsed);
  if (prepared) pay(app, payerOf(prepared), cost);
  else if (req) pay(app, `documents:${networkOf(ipAddressOf(req, app.env.TRUST_PROXY))}`, cost);
}

function pay(app: App, payer: Key, cost: number): void {
  try {
    app.budget.spend(payer, cost);
  } catch (error) {
    if (!(error instanceof RateLimitedError)) throw error;
    const { message, code, retryAfterSeconds } = error;
    const http = { status: 429, headers: { 'Retry-After': String(retryAfterSeconds) } };
    throw new GraphQLError(message, { extensions: { code, retryAfterSeconds, http } });
  }
}
