import { z } from 'zod';
import { line } from '../validation.ts';

export const email = z
  .string()
  .trim()
  .max(254, 'must have at most 254 characters')
  .pipe(z.email('must be an e-mail address'));

export const username = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{2,29}$/,
    'must have 3 to 30 letters, digits, _, . or -, and begin with a letter or digit',
  );

/** A new password. */
export const password = z
  .string()
  .refine((value) => [...value].length >= 10, 'must have at least 10 characters')
  .refine((value) => [...value].length <= 128, 'must have at most 128 characters');

/** A password to compare with the account's. Its length is bounded, since hashing costs time. */
export const presentPassword = z.string().max(1000, 'must have at most 1000 characters');

export const name = line(1, 60).nullish();

/** The form in which e-mails and usernames are compared. */
export const comparable = (value: string) => value.normalize('NFKC').toLowerCase();
