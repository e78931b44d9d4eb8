import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { nginxObstacle, startNginx } from '../../bench/rehearsal/services.ts';
import { globalId } from '../../src/graphql/global-ids.ts';
import { RequestPasswordResetDocument, SeatsLeftDocument } from '../generated/documents.ts';
import { settle } from '../support/log.ts';
import { mailsTo } from '../support/mails.ts';
import { scratchDirectory } from '../support/processes.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { book, inHours, type Person, partOf, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await person(server, 'keeper', 'ADMIN');
});
afterAll(() => server.stop());

interface Answer {
  status: number;
  code?: string;
  message?: string;
  rows?: number;
  created?: number;
  updated?: number;
  unchanged?: number;
  faultCount: number;
  faults: { line: number; column: string | null; message: string }[];
}

async function send(kind: string, body: BodyInit, query = 'reason=Move', who: Client = admin, headers: object = {}) {
  const response = await fetch(`${server.url}/import/${kind}.csv?${query}`, {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'text/csv',
      ...(who.accessToken && { Authorization: `Bearer ${who.accessToken}` }),
      ...headers,
    },
  });
  return { status: response.status, ...((await response.json()) as object) } as Answer;
}
const faultsOf = ({ faults }: Answer) => faults.map(({ line, column }) => `${line} ${column}`);

const accountsFile = `externalId,email,username,firstName,lastName,role,timeZone,verified
t1,tessa@example.org,tessa,Tessa,Tree,creator,Europe/Berlin,true
m1,max@example.org,max,,,,,
m2,Ünal@example.org,uenal,"Ü
nal",,,,
`;

test('people come in without a password; the same file again changes nothing, and a changed row changes the person', async () => {
  const tried = await send('accounts', accountsFile.replace('Ünal@', 'unal@'), 'dryRun=true');
  expect(tried).toMatchObject({ status: 400, faultCount: 1 });
  expect(faultsOf(tried)).toEqual(['4 firstName']);
  const file = accountsFile.replace('Ünal@', 'unal@').replace('"Ü\nnal"', 'Ünal');
  const counts = { rows: 3, created: 3, updated: 0, unchanged: 0, faultCount: 0 };
  expect(await send('accounts', file, 'dryRun=true')).toMatchObject({ status: 200, ...counts });
  expect(await server.database.prisma.account.count({ where: { externalId: { not: null } } })).toBe(0);
  expect(await send('accounts', file)).toMatchObject({ status: 200, ...counts });
  const tessa = await server.database.prisma.account.findUniqueOrThrow({ where: { externalId: 't1' } });
  expect(tessa).toMatchObject({
    ...{ displayName: 'Tessa Tree', role: 'CREATOR', timeZone: 'Europe/Berlin', emailVerifiedAt: expect.any(Date) },
  });
  // Columns in another order, another delimiter and a byte order mark are the same rows.
  const same = `\ufeff${file.replaceAll(',', ';').replaceAll('\n', '\r\n')}`;
  expect(await send('accounts', same)).toMatchObject({ created: 0, unchanged: 3, updated: 0 });
  const changed = file.replace('Tree', 'Forest');
  expect(await send('accounts', changed)).toMatchObject({ created: 0, unchanged: 2, updated: 1 });
  expect(await server.database.prisma.account.findUniqueOrThrow({ where: { externalId: 't1' } })).toMatchObject({
    displayName: 'Tessa Forest',
  });
  const refused = await send('accounts', file.replace('max@', 'maxi@').replace('creator', 'user'));
  expect(faultsOf(refused)).toEqual(['2 role', '3 email']);
  expect(await mailsTo(server, 'max')).toEqual([]);
  // The person gets in by the link that everybody gets who asks for one.
  await server.visitor.run(RequestPasswordResetDocument, { login: 'max' });
  const audit = await server.database.prisma.auditEvent.findFirst({ where: { action: 'accounts.imported' } });
  expect(audit).toMatchObject({ actorId: admin.id, reason: 'Move', details: { rows: 3, created: 3 } });
});

