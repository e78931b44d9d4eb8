import type { Account, DeviceSession } from '../../database/generated/client.ts';
import type { Env } from '../../env.ts';
import type { Mail } from '../../operations/mail.ts';
import { supportedTimeZone } from '../../time-zones.ts';

// Mails address people by their username, whose characters are restricted: anybody can have a mail sent to any address,
// and a display name could carry a message of their own.
type Recipient = Pick<Account, 'email' | 'username' | 'timeZone'>;

export function resetMail({ APP_URL }: Env, { email, username }: Recipient, token: string): Mail {
  return {
    to: email,
    subject: 'Set a new password',
    text: `Hello ${username},

somebody asked to set a new password for your Shala account. To do so, follow this link within an hour:

${APP_URL}/reset-password?token=${token}

It works once, and signs out every device. If you did not ask for it, do nothing: your password stays as it is.
`,
  };
}

export function verificationMail({ APP_URL }: Env, { email, username }: Recipient, token: string): Mail {
  return {
    to: email,
    subject: 'Confirm your e-mail',
    text: `Hello ${username},

to confirm that this e-mail is yours, follow this link within 24 hours:

${APP_URL}/verify-email?token=${token}

If you have no Shala account, somebody else typed in your e-mail: do nothing.
`,
  };
}

export function emailChangeMail({ APP_URL }: Env, { email, username }: Recipient, token: string): Mail {
  return {
    to: email,
    subject: 'Confirm your new e-mail',
    text: `Hello ${username},

to make this the e-mail of your Shala account, follow this link within 24 hours:

${APP_URL}/verify-email?token=${token}

Until then your account keeps its present e-mail. If you have no Shala account, somebody else typed in your e-mail: do
nothing.
`,
  };
}

/** To the present e-mail. It does not name the new one: this mailbox may be no longer its owner's. */
export function emailChangeNotice({ email, username }: Recipient): Mail {
  return {
    to: email,
    subject: 'Your e-mail is about to change',
    text: `Hello ${username},

somebody who knows your password asked for another e-mail for your Shala account. It changes once the link that was sent
to the new e-mail is followed.

If it was you, there is nothing to do here. If not, change your password now: the link stops working then.
`,
  };
}

/** To the former e-mail. */
export function emailChangedNotice({ email, username }: Recipient): Mail {
  return {
    to: email,
    subject: 'Your e-mail was changed',
    text: `Hello ${username},

your Shala account has another e-mail from now on, and this one no longer signs in.

If this was not you, write to the studio.
`,
  };
}

export function newDeviceMail({ email, username, timeZone }: Recipient, device: DeviceSession): Mail {
  const time = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: 'long',
    timeZone: supportedTimeZone(timeZone),
  });
  return {
    to: email,
    subject: 'A new device signed in',
    text: `Hello ${username},

your Shala account was signed in on a device that it had not been used on before:

  Device:   ${device.deviceName}
  Browser:  ${device.browser ?? 'unknown'}
  System:   ${device.os ?? 'unknown'}
  Address:  ${device.ipAddress ?? 'unknown'}
  Place:    ${device.location ?? 'unknown'}
  Time:     ${time.format(device.createdAt)}

If it was you, there is nothing to do. If not, change your password now, which signs every other device out; the list
of your devices also ends a single one.
`,
  };
}
