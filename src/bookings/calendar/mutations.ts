import { Account } from '../../accounts/schema.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { calendarUrl, disableCalendar, rotateCalendar } from './service.ts';

builder.objectField(Account, 'calendarUrl', (t) =>
  t.field({
    type: 'URL',
    nullable: true,
    description:
      'Secret address of an iCalendar feed of the person’s bookings and hosted sessions, for calendar apps to subscribe to. Null until `accountRotateCalendar` creates one. Null to everybody but the account’s owner, admins included.',
    resolve: (account, _args, { app: { env }, viewer }) =>
      viewer?.account.id === account.id ? calendarUrl(env, account) : null,
  }),
);

const AccountCalendarResult = resultUnion('AccountCalendarResult', Account, []);

builder.mutationFields((t) => ({
  accountRotateCalendar: t.withAuth({ signedIn: true }).field({
    type: AccountCalendarResult,
    nullable: true,
    description: 'Gives the viewer’s calendar feed a new address. The old address stops working at once.',
    resolve: (_root, _args, context) => rotateCalendar(context),
  }),
  accountDisableCalendar: t.withAuth({ signedIn: true }).field({
    type: AccountCalendarResult,
    nullable: true,
    description: 'Removes the viewer’s calendar feed. Its address stops working at once.',
    resolve: (_root, _args, context) => disableCalendar(context),
  }),
}));
