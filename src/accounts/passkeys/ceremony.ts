import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import type { App } from '../../context.ts';
import type { Account, Passkey } from '../../database/generated/client.ts';
import type { Env } from '../../env.ts';
import { challengeSeconds } from '../challenges/service.ts';

// WebAuthn's registration and authentication. The library is loaded at the first use: it is large.
const webAuthn = () => import('@simplewebauthn/server');

/** Browsers tie a passkey to this host and those below it, and say from which page it was used. */
function relyingParty({ APP_URL, PUBLIC_URL }: Env) {
  const [app, own] = [new URL(APP_URL), new URL(PUBLIC_URL)];
  return { expectedRPID: app.hostname, expectedOrigin: [...new Set([app.origin, own.origin])] };
}

const bytesOf = (base64url: string) => new Uint8Array(Buffer.from(base64url, 'base64url'));

type Known = Pick<Passkey, 'credentialId' | 'transports'>;

/** Options for `navigator.credentials.create()`: a passkey that its device can list, and that it verifies the person for. */
export async function registrationOptions({ env }: App, account: Account, challenge: string, known: Known[]) {
  const { generateRegistrationOptions } = await webAuthn();
  return generateRegistrationOptions({
    rpName: 'Shala',
    rpID: relyingParty(env).expectedRPID,
    userID: bytesOf(Buffer.from(account.id.replaceAll('-', ''), 'hex').toString('base64url')),
    userName: account.username,
    userDisplayName: account.displayName,
    challenge: bytesOf(challenge),
    timeout: 1000 * challengeSeconds,
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** Options for `navigator.credentials.get()`: whichever passkey the person has for this studio. */
export async function loginOptions({ env }: App, challenge: string) {
  const { generateAuthenticationOptions } = await webAuthn();
  return generateAuthenticationOptions({
    rpID: relyingParty(env).expectedRPID,
    challenge: bytesOf(challenge),
    timeout: 1000 * challengeSeconds,
    userVerification: 'required',
  });
}

const text = z.string().max(100_000);
const credential = z.looseObject({
  id: z.string().regex(/^[\w-]{1,1400}$/),
  rawId: text,
  type: z.literal('public-key'),
  response: z.looseObject({
    clientDataJSON: text,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,30}$/))
      .max(10)
      .optional(),
  }),
});

/** What a browser answered, as far as its form is right, with the challenge that it answers; null for anything else. */
export function parseCredential<Response extends AuthenticationResponseJSON | RegistrationResponseJSON>(
  given: object,
): { response: Response; challenge: string } | null {
  const parsed = credential.safeParse(given);
  if (!parsed.success) return null;
  try {
    const { challenge } = JSON.parse(String(Buffer.from(parsed.data.response.clientDataJSON, 'base64url')));
    return typeof challenge === 'string' ? { response: given as Response, challenge } : null;
  } catch {
    return null;
  }
}

/** Verifies a new passkey, and returns what is stored of it; null for one that is not accepted. */
export async function verifyRegistration(app: App, response: RegistrationResponseJSON, expectedChallenge: string) {
  const { verifyRegistrationResponse } = await webAuthn();
  const verify = () =>
    verifyRegistrationResponse({
      ...{ response, expectedChallenge, requireUserVerification: true },
      ...relyingParty(app.env),
    });
  const { registrationInfo } = (await verified(app, verify)) ?? {};
  if (!registrationInfo) return null;
  const { id: credentialId, publicKey, counter, transports = [] } = registrationInfo.credential;
  return { credentialId, publicKey: new Uint8Array(publicKey), counter: BigInt(counter), transports };
}

/** Verifies that a passkey was used, and returns its new counter; null where it is not accepted, as for a counter that went back. */
export async function verifyLogin(
  app: App,
  passkey: Passkey,
  response: AuthenticationResponseJSON,
  expectedChallenge: string,
): Promise<bigint | null> {
  const { verifyAuthenticationResponse } = await webAuthn();
  const { credentialId: id, publicKey, counter, transports } = passkey;
  const verify = () =>
    verifyAuthenticationResponse({
      ...{ response, expectedChallenge, requireUserVerification: true },
      ...relyingParty(app.env),
      credential: { id, publicKey: new Uint8Array(publicKey), counter: Number(counter), transports },
    });
  const outcome = await verified(app, verify);
  return outcome?.verified ? BigInt(outcome.authenticationInfo.newCounter) : null;
}

/** The library throws for whatever is wrong with a response. The reason is logged: it may be a wrong APP_URL. */
async function verified<Outcome>({ log }: App, verify: () => Promise<Outcome>): Promise<Outcome | null> {
  try {
    return await verify();
  } catch (error) {
    log.info({ reason: (error as Error).message }, 'did not accept a passkey');
    return null;
  }
}
