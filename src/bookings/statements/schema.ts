import { Account } from '../../accounts/schema.ts';
import type { Account as AccountRow } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { Session } from '../../sessions/schema.ts';
import { type HostStatement, hostStatements, type StatementLine, type StatementTotal, totalsOf } from './loaders.ts';

const Earnings = builder.interfaceRef<StatementTotal>('StatementFigures').implement({
  description:
    'What paid bookings or passes earned in one currency, by the rules of `Revenue`. Amounts are in minor units; sums may exceed `Int`.',
  fields: (t) => ({
    currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
    bookings: t.exposeInt('bookings', { description: 'How many bookings or passes were ever confirmed as paid.' }),
    grossMinor: t.expose('gross', {
      type: 'SafeInt',
      description: 'Sum of their amounts, including those cancelled or returned since.',
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
        'What payment providers received for them, including payments that paid for nothing. What a host confirmed by hand is in `grossMinor` alone.',
    }),
    paidBackMinor: t.expose('paidBack', {
      type: 'SafeInt',
      description: 'The part of `receivedMinor` that the providers have paid back so far.',
    }),
    taxMinor: t.expose('tax', {
      type: 'SafeInt',
      description:
        'The tax that the payments include, at the rates of their receipts, less what is refunded. What a host confirmed by hand has no receipt, and no tax here.',
    }),
  }),
});

const Total = builder.objectRef<StatementTotal>('StatementTotal').implement({
  description: 'The sums of a statement in one currency.',
  interfaces: [Earnings],
});

const Line = builder.objectRef<StatementLine>('StatementLine').implement({
  description: 'What one session, or the passes of one offer, earned in one currency.',
  interfaces: [Earnings],
  fields: (t) => ({
    session: t.field({
      type: Session,
      nullable: true,
      description: 'The session; null for passes.',
      resolve: ({ sessionId }) => sessionId,
    }),
    title: t.exposeString('title', { description: 'The title of the session or of the passes.' }),
  }),
});

const HostStatementType = builder.objectRef<HostStatement>('HostStatement').implement({
  description:
    'What a host earned in a month: the paid bookings of the sessions that start in it, and the passes that were paid in it. Its sums are `revenue` and `passRevenue` of the month.',
  fields: (t) => ({
    month: t.expose('month', { type: 'Date', description: 'The first day of the month.' }),
    timeZone: t.exposeString('timeZone', { description: 'The host’s time zone, in which the month begins and ends.' }),
    lines: t.field({
      type: [Line],
      description:
        'The sessions in the order of their starts, by currency, and passes by the time at which the first was paid. Sessions that earned nothing are left out.',
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
      'What this person earned as a host in a month, in the account’s time zone, by session, passes and currency. `exportCreate` has it as CSV (`STATEMENT`).',
    complexity: { field: 5, multiplier: 50 },
    args: {
      month: t.arg({ type: 'Date', description: 'A day of the month; the present month where left out.' }),
    },
    load: (accounts: AccountRow[], context, given) => hostStatements(accounts, context, given),
    resolve: (account) => account,
  }),
);
