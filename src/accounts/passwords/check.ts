import type { SignedIn } from '../../context.ts';
import { limitPasswordChecks } from '../authentication/limits.ts';
import { InvalidCredentialsError } from '../errors.ts';
import { turnOf, verifyPassword } from './hashing.ts';

/** Throws InvalidCredentialsError unless this is the viewer's password. */
export async function requirePassword(context: SignedIn, given: string): Promise<void> {
  const { passwordHash } = context.viewer.account;
  const verify = () => verifyPassword(context.app, passwordHash, given, turnOf(context, 'ACCOUNT'));
  if (!(await limitPasswordChecks(context, verify))) throw new InvalidCredentialsError();
}
