import { isIP } from 'node:net';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { isPublicAddress } from '../operations/ip-address.ts';
import { line } from '../validation.ts';

const longestPreviousHours = 168;

/** The rules of an endpoint's address. Where its host leads to is checked at each attempt, since names may change. */
function url({ WEBHOOK_PRIVATE_ADDRESSES: allowsPrivate }: Env) {
  return z
    .string()
    .refine((given) => allowsPrivate || given.startsWith('https:'), 'must begin with https://')
    .refine((given) => !new URL(given).hash, 'must not have a fragment')
    .refine((given) => allowsPrivate || !isPrivate(new URL(given).hostname), 'must have a host on the public internet');
}

function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) ? !isPublicAddress(host) : /(^|\.)localhost\.?$/.test(host);
}

const kinds = z
  .array(z.string())
  .min(1, 'must have at least one kind')
  .transform((list) => [...new Set(list)]);

const description = line(0, 200).transform((text) => text || null);

export const endpointCreation = (env: Env) =>
  z.object({ url: url(env), kinds, description: description.nullish().transform((text) => text ?? null) });

export const endpointUpdate = (env: Env) =>
  z.object({ url: url(env).nullish(), kinds: kinds.nullish(), description: description.nullish() });

export const rotation = z.object({
  previousValidHours: z
    .number()
    .min(0, 'must be at least 0')
    .max(longestPreviousHours, `must be at most ${longestPreviousHours}`),
});

export type EndpointCreation = z.input<ReturnType<typeof endpointCreation>>;
export type EndpointUpdate = z.input<ReturnType<typeof endpointUpdate>>;
