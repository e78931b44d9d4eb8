import { type Registration, register } from '../accounts/authentication/service.ts';
import { type App, newContext, type SignedIn } from '../context.ts';
import { publishedPassword } from '../secrets.ts';

export const demoDomain = '@shala.example';

const macBook =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';

/** The people of the demo, each signed in on a device. */
export interface DemoPeople {
  mira: SignedIn;
  jonas: SignedIn;
  noor: SignedIn;
  olga: SignedIn;
  admin: SignedIn;
}

/** Signs the people of the demo up. */
export async function signUpPeople(app: App): Promise<DemoPeople> {
  const mira = await signUp(
    app,
    { username: 'mira', firstName: 'Mira', lastName: 'Okafor', role: 'CREATOR', timeZone: 'Europe/Lisbon' },
    macBook,
  );
  const ada = await signUp(app, { username: 'ada', firstName: 'Ada', lastName: 'Min' }, macBook);
  // The name is reserved, so nobody can register with it.
  const names = { username: 'admin', usernameKey: 'admin', usernameStem: 'admin', email: `admin${demoDomain}` };
  const account = await app.database.prisma.account.update({
    where: { id: ada.viewer.account.id },
    data: { ...names, emailKey: names.email, role: 'ADMIN' },
  });
  const admin: SignedIn = { ...ada, viewer: { ...ada.viewer, account } };
  const jonas = await signUp(
    app,
    { username: 'jonas', firstName: 'Jonas', lastName: 'Berg', role: 'CREATOR', timeZone: 'Europe/Berlin' },
    macBook,
  );
  const noor = await signUp(
    app,
    { username: 'noor', firstName: 'Noor', lastName: 'Haddad', timeZone: 'Europe/Lisbon' },
    phone,
  );
  const olga = await signUp(
    app,
    { username: 'olga', firstName: 'Olga', lastName: 'Petrova', timeZone: 'Europe/Berlin' },
    phone,
  );
  return { mira, jonas, noor, olga, admin };
}

async function signUp(
  app: App,
  person: Omit<Registration, 'email' | 'password'>,
  userAgent: string,
): Promise<SignedIn> {
  const visitor = newContext(app, { requestId: 'demo', ipAddress: '127.0.0.1', userAgent }, null);
  const email = `${person.username}${demoDomain}`;
  const { account, deviceSession } = await register(visitor, { ...person, email, password: publishedPassword });
  return { ...visitor, viewer: { account, deviceSession } };
}
