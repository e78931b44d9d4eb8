import { Account } from '../accounts/schema.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, resultUnion } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { NotificationDeliveryStateError } from './errors.ts';
import { NotificationDelivery, NotificationKind } from './schema.ts';
import { sendAgain, updateSettings } from './service.ts';

const NotificationSettingInput = builder.inputType('NotificationSettingInput', {
  description: 'A choice for one kind of notification.',
  fields: (t) => ({
    kind: t.field({ type: NotificationKind, required: true, description: 'The kind.' }),
    byMail: t.boolean({
      required: true,
      description: 'Whether to be told by mail. False is refused for kinds that protect the account.',
    }),
  }),
});

const NotificationSettingsInput = builder.inputType('NotificationSettingsInput', {
  description: 'Changes of the viewer’s notification settings.',
  fields: (t) => ({
    settings: t.field({
      type: [NotificationSettingInput],
      required: true,
      description: 'The kinds to change; others stay as they are. Of two choices for one kind, the last counts.',
    }),
  }),
});

const NotificationSettingsResult = resultUnion('NotificationSettingsResult', Account, [
  InvalidInputError,
  NotFoundError,
]);

const NotificationDeliveryResult = resultUnion('NotificationDeliveryResult', NotificationDelivery, [
  NotFoundError,
  NotificationDeliveryStateError,
  InvalidInputError,
]);

builder.mutationFields((t) => ({
  notificationSettingsUpdate: t.withAuth({ signedIn: true }).field({
    type: NotificationSettingsResult,
    nullable: true,
    description: 'Changes what the viewer is told by mail. It holds for mails that wait to be sent, too.',
    args: { input: t.arg({ type: NotificationSettingsInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, context) => updateSettings(context, input.settings),
  }),
  notificationDeliverySendAgain: t.withAuth({ admin: true }).field({
    type: NotificationDeliveryResult,
    nullable: true,
    description:
      'Queues a mail again that is `FAILED` or `SKIPPED`. It is skipped again if it is still no longer true. Admins only; audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a NotificationDelivery.' }),
      reason: t.arg.string({ required: true, description: 'Why, for the audit; 1 to 500 characters.' }),
    },
    resolve: (_root, { id, reason }, context) =>
      sendAgain(context, { id: localId('NotificationDelivery', id), reason }),
  }),
}));
