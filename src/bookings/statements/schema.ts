import { Account } from '../../accounts/schema.ts';
import type { Account as AccountRow } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { Session } from '../../sessions/schema.ts';
import { type HostStatement, hostStatements, type StatementLine, type StatementTotal, totalsOf } from './loaders.ts';

const Earnings = builder.interfaceRef<StatementTotal>('StatementFigures').implement({
  description:
    'What paid bookings earned in one currency, by the rules of `Revenue`. Amounts are in minor units; sums may exceed `Int`.',
  fields: (t) => ({
    currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
    bookings: t.exposeInt('bookings', { description: 'How many bookings were ever confirmed as paid.' }),
    grossMinor: t.expose('gross', {
      type: 'SafeInt',
      description: 'Sum of the amounts of these bookings, including those cancelled since.',
    }),
    refundedMinor: t.expose('refunded', {
      type: 'SafeInt',
      description: 'The part of `grossMinor` that was refunded or has to be.',
    }),
    netMinor: t.field({
      type: 'SafeInt',
      description: '`grossMinor` less `refundedMinor`.',
      resolve: ({ gross, refunded }) => gross - refunded,
    }),
    receivedMinor: t.expose('received', {
      type: 'SafeInt',
      description:
        'What payment providers received for these bookings, including payments that paid for nothing. What a host confirmed by hand is in `grossMinor` alone.',
    }),
    paidBackMinor: t.expose('paidBack', {
      type: 'SafeInt',
      description: 'The part of `receivedMinor` that the providers have paid back so far.',
    }),
    taxMinor: t.expose('tax', {
      type: 'SafeInt',
      description:
        'The tax that the payments include, at the rates of their receipts, less what is refunded. Bookings that a host confirmed by hand have no receipt, and no tax here.',
    }),
  }),
});

const Total = builder.objectRef<StatementTotal>('StatementTotal').implement({
  description: 'The sums of a statement in one currency.',
  interfaces: [Earnings],
});

const Line = builder.objectRef<StatementLine>('StatementLine').implement({
  description: 'What one session earned in one currency.',
  interfaces: [Earnings],
  fields: (t) => ({
    session: t.field({ type: Session, description: 'The session.', resolve: ({ sessionId }) => sessionId }),
  }),
});

const HostStatementType = builder.objectRef<HostStatement>('HostStatement').implement({
  description:
    'What a host earned in a month: the paid bookings of the sessions that start in it. Its sums are the revenue of the month.',
  fields: (t) => ({
    month: t.expose('month', { type: 'Date', description: 'The first day of the month.' }),
    timeZone: t.exposeString('timeZone', { description: 'The host’s time zone, in which the month begins and ends.' }),
    lines: t.field({
      type: [Line],
      description: 'The sessions in the order of their starts, by currency. Sessions that earned nothing are left out.',
      resolve: ({ lines }) => lines,
    }),
    totals: t.field({
      type: [Total],
      description: 'The sums by currency; empty where nothing was paid.',
      resolve: totalsOf,
    }),
  }),
});

builder.objectField(Account, 'hostStatement', (t) =>
  t.loadable({
    type: HostStatementType,
    byPath: true,
    description:
      'What this person earned as a host in a month, in the account’s time zone, by session and by currency. `exportCreate` has it as CSV (`STATEMENT`).',
    complexity: { field: 5, multiplier: 50 },
    args: {
      month: t.arg({ type: 'Date', description: 'A day of the month; the present month where left out.' }),
    },
    load: (accounts: AccountRow[], context, given) => hostStatements(accounts, context, given),
    resolve: (account) => account,
  }),
);