test('mails are queued where they are asked for, once for each new person', async () => {
  const file = 'externalId\temail\tusername\nnew1\tnew1@example.org\tnewcomer\n';
  expect(await send('accounts', file, 'reason=Move&mail=true')).toMatchObject({ status: 200, created: 1 });
  expect(await send('accounts', file, 'reason=Move&mail=true')).toMatchObject({ status: 200, unchanged: 1 });
  await vi.waitFor(async () => {
    await server.app.mail.idle();
    expect(server.app.mail.outbox.filter(({ to }) => to === 'new1@example.org')).toMatchObject([
      { subject: 'Set the password of your account' },
    ]);
  });
});

test('who asks for a password meanwhile does not wait for the mails of an import', async () => {
  const [asking] = await people(server, ['asking']);
  const rows = Array.from({ length: 20 }, (_, index) => `crowd${index},crowd${index}@example.org,crowd-${index}`);
  const file = `externalId,email,username\n${rows.join('\n')}\n`;
  expect(await send('accounts', file, 'reason=Move&mail=true')).toMatchObject({ created: 20 });
  await server.visitor.run(RequestPasswordResetDocument, { login: asking.username });
  const sent = () => server.app.mail.outbox.filter(({ to }) => to.startsWith('crowd') || to.startsWith('asking'));
  await vi.waitFor(
    async () => {
      await server.app.mail.idle();
      expect(sent().filter(({ to }) => to.startsWith('crowd'))).toHaveLength(20);
    },
    { timeout: 20_000 },
  );
  const reset = sent().findIndex(({ to, subject }) => to.startsWith('asking') && subject === 'Set a new password');
  expect(reset).toBeGreaterThanOrEqual(0);
  expect(reset).toBeLessThan(sent().findLastIndex(({ to }) => to.startsWith('crowd')));
});

test('every fault of a file is told by its line and column, and nothing of the file is kept', async () => {
  const [taken] = await people(server, ['taken']);
  const file = `externalId,email,username,role,timeZone
a,one@example.org,oneone,ADMIN,
b,not an address,two-two,,Mars/Base
a,three@example.org,three3,,
d,${taken.username}@example.org,four4,,
e,one@example.org,Taken,,
f,six@example.org,sixsix,,
`;
  const answer = await send('accounts', file);
  expect(answer).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
  expect(faultsOf(answer)).toEqual(
    expect.arrayContaining(['2 role', '3 email', '3 timeZone', '5 email', '6 username']),
  );
  expect(answer.faultCount).toBe(answer.faults.length);
  expect(await server.database.prisma.account.count({ where: { externalId: 'f' } })).toBe(0);
  expect(await server.database.prisma.importRow.count()).toBe(0);
  const many = `externalId,email,username\n${Array.from({ length: 300 }, (_, n) => `x${n},bad,name${n}`).join('\n')}`;
  expect(await send('accounts', many)).toMatchObject({ faultCount: 300, faults: { length: 100 } });
});

const sessionsFile = `externalId;host;title;startsAt;endsAt;timeZone;priceMinor;currency;maxParticipants;status;tags;description
s1;tessa@example.org;Past flow;2025-03-01T10:00:00Z;2025-03-01T11:00:00Z;Europe/Berlin;1500;EUR;2;;yoga|slow;"Two
lines; with a semicolon"
s2;t1;Coming flow;2027-03-01T10:00:00+01:00;2027-03-01T11:00:00+01:00;Europe/Berlin;1500;EUR;2;SCHEDULED;;
s3;t1;Called off;2025-03-02T10:00:00Z;2025-03-02T11:00:00Z;UTC;0;;;CANCELLED;;
`;
const bookingsFile = `externalId,session,account,status,amountMinor,bookedAt,cancelledAt,seats
b1,s1,max@example.org,COMPLETED,1500,2025-02-01T10:00:00Z,,
b2,s1,m2,NO_SHOW,,2025-02-01T10:00:00Z,,
b3,s1,new1,CANCELLED,1500,2025-02-01T10:00:00Z,2025-02-02T10:00:00Z,
b4,s2,m1,CONFIRMED,,2026-02-01T10:00:00Z,,2
b5,s2,m2,WAITLISTED,,2026-02-01T10:00:00Z,,
`;

