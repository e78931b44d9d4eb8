import { Account, User } from '../../accounts/schema.ts';
import { AdminOverview } from '../../admin/schema.ts';
import { RevenueType } from '../../bookings/revenue/schema.ts';
import type { Account as AccountRow } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { maximumHosts, type Today, todayByHost, todayOfHosts, todayOfStudio } from './loaders.ts';

const TodayType = builder.objectRef<Today>('Today').implement({
  description:
    'Figures of the present day: of its sessions, which start on it or are live, and of the money received on it. Drafts and cancelled sessions are left out.',
  fields: (t) => ({
    date: t.expose('date', { type: 'Date', description: 'The day.' }),
    host: t.field({
      type: User,
      nullable: true,
      description: 'The host of the sessions; null for the figures of the whole studio.',
      resolve: ({ hostId }) => hostId,
    }),
    sessions: t.exposeInt('sessions', { description: 'Number of sessions.' }),
    liveSessions: t.exposeInt('liveSessions', { description: 'How many of the sessions are live.' }),
    seatsOffered: t.expose('seatsOffered', {
      type: 'SafeInt',
      description: 'Sum of `maxParticipants` of the sessions; sessions without a limit add nothing.',
    }),
    seatsTaken: t.expose('seatsTaken', { type: 'SafeInt', description: 'Seats taken in the sessions.' }),
    peopleIn: t.exposeInt('peopleIn', { description: 'People who are online in the sessions, hosts included.' }),
    received: t.field({
      type: [RevenueType],
      description:
        'Money of the bookings and the host’s passes that were confirmed as paid on this day, whenever the sessions are, by currency; of the whole studio with the passes that the studio sold. Empty where nothing was paid.',
      resolve: ({ received }) => received,
    }),
  }),
});

builder.objectField(Account, 'today', (t) =>
  t.loadable({
    type: TodayType,
    byPath: true,
    description: 'Figures of the present day of the sessions that this person hosts, in the account’s time zone.',
    complexity: 5,
    load: (accounts: AccountRow[], context) => todayOfHosts(accounts, context),
    resolve: (account) => account,
  }),
);

builder.objectFields(AdminOverview, (t) => ({
  today: t.field({
    type: TodayType,
    description: 'Figures of the present day of the whole studio.',
    resolve: (_overview, _args, context) => todayOfStudio(context),
  }),
  todayByHost: t.field({
    type: [TodayType],
    description: `The same figures of each host with a session today or money received today, most sessions first, at most ${maximumHosts}.`,
    complexity: { field: 5, multiplier: 20 },
    resolve: (_overview, _args, context) => todayByHost(context),
  }),
}));
