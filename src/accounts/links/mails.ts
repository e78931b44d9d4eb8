import type { Account, DeviceSession } from '../../database/generated/client.ts';
import type { Env } from '../../env.ts';
import type { Mail } from '../../operations/mail.ts';
import { supportedTimeZone } from '../../time-zones.ts';

// People are addressed by their username, whose letters are restricted: a display name can hold a text of its own, and
// these mails go to whatever e-mail somebody typed in.
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

  Device:   ${oneLine(device.deviceName)}
  Browser:  ${oneLine(device.browser)}
  System:   ${oneLine(device.os)}
  Address:  ${oneLine(device.ipAddress)}
  Place:    ${oneLine(device.location)}
  Time:     ${time.format(device.createdAt)}

If it was you, there is nothing to do. If not, change your password now, which signs every other device out; the list
of your devices also ends a single one.
`,
  };
}

/** What a client says of itself must not look like lines of ours. */
const oneLine = (value: string | null) => value?.replace(/\s+/g, ' ') ?? 'unknown';