test('sessions and their bookings come in with their history; seats are counted and never oversold', async () => {
  const counts = { status: 200, created: 3, updated: 0, unchanged: 0 };
  expect(await send('sessions', sessionsFile)).toMatchObject(counts);
  expect(await send('sessions', sessionsFile)).toMatchObject({ ...counts, created: 0, unchanged: 3 });
  const past = await server.database.prisma.session.findUniqueOrThrow({ where: { externalId: 's1' } });
  expect(past).toMatchObject({ status: 'ENDED', tags: ['yoga', 'slow'], description: 'Two\nlines; with a semicolon' });
  // Nobody joins what is over.
  expect(past.joinCode).toBeNull();

  const oversold = await send(
    'bookings',
    `${bookingsFile}b6,s2,new1,CONFIRMED,,2026-02-01T10:00:00Z,,\n`,
    'dryRun=true',
  );
  expect(oversold).toMatchObject({ status: 400, faults: [{ line: 7, column: 'seats' }] });
  expect(await send('bookings', bookingsFile)).toMatchObject({ status: 200, created: 5 });
  expect(await send('bookings', bookingsFile)).toMatchObject({ status: 200, created: 0, unchanged: 5 });
  const seats = await server.database.prisma.session.findMany({
    where: { externalId: { in: ['s1', 's2'] } },
    orderBy: { externalId: 'asc' },
  });
  expect(seats.map(({ seatsTaken }) => seatsTaken)).toEqual([2, 2]);
  const b4 = await server.database.prisma.booking.findUniqueOrThrow({ where: { externalId: 'b4' } });
  expect(b4).toMatchObject({
    status: 'CONFIRMED',
    amountMinor: 3000,
    currency: 'EUR',
    seats: 2,
    confirmedAt: expect.any(Date),
  });
  expect(b4.freeCancellationUntil?.toISOString()).toBe('2027-02-28T09:00:00.000Z');

  const wrong = await send(
    'bookings',
    `externalId,session,account,status,bookedAt
c1,nowhere,m1,CONFIRMED,2026-01-01T00:00:00Z
c2,s2,nobody,CONFIRMED,2026-01-01T00:00:00Z
c3,s2,t1,WAITLISTED,2026-01-01T00:00:00Z
c4,s1,new1,CONFIRMED,2026-01-01T00:00:00Z
c5,s2,new1,COMPLETED,2026-01-01T00:00:00Z
c6,s2,m1,WAITLISTED,2026-01-01T00:00:00Z
b5,s2,m2,CANCELLED,2026-02-01T10:00:00Z
c8,s2,new1,PENDING,2026-02-01T10:00:00Z
`,
  );
  expect(faultsOf(wrong)).toEqual([
    ...['2 session', '3 account', '4 account', '5 status', '6 status', '7 account', '8 cancelledAt', '9 status'],
  ]);
});

test('a session that is booked keeps its times, and as many seats as are taken', async () => {
  const moved = sessionsFile.replace('2027-03-01T11:00:00+01:00', '2027-03-01T12:00:00+01:00');
  expect(faultsOf(await send('sessions', moved))).toEqual(['4 endsAt']);
  const fewer = sessionsFile.replace('EUR;2;SCHEDULED', 'EUR;1;SCHEDULED');
  expect(faultsOf(await send('sessions', fewer))).toEqual(['4 maxParticipants']);
  expect(await send('sessions', sessionsFile.replace('Coming', 'Morning'))).toMatchObject({ updated: 1, unchanged: 2 });
});

test('places that an import adds go to those who wait, and streams show what it changed', async () => {
  const [noor, olga] = await people(server, ['noor', 'olga']);
  const file = (places: number) =>
    `externalId,host,title,startsAt,endsAt,timeZone,maxParticipants\nw1,t1,Wide,${inHours(48)},${inHours(49)},UTC,${places}\n`;
  expect(await send('sessions', file(1))).toMatchObject({ created: 1 });
  const { id } = await server.database.prisma.session.findUniqueOrThrow({ where: { externalId: 'w1' } });
  await book(noor, globalId('Session', id));
  expect(await book(olga, globalId('Session', id))).toMatchObject({ status: 'WAITLISTED' });
  await settle(server);
  const seats = olga.subscribe(SeatsLeftDocument, { sessionIds: [globalId('Session', id)] });
  await seats.next();

  expect(await send('sessions', file(3))).toMatchObject({ updated: 1 });
  expect(await seats.next()).toMatchObject({ seatsChanged: { seatsLeft: 1 } });
  await seats.close();
  expect((await partOf(olga, globalId('Session', id)))?.viewer?.booking).toMatchObject({ status: 'CONFIRMED' });
});

