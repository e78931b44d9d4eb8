import { typeBrandKey } from '@pothos/core';
import {
  type GraphQLArgument,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
} from 'graphql';
import { beginAct } from '../../accounts/moderation.ts';
import { type AdminAct, auditRefusal } from '../../accounts/refusal-audit.ts';
import type { Context } from '../../context.ts';
import { AdminTotpRequiredError, DomainError, RetryLaterError } from '../../errors.ts';

interface Given {
  id?: unknown;
  accountId?: unknown;
  sessionId?: unknown;
  reason?: unknown;
  input?: Given;
}

/**
 * Audits the refusals of mutations that take a `reason`, which are those that admins may do to what belongs to others, and
 * of the deletion of the last admin. It sees every refusal: of the role, of an argument, and of the service.
 */
export function auditRefusals(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    if (!field.resolve || !(field.args.some(takesReason) || field.name === 'accountDelete')) continue;
    field.resolve = audited(field.resolve, actionOf(field.name));
  }
  return schema;
}

/** What people are told who are neither the owner nor an admin. An admin whose role is withheld is told that instead. */
const forOthers = new Set(['NOT_FOUND', 'NOT_HOST', 'NOT_AUTHOR']);

function audited(
  resolve: GraphQLFieldResolver<unknown, Context>,
  action: string,
): GraphQLFieldResolver<unknown, Context> {
  return async (root, args: Given, context, info) => {
    const act = () => ({ action, ...actOf(args) });
    beginAct(context);
    try {
      const outcome = await resolve(root, args, context, info);
      if (!isRefusal(outcome)) return outcome;
      if (context.viewer?.isAdminWithheld && forOthers.has(outcome.code)) throw new AdminTotpRequiredError();
      await auditRefusal(context, act(), outcome);
      return outcome;
    } catch (error) {
      if (error instanceof DomainError && !(error instanceof RetryLaterError))
        await auditRefusal(context, act(), error);
      throw error;
    }
  };
}

/** Whether a result is the member of a union that Pothos made of a refusal: a proxy, which is an instance of nothing. */
function isRefusal(outcome: unknown): outcome is DomainError {
  if (typeof outcome !== 'object' || outcome === null) return false;
  const { code, [typeBrandKey]: brand } = outcome as { code?: unknown; [typeBrandKey]?: unknown };
  return brand !== undefined && typeof code === 'string';
}

const takesReason = ({ name, type }: Pick<GraphQLArgument, 'name' | 'type'>): boolean => {
  const named = getNamedType(type);
  return name === 'reason' || (isInputObjectType(named) && 'reason' in named.getFields());
};

function actOf({ input, ...args }: Given): Omit<AdminAct, 'action'> {
  const { id, accountId, sessionId, reason } = { ...input, ...args };
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return { target: text(id ?? accountId ?? sessionId), reason: text(reason) };
}

/** The action of a refusal: `deviceSessionRevokeAll` is `device_session.revoke_all_refused`. */
function actionOf(field: string): string {
  const [, noun = '', verb = ''] =
    /^(account|deviceSession|session|series|booking|passOffer|pass|promotionCode|participant|sequence|export)(\w+)$/.exec(
      field,
    ) ?? [];
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, '');
  return `${snake(noun)}.${snake(verb)}_refused`;
}
