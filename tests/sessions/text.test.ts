import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comparable, line, text } from '../../src/validation.ts';
import {
  CatalogueDocument,
  CreateSessionDocument,
  type SessionCreateInput,
  UpdateAccountDocument,
} from '../generated/documents.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { inHours, type Person, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
});
afterAll(() => server.stop());

const invisible = [
  ...[
    '',
    ' ',
    '\t',
    '\u00a0',
    '\u00ad',
    '\u034f',
    '\u061c',
    '\u115f',
    '\u17b4',
    '\u180e',
    '\u200b',
    '\u200d',
    '\u200e',
  ],
  ...['\u2028', '\u202a', '\u2060', '\u2800', '\u3000', '\u3164', '\ufe0f', '\ufeff', '\uffa0', '\u{e0041}'],
];
const breaks = ['\n', '\r', '\r\n', '\u000b', '\f', '\u0085', '\u2028', '\u2029'];
const controls = ['\u0000', '\u0007', '\u001b', '\u007f', '\u0080', '\u009f', '\ud800'];
const unbalanced = ['\u202e', '\u2066', '\u202c', '\u2069', '\u202a\u2069', '\u2067\u202e\u2069\u202c', '\u202c\u202a'];

const any = fc.string({ unit: 'binary', maxLength: 30 });

test('text of invisible characters alone is empty', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...invisible), { maxLength: 8 }), (characters) => {
      const value = characters.join('');
      for (const rule of [line, text]) {
        expect(rule(0, 9).parse(value)).toBe('');
        expect(rule(1, 9).safeParse(value)).toMatchObject({ success: false });
      }
    }),
  );
});

test('a line is one line, without controls, and leaves the direction of the text that follows alone', () => {
  const forbidden = fc.constantFrom(...breaks, ...controls, ...unbalanced);
  fc.assert(
    fc.property(forbidden, (bad) => {
      expect(line(1, 99).safeParse(`a${bad}b`)).toMatchObject({ success: false });
    }),
  );
  const isolated = '\u2067\u202bשלום\u202c\u2069 yoga \u200e';
  expect(line(1, 99).parse(isolated)).toBe(isolated.trim());
  expect(line(1, 99).parse('  Zoe\u0308 👩‍👩‍👧 ')).toBe('Zoë 👩‍👩‍👧');
});

test('text keeps its lines, whatever they are broken by', () => {
  expect(text(0, 99).parse('a\r\nb\rc\u0085d\u2028e\u2029f\tg')).toBe('a\nb\nc\nd\ne\nf\tg');
  for (const bad of controls) expect(text(0, 99).safeParse(`a${bad}b`)).toMatchObject({ success: false });
});

test('what a rule has accepted it accepts again, unchanged', () => {
  for (const rule of [line(0, 99), text(0, 99)]) {
    fc.assert(
      fc.property(any, (value) => {
        const once = rule.safeParse(value);
        if (once.success) expect(rule.parse(once.data)).toBe(once.data);
      }),
      { numRuns: 2000 },
    );
  }
});

test('texts compare alike in any case, width and emoji style', () => {
  fc.assert(
    fc.property(any, (value) => {
      const key = comparable(value);
      expect(comparable(key)).toBe(key);
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) expect(comparable(value.normalize(form))).toBe(key);
    }),
    { numRuns: 2000 },
  );
  for (const [one, other] of [
    ['İSTANBUL', 'istanbul'],
    ['STRASSE', 'straße'],
    ['ΓΙΌΓΚΑΣ', 'γιόγκας'],
    ['☕️', '☕'],
    ['Ｙｏｇａ', 'yoga'],
    ['ﬁt', 'FIT'],
  ] as const) {
    expect(comparable(one)).toBe(comparable(other));
  }
});

test('every line of a session, and a person’s name, is refused with its path', async () => {
  const pathsOf = async (input: Partial<SessionCreateInput>) => {
    const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: 'Fine', ...input } });
    return sessionCreate && 'issues' in sessionCreate ? sessionCreate.issues.map(({ path }) => path.join('.')) : [];
  };
  for (const bad of ['\u200b', 'two\nlines', 'a\u2028b', 'nel\u0085b', 'flip\u202e']) {
    expect(await pathsOf({ title: bad, tags: ['fine', bad], settings: { deck: ['1', bad] } })).toEqual(
      expect.arrayContaining(['title', 'tags.1', 'settings.deck.1']),
    );
    expect(await host.run(UpdateAccountDocument, { input: { displayName: bad } })).toMatchObject({
      accountUpdate: { code: 'INVALID_INPUT', message: expect.stringMatching(/^displayName: /) },
    });
  }
  expect(await pathsOf({ description: 'two\r\nlines' })).toEqual([]);
});

test('tags are found in any case, width and style', async () => {
  const tagged = async (...tags: string[]) => {
    const input = { tags, title: tags.join(), visibility: 'LISTED' as const, startsAt: inHours(20) };
    return (await schedule(host, input)).tags;
  };
  expect(await tagged('İSTANBUL', 'istanbul', '☕️')).toEqual(['istanbul', '☕']);
  for (const tag of ['istanbul', 'İstanbul', 'ＩＳＴＡＮＢＵＬ', '☕', '☕️']) {
    const { sessions } = await server.visitor.run(CatalogueDocument, { filter: { tags: [tag] } });
    expect(sessions.totalCount).toBe(1);
  }
});