test('who is imported to a waitlist gets the seats that there are; nobody is imported into a draft, or twice', async () => {
  const times = `${inHours(48)},${inHours(49)},UTC`;
  const sessions = `externalId,host,title,startsAt,endsAt,timeZone,maxParticipants,status
w2,t1,Roomy,${times},5,SCHEDULED
w3,t1,Secret,${times},5,DRAFT
`;
  expect(await send('sessions', sessions)).toMatchObject({ created: 2 });
  const head = 'externalId,session,account,status,bookedAt,cancelledAt\n';
  const bookedAt = '2026-01-01T00:00:00Z';
  expect(await send('bookings', `${head}x1,w2,m1,WAITLISTED,${bookedAt},\n`)).toMatchObject({ created: 1 });
  const { status } = await server.database.prisma.booking.findUniqueOrThrow({ where: { externalId: 'x1' } });
  expect(status).toBe('CONFIRMED');
  const wrong = await send(
    'bookings',
    `${head}x2,w3,m1,CANCELLED,${bookedAt},${bookedAt}
x3,w2,t1,CONFIRMED,${bookedAt},
x4,w2,m2,CONFIRMED,${bookedAt},
x5,w2,Ünal@example.org,CONFIRMED,${bookedAt},
`,
  );
  expect(faultsOf(wrong)).toEqual(['2 session', '3 account', '5 account']);
  const cancelled = sessions.replace('SCHEDULED', 'CANCELLED');
  expect(faultsOf(await send('sessions', cancelled))).toEqual(['2 status']);
});

test('a changed cell that an import cannot follow is a fault, and not an update that does nothing', async () => {
  const accounts = (verified: string) =>
    `externalId,email,username,verified\nv1,vera@example.org,vera,${verified}\nv2,vito@example.org,vito,true\n`;
  expect(await send('accounts', accounts('false'))).toMatchObject({ created: 2 });
  expect(faultsOf(await send('accounts', accounts('true')))).toEqual(['2 verified']);

  const file = (title: string, ...[draft, coming, off]: [status: string, visibility: string][]) =>
    `externalId,host,title,startsAt,endsAt,timeZone,status,visibility\n${[draft, coming, off]
      .map((cells, index) => `k${index},t1,${title},${inHours(72)},${inHours(73)},UTC,${cells?.join(',')}`)
      .join('\n')}\n`;
  const first = file('Kept', ['DRAFT', 'UNLISTED'], ['SCHEDULED', 'LISTED'], ['CANCELLED', '']);
  expect(await send('sessions', first)).toMatchObject({ created: 3 });
  const published = file('Kept', ['SCHEDULED', 'LISTED'], ['DRAFT', 'UNLISTED'], ['SCHEDULED', 'UNLISTED']);
  expect(faultsOf(await send('sessions', published))).toEqual([
    ...['2 status', '2 visibility', '3 visibility', '4 status'],
  ]);
  // What the file leaves out stays, and a draft that was published in the studio is no fault.
  const title = file('Renamed', ['', ''], ['DRAFT', ''], ['', '']);
  expect(await send('sessions', title)).toMatchObject({ updated: 3 });
  const { status, visibility } = await server.database.prisma.session.findUniqueOrThrow({
    where: { externalId: 'k1' },
  });
  expect([status, visibility]).toEqual(['SCHEDULED', 'LISTED']);
});

test('lines are counted as an editor counts them, whatever ends them', async () => {
  const file =
    'externalId,email,username,firstName\r\nq1,q1@example.org,q-one,"Two\r\nlines"\r\nq2,nonsense,q-two,\r\n';
  expect(faultsOf(await send('accounts', file))).toEqual(['2 firstName', '4 email']);
});

test('lines of nothing but delimiters are left out like empty ones, and still counted', async () => {
  const file = `;;\nexternalId;email;username\n;;\n\n line1;wanda@example.org;wanda\n ; ;""\nline2;nonsense;wilma\n;;;;;\n;;`;
  expect(faultsOf(await send('accounts', file))).toEqual(['7 email']);
  const right = file.replaceAll('\n', '\r\n').replace('nonsense', 'wilma@example.org');
  expect(await send('accounts', right, 'dryRun=true')).toMatchObject({ status: 200, rows: 2, created: 2 });
});

