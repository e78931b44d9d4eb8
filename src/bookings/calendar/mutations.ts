import { Account } from '../../accounts/schema.ts';
import { builder } from '../../graphql/builder.ts';
import { calendarUrl, disableCalendar, rotateCalendar } from './service.ts';

builder.objectField(Account, 'calendarUrl', (t) =>
  t.field({
    type: 'URL',
    nullable: true,
    description:
      'Secret address of an iCalendar feed, for calendar apps to subscribe to: the person’s bookings and the sessions they host. Null until asked for by `accountRotateCalendar`, and to everybody else, admins too.',
    resolve: (account, _args, { app: { env }, viewer }) =>
      viewer?.account.id === account.id ? calendarUrl(env, account) : null,
  }),
);

builder.mutationFields((t) => ({
  accountRotateCalendar: t.withAuth({ signedIn: true }).field({
    type: Account,
    nullable: true,
    description: 'Gives the viewer’s calendar feed an address, or another one: the old one is dead at once.',
    resolve: (_root, _args, context) => rotateCalendar(context),
  }),
  accountDisableCalendar: t.withAuth({ signedIn: true }).field({
    type: Account,
    nullable: true,
    description: 'Takes the viewer’s calendar feed away: its address is dead at once.',
    resolve: (_root, _args, context) => disableCalendar(context),
  }),
}));
