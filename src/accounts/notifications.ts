import type { App } from '../context.ts';
import type { OneTimeLinkPurpose } from '../database/generated/client.ts';
import { transaction } from '../database/transaction.ts';
import type { NotificationKind } from '../feature.ts';
import type { Delivery } from '../operations/notifications/deliveries.ts';
import { formatInstant, type Part, quoted } from '../operations/notifications/layout.ts';
import type { Composed } from '../operations/notifications/mailer.ts';
import { recordAudit } from './audit.ts';
import { limitResetMails } from './authentication/limits.ts';
import { issueLink, issueMailedLink, linkSeconds, lockForLink } from './links/service.ts';
import type { SecondFactorChange } from './second-factors.ts';
import { findByLogin } from './service.ts';

// Mails address people by their username, whose characters are restricted: anybody can have a mail sent to any address,
// and a display name could carry a message of their own. What reads like a link is left out (`quoted`).

const voided = 'Its link was voided meanwhile.';

const passwordReset: NotificationKind = {
  ...security('PASSWORD_RESET', 'A link to set a new password, for somebody who asked for it.'),
  async compose(app, delivery) {
    const found = await issueResetLink(app, delivery);
    if (typeof found === 'string') return found;
    const { email, username, emailVerifiedAt } = found.account;
    return {
      to: { email, username, isVerified: emailVerifiedAt !== null },
      message: {
        subject: 'Set a new password',
        parts: [
          'Somebody asked to set a new password for your Shala account. To do so, follow this link within an hour.',
          { link: 'Set a new password', url: `${app.env.APP_URL}/reset-password?token=${found.token}` },
          'It works once, and signs out every device. If you did not ask for it, do nothing: your password stays as it is.',
        ],
      },
    };
  },
};

const nobody = 'There is no account with this login that may be used.';

/** Finds the account of the login that was given, notes it in the delivery, and makes the link. Returns why none is made. */
async function issueResetLink(app: App, { id, payload, attempts }: Delivery) {
  const { login, ipAddress } = payload as { login: string; ipAddress: string | null };
  const found = await findByLogin(app, login);
  if (!found) return nobody;
  if (attempts === 1 && !(await limitResetMails(app, found)))
    return 'The account was mailed as many links for a new password as it may be within an hour.';
  return transaction(app.database, async (tx) => {
    const account = await lockForLink(tx, found.id);
    if (!account) return nobody;
    await tx.notificationDelivery.updateMany({ where: { id }, data: { accountId: account.id } });
    if (attempts === 1) {
      const origin = { app, origin: { ipAddress }, viewer: null };
      const entry = {
        action: 'account.password_reset_requested',
        targetType: 'Account',
        targetId: account.id,
      } as const;
      await recordAudit(tx, origin, entry);
    }
    return { account, token: await issueLink(tx, account, 'PASSWORD_RESET') };
  });
}

const accountImported: NotificationKind = {
  ...security('ACCOUNT_IMPORTED', 'A link to set the first password, for somebody whom an admin imported.'),
  isInBulk: true,
  usefulHours: 7 * 24,
  async compose(app, delivery) {
    const found = await issueMailedLink(app, delivery, 'PASSWORD_RESET');
    if (!found) return voided;
    return linkMail('Set the password of your account', [
      'The studio has made a Shala account for you. To set its password, follow this link within an hour.',
      { link: 'Set a password', url: `${app.env.APP_URL}/reset-password?token=${found.token}` },
      'It works once. Later, "Forgot password" mails you another one. If you know nothing of the studio, do nothing.',
    ]);
  },
};

const emailVerification: NotificationKind = {
  ...security('EMAIL_VERIFICATION', 'A link that verifies the e-mail.'),
  async compose(app, delivery) {
    const found = await issueMailedLink(app, delivery, 'EMAIL_VERIFICATION', ({ emailVerifiedAt }) => !emailVerifiedAt);
    if (!found) return voided;
    return linkMail('Confirm your e-mail', [
      'To confirm that this e-mail is yours, follow this link within 24 hours.',
      { link: 'Confirm your e-mail', url: `${app.env.APP_URL}/verify-email?token=${found.token}` },
      'If you have no Shala account, somebody else typed in your e-mail: do nothing.',
    ]);
  },
};

const emailChange: NotificationKind = {
  ...security('EMAIL_CHANGE', 'A link that makes a new e-mail the account’s, sent to the new one.'),
  async compose(app, delivery) {
    const found = await issueMailedLink(app, delivery, 'EMAIL_CHANGE');
    if (!found) return voided;
    return linkMail('Confirm your new e-mail', [
      'To make this the e-mail of your Shala account, follow this link within 24 hours.',
      { link: 'Confirm your new e-mail', url: `${app.env.APP_URL}/verify-email?token=${found.token}` },
      'Until then your account keeps its present e-mail. If you have no Shala account, somebody else typed in your e-mail: do nothing.',
    ]);
  },
};