test('files that are none are refused with their line or type', async () => {
  const header = 'externalId,email,username\n';
  const rows = [
    ['', 1],
    ['externalId,email\n', 1],
    ['externalId,email,username,more\n', 1],
    [`${header}a,"b,c\n`, 2],
    [`${header}a,b,c,d\n`, 2],
  ] as const;
  for (const [body, line] of rows) {
    const answer = await send('accounts', body);
    expect(answer, body).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    expect(answer.faults[0]?.line, body).toBe(line);
  }
  const latin = await send('accounts', Buffer.concat([Buffer.from(header), Buffer.from([0x61, 0xe9, 0x0a])]));
  expect(latin.faults[0]?.message).toContain('UTF-8');
  expect(await send('accounts', '{}', 'reason=x', admin, { 'Content-Type': 'application/json' })).toMatchObject({
    ...{ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
  });
  expect(await send('accounts', header, '')).toMatchObject({ status: 400 });
  expect(await send('accounts', header, 'dryRun=perhaps')).toMatchObject({ status: 400 });
  expect(await send('accounts', header, 'dryRun=true&mial=true')).toMatchObject({
    ...{ status: 400, message: 'mial: is unknown', issues: [{ path: ['mial'] }] },
  });
  const large = Buffer.alloc(65 * 2 ** 20, 'a');
  expect(await send('accounts', large).catch(() => ({ status: 413 }))).toMatchObject({ status: 413 });
});

test('only admins import, and by their token alone', async () => {
  const [creator] = await people(server, ['creator'], { role: 'CREATOR' });
  expect(await send('accounts', accountsFile, 'reason=x', creator)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  expect(await send('accounts', accountsFile, 'reason=x', server.visitor)).toMatchObject({ status: 401 });
  const cookie = { Cookie: `refresh_token=${admin.refreshToken}` };
  expect(await send('accounts', accountsFile, 'reason=x', server.visitor, cookie)).toMatchObject({ status: 401 });
});

test('who imports at the same time waits for the other, and nobody is imported twice', async () => {
  const file = `externalId,email,username\n${Array.from({ length: 50 }, (_, n) => `race${n},race${n}@example.org,race-${n}`).join('\n')}`;
  const answers = await Promise.all(Array.from({ length: 4 }, () => send('accounts', file)));
  for (const { status } of answers) expect([200, 409]).toContain(status);
  expect(answers.filter(({ created }) => created === 50)).toHaveLength(1);
  expect(await server.database.prisma.account.count({ where: { externalId: { startsWith: 'race' } } })).toBe(50);
});

test('people who book while bookings are imported get no seat too many', async () => {
  const [host, one, two, three] = await people(server, ['hostess', 'first', 'second', 'third'], { role: 'CREATOR' });
  const { id } = await schedule(host, { maxParticipants: 2 });
  const session = await server.database.prisma.session.update({
    where: { id: (await server.database.prisma.session.findFirstOrThrow({ where: { hostId: host.id } })).id },
    data: { externalId: 'small' },
  });
  const file = `externalId,session,account,status,bookedAt
r1,small,third@example.org,CONFIRMED,2026-02-01T10:00:00Z
`;
  await Promise.all([book(one, id), book(two, id), send('bookings', file)]);
  const seats = await server.database.prisma.booking.count({ where: { sessionId: session.id, status: 'CONFIRMED' } });
  const { seatsTaken } = await server.database.prisma.session.findUniqueOrThrow({ where: { id: session.id } });
  expect([seats, seatsTaken]).toEqual([2, 2]);
  expect(three.username).toBe('third');
});

test.skipIf(nginxObstacle)(
  `files that are larger than other requests pass the balancer of deploy/${nginxObstacle ? ` (skipped: ${nginxObstacle})` : ''}`,
  async () => {
    const scratch = scratchDirectory();
    const nginx = await startNginx(scratch.path, [Number(new URL(server.url).port)]);
    const [columns] = accountsFile.split('\n', 1);
    const rows = Array.from({ length: 60_000 }, (_, index) => `r${index},not an address of mail,reader-${index},,,,,`);
    const response = await fetch(`http://127.0.0.1:${nginx.port}/import/accounts.csv?reason=Move`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv', Authorization: `Bearer ${admin.accessToken}` },
      body: [columns, ...rows].join('\n'),
    });
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ faultCount: 60_000 })]);
    await nginx.kill();
    scratch.remove();
  },
);
