import { Secret, TOTP } from 'otpauth';
import {
  FirstStepDocument,
  SecondStepDocument,
  TotpBeginDocument,
  TotpConfirmDocument,
} from '../generated/documents.ts';
import { type Client, expectType, type TestServer } from './server.ts';
import { type Person, password } from './studio.ts';

/** What an authenticator app shows for a secret, so many steps of 30 seconds from now. */
export const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

/** Lets the codes that were used be long ago, so that the present one is taken. */
export const passSteps = ({ database }: TestServer) => database.prisma.totpSecret.updateMany({ data: { lastStep: 0 } });

/** Sets an authenticator app up for a person, as long ago as makes its present code a new one. */
export async function enrol(server: TestServer, who: Client) {
  const { secret } = expectType((await who.run(TotpBeginDocument, { password })).totpBegin, 'TotpBeginPayload');
  const confirmed = await who.run(TotpConfirmDocument, { code: codeOf(secret) });
  const { codes } = expectType(confirmed.totpConfirm, 'RecoveryCodesPayload');
  await passSteps(server);
  return { secret, codes };
}

/** The challenge that the password of a person with codes is answered with. */
export async function challengeOf(server: TestServer, { username }: Pick<Person, 'username'>, deviceName = 'A laptop') {
  const input = { login: username, password, deviceName };
  return expectType((await server.visitor.run(FirstStepDocument, { input })).accountLogin, 'SecondFactorRequiredError');
}

/** Answers a challenge, and returns the result; throws where the answer is a top-level error. */
export const answer = async (server: TestServer, challenge: string, code: string) =>
  (await server.visitor.run(SecondStepDocument, { input: { challenge, code } })).accountLoginWithCode;