const emailChangeNotice: NotificationKind = {
  ...security('EMAIL_CHANGE_NOTICE', 'Somebody asked for another e-mail, sent to the present one.'),
  // It does not name the new e-mail: this mailbox may be no longer its owner's.
  compose: async () =>
    linkMail('Your e-mail is about to change', [
      'Somebody who knows your password asked for another e-mail for your Shala account. It changes once the link that was sent to the new e-mail is followed.',
      'If it was you, there is nothing to do here. If not, change your password now: the link stops working then.',
    ]),
};

const emailChanged: NotificationKind = {
  ...security('EMAIL_CHANGED', 'The account has another e-mail, sent to the former one.'),
  compose: async () =>
    linkMail('Your e-mail was changed', [
      'Your Shala account has another e-mail from now on, and this one no longer signs in.',
      'If this was not you, write to the studio.',
    ]),
};

const newDevice: NotificationKind = {
  ...security('NEW_DEVICE', 'The account was signed in on a kind of device that it had not been used on before.'),
  async compose({ database }, { payload, recipient }) {
    const { deviceSessionId: id } = payload as { deviceSessionId: string };
    const device = await database.prisma.deviceSession.findUnique({ where: { id } });
    if (!device || !recipient) return 'The device session is gone.';
    // Whoever signs in names the device, and with a header its system.
    const shown = (text: string | null) => (text === null ? null : quoted(recipient, text)) ?? 'unknown';
    return linkMail('A new device signed in', [
      'Your Shala account was signed in on a device that it had not been used on before:',
      {
        facts: [
          ['Device', shown(device.deviceName)],
          ['Browser', shown(device.browser)],
          ['System', shown(device.os)],
          ['Address', device.ipAddress ?? 'unknown'],
          ['Place', device.location ?? 'unknown'],
          ['Time', formatInstant(device.createdAt, recipient.timeZone)],
        ],
      },
      'If it was you, there is nothing to do. If not, change your password now, which signs every other device out; the list of your devices also ends a single one.',
    ]);
  },
};

/** What a mail says of each change of what an account signs in with. */
const changes: Record<SecondFactorChange, (facts: { left?: number }) => [subject: string, text: string]> = {
  TOTP_ENABLED: () => [
    'Your account asks for codes',
    'From now on signing in to your Shala account by password takes a code of your authenticator app, or a recovery code.',
  ],
  TOTP_DISABLED: () => [
    'Your account asks for no codes any more',
    'Codes of an authenticator app were switched off for your Shala account. Its password alone signs in by now.',
  ],
  RECOVERY_CODES_RENEWED: () => [
    'You have new recovery codes',
    'New recovery codes were made for your Shala account. The ones before stopped working.',
  ],
  RECOVERY_CODE_USED: ({ left }) => [
    'A recovery code was used',
    `A recovery code of your Shala account was used in place of its authenticator app. Unused recovery codes: ${left}.`,
  ],
  PASSKEY_ADDED: () => [
    'A passkey was added',
    'A passkey was added to your Shala account. It signs in without the password.',
  ],
  PASSKEY_DELETED: () => ['A passkey was deleted', 'A passkey of your Shala account was deleted. It signs in no more.'],
  RESET: () => [
    'Your second factors were reset',
    'An admin of the studio deleted the authenticator app, the recovery codes and the passkeys of your Shala account, and signed every device out. Its password alone signs in by now.',
  ],
};

const secondFactor: NotificationKind = {
  ...security(
    'SECOND_FACTOR',
    'An authenticator app or a passkey was added, removed or reset, recovery codes were made, or one was used.',
  ),
  async compose(_app, { payload }) {
    const { change, ...facts } = payload as { change: SecondFactorChange; left?: number };
    const [subject, text] = changes[change](facts);
    return linkMail(subject, [
      text,
      'If it was you, or you asked for it, there is nothing to do. If not, change your password now, look through your passkeys, and write to the studio.',
    ]);
  },
};

export const accountNotifications = [
  passwordReset,
  accountImported,
  emailVerification,
  emailChange,
  emailChangeNotice,
  emailChanged,
  newDevice,
  secondFactor,
];

function linkMail(subject: string, parts: Part[]): Composed {
  return { message: { subject, parts } };
}

/** What all mails share that protect an account. A link that came when it no longer worked would be of no use. */
function security(name: string, description: string) {
  const seconds = name in linkSeconds ? linkSeconds[name as OneTimeLinkPurpose] : 24 * 3600;
  return { name, description, isOptional: false, usefulHours: seconds / 3600 };
}
