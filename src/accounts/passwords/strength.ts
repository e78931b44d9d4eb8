import type { App } from '../../context.ts';
import { type InputIssue, InvalidInputError } from '../../errors.ts';
import { comparable, isBlank } from '../../validation.ts';
import { isRefused } from './hashing.ts';

/** The person whose password it is to be. */
interface Owner {
  email: string;
  username: string;
}

/**
 * The common passwords that the rule of length admits, in the forms in which they are compared. They are read at the
 * first use.
 */
let common: Promise<Set<string>> | null = null;

async function readCommon(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const long = dictionary['passwords-common'].filter((one) => [...one].length >= 10);
  // Copied: a part of a string keeps the whole string in memory.
  return new Set(long.flatMap(formsOf).map((form) => Buffer.from(form).toString()));
}

/** Throws InvalidInputError for a new password that many people have, or that its owner’s name gives away. */
export async function refuseWeakPassword(app: App, field: string, password: string, owner: Owner): Promise<void> {
  const message = await faultOfPassword(app, password, owner);
  if (message) throw new InvalidInputError([{ path: [field], message } satisfies Omit<InputIssue, 'code'>]);
}

/** Returns the reason why a password is too easy to guess, as NIST SP 800-63B-4 §3.1.1.2 lists them; null for another one. */
export async function faultOfPassword(app: App, password: string, { email, username }: Owner): Promise<string | null> {
  if (isRefused(app, password)) return 'must not be the password of the demo, which is published';
  if (isBlank(password)) return 'must not consist of blanks alone';
  const [local = ''] = email.split('@');
  const words = [email, local, username, 'shala'].flatMap(coresOf);
  if (coresOf(password).some((core) => words.some((word) => isRepetition(core, word))))
    return 'must not be your e-mail, your username or the name of the service';
  common ??= readCommon();
  const list = await common;
  if (formsOf(password).some((form) => list.has(form)))
    return 'must not be one of the most common passwords: choose several words, for example';
  return null;
}

/** A password without regard to case and compatibility forms: as it is, and by its letters and digits alone. */
function formsOf(password: string): string[] {
  const whole = comparable(password).trim();
  return [whole, whole.replace(/[^\p{L}\p{N}]/gu, '')].filter((form) => form !== '');
}

/** The letters and digits of a word, with and without the digits around them. */
function coresOf(word: string): string[] {
  const letters = comparable(word).replace(/[^\p{L}\p{N}]/gu, '');
  return [letters, letters.replace(/^\p{N}+|\p{N}+$/gu, '')].filter((core) => core !== '');
}

const isRepetition = (text: string, word: string) =>
  text.length % word.length === 0 && word.repeat(text.length / word.length) === text;
