/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Accounts that meet every given condition. */
export type AccountFilter = {
  /** True: guests whom a desk booked by name and e-mail; false: people who registered. */
  isGuest?: boolean | null | undefined;
  /** One of these. */
  role?: Array<Role> | null | undefined;
  /** Beginnings of words of the e-mail, the username or the names, in any order. Case and accents make no difference. At most 200 characters. */
  search?: string | null | undefined;
  /** One of these. */
  status?: Array<AccountStatus> | null | undefined;
};

/** Who signs in, and on which device. */
export type AccountLoginInput = {
  /** What to call this device; at most 80 characters. */
  deviceName?: string | null | undefined;
  /** E-mail or username. */
  login: string;
  /** The password. */
  password: string;
  /** Whether to put the refresh token into a cookie that no script can read, instead of the result. For pages of this server alone, over HTTP. */
  refreshTokenInCookie?: boolean | null | undefined;
};

/** The second step of a sign-in that was answered with `SecondFactorRequiredError`. */
export type AccountLoginWithCodeInput = {
  /** That of the `SecondFactorRequiredError`. */
  challenge: string;
  /** A code of the authenticator app, or a recovery code. */
  code: string;
  /** Whether to put the refresh token into a cookie that no script can read, instead of the result. For pages of this server alone, over HTTP. */
  refreshTokenInCookie?: boolean | null | undefined;
};

/** A sign-in with a passkey, and on which device. */
export type AccountLoginWithPasskeyInput = {
  /** WebAuthn’s `AuthenticationResponseJSON`, as the browser made it. */
  credential: unknown;
  /** What to call this device; at most 80 characters. */
  deviceName?: string | null | undefined;
  /** Whether to put the refresh token into a cookie that no script can read, instead of the result. For pages of this server alone, over HTTP. */
  refreshTokenInCookie?: boolean | null | undefined;
};

/** A new account. */
export type AccountRegisterInput = {
  /** What to call this device; at most 80 characters. */
  deviceName?: string | null | undefined;
  /** One account per e-mail, without regard to case. */
  email: string;
  /** At most 60 characters. */
  firstName?: string | null | undefined;
  /** At most 60 characters. */
  lastName?: string | null | undefined;
  /** 10 to 128 characters. */
  password: string;
  /** Whether to put the refresh token into a cookie that no script can read, instead of the result. For pages of this server alone, over HTTP. */
  refreshTokenInCookie?: boolean | null | undefined;
  /** USER or CREATOR; nobody registers as ADMIN. */
  role?: Role | null | undefined;
  /** The zone of this person’s days. */
  timeZone?: string | null | undefined;
  /** 3 to 30 letters, digits, _, . or -; unique without regard to case. */
  username: string;
};

/** Whether an account may be used. */
export type AccountStatus =
  /** In use. */
  | 'ACTIVE'
  /** An admin keeps it from signing in. */
  | 'SUSPENDED';

/** Changes to the viewer’s own profile: what is left out stays, null clears what may be empty. */
export type AccountUpdateInput = {
  /** A picture. */
  avatarUrl?: string | null | undefined;
  /** At most 2,000 characters. */
  bio?: string | null | undefined;
  /** The name to show, at most 80 characters. */
  displayName?: string | null | undefined;
  /** At most 60 characters. */
  firstName?: string | null | undefined;
  /** At most 60 characters. */
  lastName?: string | null | undefined;
  /** The zone of this person’s days; past days stay as they are. */
  timeZone?: string | null | undefined;
  /** 3 to 30 letters, digits, _, . or -. */
  username?: string | null | undefined;
};

/** Audit events that meet every given condition. */
export type AuditFilter = {
  /** One of these actions. */
  action?: Array<string> | null | undefined;
  /** Done by this User. */
  actorId?: string | null | undefined;
  /** Occurred at this time or later. */
  from?: string | null | undefined;
  /** True: was refused; false: was done. */
  refused?: boolean | null | undefined;
  /** Done to the object with this global ID. */
  targetId?: string | null | undefined;
  /** Occurred before this time. */
  to?: string | null | undefined;
};

/** A correction of a booking. Gives `attended`, `refundMinor` or both. */
export type BookingCorrectInput = {
  /** Whether the person attended: `COMPLETED`, or else `NO_SHOW`. Null leaves it as it is. */
  attended?: boolean | null | undefined;
  /** ID of a Booking. */
  id: string;
  /** The reason, for the audit; 1 to 500 characters. */
  reason: string;
  /** The booking’s refund in total, in minor units: from its present refund to its amount. The part that was paid through a provider becomes due. Null leaves it as it is. */
  refundMinor?: number | null | undefined;
};

/** A request for seats for somebody else, who is named by one of `userId`, `username` and `guest`. */
export type BookingCreateForInput = {
  /** A person by name and e-mail. It is not told whether somebody has an account with the e-mail: whoever verifies it later gets the booking, and whoever has the mailed link may take it into their account. */
  guest?: GuestInput | null | undefined;
  /** Names of companions, each 1 to 100 characters; fewer than `seats`. May be left out. */
  guestNames?: Array<string> | null | undefined;
  /** A key of the client’s choice, 1 to 100 characters, as for `bookingCreate`. */
  idempotencyKey?: string | null | undefined;
  /** Whether it is paid at the desk: a pending booking is confirmed at once, as `bookingConfirm` would. For the session’s host and admins. */
  isPaid?: boolean | null | undefined;
  /** Take a place on the waitlist where too few seats are left. */
  joinWaitlist?: boolean | null | undefined;
  /** The reason, at most 500 characters. Required from an admin who is no host. */
  reason?: string | null | undefined;
  /** The number of seats, from 1 to 10: the person’s own and one for each companion. */
  seats?: number | null | undefined;
  /** The session to book. ID of a Session. */
  sessionId: string;
  /** The person. ID of a User. */
  userId?: string | null | undefined;
  /** The person’s username, in any case. */
  username?: string | null | undefined;
};

/** A request for seats: the viewer’s own and those of guests. */
export type BookingCreateInput = {
  /** Names of guests, each 1 to 100 characters; fewer than `seats`. May be left out. */
  guestNames?: Array<string> | null | undefined;
  /** A key of the client’s choice, 1 to 100 characters. A retry with the same key returns the booking of the first try. The same key with another input is refused. */
  idempotencyKey?: string | null | undefined;
  /** Take a place on the waitlist where too few seats are left. A party keeps together: it moves up when all of it fits. */
  joinWaitlist?: boolean | null | undefined;
  /** The viewer’s pass that pays: a credit for each seat, and the booking is confirmed at once. On the waitlist it pays once seats are free, if it still can; else the seats are held until they are paid. ID of a Pass. */
  payWith?: string | null | undefined;
  /** A promotion code of the session’s host or of the studio, which lowers the price. Case makes no difference. Not together with `payWith`. Wrong codes are limited: ten a minute. */
  promotionCode?: string | null | undefined;
  /** The number of seats, from 1 to 10: the viewer’s own and one for each guest. All are booked or none. */
  seats?: number | null | undefined;
  /** The session to book. ID of a Session. */
  sessionId: string;
};

/** Selects the bookings that meet every given condition. */
export type BookingFilter = {
  /** Bookings of sessions planned to start at this instant or later. */
  from?: string | null | undefined;
  /** Bookings of this session. ID of a Session. */
  sessionId?: string | null | undefined;
  /** Bookings with one of these statuses. */
  status?: Array<BookingStatus> | null | undefined;
  /** Bookings of sessions planned to start before this instant. */
  to?: string | null | undefined;
  /** Bookings that this person made. ID of a User. */
  userId?: string | null | undefined;
};

/** The state of a booking. */
export type BookingStatus =
  /** Cancelled, or not paid in time. */
  | 'CANCELLED'
  /** The session ended and the person attended: half of it or more, or half of what was left when the seat was confirmed. Also where the person is not to blame: the seat was confirmed after half of the session, the host did not come, or the session lasted under half of its planned time. */
  | 'COMPLETED'
  /** Has a seat. */
  | 'CONFIRMED'
  /** The session ended and the person did not attend long enough. */
  | 'NO_SHOW'
  /** Holds a seat until `holdExpiresAt`; waits for its payment. */
  | 'PENDING'
  /** Waits for a seat. */
  | 'WAITLISTED';

/** The party of a booking as it shall be. */
export type BookingUpdateInput = {
  /** Names of the guests who come, each 1 to 100 characters; fewer than the seats kept. Null leaves them as they are; where fewer seats are kept, those of the first guests. */
  guestNames?: Array<string> | null | undefined;
  /** ID of a Booking. */
  id: string;
  /** The reason, at most 500 characters. Required from an admin who neither booked nor hosts. */
  reason?: string | null | undefined;
  /** The number of seats that the booking keeps: at least 1 and at most its present number. The others are given back. Null leaves it as it is. */
  seats?: number | null | undefined;
};

/** A point on the earth (WGS 84). */
export type CoordinatesInput = {
  /** Degrees north: -90 to 90. */
  latitude: number;
  /** Degrees east: -180 to 180. */
  longitude: number;
};

/** Device sessions that meet every given condition. */
export type DeviceSessionFilter = {
  /** Belong to this Account. */
  accountId?: string | null | undefined;
  /** True: signed in; false: ended or expired. */
  active?: boolean | null | undefined;
  /** Signed in at this time or later. */
  from?: string | null | undefined;
  /** Beginnings of words, in any order: of the device’s name, browser, system, address or location, or of the account’s e-mail, username or names. Case and accents make no difference. At most 200 characters. */
  search?: string | null | undefined;
  /** Signed in before this time. */
  to?: string | null | undefined;
};

/** Kind of device, as its client hints or User-Agent state. */
export type DeviceType =
  /** A program that says it is one. */
  | 'BOT'
  /** A computer. */
  | 'DESKTOP'
  /** A phone. */
  | 'MOBILE'
  /** A tablet. */
  | 'TABLET'
  /** It did not state its kind; Safari on a Mac and on an iPad do not differ. */
  | 'UNKNOWN';

/** The file, and its rows. */
export type ExportCreateInput = {
  /** AUDIT events with one of these actions. */
  action?: Array<string> | null | undefined;
  /** Rows made then or later. Not for ATTENDEES, STATEMENT and STORIES. */
  from?: string | null | undefined;
  /** The host of a STATEMENT; the viewer where left out. ID of a User. For no other kind. */
  hostId?: string | null | undefined;
  /** Which file. */
  kind: ExportKind;
  /** A day of the month. Required for STATEMENT; for no other kind. */
  month?: string | null | undefined;
  /** Why, for the audit; 1 to 500 characters. Admins must give one, except for a STATEMENT of their own; not for STORIES. */
  reason?: string | null | undefined;
  /** ACCOUNTS with one of these roles. */
  role?: Array<Role> | null | undefined;
  /** ID of a Session. Required for ATTENDEES and STORIES; for no other kind. */
  sessionId?: string | null | undefined;
  /** Rows with one of these statuses: of BOOKINGS, ACCOUNTS, SESSIONS and PAYMENTS, each its own. */
  status?: Array<string> | null | undefined;
  /** Rows made before. Not for ATTENDEES, STATEMENT and STORIES. */
  to?: string | null | undefined;
};

/** A file to download, as CSV. */
export type ExportKind =
  /** All accounts that were not deleted. Admins only. */
  | 'ACCOUNTS'
  /** Everybody who booked a session or joined it. Its host, its co-hosts and admins. */
  | 'ATTENDEES'
  /** The audit. Admins only. */
  | 'AUDIT'
  /** All bookings. Admins only. */
  | 'BOOKINGS'
  /** All passes that were bought, with their balances. Admins only. */
  | 'PASSES'
  /** All payments. Admins only. */
  | 'PAYMENTS'
  /** All sessions, drafts and unlisted ones included. Admins only. */
  | 'SESSIONS'
  /** What a host earned in a month, by session and currency. The host and admins. */
  | 'STATEMENT'
  /** The stories of a session. Everybody who may see its inside. */
  | 'STORIES';

/** A person without an account, or whose account is not known. */
export type GuestInput = {
  /** Where mails about the booking go. */
  email: string;
  /** What the hosts call the person, 1 to 80 characters. */
  name: string;
};

/** The kind of a fault of an input. */
export type InputIssueCode =
  /** The value is not allowed for another reason, which the message tells. */
  | 'INVALID'
  /** The text does not have the required form. */
  | 'INVALID_FORMAT'
  /** The value is missing. */
  | 'REQUIRED'
  /** The number is too large, or the time too late. */
  | 'TOO_LARGE'
  /** The text or list is too long. */
  | 'TOO_LONG'
  /** The text or list is too short. */
  | 'TOO_SHORT'
  /** The number is too small, or the time too early. */
  | 'TOO_SMALL';

/** A place where people meet. */
export type LocationInput = {
  /** The coordinates of the place. By default none. */
  coordinates?: CoordinatesInput | null | undefined;
  /** Name, address or directions: one line of 1 to 200 characters. */
  text: string;
};

/** An amount of money. */
export type MoneyInput = {
  /** The amount in minor units, such as cents for USD and yen for JPY: 0 to 2,000,000,000. */
  amountMinor: number;
  /** ISO 4217 code. By default the studio’s currency. */
  currency?: string | null | undefined;
};

/** Selects the deliveries that meet every given condition. */
export type NotificationDeliveryFilter = {
  /** Deliveries to this person. ID of an Account. */
  accountId?: string | null | undefined;
  /** Deliveries whose cause happened at this instant or later. */
  from?: string | null | undefined;
  /** Deliveries of one of these kinds. */
  kind?: Array<NotificationKind> | null | undefined;
  /** Deliveries in one of these states. */
  state?: Array<NotificationDeliveryState> | null | undefined;
  /** Deliveries whose cause happened before this instant. */
  to?: string | null | undefined;
};

/** The state of a mail to one person. */
export type NotificationDeliveryState =
  /** Given up: refused for good, or tried in vain for as long as it was of use. */
  | 'FAILED'
  /** Waits to be sent, or to be tried again. */
  | 'QUEUED'
  /** Accepted by the mail server. */
  | 'SENT'
  /** Not sent, since it was no longer true or of use, or the person switched it off. */
  | 'SKIPPED';

/** What people are told by mail. */
export type NotificationKind =
  /** A link to set the first password, for somebody whom an admin imported. */
  | 'ACCOUNT_IMPORTED'
  /** A booking of theirs was cancelled, or some of its seats were given back, by whomever. */
  | 'BOOKING_CANCELLED'
  /** A booking of theirs is confirmed. */
  | 'BOOKING_CONFIRMED'
  /** A seat is held for them until they pay. */
  | 'BOOKING_HELD'
  /** A link that makes a new e-mail the account’s, sent to the new one. */
  | 'EMAIL_CHANGE'
  /** The account has another e-mail, sent to the former one. */
  | 'EMAIL_CHANGED'
  /** Somebody asked for another e-mail, sent to the present one. */
  | 'EMAIL_CHANGE_NOTICE'
  /** A link that verifies the e-mail. */
  | 'EMAIL_VERIFICATION'
  /** The hold of a seat that they have not paid for is about to expire. */
  | 'HOLD_EXPIRING'
  /** Somebody took seats in a session of theirs. */
  | 'HOST_BOOKED'
  /** Somebody gave seats in a session of theirs back, or did not pay for them in time. */
  | 'HOST_CANCELLED'
  /** In the morning, the sessions that they host on that day; nothing on a day without. */
  | 'HOST_DAILY_SUMMARY'
  /** A session was handed over to them, or from them to another host. */
  | 'HOST_HANDED_OVER'
  /** The account was signed in on a kind of device that it had not been used on before. */
  | 'NEW_DEVICE'
  /** A link to set a new password, for somebody who asked for it. */
  | 'PASSWORD_RESET'
  /** A pass of theirs is paid and can be used. */
  | 'PASS_BOUGHT'
  /** A pass of theirs that has something left is about to expire. */
  | 'PASS_EXPIRING'
  /** A pass of theirs was returned, and its unused part is paid back. */
  | 'PASS_REFUNDED'
  /** An authenticator app or a passkey was added, removed or reset, recovery codes were made, or one was used. */
  | 'SECOND_FACTOR'
  /** A session that they booked has another host. */
  | 'SESSION_HANDED_OVER'
  /** The host moved a session that they booked: it has other times or, with a confirmed booking, another place. */
  | 'SESSION_MOVED'
  /** A session that they booked begins soon: as long before as its host has set. */
  | 'SESSION_REMINDER'
  /** They moved up from a waitlist and have a seat. */
  | 'WAITLIST_PROMOTED'
  /** For admins: a webhook endpoint was disabled, since it is gone or took nothing for three days. */
  | 'WEBHOOK_DISABLED';

/** A choice for one kind of notification. */
export type NotificationSettingInput = {
  /** Whether to be told by mail. False is refused for kinds that protect the account. */
  byMail: boolean;
  /** The kind. */
  kind: NotificationKind;
};

/** Changes of the viewer’s notification settings. */
export type NotificationSettingsInput = {
  /** The kinds to change; others stay as they are. Of two choices for one kind, the last counts. */
  settings: Array<NotificationSettingInput>;
};

/** The direction of an order. */
export type OrderDirection =
  /** Smallest or earliest first. */
  | 'ASC'
  /** Largest or latest first. */
  | 'DESC';

/** The role of a participant in a session. */
export type ParticipantRole =
  /** Locks the session, rotates its code, leads stories, removes people, ends it, reads its bookings, books and checks people in at the desk, and corrects attendance. Everything else is the host’s. */
  | 'COHOST'
  /** May do everything. The host of a session keeps the role while absent. */
  | 'HOST'
  /** Takes part and votes. */
  | 'MEMBER'
  /** Watches. A spectator takes no seat, does not vote, and gets no practice. */
  | 'SPECTATOR';

/** The purchase of a pass. */
export type PassBuyInput = {
  /** A key of the client’s choice, 1 to 100 characters. A retry with the same key returns the pass of the first try. The same key with another offer is refused. */
  idempotencyKey?: string | null | undefined;
  /** What to buy. ID of a PassOffer. */
  offerId: string;
};

/** A correction of a pass. Gives `credits`, `validUntil` or both. */
export type PassCorrectInput = {
  /** What to add to the balance, from -1,000 to 1,000; negative to take. At most the balance is taken. */
  credits?: number | null | undefined;
  /** ID of a Pass. */
  id: string;
  /** The reason, for the ledger and the audit; 1 to 500 characters. */
  reason: string;
  /** Another end, in the future. It makes a pass that has ended valid again; what was left at its end stays lost. */
  validUntil?: string | null | undefined;
};

/** Why the balance of a pass changed. */
export type PassEntryKind =
  /** An admin corrected the balance. */
  | 'CORRECTION'
  /** The validity ended with something left. */
  | 'EXPIRY'
  /** The pass was paid. */
  | 'PURCHASE'
  /** The pass was returned, and what was left is paid back. */
  | 'REFUND'
  /** A cancelled booking gave seats back. */
  | 'RETURN'
  /** A booking took seats. */
  | 'USE';

/** Selects the passes that meet every given condition. */
export type PassFilter = {
  /** Passes that this host sold. ID of a User. */
  hostId?: string | null | undefined;
  /** Passes of this offer. ID of a PassOffer. */
  offerId?: string | null | undefined;
  /** Passes with one of these statuses. */
  status?: Array<PassStatus> | null | undefined;
  /** Passes that this person bought. ID of a User. */
  userId?: string | null | undefined;
};

/** All terms of an offer. */
export type PassOfferInput = {
  /** The number of seats: 1 to 1,000. Null for any number. */
  credits?: number | null | undefined;
  /** At most 2,000 characters. */
  description?: string | null | undefined;
  /** The price; a free pass is paid at once. */
  price: MoneyInput;
  /** For how many days after the payment a returned pass is paid back: 0 to 3,650. Null for as long as the pass is valid. */
  refundDays?: number | null | undefined;
  /** The part of the unused value, in percent, that is paid back for a returned pass: 0 to 100. */
  refundPercent?: number | null | undefined;
  /** When the days of `validDays` begin. */
  startsWith?: PassStart | null | undefined;
  /** Only for sessions with one of these tags; at most 10. By default for all. */
  tags?: Array<string> | null | undefined;
  /** 1 to 120 characters. */
  title: string;
  /** For how many days the pass is valid: 1 to 3,650. */
  validDays: number;
};

/** When the validity of a pass begins. */
export type PassStart =
  /** When it pays for a booking for the first time; it stays begun if that booking is cancelled. */
  | 'FIRST_USE'
  /** When the pass is paid. */
  | 'PURCHASE';

/** The state of a pass. */
export type PassStatus =
  /** Paid, valid, and with something left. Its validity may begin with its first use. */
  | 'ACTIVE'
  /** Not paid in time, or given up before it was paid. */
  | 'CANCELLED'
  /** Its validity is over. */
  | 'EXPIRED'
  /** Waits for its payment until `holdExpiresAt`. */
  | 'PENDING'
  /** Returned, with its unused part paid back. */
  | 'RETURNED'
  /** Every credit is taken. */
  | 'USED_UP';

/** How a practice ended. */
export type PracticeCompleteInput = {
  /** Practised time in seconds as the client measured it, 0 to 14400; if left out, the server’s figure. It is always accepted. If it exceeds the time since the start, startedAt moves back accordingly, at most to the end of the preceding practice; localDate is the day of that beginning. */
  durationSeconds?: number | null | undefined;
  /** ID of one of the viewer’s PracticeSessions. */
  id: string;
  /** How the practice felt, 1 to 5. */
  mood?: number | null | undefined;
  /** Notes, at most 2,000 characters. */
  notes?: string | null | undefined;
  /** Number of completed poses, 0 to 1000; if left out, the number marked by practiceCompletePose. */
  posesCompleted?: number | null | undefined;
  /** How the practice ended: COMPLETED, PARTIAL or ABANDONED. */
  status?: PracticeStatus | null | undefined;
};

/** A weekly goal. */
export type PracticeGoalInput = {
  /** Number of units a week: 1 to 100 SESSIONS, or 1 to 10080 MINUTES. */
  target: number;
  /** Unit of the target. */
  unit: PracticeGoalUnit;
};

/** Unit of a goal. */
export type PracticeGoalUnit =
  /** Practised time of completed practices, in full minutes. */
  | 'MINUTES'
  /** Number of completed practices. */
  | 'SESSIONS';

/** A practice done away from the app. */
export type PracticeLogInput = {
  /** Practised time in seconds, 0 to 14400. It is accepted however much was practised on the same day. */
  durationSeconds: number;
  /** 1 to 100 characters, unique per person. A retry with the same key and the same fields returns the practice that was logged first; the same key with other fields is refused. */
  idempotencyKey?: string | null | undefined;
  /** The practitioner’s day: today, or a day of the last 48 hours. */
  localDate: string;
  /** How the practice felt, 1 to 5. */
  mood?: number | null | undefined;
  /** Notes, at most 2,000 characters. */
  notes?: string | null | undefined;
  /** Number of completed poses, 0 to 1000; 0 if left out. */
  posesCompleted?: number | null | undefined;
  /** ID of the Sequence that guided the practice. */
  sequenceId?: string | null | undefined;
};

/** Changes of the viewer’s practice settings. A field that is left out stays as it is. */
export type PracticeSettingsInput = {
  /** The weekly goal; null removes it. */
  goal?: PracticeGoalInput | null | undefined;
  /** Whether two missed days of each month are bridged: they do not break the streak, and do not count. Off by default. Applies to past days as well. */
  streakFreezes?: boolean | null | undefined;
  /** First day of the week, for the weekly goal, its streak and the calendar image. Applies to past weeks as well. */
  weekStart?: WeekStart | null | undefined;
};

/** Origin of the record of a practice. */
export type PracticeSource =
  /** Attendance of a live session. */
  | 'LIVE'
  /** Practised away from the app and logged afterwards. */
  | 'LOGGED'
  /** Timed by the app. */
  | 'SOLO';

/** What to practise. */
export type PracticeStartInput = {
  /** Whether an open practice is abandoned; otherwise the start is refused with PracticeInProgressError. */
  replaceCurrent?: boolean | null | undefined;
  /** ID of the Sequence that guides the practice. */
  sequenceId?: string | null | undefined;
  /** ID of the Session that the practice belongs to. The session’s sequence guides the practice if sequenceId is left out. A person has one practice per session, apart from abandoned ones. */
  sessionId?: string | null | undefined;
};

/** Status of a practice. */
export type PracticeStatus =
  /** Given up, replaced by another practice, or open for more than 4 hours. */
  | 'ABANDONED'
  /** Open; the clock runs. */
  | 'ACTIVE'
  /** Ended as planned. */
  | 'COMPLETED'
  /** Ended early on purpose. */
  | 'PARTIAL'
  /** Open; the clock is stopped. */
  | 'PAUSED';

/** Changes of a practice. Notes and mood: a field that is left out stays, null clears. The other fields correct a practice that the server closed as ABANDONED (open for more than 4 hours, or replaced by another), for 48 hours after that; its day and the statistics change with it. */
export type PracticeUpdateInput = {
  /** Practised time in seconds as the client measured it, 0 to 14400. It moves startedAt and localDate as in PracticeCompleteInput. */
  durationSeconds?: number | null | undefined;
  /** How the practice felt, 1 to 5. */
  mood?: number | null | undefined;
  /** Notes, at most 2,000 characters. */
  notes?: string | null | undefined;
  /** Number of completed poses, 0 to 1000. */
  posesCompleted?: number | null | undefined;
  /** How the practice ended: COMPLETED, PARTIAL or ABANDONED. COMPLETED if only other figures are corrected. */
  status?: PracticeStatus | null | undefined;
};

/** Whether a participant is connected. */
export type Presence =
  /** The participant left or was removed. */
  | 'LEFT'
  /** Not connected. The participant may come back. */
  | 'OFFLINE'
  /** A `sessionEvents` stream is open, the participant joined less than a minute ago, or the server that had the stream has ended less than 30 seconds ago. */
  | 'ONLINE'
  /** The last stream ended less than 20 seconds ago. */
  | 'RECONNECTING';

/** All terms of a promotion code. Gives either `percent` or `amount`. */
export type PromotionCodeInput = {
  /** By how much it lowers the price of all seats, at most to 0. */
  amount?: MoneyInput | null | undefined;
  /** 3 to 40 letters, digits, hyphens and underscores. Case makes no difference. */
  code: string;
  /** Until when it can be used. Null for no end. */
  endsAt?: string | null | undefined;
  /** How often it may be used, from 1. Null for no limit. */
  maxUses?: number | null | undefined;
  /** How often one person may use it, from 1. Null for no limit. */
  maxUsesPerPerson?: number | null | undefined;
  /** By how many percent it lowers the price of all seats: 1 to 100. */
  percent?: number | null | undefined;
  /** Only for these sessions, at most 50. By default for all. IDs of Sessions. */
  sessionIds?: Array<string> | null | undefined;
  /** From when it can be used. Null for at once. */
  startsAt?: string | null | undefined;
  /** Only for sessions with one of these tags; at most 10. By default for all. */
  tags?: Array<string> | null | undefined;
};

/** What an account may do. */
export type Role =
  /** Also sees and moderates everything. */
  | 'ADMIN'
  /** Also lists sessions in the catalogue, writes sequences, sells passes and makes promotion codes. */
  | 'CREATOR'
  /** Books, joins and practises; hosts unlisted sessions. */
  | 'USER';

/** The experience that a sequence requires. */
export type SequenceLevel =
  /** Has practised for a long time. */
  | 'ADVANCED'
  /** Suits every level. */
  | 'ALL'
  /** No experience. */
  | 'BEGINNER'
  /** Knows the basics. */
  | 'INTERMEDIATE';

/** A new series. */
export type SeriesCreateInput = {
  /** By default BOOKING for listed dates and CODE for unlisted ones. */
  admission?: SessionAdmission | null | undefined;
  /** At most 5,000 characters. */
  description?: string | null | undefined;
  /** Planned length of each session in minutes: 1 to 1440. */
  durationMinutes?: number | null | undefined;
  /** URL of a picture. */
  imageUrl?: string | null | undefined;
  /** Where people meet on each date. Shown only to those whom `Session.location` names. */
  location?: LocationInput | null | undefined;
  /** The number of seats on each date: 1 to 100,000. By default unlimited. */
  maxParticipants?: number | null | undefined;
  /** Where people meet online on each date: an https URL. Shown only to those whom `Session.meetingUrl` names. */
  meetingUrl?: string | null | undefined;
  /** The price of a seat on one date. By default free. */
  price?: MoneyInput | null | undefined;
  /** RFC 5545 RRULE of at most 300 characters, for example FREQ=WEEKLY;BYDAY=TU. FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, INTERVAL and COUNT are at most 1000, and UNTIL is a day or a time in UTC. BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS and WKST are supported. BYYEARDAY cannot be combined with BYDAY, BYMONTHDAY or BYWEEKNO, nor BYMONTHDAY with BYWEEKNO or, in yearly rules, with numbered weekdays such as 2TU. */
  rule: string;
  /** ID of the Sequence to practise: a published one, or the viewer’s own. */
  sequenceId?: string | null | undefined;
  /** Settings that differ from the defaults. */
  settings?: SessionSettingsInput | null | undefined;
  /** The first date, at most 10 years ahead. It must match the rule. Fractions of a second are dropped. */
  startsAt: string;
  /** At most 10 tags of at most 30 characters each, stored in lower case. */
  tags?: Array<string> | null | undefined;
  /** IANA time zone in which every date has the same time of day. */
  timeZone: string;
  /** 1 to 120 characters. */
  title: string;
  /** Only creators and admins may list sessions. */
  visibility?: SessionVisibility | null | undefined;
};

/** Changes to a series. Omitted fields keep their values, and null clears a nullable one. Dates on days that the new rule also gives keep their bookings. Other dates are cancelled with a full refund, or deleted if nobody booked them. */
export type SeriesUpdateInput = {
  /** Who may join. Applies to people who have not joined yet. */
  admission?: SessionAdmission | null | undefined;
  /** At most 5,000 characters. */
  description?: string | null | undefined;
  /** Planned length of each session in minutes: 1 to 1440. */
  durationMinutes?: number | null | undefined;
  /** URL of a picture. */
  imageUrl?: string | null | undefined;
  /** Where people meet on each date. Shown only to those whom `Session.location` names. */
  location?: LocationInput | null | undefined;
  /** The number of seats on each date: 1 to 100,000, at least the seats taken. Null for no limit. */
  maxParticipants?: number | null | undefined;
  /** Where people meet online on each date: an https URL. Shown only to those whom `Session.meetingUrl` names. */
  meetingUrl?: string | null | undefined;
  /** The price of a seat for new bookings. */
  price?: MoneyInput | null | undefined;
  /** As in `SeriesCreateInput.rule`. It applies from the next date, and COUNT counts from there. */
  rule?: string | null | undefined;
  /** ID of the Sequence to practise: a published one, or the viewer’s own. Null for none. */
  sequenceId?: string | null | undefined;
  /** Settings that differ from the defaults. */
  settings?: SessionSettingsInput | null | undefined;
  /** The first changed date. It must match the rule. By default the next date, at the same time of day. */
  startsAt?: string | null | undefined;
  /** At most 10 tags of at most 30 characters each, stored in lower case. */
  tags?: Array<string> | null | undefined;
  /** IANA time zone. Without `startsAt` the time of day stays the same in the new zone. */
  timeZone?: string | null | undefined;
  /** 1 to 120 characters. */
  title?: string | null | undefined;
  /** Only creators and admins may list sessions. */
  visibility?: SessionVisibility | null | undefined;
};

/** Who may join a session. */
export type SessionAdmission =
  /** People with a confirmed booking, and the hosts. */
  | 'BOOKING'
  /** Everybody who has the join code. */
  | 'CODE';

/** A new session. */
export type SessionCreateInput = {
  /** By default BOOKING for a listed session and CODE for an unlisted one. */
  admission?: SessionAdmission | null | undefined;
  /** At most 5,000 characters. */
  description?: string | null | undefined;
  /** Whether only its host and admins see the session until it is published. Requires `startsAt`. */
  draft?: boolean | null | undefined;
  /** Planned length in minutes: 1 to 1440. */
  durationMinutes?: number | null | undefined;
  /** URL of a picture. */
  imageUrl?: string | null | undefined;
  /** Where people meet. Shown only to those whom `Session.location` names. */
  location?: LocationInput | null | undefined;
  /** The number of seats: 1 to 100,000. By default unlimited. */
  maxParticipants?: number | null | undefined;
  /** Where people meet online: an https URL. Shown only to those whom `Session.meetingUrl` names. */
  meetingUrl?: string | null | undefined;
  /** The price of a seat. By default free. */
  price?: MoneyInput | null | undefined;
  /** ID of the Sequence to practise: a published one, or the viewer’s own. */
  sequenceId?: string | null | undefined;
  /** Settings that differ from the defaults. */
  settings?: SessionSettingsInput | null | undefined;
  /** The planned start, at most 10 years ahead. If omitted, the session is live at once. */
  startsAt?: string | null | undefined;
  /** At most 10 tags of at most 30 characters each, stored in lower case. */
  tags?: Array<string> | null | undefined;
  /** IANA time zone. By default the host’s. */
  timeZone?: string | null | undefined;
  /** 1 to 120 characters. */
  title: string;
  /** Only creators and admins may list a session. */
  visibility?: SessionVisibility | null | undefined;
};

/** Selects the sessions that meet all given conditions. */
export type SessionFilter = {
  /** True for archived sessions of any status, false for the others. If omitted, false; in `joinedSessions` and `adminSessions` both. */
  archived?: boolean | null | undefined;
  /** Planned to start then or later. */
  from?: string | null | undefined;
  /** True for sessions with a free seat, false for full ones. */
  hasSeatsLeft?: boolean | null | undefined;
  /** Hosted by the User with this ID. */
  hostId?: string | null | undefined;
  /** With a price of at most this many minor units, regardless of the currency. */
  maxPriceMinor?: number | null | undefined;
  /** Full-text search in title, description, tags and host, at most 200 characters. Finds words by their stem or beginning, ignoring case and accents. Supports "quoted phrases", `or` and `-excluded`. */
  search?: string | null | undefined;
  /** With one of these statuses. */
  status?: Array<SessionStatus> | null | undefined;
  /** With all of these tags. */
  tags?: Array<string> | null | undefined;
  /** Planned to start earlier. */
  to?: string | null | undefined;
};

/** Who hosts a session from now on: one of `userId` and `username`. */
export type SessionHandOverInput = {
  /** ID of a Session. */
  id: string;
  /** The reason, at most 500 characters. Required from an admin for the session of another host. */
  reason?: string | null | undefined;
  /** The new host: a creator or an admin. ID of a User. */
  userId?: string | null | undefined;
  /** The new host’s username, in any case. */
  username?: string | null | undefined;
};

/** The order of a list of sessions. */
export type SessionOrder = {
  /** The direction. */
  direction?: OrderDirection | null | undefined;
  /** The sort key. */
  field: SessionOrderField;
};

/** The sort key of a list of sessions. */
export type SessionOrderField =
  /** When the session was created. */
  | 'CREATED_AT'
  /** The price in minor units, regardless of the currency. */
  | 'PRICE'
  /** How well the session matches the search, best first with ASC. Requires `filter.search`. */
  | 'RELEVANCE'
  /** The planned start. */
  | 'STARTS_AT';

/** Settings to change. Omitted settings keep their values. */
export type SessionSettingsInput = {
  /** Whether votes are revealed as soon as everyone present has voted. Applies to stories in voting at once. */
  autoReveal?: boolean | null | undefined;
  /** Minutes before `startsAt` at which bookings close: 0 to 43,200 (30 days). By default 0: a seat can be booked until the session ends. */
  bookingClosesMinutes?: number | null | undefined;
  /** Minutes that a pending booking keeps its seat: 1 to 1440, by default 15. */
  bookingHoldMinutes?: number | null | undefined;
  /** The values to vote with: 2 to 30 different ones of at most 10 characters, by default Fibonacci. The query `decks` lists common decks. Existing stories keep their deck. */
  deck?: Array<string> | null | undefined;
  /** Hours before `startsAt` until which cancelling is free: 0 to 720, by default 24. Existing bookings keep their terms. */
  freeCancellationHours?: number | null | undefined;
  /** Minutes without anyone present after which a live session ends: 1 to 1440, by default 30. People who were checked in are present until `endsAt`. */
  idleTimeoutMinutes?: number | null | undefined;
  /** Whether people who have not joined yet are refused. */
  isLocked?: boolean | null | undefined;
  /** Minutes before `startsAt` from which people may join: 0 to 1440, by default 15. */
  joinWindowMinutes?: number | null | undefined;
  /** Minutes before `startsAt` at which the people with a seat are reminded by mail: at most 5 of 5 to 10,080, by default 1440 and 60. An empty list for none. */
  reminderMinutes?: Array<number> | null | undefined;
};

/** The stage of a session. */
export type SessionStatus =
  /** Cancelled. Every booking is cancelled and refunded in full. */
  | 'CANCELLED'
  /** Not published yet. Visible to its host and admins. */
  | 'DRAFT'
  /** Over. Bookings are settled and practice is recorded. */
  | 'ENDED'
  /** In progress. */
  | 'LIVE'
  /** Upcoming. Can be booked, and joined from `joinWindowMinutes` before the start. */
  | 'SCHEDULED';

/** Changes to a session. Omitted fields keep their values, and null clears a nullable one. */
export type SessionUpdateInput = {
  /** Who may join. Applies to people who have not joined yet. */
  admission?: SessionAdmission | null | undefined;
  /** At most 5,000 characters. */
  description?: string | null | undefined;
  /** Planned length in minutes: 1 to 1440. */
  durationMinutes?: number | null | undefined;
  /** URL of a picture. */
  imageUrl?: string | null | undefined;
  /** Where people meet. Shown only to those whom `Session.location` names. */
  location?: LocationInput | null | undefined;
  /** The number of seats: 1 to 100,000, at least the seats taken. Null for no limit. */
  maxParticipants?: number | null | undefined;
  /** Where people meet online: an https URL. Shown only to those whom `Session.meetingUrl` names. */
  meetingUrl?: string | null | undefined;
  /** The price of a seat for new bookings. */
  price?: MoneyInput | null | undefined;
  /** ID of the Sequence to practise: a published one, or the viewer’s own. Null for none. */
  sequenceId?: string | null | undefined;
  /** Settings that differ from the defaults. */
  settings?: SessionSettingsInput | null | undefined;
  /** The planned start. Can change only before the session is live. */
  startsAt?: string | null | undefined;
  /** At most 10 tags of at most 30 characters each, stored in lower case. */
  tags?: Array<string> | null | undefined;
  /** IANA time zone in which the host plans. */
  timeZone?: string | null | undefined;
  /** 1 to 120 characters. */
  title?: string | null | undefined;
  /** Only creators and admins may list a session. */
  visibility?: SessionVisibility | null | undefined;
};

/** Who can find a session. */
export type SessionVisibility =
  /** Everybody, in the catalogue. */
  | 'LISTED'
  /** Everybody who has its ID or its join code. */
  | 'UNLISTED';

/** A new story; it comes last. A session has at most 200. */
export type StoryCreateInput = {
  /** 2 to 30 different values of at most 10 characters; the session’s present deck where left out. */
  deck?: Array<string> | null | undefined;
  /** At most 2,000 characters. */
  description?: string | null | undefined;
  /** ID of a Session that is scheduled or live. */
  sessionId: string;
  /** 1 to 200 characters. */
  title: string;
};

/** The state of a story’s voting. */
export type StoryStatus =
  /** Voting has not begun. */
  | 'PENDING'
  /** All votes are shown. `storyStartVoting` begins another round. */
  | 'REVEALED'
  /** Open for votes, whose values are hidden. Several stories of a session may be open at once. */
  | 'VOTING';

/** Changes of a story. A field that is left out stays as it is; null clears a nullable field. */
export type StoryUpdateInput = {
  /** 2 to 30 different values of at most 10 characters each; refused while voting is open. */
  deck?: Array<string> | null | undefined;
  /** At most 2,000 characters. */
  description?: string | null | undefined;
  /** Estimate to note, at most 20 characters; possible in any status of the story. */
  estimate?: string | null | undefined;
  /** Position to move the story to, from 0. The other stories move accordingly. A position beyond the end means last. */
  position?: number | null | undefined;
  /** 1 to 200 characters. */
  title?: string | null | undefined;
};

/** Selects the deliveries that meet every given condition. */
export type WebhookDeliveryFilter = {
  /** Deliveries to this endpoint. ID of a WebhookEndpoint. */
  endpointId?: string | null | undefined;
  /** Deliveries that were queued at this instant or later. */
  from?: string | null | undefined;
  /** Deliveries of events of this session. ID of a Session. */
  sessionId?: string | null | undefined;
  /** Deliveries in one of these states. */
  state?: Array<WebhookDeliveryState> | null | undefined;
  /** Deliveries that were queued before this instant. */
  to?: string | null | undefined;
};

/** The state of an event to one endpoint. */
export type WebhookDeliveryState =
  /** Given up: tried in vain for three days, or answered with 410. */
  | 'FAILED'
  /** Waits to be sent, to be tried again, or for its endpoint to be enabled. */
  | 'QUEUED'
  /** The endpoint answered with a status of 200 to 299. */
  | 'SENT'
  /** Left out by an admin who enabled the endpoint without what it had missed. */
  | 'SKIPPED';

/** A new endpoint. */
export type WebhookEndpointCreateInput = {
  /** What it is for: at most 200 characters. */
  description?: string | null | undefined;
  /** The kinds of events to send: at least one. */
  kinds: Array<WebhookEventKind>;
  /** An https URL whose host has public addresses alone; both are checked at each attempt. Without a fragment. */
  url: string;
};

/** Kinds of events that webhooks tell, as `studioEvents` has them. */
export type WebhookEventKind =
  /** Rows of the audit. */
  | 'AUDIT'
  /** Bookings that are made or change. */
  | 'BOOKINGS'
  /** Sign-ins and the ends of device sessions. */
  | 'DEVICES'
  /** Participants who join, leave, change their presence, get another role, or begin or cease to vote. */
  | 'PARTICIPANTS'
  /** Passes that are bought, paid, used, returned or corrected, or that expire. */
  | 'PASSES'
  /** Seats that are taken or freed. A booking that takes a seat is sent once, as a BookingUpdate. */
  | 'SEATS'
  /** Series that are created, changed or ended. */
  | 'SERIES'
  /** Sessions that are created, changed, handed over or deleted. */
  | 'SESSIONS'
  /** Changes of stories, and votes without their values. */
  | 'STORIES';

/** First day of the week. */
export type WeekStart =
  /** Monday to Sunday. */
  | 'MONDAY'
  /** Saturday to Friday. */
  | 'SATURDAY'
  /** Sunday to Saturday. */
  | 'SUNDAY';

export type AccountQueryVariables = Exact<{ [key: string]: never; }>;


export type AccountQuery = { viewer: { __typename: 'Account', id: string, email: string, emailVerifiedAt: string | null, firstName: string | null, lastName: string | null, role: Role, timeZone: string, createdAt: string, totpEnabledAt: string | null, isTotpRequired: boolean, recoveryCodesLeft: number, user: { __typename: 'User', id: string, displayName: string, username: string, bio: string | null }, deviceSessions: Array<{ __typename: 'DeviceSession', id: string, deviceName: string, deviceType: DeviceType, browser: string | null, os: string | null, ipAddress: string | null, location: string | null, createdAt: string, lastActivityAt: string, isActive: boolean, isCurrent: boolean }>, notificationSettings: Array<{ __typename: 'NotificationSetting', kind: NotificationKind, byMail: boolean, canSwitchOff: boolean }>, passkeys: Array<{ __typename: 'Passkey', id: string, name: string, createdAt: string, lastUsedAt: string | null }> } | null };

export type DeviceFragment = { __typename: 'DeviceSession', id: string, deviceName: string, deviceType: DeviceType, browser: string | null, os: string | null, ipAddress: string | null, location: string | null, createdAt: string, lastActivityAt: string, isActive: boolean, isCurrent: boolean };

export type UpdateAccountMutationVariables = Exact<{
  input: AccountUpdateInput;
}>;


export type UpdateAccountMutation = { accountUpdate:
    | { __typename: 'Account', id: string, firstName: string | null, lastName: string | null, timeZone: string, user: { __typename: 'User', id: string, displayName: string, username: string, bio: string | null } }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'UsernameTakenError', code: string, message: string }
   | null };

export type ChangePasswordMutationVariables = Exact<{
  currentPassword: string;
  newPassword: string;
  code?: string | null | undefined;
}>;


export type ChangePasswordMutation = { accountChangePassword:
    | { __typename: 'Account', id: string, deviceSessions: Array<{ __typename: 'DeviceSession', id: string, deviceName: string, deviceType: DeviceType, browser: string | null, os: string | null, ipAddress: string | null, location: string | null, createdAt: string, lastActivityAt: string, isActive: boolean, isCurrent: boolean }> }
    | { __typename: 'CodeRequiredError', code: string, message: string }
    | { __typename: 'InvalidCodeError', code: string, message: string }
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
   | null };

export type ChangeEmailMutationVariables = Exact<{
  email: string;
  password: string;
  code?: string | null | undefined;
}>;


export type ChangeEmailMutation = { accountChangeEmail:
    | { __typename: 'CodeRequiredError', code: string, message: string }
    | { __typename: 'EmailChangePayload', sentTo: string }
    | { __typename: 'EmailTakenError', code: string, message: string }
    | { __typename: 'InvalidCodeError', code: string, message: string }
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
   | null };

export type RequestEmailVerificationMutationVariables = Exact<{ [key: string]: never; }>;


export type RequestEmailVerificationMutation = { accountRequestEmailVerification: { __typename: 'EmailVerificationRequestPayload', sentTo: string | null } | null };

export type EndDeviceMutationVariables = Exact<{
  id: string;
}>;


export type EndDeviceMutation = { deviceSessionRevoke:
    | { __typename: 'DeviceSession', id: string, deviceName: string, deviceType: DeviceType, browser: string | null, os: string | null, ipAddress: string | null, location: string | null, createdAt: string, lastActivityAt: string, isActive: boolean, isCurrent: boolean }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type EndOtherDevicesMutationVariables = Exact<{ [key: string]: never; }>;


export type EndOtherDevicesMutation = { deviceSessionRevokeAll:
    | { __typename: 'DeviceSessionRevokeAllPayload', revokedCount: number }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type EndAllDevicesMutationVariables = Exact<{ [key: string]: never; }>;


export type EndAllDevicesMutation = { deviceSessionRevokeAll:
    | { __typename: 'DeviceSessionRevokeAllPayload', revokedCount: number }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type UpdateNotificationsMutationVariables = Exact<{
  input: NotificationSettingsInput;
}>;


export type UpdateNotificationsMutation = { notificationSettingsUpdate:
    | { __typename: 'Account', id: string, notificationSettings: Array<{ __typename: 'NotificationSetting', kind: NotificationKind, byMail: boolean, canSwitchOff: boolean }> }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type DeleteAccountMutationVariables = Exact<{
  password: string;
  code?: string | null | undefined;
}>;


export type DeleteAccountMutation = { accountDelete:
    | { __typename: 'AccountDeletePayload', deletedId: string }
    | { __typename: 'CodeRequiredError', code: string, message: string }
    | { __typename: 'InvalidCodeError', code: string, message: string }
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'LastAdminError', code: string, message: string }
   | null };

export type DeviceChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type DeviceChangedSubscription = { deviceSessionChanged: { __typename: 'DeviceSession', id: string, deviceName: string, deviceType: DeviceType, browser: string | null, os: string | null, ipAddress: string | null, location: string | null, createdAt: string, lastActivityAt: string, isActive: boolean, isCurrent: boolean } };

export type FactorsFragment = { __typename: 'Account', id: string, totpEnabledAt: string | null, isTotpRequired: boolean, recoveryCodesLeft: number, passkeys: Array<{ __typename: 'Passkey', id: string, name: string, createdAt: string, lastUsedAt: string | null }> };

export type KeyFragment = { __typename: 'Passkey', id: string, name: string, createdAt: string, lastUsedAt: string | null };

export type BeginCodesMutationVariables = Exact<{
  password?: string | null | undefined;
}>;


export type BeginCodesMutation = { totpBegin:
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'TotpAlreadyEnabledError', code: string, message: string }
    | { __typename: 'TotpBeginPayload', secret: string, uri: string }
   | null };

export type ConfirmCodesMutationVariables = Exact<{
  code: string;
}>;


export type ConfirmCodesMutation = { totpConfirm:
    | { __typename: 'InvalidCodeError', code: string, message: string }
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'RecoveryCodesPayload', codes: Array<string>, account: { __typename: 'Account', id: string, totpEnabledAt: string | null, isTotpRequired: boolean, recoveryCodesLeft: number, passkeys: Array<{ __typename: 'Passkey', id: string, name: string, createdAt: string, lastUsedAt: string | null }> } }
    | { __typename: 'TotpAlreadyEnabledError', code: string, message: string }
    | { __typename: 'TotpNotEnabledError', code: string, message: string }
   | null };

export type DisableCodesMutationVariables = Exact<{
  password: string;
  code: string;
}>;


export type DisableCodesMutation = { totpDisable:
    | { __typename: 'Account', id: string, totpEnabledAt: string | null, isTotpRequired: boolean, recoveryCodesLeft: number, passkeys: Array<{ __typename: 'Passkey', id: string, name: string, createdAt: string, lastUsedAt: string | null }> }
    | { __typename: 'AdminTotpRequiredError', code: string, message: string }
    | { __typename: 'CodeRequiredError', code: string, message: string }
    | { __typename: 'InvalidCodeError', code: string, message: string }
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'TotpNotEnabledError', code: string, message: string }
   | null };

export type RenewRecoveryCodesMutationVariables = Exact<{
  password: string;
  code: string;
}>;


export type RenewRecoveryCodesMutation = { recoveryCodesRenew:
    | { __typename: 'CodeRequiredError', code: string, message: string }
    | { __typename: 'InvalidCodeError', code: string, message: string }
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'RecoveryCodesPayload', codes: Array<string>, account: { __typename: 'Account', id: string, totpEnabledAt: string | null, isTotpRequired: boolean, recoveryCodesLeft: number, passkeys: Array<{ __typename: 'Passkey', id: string, name: string, createdAt: string, lastUsedAt: string | null }> } }
    | { __typename: 'TotpNotEnabledError', code: string, message: string }
   | null };

export type BeginPasskeyMutationVariables = Exact<{
  password?: string | null | undefined;
  code?: string | null | undefined;
}>;


export type BeginPasskeyMutation = { passkeyBegin:
    | { __typename: 'CodeRequiredError', code: string, message: string }
    | { __typename: 'InvalidCodeError', code: string, message: string }
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'PasskeyLimitReachedError', code: string, message: string }
    | { __typename: 'PasskeyOptions', options: unknown }
   | null };

export type AddPasskeyMutationVariables = Exact<{
  name: string;
  credential: unknown;
}>;


export type AddPasskeyMutation = { passkeyAdd:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'InvalidPasskeyError', code: string, message: string }
    | { __typename: 'Passkey', id: string, name: string, createdAt: string, lastUsedAt: string | null }
    | { __typename: 'PasskeyLimitReachedError', code: string, message: string }
   | null };

export type RenamePasskeyMutationVariables = Exact<{
  id: string;
  name: string;
}>;


export type RenamePasskeyMutation = { passkeyRename:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Passkey', id: string, name: string, createdAt: string, lastUsedAt: string | null }
   | null };

export type DeletePasskeyMutationVariables = Exact<{
  id: string;
  password?: string | null | undefined;
  code?: string | null | undefined;
}>;


export type DeletePasskeyMutation = { passkeyDelete:
    | { __typename: 'CodeRequiredError', code: string, message: string }
    | { __typename: 'InvalidCodeError', code: string, message: string }
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PasskeyDeletePayload', deletedId: string }
   | null };

export type RequestPasswordResetMutationVariables = Exact<{
  login: string;
}>;


export type RequestPasswordResetMutation = { accountRequestPasswordReset: { __typename: 'PasswordResetRequestPayload', linkSeconds: number } | null };

export type ResetPasswordMutationVariables = Exact<{
  token: string;
  newPassword: string;
  code?: string | null | undefined;
}>;


export type ResetPasswordMutation = { accountResetPassword:
    | { __typename: 'CodeRequiredError', code: string, message: string }
    | { __typename: 'InvalidCodeError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'InvalidLinkError', code: string, message: string }
    | { __typename: 'PasswordResetPayload', user: { __typename: 'User', id: string, displayName: string } }
   | null };

export type VerifyEmailMutationVariables = Exact<{
  token: string;
}>;


export type VerifyEmailMutation = { accountVerifyEmail:
    | { __typename: 'EmailTakenError', code: string, message: string }
    | { __typename: 'EmailVerifyPayload', user: { __typename: 'User', id: string, displayName: string } }
    | { __typename: 'InvalidLinkError', code: string, message: string }
   | null };

export type OverviewFragment = { __typename: 'AdminOverview', accounts: number, activeDeviceSessions: number, bookingsToday: number, liveSessions: number, onlineParticipants: number, practiceSecondsToday: number, today: { __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }>, host: { __typename: 'User', id: string, displayName: string } | null }, todayByHost: Array<{ __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }>, host: { __typename: 'User', id: string, displayName: string } | null }> };

export type DayFiguresFragment = { __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }>, host: { __typename: 'User', id: string, displayName: string } | null };

export type AdminOverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type AdminOverviewQuery = { adminOverview: { __typename: 'AdminOverview', accounts: number, activeDeviceSessions: number, bookingsToday: number, liveSessions: number, onlineParticipants: number, practiceSecondsToday: number, today: { __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }>, host: { __typename: 'User', id: string, displayName: string } | null }, todayByHost: Array<{ __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }>, host: { __typename: 'User', id: string, displayName: string } | null }> } };

export type StudioEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type StudioEventsSubscription = { studioEvents:
    | { __typename: 'AuditUpdate', cursor: string, occurredAt: string, auditEvent: { __typename: 'AuditEvent', id: string, action: string, refusal: string | null, actor: { __typename: 'User', id: string, displayName: string } | null } | null }
    | { __typename: 'BookingUpdate', cursor: string, occurredAt: string, booking: { __typename: 'Booking', id: string, status: BookingStatus, user: { __typename: 'User', id: string, displayName: string }, session: { __typename: 'Session', id: string, title: string, seatsTaken: number, seatsLeft: number | null } } | null }
    | { __typename: 'DeviceSessionUpdate', cursor: string, occurredAt: string, deviceSession: { __typename: 'DeviceSession', id: string, isActive: boolean, deviceName: string, account: { __typename: 'Account', id: string, user: { __typename: 'User', id: string, displayName: string } } } | null }
    | { __typename: 'FiguresUpdate', cursor: string, occurredAt: string }
    | { __typename: 'HostSnapshot', cursor: string, occurredAt: string }
    | { __typename: 'OverviewUpdate', cursor: string, occurredAt: string, overview: { __typename: 'AdminOverview', accounts: number, activeDeviceSessions: number, bookingsToday: number, liveSessions: number, onlineParticipants: number, practiceSecondsToday: number, today: { __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }>, host: { __typename: 'User', id: string, displayName: string } | null }, todayByHost: Array<{ __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }>, host: { __typename: 'User', id: string, displayName: string } | null }> } }
    | { __typename: 'PassUpdate', cursor: string, occurredAt: string }
    | { __typename: 'PracticeUpdate', cursor: string, occurredAt: string }
    | { __typename: 'SeriesUpdate', cursor: string, occurredAt: string, series: { __typename: 'Series', id: string, title: string } | null }
    | { __typename: 'SessionCreation', cursor: string, occurredAt: string, session: { __typename: 'Session', id: string, title: string } | null }
    | { __typename: 'SessionDeletion', cursor: string, occurredAt: string }
    | { __typename: 'SessionHandOver', cursor: string, occurredAt: string }
    | { __typename: 'SessionUpdate', cursor: string, occurredAt: string, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, seatsTaken: number, seatsLeft: number | null } | null, event:
        | { __typename: 'ParticipantJoined', participant: { __typename: 'Participant', id: string, presence: Presence, user: { __typename: 'User', id: string, displayName: string } } }
        | { __typename: 'ParticipantLeft', wasRemoved: boolean, participant: { __typename: 'Participant', id: string, presence: Presence, user: { __typename: 'User', id: string, displayName: string } } }
        | { __typename: 'ParticipantPresenceChanged' }
        | { __typename: 'ParticipantRoleChanged' }
        | { __typename: 'ParticipantVotingChanged' }
        | { __typename: 'SeatsChanged' }
        | { __typename: 'SessionChanged', status: SessionStatus }
        | { __typename: 'SessionSnapshot' }
        | { __typename: 'StoryChanged' }
        | { __typename: 'StoryDeleted' }
        | { __typename: 'VoteCast' }
       }
    | { __typename: 'StudioSnapshot', cursor: string, occurredAt: string, overview: { __typename: 'AdminOverview', accounts: number, activeDeviceSessions: number, bookingsToday: number, liveSessions: number, onlineParticipants: number, practiceSecondsToday: number, today: { __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }>, host: { __typename: 'User', id: string, displayName: string } | null }, todayByHost: Array<{ __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }>, host: { __typename: 'User', id: string, displayName: string } | null }> } }
    | { __typename: 'ViewerSnapshot', cursor: string, occurredAt: string }
   };

export type ListedFragment = { __typename: 'Account', id: string, email: string, role: Role, status: AccountStatus, createdAt: string, user: { __typename: 'User', id: string, displayName: string, username: string } };

export type AccountsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: AccountFilter | null | undefined;
}>;


export type AccountsQuery = { accounts: { __typename: 'AccountConnection', totalCount: number, nodes: Array<{ __typename: 'Account', id: string, email: string, role: Role, status: AccountStatus, createdAt: string, deviceSessions: Array<{ __typename: 'DeviceSession', id: string }>, user: { __typename: 'User', id: string, displayName: string, username: string } }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type AdminAccountQueryVariables = Exact<{
  id: string;
}>;


export type AdminAccountQuery = { account: { __typename: 'Account', emailVerifiedAt: string | null, timeZone: string, id: string, email: string, role: Role, status: AccountStatus, createdAt: string, totpEnabledAt: string | null, isTotpRequired: boolean, recoveryCodesLeft: number, deviceSessions: Array<{ __typename: 'DeviceSession', id: string, deviceName: string, deviceType: DeviceType, browser: string | null, os: string | null, ipAddress: string | null, location: string | null, createdAt: string, lastActivityAt: string, isActive: boolean, isCurrent: boolean }>, bookings: { __typename: 'BookingConnection', totalCount: number, nodes: Array<{ __typename: 'Booking', id: string, status: BookingStatus, session: { __typename: 'Session', id: string, title: string, startsAt: string } }> }, hostedSessions: { __typename: 'SessionConnection', totalCount: number, nodes: Array<{ __typename: 'Session', id: string, title: string, startsAt: string, status: SessionStatus }> }, user: { __typename: 'User', id: string, displayName: string, username: string }, passkeys: Array<{ __typename: 'Passkey', id: string, name: string, createdAt: string, lastUsedAt: string | null }> } | null };

export type ResetFactorsMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type ResetFactorsMutation = { accountResetSecondFactors:
    | { __typename: 'Account', id: string, totpEnabledAt: string | null, isTotpRequired: boolean, recoveryCodesLeft: number, deviceSessions: Array<{ __typename: 'DeviceSession', id: string, deviceName: string, deviceType: DeviceType, browser: string | null, os: string | null, ipAddress: string | null, location: string | null, createdAt: string, lastActivityAt: string, isActive: boolean, isCurrent: boolean }>, passkeys: Array<{ __typename: 'Passkey', id: string, name: string, createdAt: string, lastUsedAt: string | null }> }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type AllDevicesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: DeviceSessionFilter | null | undefined;
}>;


export type AllDevicesQuery = { deviceSessions: { __typename: 'DeviceSessionConnection', totalCount: number, nodes: Array<{ __typename: 'DeviceSession', id: string, deviceName: string, deviceType: DeviceType, browser: string | null, os: string | null, ipAddress: string | null, location: string | null, createdAt: string, lastActivityAt: string, isActive: boolean, isCurrent: boolean, account: { __typename: 'Account', id: string, user: { __typename: 'User', id: string, displayName: string } } }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type AllSessionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: SessionFilter | null | undefined;
}>;


export type AllSessionsQuery = { adminSessions: { __typename: 'SessionConnection', totalCount: number, nodes: Array<{ __typename: 'Session', id: string, title: string, startsAt: string, status: SessionStatus, visibility: SessionVisibility, seatsTaken: number, maxParticipants: number | null, host: { __typename: 'User', id: string, displayName: string } }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type AuditQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: AuditFilter | null | undefined;
}>;


export type AuditQuery = { auditEvents: { __typename: 'AuditEventConnection', totalCount: number, nodes: Array<{ __typename: 'AuditEvent', id: string, action: string, occurredAt: string, reason: string | null, refusal: string | null, targetType: string, targetId: string, details: string | null, ipAddress: string | null, actor: { __typename: 'User', id: string, displayName: string } | null }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type DeliveryFragment = { __typename: 'NotificationDelivery', id: string, kind: NotificationKind, state: NotificationDeliveryState, attempts: number, createdAt: string, finishedAt: string | null, nextAttemptAt: string | null, lastError: string | null, account: { __typename: 'Account', id: string, user: { __typename: 'User', id: string, displayName: string } } | null };

export type DeliveriesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: NotificationDeliveryFilter | null | undefined;
}>;


export type DeliveriesQuery = { notificationDeliveries: { __typename: 'NotificationDeliveryConnection', totalCount: number, nodes: Array<{ __typename: 'NotificationDelivery', id: string, kind: NotificationKind, state: NotificationDeliveryState, attempts: number, createdAt: string, finishedAt: string | null, nextAttemptAt: string | null, lastError: string | null, account: { __typename: 'Account', id: string, user: { __typename: 'User', id: string, displayName: string } } | null }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type SuspendMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type SuspendMutation = { accountSuspend:
    | { __typename: 'Account', id: string, email: string, role: Role, status: AccountStatus, createdAt: string, deviceSessions: Array<{ __typename: 'DeviceSession', id: string, deviceName: string, deviceType: DeviceType, browser: string | null, os: string | null, ipAddress: string | null, location: string | null, createdAt: string, lastActivityAt: string, isActive: boolean, isCurrent: boolean }>, user: { __typename: 'User', id: string, displayName: string, username: string } }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type RestoreMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type RestoreMutation = { accountRestore:
    | { __typename: 'Account', id: string, email: string, role: Role, status: AccountStatus, createdAt: string, user: { __typename: 'User', id: string, displayName: string, username: string } }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type SetRoleMutationVariables = Exact<{
  id: string;
  role: Role;
  reason: string;
}>;


export type SetRoleMutation = { accountSetRole:
    | { __typename: 'Account', id: string, email: string, role: Role, status: AccountStatus, createdAt: string, user: { __typename: 'User', id: string, displayName: string, username: string } }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type EndDeviceOfMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type EndDeviceOfMutation = { deviceSessionRevoke:
    | { __typename: 'DeviceSession', id: string, deviceName: string, deviceType: DeviceType, browser: string | null, os: string | null, ipAddress: string | null, location: string | null, createdAt: string, lastActivityAt: string, isActive: boolean, isCurrent: boolean }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type EndDevicesOfMutationVariables = Exact<{
  accountId: string;
  reason?: string | null | undefined;
}>;


export type EndDevicesOfMutation = { deviceSessionRevokeAll:
    | { __typename: 'DeviceSessionRevokeAllPayload', revokedCount: number }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type ModerateCancelMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type ModerateCancelMutation = { sessionCancel:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', id: string, status: SessionStatus }
    | { __typename: 'SessionNotOpenError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type ModerateDeleteMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type ModerateDeleteMutation = { sessionDelete:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'SessionDeletePayload', deletedId: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type SendAgainMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type SendAgainMutation = { notificationDeliverySendAgain:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotificationDelivery', id: string, kind: NotificationKind, state: NotificationDeliveryState, attempts: number, createdAt: string, finishedAt: string | null, nextAttemptAt: string | null, lastError: string | null, account: { __typename: 'Account', id: string, user: { __typename: 'User', id: string, displayName: string } } | null }
    | { __typename: 'NotificationDeliveryStateError', code: string, message: string }
   | null };

export type EndpointFragment = { __typename: 'WebhookEndpoint', id: string, url: string, description: string | null, kinds: Array<WebhookEventKind>, isEnabled: boolean, disabledReason: string | null, failingSince: string | null, waitingCount: number, lastSentAt: string | null, previousSecretExpiresAt: string | null };

export type HookDeliveryFragment = { __typename: 'WebhookDelivery', id: string, type: string, state: WebhookDeliveryState, attemptCount: number, createdAt: string, nextAttemptAt: string | null, endpoint: { __typename: 'WebhookEndpoint', id: string, url: string }, attempts: Array<{ __typename: 'WebhookAttempt', startedAt: string, status: number | null, error: string | null }> };

export type WebhooksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: WebhookDeliveryFilter | null | undefined;
  afterEndpoint?: string | null | undefined;
}>;


export type WebhooksQuery = { webhookEndpoints: { __typename: 'WebhookEndpointConnection', pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ __typename: 'WebhookEndpoint', id: string, url: string, description: string | null, kinds: Array<WebhookEventKind>, isEnabled: boolean, disabledReason: string | null, failingSince: string | null, waitingCount: number, lastSentAt: string | null, previousSecretExpiresAt: string | null }> }, webhookDeliveries: { __typename: 'WebhookDeliveryConnection', totalCount: number, nodes: Array<{ __typename: 'WebhookDelivery', id: string, type: string, state: WebhookDeliveryState, attemptCount: number, createdAt: string, nextAttemptAt: string | null, endpoint: { __typename: 'WebhookEndpoint', id: string, url: string }, attempts: Array<{ __typename: 'WebhookAttempt', startedAt: string, status: number | null, error: string | null }> }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type CreateEndpointMutationVariables = Exact<{
  input: WebhookEndpointCreateInput;
  reason: string;
}>;


export type CreateEndpointMutation = { webhookEndpointCreate:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'WebhookEndpointSecretPayload', secret: string, endpoint: { __typename: 'WebhookEndpoint', id: string, url: string, description: string | null, kinds: Array<WebhookEventKind>, isEnabled: boolean, disabledReason: string | null, failingSince: string | null, waitingCount: number, lastSentAt: string | null, previousSecretExpiresAt: string | null } }
   | null };

export type RotateSecretMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type RotateSecretMutation = { webhookEndpointRotateSecret:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'WebhookEndpointSecretPayload', secret: string, endpoint: { __typename: 'WebhookEndpoint', id: string, url: string, description: string | null, kinds: Array<WebhookEventKind>, isEnabled: boolean, disabledReason: string | null, failingSince: string | null, waitingCount: number, lastSentAt: string | null, previousSecretExpiresAt: string | null } }
   | null };

export type EnableEndpointMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type EnableEndpointMutation = { webhookEndpointEnable:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'WebhookEndpoint', id: string, url: string, description: string | null, kinds: Array<WebhookEventKind>, isEnabled: boolean, disabledReason: string | null, failingSince: string | null, waitingCount: number, lastSentAt: string | null, previousSecretExpiresAt: string | null }
   | null };

export type DisableEndpointMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type DisableEndpointMutation = { webhookEndpointDisable:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'WebhookEndpoint', id: string, url: string, description: string | null, kinds: Array<WebhookEventKind>, isEnabled: boolean, disabledReason: string | null, failingSince: string | null, waitingCount: number, lastSentAt: string | null, previousSecretExpiresAt: string | null }
   | null };

export type DeleteEndpointMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type DeleteEndpointMutation = { webhookEndpointDelete:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'WebhookEndpointDeletePayload' }
   | null };

export type SendHookAgainMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type SendHookAgainMutation = { webhookDeliverySendAgain:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'WebhookDelivery', id: string, type: string, state: WebhookDeliveryState, attemptCount: number, createdAt: string, nextAttemptAt: string | null, endpoint: { __typename: 'WebhookEndpoint', id: string, url: string }, attempts: Array<{ __typename: 'WebhookAttempt', startedAt: string, status: number | null, error: string | null }> }
    | { __typename: 'WebhookEndpointDisabledError', code: string, message: string }
   | null };

export type CardFragment = { __typename: 'Session', id: string, title: string, startsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, tags: Array<string>, seatsLeft: number | null, seatsTaken: number, maxParticipants: number | null, waitlistLength: number, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string, username: string } };

export type CatalogueQueryVariables = Exact<{
  filter?: SessionFilter | null | undefined;
  orderBy?: SessionOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type CatalogueQuery = { sessions: { __typename: 'SessionConnection', totalCount: number, nodes: Array<{ __typename: 'Session', id: string, title: string, startsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, tags: Array<string>, seatsLeft: number | null, seatsTaken: number, maxParticipants: number | null, waitlistLength: number, viewer: { __typename: 'SessionViewer', booking: { __typename: 'Booking', id: string, status: BookingStatus } | null } | null, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string, username: string } }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type SeatsSubscriptionVariables = Exact<{
  sessionIds: Array<string> | string;
}>;


export type SeatsSubscription = { seatsChanged: { __typename: 'Session', id: string, title: string, startsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, tags: Array<string>, seatsLeft: number | null, seatsTaken: number, maxParticipants: number | null, waitlistLength: number, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string, username: string } } | null };

export type SignedFragment = { __typename: 'AuthPayload', accessToken: string, accessTokenExpiresAt: string, account: { __typename: 'Account', id: string }, evictedDeviceSessions: Array<{ __typename: 'DeviceSession', id: string, deviceName: string }> };

type Refused_AccountSuspendedError_Fragment = { __typename: 'AccountSuspendedError', code: string, message: string };

type Refused_AdminTotpRequiredError_Fragment = { __typename: 'AdminTotpRequiredError', code: string, message: string };

type Refused_AlreadyBookedError_Fragment = { __typename: 'AlreadyBookedError', code: string, message: string };

type Refused_BookingClosedError_Fragment = { __typename: 'BookingClosedError', code: string, message: string };

type Refused_BookingRequiredError_Fragment = { __typename: 'BookingRequiredError', code: string, message: string };

type Refused_BookingStatusError_Fragment = { __typename: 'BookingStatusError', code: string, message: string };

type Refused_CapacityTooSmallError_Fragment = { __typename: 'CapacityTooSmallError', code: string, message: string };

type Refused_CheckInClosedError_Fragment = { __typename: 'CheckInClosedError', code: string, message: string };

type Refused_CodeRequiredError_Fragment = { __typename: 'CodeRequiredError', code: string, message: string };

type Refused_DeviceLimitReachedError_Fragment = { __typename: 'DeviceLimitReachedError', code: string, message: string };

type Refused_EmailTakenError_Fragment = { __typename: 'EmailTakenError', code: string, message: string };

type Refused_InvalidChallengeError_Fragment = { __typename: 'InvalidChallengeError', code: string, message: string };

type Refused_InvalidCodeError_Fragment = { __typename: 'InvalidCodeError', code: string, message: string };

type Refused_InvalidCredentialsError_Fragment = { __typename: 'InvalidCredentialsError', code: string, message: string };

type Refused_InvalidInputError_Fragment = { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> };

type Refused_InvalidJoinCodeError_Fragment = { __typename: 'InvalidJoinCodeError', code: string, message: string };

type Refused_InvalidLinkError_Fragment = { __typename: 'InvalidLinkError', code: string, message: string };

type Refused_InvalidPasskeyError_Fragment = { __typename: 'InvalidPasskeyError', code: string, message: string };

type Refused_InvalidRefreshTokenError_Fragment = { __typename: 'InvalidRefreshTokenError', code: string, message: string };

type Refused_LastAdminError_Fragment = { __typename: 'LastAdminError', code: string, message: string };

type Refused_NotAuthorError_Fragment = { __typename: 'NotAuthorError', code: string, message: string };

type Refused_NotCreatorError_Fragment = { __typename: 'NotCreatorError', code: string, message: string };

type Refused_NotFoundError_Fragment = { __typename: 'NotFoundError', code: string, message: string };

type Refused_NotHostError_Fragment = { __typename: 'NotHostError', code: string, message: string };

type Refused_NotParticipantError_Fragment = { __typename: 'NotParticipantError', code: string, message: string };

type Refused_NotVoterError_Fragment = { __typename: 'NotVoterError', code: string, message: string };

type Refused_NotificationDeliveryStateError_Fragment = { __typename: 'NotificationDeliveryStateError', code: string, message: string };

type Refused_PassNotReturnableError_Fragment = { __typename: 'PassNotReturnableError', code: string, message: string };

type Refused_PassNotUsableError_Fragment = { __typename: 'PassNotUsableError', code: string, message: string };

type Refused_PassOfferClosedError_Fragment = { __typename: 'PassOfferClosedError', code: string, message: string };

type Refused_PassStatusError_Fragment = { __typename: 'PassStatusError', code: string, message: string };

type Refused_PasskeyLimitReachedError_Fragment = { __typename: 'PasskeyLimitReachedError', code: string, message: string };

type Refused_PracticeInProgressError_Fragment = { __typename: 'PracticeInProgressError', code: string, message: string };

type Refused_PracticeStatusError_Fragment = { __typename: 'PracticeStatusError', code: string, message: string };

type Refused_PromotionCodeTakenError_Fragment = { __typename: 'PromotionCodeTakenError', code: string, message: string };

type Refused_PromotionNotUsableError_Fragment = { __typename: 'PromotionNotUsableError', code: string, message: string };

type Refused_RemovedFromSessionError_Fragment = { __typename: 'RemovedFromSessionError', code: string, message: string };

type Refused_SecondFactorRequiredError_Fragment = { __typename: 'SecondFactorRequiredError', code: string, message: string };

type Refused_SeriesEndedError_Fragment = { __typename: 'SeriesEndedError', code: string, message: string };

type Refused_SessionFullError_Fragment = { __typename: 'SessionFullError', code: string, message: string };

type Refused_SessionLockedError_Fragment = { __typename: 'SessionLockedError', code: string, message: string };

type Refused_SessionNotOpenError_Fragment = { __typename: 'SessionNotOpenError', code: string, message: string };

type Refused_SessionStatusError_Fragment = { __typename: 'SessionStatusError', code: string, message: string };

type Refused_StoryStatusError_Fragment = { __typename: 'StoryStatusError', code: string, message: string };

type Refused_TotpAlreadyEnabledError_Fragment = { __typename: 'TotpAlreadyEnabledError', code: string, message: string };

type Refused_TotpNotEnabledError_Fragment = { __typename: 'TotpNotEnabledError', code: string, message: string };

type Refused_UsernameTakenError_Fragment = { __typename: 'UsernameTakenError', code: string, message: string };

type Refused_WebhookEndpointDisabledError_Fragment = { __typename: 'WebhookEndpointDisabledError', code: string, message: string };

export type RefusedFragment =
  | Refused_AccountSuspendedError_Fragment
  | Refused_AdminTotpRequiredError_Fragment
  | Refused_AlreadyBookedError_Fragment
  | Refused_BookingClosedError_Fragment
  | Refused_BookingRequiredError_Fragment
  | Refused_BookingStatusError_Fragment
  | Refused_CapacityTooSmallError_Fragment
  | Refused_CheckInClosedError_Fragment
  | Refused_CodeRequiredError_Fragment
  | Refused_DeviceLimitReachedError_Fragment
  | Refused_EmailTakenError_Fragment
  | Refused_InvalidChallengeError_Fragment
  | Refused_InvalidCodeError_Fragment
  | Refused_InvalidCredentialsError_Fragment
  | Refused_InvalidInputError_Fragment
  | Refused_InvalidJoinCodeError_Fragment
  | Refused_InvalidLinkError_Fragment
  | Refused_InvalidPasskeyError_Fragment
  | Refused_InvalidRefreshTokenError_Fragment
  | Refused_LastAdminError_Fragment
  | Refused_NotAuthorError_Fragment
  | Refused_NotCreatorError_Fragment
  | Refused_NotFoundError_Fragment
  | Refused_NotHostError_Fragment
  | Refused_NotParticipantError_Fragment
  | Refused_NotVoterError_Fragment
  | Refused_NotificationDeliveryStateError_Fragment
  | Refused_PassNotReturnableError_Fragment
  | Refused_PassNotUsableError_Fragment
  | Refused_PassOfferClosedError_Fragment
  | Refused_PassStatusError_Fragment
  | Refused_PasskeyLimitReachedError_Fragment
  | Refused_PracticeInProgressError_Fragment
  | Refused_PracticeStatusError_Fragment
  | Refused_PromotionCodeTakenError_Fragment
  | Refused_PromotionNotUsableError_Fragment
  | Refused_RemovedFromSessionError_Fragment
  | Refused_SecondFactorRequiredError_Fragment
  | Refused_SeriesEndedError_Fragment
  | Refused_SessionFullError_Fragment
  | Refused_SessionLockedError_Fragment
  | Refused_SessionNotOpenError_Fragment
  | Refused_SessionStatusError_Fragment
  | Refused_StoryStatusError_Fragment
  | Refused_TotpAlreadyEnabledError_Fragment
  | Refused_TotpNotEnabledError_Fragment
  | Refused_UsernameTakenError_Fragment
  | Refused_WebhookEndpointDisabledError_Fragment
;

export type SignInMutationVariables = Exact<{
  input: AccountLoginInput;
}>;


export type SignInMutation = { accountLogin:
    | { __typename: 'AccountSuspendedError', reason: string | null, code: string, message: string }
    | { __typename: 'AuthPayload', accessToken: string, accessTokenExpiresAt: string, account: { __typename: 'Account', id: string }, evictedDeviceSessions: Array<{ __typename: 'DeviceSession', id: string, deviceName: string }> }
    | { __typename: 'DeviceLimitReachedError', code: string, message: string }
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'SecondFactorRequiredError', challenge: string, code: string, message: string }
   | null };

export type SignInWithCodeMutationVariables = Exact<{
  input: AccountLoginWithCodeInput;
}>;


export type SignInWithCodeMutation = { accountLoginWithCode:
    | { __typename: 'AccountSuspendedError', code: string, message: string }
    | { __typename: 'AuthPayload', accessToken: string, accessTokenExpiresAt: string, account: { __typename: 'Account', id: string }, evictedDeviceSessions: Array<{ __typename: 'DeviceSession', id: string, deviceName: string }> }
    | { __typename: 'DeviceLimitReachedError', code: string, message: string }
    | { __typename: 'InvalidChallengeError', code: string, message: string }
    | { __typename: 'InvalidCodeError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
   | null };

export type BeginPasskeySignInMutationVariables = Exact<{ [key: string]: never; }>;


export type BeginPasskeySignInMutation = { accountBeginPasskeyLogin: { __typename: 'PasskeyOptions', options: unknown } | null };

export type SignInWithPasskeyMutationVariables = Exact<{
  input: AccountLoginWithPasskeyInput;
}>;


export type SignInWithPasskeyMutation = { accountLoginWithPasskey:
    | { __typename: 'AccountSuspendedError', reason: string | null, code: string, message: string }
    | { __typename: 'AuthPayload', accessToken: string, accessTokenExpiresAt: string, account: { __typename: 'Account', id: string }, evictedDeviceSessions: Array<{ __typename: 'DeviceSession', id: string, deviceName: string }> }
    | { __typename: 'DeviceLimitReachedError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'InvalidPasskeyError', code: string, message: string }
   | null };

export type RegisterMutationVariables = Exact<{
  input: AccountRegisterInput;
}>;


export type RegisterMutation = { accountRegister:
    | { __typename: 'AuthPayload', accessToken: string, accessTokenExpiresAt: string, account: { __typename: 'Account', id: string }, evictedDeviceSessions: Array<{ __typename: 'DeviceSession', id: string, deviceName: string }> }
    | { __typename: 'EmailTakenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'UsernameTakenError', code: string, message: string }
   | null };

export type RefreshMutationVariables = Exact<{ [key: string]: never; }>;


export type RefreshMutation = { accountRefresh:
    | { __typename: 'AuthPayload', accessToken: string, accessTokenExpiresAt: string, account: { __typename: 'Account', id: string }, evictedDeviceSessions: Array<{ __typename: 'DeviceSession', id: string, deviceName: string }> }
    | { __typename: 'InvalidRefreshTokenError', code: string, message: string }
   | null };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { accountLogout: { __typename: 'AccountLogoutPayload', deviceSession: { __typename: 'DeviceSession', id: string } | null } | null };

export type GuestFragment = { __typename: 'GuestBooking', status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string, checkedInAt: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, meetingUrl: string | null, location: { __typename: 'Location', text: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, session: { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, host: { __typename: 'User', id: string, displayName: string } } };

export type GuestBookingQueryVariables = Exact<{
  token: string;
}>;


export type GuestBookingQuery = { guestBooking: { __typename: 'GuestBooking', status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string, checkedInAt: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, meetingUrl: string | null, location: { __typename: 'Location', text: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, session: { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, host: { __typename: 'User', id: string, displayName: string } } } | null };

export type CancelGuestBookingMutationVariables = Exact<{
  token: string;
}>;


export type CancelGuestBookingMutation = { guestBookingCancel:
    | { __typename: 'BookingStatusError', code: string, message: string }
    | { __typename: 'GuestBooking', status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string, checkedInAt: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, meetingUrl: string | null, location: { __typename: 'Location', text: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, session: { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, host: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type ClaimGuestBookingMutationVariables = Exact<{
  token: string;
}>;


export type ClaimGuestBookingMutation = { guestBookingClaim:
    | { __typename: 'AlreadyBookedError', code: string, message: string }
    | { __typename: 'Booking', id: string, session: { __typename: 'Session', id: string } }
    | { __typename: 'BookingClosedError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
   | null };

export type AttendeeFragment = { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkedInAt: string | null, arrived: number | null, bookedAt: string, waitlistPosition: number | null, holdExpiresAt: string | null, attendedSeconds: number, cancellationReason: string | null, participant: { __typename: 'Participant', id: string, presence: Presence } | null, guest: { __typename: 'GuestContact', name: string, email: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string, username: string }, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> };

export type CheckInQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  afterWalkIn?: string | null | undefined;
}>;


export type CheckInQuery = { session: { __typename: 'Session', joinCode: string | null, endedAt: string | null, archivedAt: string | null, admission: SessionAdmission, id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, series: { __typename: 'Series', id: string, title: string, rule: string } | null, viewer: { __typename: 'SessionViewer', isHost: boolean, canJoin: boolean, participant: { __typename: 'Participant', id: string, role: ParticipantRole } | null } | null, bookingSummary: { __typename: 'BookingSummary', booked: number, pending: number, waiting: number, attended: number, noShow: number, cancelled: number } | null, revenue: Array<{ __typename: 'Revenue', currency: string, netMinor: number }> | null, bookings: { __typename: 'BookingConnection', totalCount: number, nodes: Array<{ __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkedInAt: string | null, arrived: number | null, bookedAt: string, waitlistPosition: number | null, holdExpiresAt: string | null, attendedSeconds: number, cancellationReason: string | null, participant: { __typename: 'Participant', id: string, presence: Presence } | null, guest: { __typename: 'GuestContact', name: string, email: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string, username: string }, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } | null, participants: { __typename: 'ParticipantConnection', nodes: Array<{ __typename: 'Participant', id: string, presence: Presence, role: ParticipantRole, user: { __typename: 'User', id: string, displayName: string } }>, pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } | null, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } } | null };

export type CheckInEventsSubscriptionVariables = Exact<{
  sessionId: string;
  after?: string | null | undefined;
}>;


export type CheckInEventsSubscription = { sessionEvents:
    | { __typename: 'ParticipantJoined', cursor: string, participant: { __typename: 'Participant', id: string, presence: Presence, role: ParticipantRole, user: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'ParticipantLeft', cursor: string, participant: { __typename: 'Participant', id: string, presence: Presence, role: ParticipantRole, user: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'ParticipantPresenceChanged', cursor: string, participant: { __typename: 'Participant', id: string, presence: Presence, role: ParticipantRole, user: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'ParticipantRoleChanged', cursor: string }
    | { __typename: 'ParticipantVotingChanged', cursor: string }
    | { __typename: 'SeatsChanged', seatsTaken: number, seatsLeft: number | null, cursor: string }
    | { __typename: 'SessionChanged', status: SessionStatus, cursor: string, session: { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null } }
    | { __typename: 'SessionSnapshot', cursor: string }
    | { __typename: 'StoryChanged', cursor: string }
    | { __typename: 'StoryDeleted', cursor: string }
    | { __typename: 'VoteCast', cursor: string }
   };

export type ConfirmBookingMutationVariables = Exact<{
  id: string;
}>;


export type ConfirmBookingMutation = { bookingConfirm:
    | { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkedInAt: string | null, arrived: number | null, bookedAt: string, waitlistPosition: number | null, holdExpiresAt: string | null, attendedSeconds: number, cancellationReason: string | null, participant: { __typename: 'Participant', id: string, presence: Presence } | null, guest: { __typename: 'GuestContact', name: string, email: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string, username: string }, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }
    | { __typename: 'BookingStatusError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'PromotionNotUsableError', code: string, message: string }
    | { __typename: 'SessionFullError', code: string, message: string }
   | null };

export type CancelAttendeeMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type CancelAttendeeMutation = { bookingCancel:
    | { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkedInAt: string | null, arrived: number | null, bookedAt: string, waitlistPosition: number | null, holdExpiresAt: string | null, attendedSeconds: number, cancellationReason: string | null, participant: { __typename: 'Participant', id: string, presence: Presence } | null, guest: { __typename: 'GuestContact', name: string, email: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string, username: string }, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }
    | { __typename: 'BookingStatusError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'PromotionNotUsableError', code: string, message: string }
    | { __typename: 'SessionFullError', code: string, message: string }
   | null };

export type CorrectAttendanceMutationVariables = Exact<{
  input: BookingCorrectInput;
}>;


export type CorrectAttendanceMutation = { bookingCorrect:
    | { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkedInAt: string | null, arrived: number | null, bookedAt: string, waitlistPosition: number | null, holdExpiresAt: string | null, attendedSeconds: number, cancellationReason: string | null, participant: { __typename: 'Participant', id: string, presence: Presence } | null, guest: { __typename: 'GuestContact', name: string, email: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string, username: string }, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }
    | { __typename: 'BookingStatusError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
   | null };

export type PublishSessionMutationVariables = Exact<{
  id: string;
}>;


export type PublishSessionMutation = { sessionPublish:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null }
    | { __typename: 'SessionNotOpenError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type StartSessionMutationVariables = Exact<{
  id: string;
}>;


export type StartSessionMutation = { sessionStart:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null }
    | { __typename: 'SessionNotOpenError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type CancelSessionMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type CancelSessionMutation = { sessionCancel:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null }
    | { __typename: 'SessionNotOpenError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type DeleteSessionMutationVariables = Exact<{
  id: string;
}>;


export type DeleteSessionMutation = { sessionDelete:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'SessionDeletePayload', deletedId: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type ArchiveSessionMutationVariables = Exact<{
  id: string;
}>;


export type ArchiveSessionMutation = { sessionArchive:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', archivedAt: string | null, id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null }
    | { __typename: 'SessionNotOpenError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type UnarchiveSessionMutationVariables = Exact<{
  id: string;
}>;


export type UnarchiveSessionMutation = { sessionUnarchive:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', archivedAt: string | null, id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null }
    | { __typename: 'SessionNotOpenError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type CheckInAttendeeMutationVariables = Exact<{
  id: string;
  people?: number | null | undefined;
}>;


export type CheckInAttendeeMutation = { bookingCheckIn:
    | { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkedInAt: string | null, arrived: number | null, bookedAt: string, waitlistPosition: number | null, holdExpiresAt: string | null, attendedSeconds: number, cancellationReason: string | null, participant: { __typename: 'Participant', id: string, presence: Presence } | null, guest: { __typename: 'GuestContact', name: string, email: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string, username: string }, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }
    | { __typename: 'BookingStatusError', code: string, message: string }
    | { __typename: 'CheckInClosedError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type UndoCheckInMutationVariables = Exact<{
  id: string;
}>;


export type UndoCheckInMutation = { bookingCheckInUndo:
    | { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkedInAt: string | null, arrived: number | null, bookedAt: string, waitlistPosition: number | null, holdExpiresAt: string | null, attendedSeconds: number, cancellationReason: string | null, participant: { __typename: 'Participant', id: string, presence: Presence } | null, guest: { __typename: 'GuestContact', name: string, email: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string, username: string }, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }
    | { __typename: 'BookingStatusError', code: string, message: string }
    | { __typename: 'CheckInClosedError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type CheckInByCodeMutationVariables = Exact<{
  sessionId: string;
  code: string;
}>;


export type CheckInByCodeMutation = { bookingCheckInByCode:
    | { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkedInAt: string | null, arrived: number | null, bookedAt: string, waitlistPosition: number | null, holdExpiresAt: string | null, attendedSeconds: number, cancellationReason: string | null, participant: { __typename: 'Participant', id: string, presence: Presence } | null, guest: { __typename: 'GuestContact', name: string, email: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string, username: string }, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }
    | { __typename: 'BookingStatusError', code: string, message: string }
    | { __typename: 'CheckInClosedError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type BookForMutationVariables = Exact<{
  input: BookingCreateForInput;
}>;


export type BookForMutation = { bookingCreateFor:
    | { __typename: 'AlreadyBookedError', code: string, message: string }
    | { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkedInAt: string | null, arrived: number | null, bookedAt: string, waitlistPosition: number | null, holdExpiresAt: string | null, attendedSeconds: number, cancellationReason: string | null, participant: { __typename: 'Participant', id: string, presence: Presence } | null, guest: { __typename: 'GuestContact', name: string, email: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string, username: string }, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }
    | { __typename: 'BookingClosedError', code: string, message: string }
    | { __typename: 'BookingStatusError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'SessionFullError', code: string, message: string }
   | null };

export type HandOverMutationVariables = Exact<{
  input: SessionHandOverInput;
}>;


export type HandOverMutation = { sessionHandOver:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', id: string, host: { __typename: 'User', id: string, displayName: string } }
    | { __typename: 'SessionNotOpenError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type DeskEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type DeskEventsSubscription = { hostEvents:
    | { __typename: 'AuditUpdate', cursor: string }
    | { __typename: 'BookingUpdate', cursor: string, booking: { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkedInAt: string | null, arrived: number | null, bookedAt: string, waitlistPosition: number | null, holdExpiresAt: string | null, attendedSeconds: number, cancellationReason: string | null, session: { __typename: 'Session', id: string }, participant: { __typename: 'Participant', id: string, presence: Presence } | null, guest: { __typename: 'GuestContact', name: string, email: string } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string, username: string }, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> } | null }
    | { __typename: 'DeviceSessionUpdate', cursor: string }
    | { __typename: 'FiguresUpdate', cursor: string }
    | { __typename: 'HostSnapshot', cursor: string }
    | { __typename: 'OverviewUpdate', cursor: string }
    | { __typename: 'PassUpdate', cursor: string }
    | { __typename: 'PracticeUpdate', cursor: string }
    | { __typename: 'SeriesUpdate', cursor: string }
    | { __typename: 'SessionCreation', cursor: string }
    | { __typename: 'SessionDeletion', cursor: string }
    | { __typename: 'SessionHandOver', cursor: string }
    | { __typename: 'SessionUpdate', cursor: string }
    | { __typename: 'StudioSnapshot', cursor: string }
    | { __typename: 'ViewerSnapshot', cursor: string }
   };

export type FiguresFragment = { __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }> };

export type HostedSessionFragment = { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null };

export type SeatFragment = { __typename: 'Booking', id: string, seats: number, arrived: number | null, status: BookingStatus, waitlistPosition: number | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string } };

export type AttendingFragment = { __typename: 'Participant', id: string, presence: Presence, role: ParticipantRole, user: { __typename: 'User', id: string, displayName: string } };

export type DashboardQueryVariables = Exact<{
  month: string;
  tomorrow: string;
}>;


export type DashboardQuery = { viewer: { __typename: 'Account', id: string, timeZone: string, today: { __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }> }, revenue: Array<{ __typename: 'MonthlyRevenue', month: string, revenue: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }> }>, hostedSessions: { __typename: 'SessionConnection', totalCount: number, nodes: Array<{ __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null }> } } | null };

export type DayQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type DayQuery = { nodes: Array<
    | { __typename: 'Account', id: string }
    | { __typename: 'AuditEvent', id: string }
    | { __typename: 'Booking', id: string }
    | { __typename: 'DeviceSession', id: string }
    | { __typename: 'NotificationDelivery', id: string }
    | { __typename: 'Participant', id: string }
    | { __typename: 'Pass', id: string }
    | { __typename: 'PassOffer', id: string }
    | { __typename: 'Passkey', id: string }
    | { __typename: 'Payment', id: string }
    | { __typename: 'PracticeSession', id: string }
    | { __typename: 'PromotionCode', id: string }
    | { __typename: 'Sequence', id: string }
    | { __typename: 'Series', id: string }
    | { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, viewer: { __typename: 'SessionViewer', isHost: boolean, participant: { __typename: 'Participant', id: string, role: ParticipantRole } | null } | null, bookingSummary: { __typename: 'BookingSummary', booked: number, pending: number, waiting: number, attended: number, noShow: number } | null, bookings: { __typename: 'BookingConnection', nodes: Array<{ __typename: 'Booking', id: string, seats: number, arrived: number | null, status: BookingStatus, waitlistPosition: number | null, participant: { __typename: 'Participant', id: string, presence: Presence } | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } | null, participants: { __typename: 'ParticipantConnection', nodes: Array<{ __typename: 'Participant', id: string, presence: Presence, role: ParticipantRole, user: { __typename: 'User', id: string, displayName: string } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean } } | null, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null }
    | { __typename: 'Story', id: string }
    | { __typename: 'User', id: string }
    | { __typename: 'WebhookDelivery', id: string }
    | { __typename: 'WebhookEndpoint', id: string }
   | null> };

export type HostEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type HostEventsSubscription = { hostEvents:
    | { __typename: 'AuditUpdate', cursor: string, occurredAt: string }
    | { __typename: 'BookingUpdate', cursor: string, occurredAt: string, booking: { __typename: 'Booking', id: string, seats: number, arrived: number | null, status: BookingStatus, waitlistPosition: number | null, session: { __typename: 'Session', id: string, title: string, seatsTaken: number, seatsLeft: number | null, waitlistLength: number }, amount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string } } | null }
    | { __typename: 'DeviceSessionUpdate', cursor: string, occurredAt: string }
    | { __typename: 'FiguresUpdate', cursor: string, occurredAt: string, account: { __typename: 'Account', id: string, today: { __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }> } } }
    | { __typename: 'HostSnapshot', cursor: string, occurredAt: string, account: { __typename: 'Account', id: string, today: { __typename: 'Today', date: string, sessions: number, liveSessions: number, peopleIn: number, seatsOffered: number, seatsTaken: number, received: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }> } }, sessions: Array<{ __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null }> }
    | { __typename: 'OverviewUpdate', cursor: string, occurredAt: string }
    | { __typename: 'PassUpdate', cursor: string, occurredAt: string }
    | { __typename: 'PracticeUpdate', cursor: string, occurredAt: string }
    | { __typename: 'SeriesUpdate', cursor: string, occurredAt: string, series: { __typename: 'Series', id: string, title: string } | null }
    | { __typename: 'SessionCreation', cursor: string, occurredAt: string, session: { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null } | null }
    | { __typename: 'SessionDeletion', sessionId: string, cursor: string, occurredAt: string }
    | { __typename: 'SessionHandOver', cursor: string, occurredAt: string }
    | { __typename: 'SessionUpdate', cursor: string, occurredAt: string, session: { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null } | null, event:
        | { __typename: 'ParticipantJoined', participant: { __typename: 'Participant', id: string, presence: Presence, role: ParticipantRole, user: { __typename: 'User', id: string, displayName: string } } }
        | { __typename: 'ParticipantLeft', wasRemoved: boolean, participant: { __typename: 'Participant', id: string, presence: Presence, role: ParticipantRole, user: { __typename: 'User', id: string, displayName: string } } }
        | { __typename: 'ParticipantPresenceChanged', participant: { __typename: 'Participant', id: string, presence: Presence, role: ParticipantRole, user: { __typename: 'User', id: string, displayName: string } } }
        | { __typename: 'ParticipantRoleChanged' }
        | { __typename: 'ParticipantVotingChanged' }
        | { __typename: 'SeatsChanged' }
        | { __typename: 'SessionChanged', status: SessionStatus }
        | { __typename: 'SessionSnapshot' }
        | { __typename: 'StoryChanged' }
        | { __typename: 'StoryDeleted' }
        | { __typename: 'VoteCast', storyId: string }
       }
    | { __typename: 'StudioSnapshot', cursor: string, occurredAt: string }
    | { __typename: 'ViewerSnapshot', cursor: string, occurredAt: string }
   };

export type PlanFragment = { __typename: 'Session', description: string | null, tags: Array<string>, admission: SessionAdmission, meetingUrl: string | null, id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, sequence: { __typename: 'Sequence', id: string, title: string } | null, location: { __typename: 'Location', text: string } | null, settings: { __typename: 'SessionSettings', autoReveal: boolean, bookingClosesMinutes: number, bookingHoldMinutes: number, deck: Array<string>, freeCancellationHours: number, idleTimeoutMinutes: number, joinWindowMinutes: number, reminderMinutes: Array<number> }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null };

export type PlannedSessionQueryVariables = Exact<{
  id: string;
}>;


export type PlannedSessionQuery = { session: { __typename: 'Session', description: string | null, tags: Array<string>, admission: SessionAdmission, meetingUrl: string | null, id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, viewer: { __typename: 'SessionViewer', isHost: boolean } | null, sequence: { __typename: 'Sequence', id: string, title: string } | null, location: { __typename: 'Location', text: string } | null, settings: { __typename: 'SessionSettings', autoReveal: boolean, bookingClosesMinutes: number, bookingHoldMinutes: number, deck: Array<string>, freeCancellationHours: number, idleTimeoutMinutes: number, joinWindowMinutes: number, reminderMinutes: Array<number> }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null } | null };

export type SequencesQueryVariables = Exact<{ [key: string]: never; }>;


export type SequencesQuery = { sequences: { __typename: 'SequenceConnection', nodes: Array<{ __typename: 'Sequence', id: string, title: string, level: SequenceLevel }> } };

export type PlannedSeriesQueryVariables = Exact<{
  id: string;
  from: string;
}>;


export type PlannedSeriesQuery = { series: { __typename: 'Series', id: string, title: string, description: string | null, rule: string, startsAt: string, timeZone: string, durationMinutes: number, maxParticipants: number | null, visibility: SessionVisibility, admission: SessionAdmission, tags: Array<string>, endedAt: string | null, meetingUrl: string | null, sessions: { __typename: 'SessionConnection', totalCount: number, nodes: Array<{ __typename: 'Session', id: string, title: string, startsAt: string, status: SessionStatus, seatsTaken: number, maxParticipants: number | null }> }, price: { __typename: 'Money', amountMinor: number, currency: string }, sequence: { __typename: 'Sequence', id: string, title: string } | null, location: { __typename: 'Location', text: string } | null, settings: { __typename: 'SessionSettings', autoReveal: boolean, bookingClosesMinutes: number, bookingHoldMinutes: number, deck: Array<string>, freeCancellationHours: number, idleTimeoutMinutes: number, joinWindowMinutes: number, reminderMinutes: Array<number> } } | null };

export type RecurringFragment = { __typename: 'Series', id: string, title: string, description: string | null, rule: string, startsAt: string, timeZone: string, durationMinutes: number, maxParticipants: number | null, visibility: SessionVisibility, admission: SessionAdmission, tags: Array<string>, endedAt: string | null, meetingUrl: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, sequence: { __typename: 'Sequence', id: string, title: string } | null, location: { __typename: 'Location', text: string } | null, settings: { __typename: 'SessionSettings', autoReveal: boolean, bookingClosesMinutes: number, bookingHoldMinutes: number, deck: Array<string>, freeCancellationHours: number, idleTimeoutMinutes: number, joinWindowMinutes: number, reminderMinutes: Array<number> } };

export type HostedListsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: SessionFilter | null | undefined;
  afterSeries?: string | null | undefined;
}>;


export type HostedListsQuery = { viewer: { __typename: 'Account', id: string, hostedSessions: { __typename: 'SessionConnection', totalCount: number, nodes: Array<{ __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } }, hostedSeries: { __typename: 'SeriesConnection', pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ __typename: 'Series', id: string, title: string, rule: string, startsAt: string, timeZone: string, endedAt: string | null }> } } | null };

export type MoneyQueryVariables = Exact<{ [key: string]: never; }>;


export type MoneyQuery = { viewer: { __typename: 'Account', id: string, revenue: Array<{ __typename: 'MonthlyRevenue', month: string, sessionsHeld: number, seatsTaken: number, seatsOffered: number, fillRatePercent: number | null, revenue: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }>, passRevenue: Array<{ __typename: 'Revenue', currency: string, grossMinor: number, refundedMinor: number, netMinor: number }> }> } | null };

export type CreateSessionMutationVariables = Exact<{
  input: SessionCreateInput;
}>;


export type CreateSessionMutation = { sessionCreate:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null }
   | null };

export type UpdateSessionMutationVariables = Exact<{
  id: string;
  input: SessionUpdateInput;
}>;


export type UpdateSessionMutation = { sessionUpdate:
    | { __typename: 'CapacityTooSmallError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', description: string | null, tags: Array<string>, admission: SessionAdmission, meetingUrl: string | null, id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, visibility: SessionVisibility, maxParticipants: number | null, seatsTaken: number, seatsLeft: number | null, waitlistLength: number, sequence: { __typename: 'Sequence', id: string, title: string } | null, location: { __typename: 'Location', text: string } | null, settings: { __typename: 'SessionSettings', autoReveal: boolean, bookingClosesMinutes: number, bookingHoldMinutes: number, deck: Array<string>, freeCancellationHours: number, idleTimeoutMinutes: number, joinWindowMinutes: number, reminderMinutes: Array<number> }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string }, series: { __typename: 'Series', id: string } | null }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type CreateSeriesMutationVariables = Exact<{
  input: SeriesCreateInput;
}>;


export type CreateSeriesMutation = { seriesCreate:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Series', id: string, title: string, description: string | null, rule: string, startsAt: string, timeZone: string, durationMinutes: number, maxParticipants: number | null, visibility: SessionVisibility, admission: SessionAdmission, tags: Array<string>, endedAt: string | null, meetingUrl: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, sequence: { __typename: 'Sequence', id: string, title: string } | null, location: { __typename: 'Location', text: string } | null, settings: { __typename: 'SessionSettings', autoReveal: boolean, bookingClosesMinutes: number, bookingHoldMinutes: number, deck: Array<string>, freeCancellationHours: number, idleTimeoutMinutes: number, joinWindowMinutes: number, reminderMinutes: Array<number> } }
   | null };

export type UpdateSeriesMutationVariables = Exact<{
  id: string;
  from?: string | null | undefined;
  input: SeriesUpdateInput;
}>;


export type UpdateSeriesMutation = { seriesUpdate:
    | { __typename: 'CapacityTooSmallError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Series', id: string, title: string, description: string | null, rule: string, startsAt: string, timeZone: string, durationMinutes: number, maxParticipants: number | null, visibility: SessionVisibility, admission: SessionAdmission, tags: Array<string>, endedAt: string | null, meetingUrl: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, sequence: { __typename: 'Sequence', id: string, title: string } | null, location: { __typename: 'Location', text: string } | null, settings: { __typename: 'SessionSettings', autoReveal: boolean, bookingClosesMinutes: number, bookingHoldMinutes: number, deck: Array<string>, freeCancellationHours: number, idleTimeoutMinutes: number, joinWindowMinutes: number, reminderMinutes: Array<number> } }
    | { __typename: 'SeriesEndedError', code: string, message: string }
   | null };

export type EndSeriesMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type EndSeriesMutation = { seriesEnd:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Series', id: string, title: string, description: string | null, rule: string, startsAt: string, timeZone: string, durationMinutes: number, maxParticipants: number | null, visibility: SessionVisibility, admission: SessionAdmission, tags: Array<string>, endedAt: string | null, meetingUrl: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, sequence: { __typename: 'Sequence', id: string, title: string } | null, location: { __typename: 'Location', text: string } | null, settings: { __typename: 'SessionSettings', autoReveal: boolean, bookingClosesMinutes: number, bookingHoldMinutes: number, deck: Array<string>, freeCancellationHours: number, idleTimeoutMinutes: number, joinWindowMinutes: number, reminderMinutes: Array<number> } }
   | null };

export type MineFragment = { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, session: { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, host: { __typename: 'User', id: string, displayName: string }, viewer: { __typename: 'SessionViewer', canJoin: boolean } | null }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> };

export type MyBookingsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: BookingFilter | null | undefined;
}>;


export type MyBookingsQuery = { viewer: { __typename: 'Account', id: string, calendarUrl: string | null, nextBooking: { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, session: { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, host: { __typename: 'User', id: string, displayName: string }, viewer: { __typename: 'SessionViewer', canJoin: boolean } | null }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> } | null, bookings: { __typename: 'BookingConnection', totalCount: number, nodes: Array<{ __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, session: { __typename: 'Session', id: string, title: string, startsAt: string, timeZone: string, durationMinutes: number, status: SessionStatus, host: { __typename: 'User', id: string, displayName: string }, viewer: { __typename: 'SessionViewer', canJoin: boolean } | null }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } }, joinedSessions: { __typename: 'SessionConnection', nodes: Array<{ __typename: 'Session', id: string, title: string, startsAt: string, status: SessionStatus }> } } | null };

export type RotateCalendarMutationVariables = Exact<{ [key: string]: never; }>;


export type RotateCalendarMutation = { accountRotateCalendar: { __typename: 'Account', id: string, calendarUrl: string | null } | null };

export type DisableCalendarMutationVariables = Exact<{ [key: string]: never; }>;


export type DisableCalendarMutation = { accountDisableCalendar: { __typename: 'Account', id: string, calendarUrl: string | null } | null };

export type CreateExportMutationVariables = Exact<{
  input: ExportCreateInput;
}>;


export type CreateExportMutation = { exportCreate:
    | { __typename: 'BookingRequiredError', code: string, message: string }
    | { __typename: 'ExportLink', url: string, expiresAt: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'NotParticipantError', code: string, message: string }
    | { __typename: 'RemovedFromSessionError', code: string, message: string }
   | null };

export type ReceiptedFragment = { __typename: 'Booking', payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> };

export type LineFiguresFragment = { __typename: 'StatementLine', title: string, currency: string, bookings: number, grossMinor: number, refundedMinor: number, netMinor: number, receivedMinor: number, paidBackMinor: number, taxMinor: number, session: { __typename: 'Session', id: string, startsAt: string } | null };

export type TotalFiguresFragment = { __typename: 'StatementTotal', currency: string, bookings: number, grossMinor: number, refundedMinor: number, netMinor: number, receivedMinor: number, paidBackMinor: number, taxMinor: number };

export type StatementFragment = { __typename: 'HostStatement', month: string, timeZone: string, lines: Array<{ __typename: 'StatementLine', title: string, currency: string, bookings: number, grossMinor: number, refundedMinor: number, netMinor: number, receivedMinor: number, paidBackMinor: number, taxMinor: number, session: { __typename: 'Session', id: string, startsAt: string } | null }>, totals: Array<{ __typename: 'StatementTotal', currency: string, bookings: number, grossMinor: number, refundedMinor: number, netMinor: number, receivedMinor: number, paidBackMinor: number, taxMinor: number }> };

export type OwnStatementQueryVariables = Exact<{
  month?: string | null | undefined;
}>;


export type OwnStatementQuery = { viewer: { __typename: 'Account', id: string, hostStatement: { __typename: 'HostStatement', month: string, timeZone: string, lines: Array<{ __typename: 'StatementLine', title: string, currency: string, bookings: number, grossMinor: number, refundedMinor: number, netMinor: number, receivedMinor: number, paidBackMinor: number, taxMinor: number, session: { __typename: 'Session', id: string, startsAt: string } | null }>, totals: Array<{ __typename: 'StatementTotal', currency: string, bookings: number, grossMinor: number, refundedMinor: number, netMinor: number, receivedMinor: number, paidBackMinor: number, taxMinor: number }> } } | null };

export type StatementOfAccountQueryVariables = Exact<{
  id: string;
  month?: string | null | undefined;
}>;


export type StatementOfAccountQuery = { account: { __typename: 'Account', id: string, user: { __typename: 'User', id: string, displayName: string }, hostStatement: { __typename: 'HostStatement', month: string, timeZone: string, lines: Array<{ __typename: 'StatementLine', title: string, currency: string, bookings: number, grossMinor: number, refundedMinor: number, netMinor: number, receivedMinor: number, paidBackMinor: number, taxMinor: number, session: { __typename: 'Session', id: string, startsAt: string } | null }>, totals: Array<{ __typename: 'StatementTotal', currency: string, bookings: number, grossMinor: number, refundedMinor: number, netMinor: number, receivedMinor: number, paidBackMinor: number, taxMinor: number }> } } | null };

export type CodeFragment = { __typename: 'PromotionCode', id: string, code: string, percent: number | null, maxUses: number | null, maxUsesPerPerson: number | null, startsAt: string | null, endsAt: string | null, tags: Array<string>, disabledAt: string | null, useCount: number, amount: { __typename: 'Money', amountMinor: number, currency: string } | null, sessions: Array<{ __typename: 'Session', id: string, title: string }>, host: { __typename: 'User', id: string, displayName: string } | null };

export type HostCodesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type HostCodesQuery = { viewer: { __typename: 'Account', id: string, role: Role, timeZone: string, promotionCodes: { __typename: 'PromotionCodeConnection', nodes: Array<{ __typename: 'PromotionCode', id: string, code: string, percent: number | null, maxUses: number | null, maxUsesPerPerson: number | null, startsAt: string | null, endsAt: string | null, tags: Array<string>, disabledAt: string | null, useCount: number, amount: { __typename: 'Money', amountMinor: number, currency: string } | null, sessions: Array<{ __typename: 'Session', id: string, title: string }>, host: { __typename: 'User', id: string, displayName: string } | null }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null };

export type StudioCodesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type StudioCodesQuery = { promotionCodes: { __typename: 'PromotionCodeConnection', nodes: Array<{ __typename: 'PromotionCode', id: string, code: string, percent: number | null, maxUses: number | null, maxUsesPerPerson: number | null, startsAt: string | null, endsAt: string | null, tags: Array<string>, disabledAt: string | null, useCount: number, amount: { __typename: 'Money', amountMinor: number, currency: string } | null, sessions: Array<{ __typename: 'Session', id: string, title: string }>, host: { __typename: 'User', id: string, displayName: string } | null }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type CodeSessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type CodeSessionsQuery = { viewer: { __typename: 'Account', id: string, hostedSessions: { __typename: 'SessionConnection', pageInfo: { __typename: 'PageInfo', hasNextPage: boolean }, nodes: Array<{ __typename: 'Session', id: string, title: string, startsAt: string }> } } | null };

export type CodeUsesQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type CodeUsesQuery = { node:
    | { __typename: 'Account' }
    | { __typename: 'AuditEvent' }
    | { __typename: 'Booking' }
    | { __typename: 'DeviceSession' }
    | { __typename: 'NotificationDelivery' }
    | { __typename: 'Participant' }
    | { __typename: 'Pass' }
    | { __typename: 'PassOffer' }
    | { __typename: 'Passkey' }
    | { __typename: 'Payment' }
    | { __typename: 'PracticeSession' }
    | { __typename: 'PromotionCode', id: string, uses: { __typename: 'PromotionUseConnection', pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ __typename: 'PromotionUse', usedAt: string, returnedAt: string | null, discount: { __typename: 'Money', amountMinor: number, currency: string }, user: { __typename: 'User', id: string, displayName: string }, booking: { __typename: 'Booking', id: string, session: { __typename: 'Session', id: string, title: string } } | null }> } }
    | { __typename: 'Sequence' }
    | { __typename: 'Series' }
    | { __typename: 'Session' }
    | { __typename: 'Story' }
    | { __typename: 'User' }
    | { __typename: 'WebhookDelivery' }
    | { __typename: 'WebhookEndpoint' }
   | null };

export type CreateCodeMutationVariables = Exact<{
  input: PromotionCodeInput;
}>;


export type CreateCodeMutation = { promotionCodeCreate:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotCreatorError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PromotionCode', id: string, code: string, percent: number | null, maxUses: number | null, maxUsesPerPerson: number | null, startsAt: string | null, endsAt: string | null, tags: Array<string>, disabledAt: string | null, useCount: number, amount: { __typename: 'Money', amountMinor: number, currency: string } | null, sessions: Array<{ __typename: 'Session', id: string, title: string }>, host: { __typename: 'User', id: string, displayName: string } | null }
    | { __typename: 'PromotionCodeTakenError', code: string, message: string }
   | null };

export type UpdateCodeMutationVariables = Exact<{
  id: string;
  input: PromotionCodeInput;
  reason?: string | null | undefined;
}>;


export type UpdateCodeMutation = { promotionCodeUpdate:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotCreatorError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PromotionCode', id: string, code: string, percent: number | null, maxUses: number | null, maxUsesPerPerson: number | null, startsAt: string | null, endsAt: string | null, tags: Array<string>, disabledAt: string | null, useCount: number, amount: { __typename: 'Money', amountMinor: number, currency: string } | null, sessions: Array<{ __typename: 'Session', id: string, title: string }>, host: { __typename: 'User', id: string, displayName: string } | null }
    | { __typename: 'PromotionCodeTakenError', code: string, message: string }
   | null };

export type DisableCodeMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type DisableCodeMutation = { promotionCodeDisable:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotCreatorError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PromotionCode', id: string, code: string, percent: number | null, maxUses: number | null, maxUsesPerPerson: number | null, startsAt: string | null, endsAt: string | null, tags: Array<string>, disabledAt: string | null, useCount: number, amount: { __typename: 'Money', amountMinor: number, currency: string } | null, sessions: Array<{ __typename: 'Session', id: string, title: string }>, host: { __typename: 'User', id: string, displayName: string } | null }
    | { __typename: 'PromotionCodeTakenError', code: string, message: string }
   | null };

export type EnableCodeMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type EnableCodeMutation = { promotionCodeEnable:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotCreatorError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PromotionCode', id: string, code: string, percent: number | null, maxUses: number | null, maxUsesPerPerson: number | null, startsAt: string | null, endsAt: string | null, tags: Array<string>, disabledAt: string | null, useCount: number, amount: { __typename: 'Money', amountMinor: number, currency: string } | null, sessions: Array<{ __typename: 'Session', id: string, title: string }>, host: { __typename: 'User', id: string, displayName: string } | null }
    | { __typename: 'PromotionCodeTakenError', code: string, message: string }
   | null };

export type OfferFragment = { __typename: 'PassOffer', id: string, title: string, description: string | null, credits: number | null, validDays: number, startsWith: PassStart, tags: Array<string>, refundPercent: number, refundDays: number | null, withdrawnAt: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null };

export type HeldPassFragment = { __typename: 'Pass', id: string, title: string, status: PassStatus, credits: number | null, balance: number | null, validDays: number, startsWith: PassStart, validUntil: string | null, tags: Array<string>, refundPercent: number, refundableUntil: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, boughtAt: string, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refund: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null };

export type PassesOnSaleQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PassesOnSaleQuery = { passOffers: { __typename: 'PassOfferConnection', totalCount: number, nodes: Array<{ __typename: 'PassOffer', id: string, title: string, description: string | null, credits: number | null, validDays: number, startsWith: PassStart, tags: Array<string>, refundPercent: number, refundDays: number | null, withdrawnAt: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type HeldPassesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type HeldPassesQuery = { viewer: { __typename: 'Account', id: string, passes: { __typename: 'PassConnection', totalCount: number, nodes: Array<{ __typename: 'Pass', id: string, title: string, status: PassStatus, credits: number | null, balance: number | null, validDays: number, startsWith: PassStart, validUntil: string | null, tags: Array<string>, refundPercent: number, refundableUntil: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, boughtAt: string, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refund: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null };

export type LedgerQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type LedgerQuery = { node:
    | { __typename: 'Account' }
    | { __typename: 'AuditEvent' }
    | { __typename: 'Booking' }
    | { __typename: 'DeviceSession' }
    | { __typename: 'NotificationDelivery' }
    | { __typename: 'Participant' }
    | { __typename: 'Pass', id: string, ledger: { __typename: 'PassEntryConnection', pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ __typename: 'PassEntry', kind: PassEntryKind, credits: number, reason: string | null, enteredAt: string, booking: { __typename: 'Booking', id: string, session: { __typename: 'Session', id: string, title: string } } | null }> } }
    | { __typename: 'PassOffer' }
    | { __typename: 'Passkey' }
    | { __typename: 'Payment' }
    | { __typename: 'PracticeSession' }
    | { __typename: 'PromotionCode' }
    | { __typename: 'Sequence' }
    | { __typename: 'Series' }
    | { __typename: 'Session' }
    | { __typename: 'Story' }
    | { __typename: 'User' }
    | { __typename: 'WebhookDelivery' }
    | { __typename: 'WebhookEndpoint' }
   | null };

export type BuyPassMutationVariables = Exact<{
  input: PassBuyInput;
}>;


export type BuyPassMutation = { passBuy:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Pass', id: string, title: string, status: PassStatus, credits: number | null, balance: number | null, validDays: number, startsWith: PassStart, validUntil: string | null, tags: Array<string>, refundPercent: number, refundableUntil: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, boughtAt: string, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refund: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }
    | { __typename: 'PassOfferClosedError', code: string, message: string }
   | null };

export type ReturnPassMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type ReturnPassMutation = { passReturn:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Pass', id: string, title: string, status: PassStatus, credits: number | null, balance: number | null, validDays: number, startsWith: PassStart, validUntil: string | null, tags: Array<string>, refundPercent: number, refundableUntil: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, boughtAt: string, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refund: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }
    | { __typename: 'PassNotReturnableError', code: string, message: string }
    | { __typename: 'PassStatusError', code: string, message: string }
   | null };

export type PassChangesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type PassChangesSubscription = { viewerEvents:
    | { __typename: 'AuditUpdate', cursor: string }
    | { __typename: 'BookingUpdate', cursor: string }
    | { __typename: 'DeviceSessionUpdate', cursor: string }
    | { __typename: 'FiguresUpdate', cursor: string }
    | { __typename: 'HostSnapshot', cursor: string }
    | { __typename: 'OverviewUpdate', cursor: string }
    | { __typename: 'PassUpdate', cursor: string, pass: { __typename: 'Pass', id: string, title: string, status: PassStatus, credits: number | null, balance: number | null, validDays: number, startsWith: PassStart, validUntil: string | null, tags: Array<string>, refundPercent: number, refundableUntil: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, boughtAt: string, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refund: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null } | null }
    | { __typename: 'PracticeUpdate', cursor: string }
    | { __typename: 'SeriesUpdate', cursor: string }
    | { __typename: 'SessionCreation', cursor: string }
    | { __typename: 'SessionDeletion', cursor: string }
    | { __typename: 'SessionHandOver', cursor: string }
    | { __typename: 'SessionUpdate', cursor: string }
    | { __typename: 'StudioSnapshot', cursor: string }
    | { __typename: 'ViewerSnapshot', cursor: string }
   };

export type ReturnNowQueryVariables = Exact<{
  id: string;
}>;


export type ReturnNowQuery = { node:
    | { __typename: 'Account' }
    | { __typename: 'AuditEvent' }
    | { __typename: 'Booking' }
    | { __typename: 'DeviceSession' }
    | { __typename: 'NotificationDelivery' }
    | { __typename: 'Participant' }
    | { __typename: 'Pass', id: string, refundQuote: { __typename: 'Money', amountMinor: number, currency: string } }
    | { __typename: 'PassOffer' }
    | { __typename: 'Passkey' }
    | { __typename: 'Payment' }
    | { __typename: 'PracticeSession' }
    | { __typename: 'PromotionCode' }
    | { __typename: 'Sequence' }
    | { __typename: 'Series' }
    | { __typename: 'Session' }
    | { __typename: 'Story' }
    | { __typename: 'User' }
    | { __typename: 'WebhookDelivery' }
    | { __typename: 'WebhookEndpoint' }
   | null };

export type SoldPassFragment = { __typename: 'Pass', id: string, title: string, status: PassStatus, credits: number | null, balance: number | null, validDays: number, startsWith: PassStart, validUntil: string | null, tags: Array<string>, refundPercent: number, refundableUntil: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, boughtAt: string, user: { __typename: 'User', id: string, displayName: string, username: string }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refund: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null };

export type OwedFragment = { __typename: 'PassesOwed', currency: string, passes: number, credits: number, amountMinor: number };

export type SellingQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  afterOffer?: string | null | undefined;
}>;


export type SellingQuery = { viewer: { __typename: 'Account', id: string, role: Role, passOffers: { __typename: 'PassOfferConnection', pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ __typename: 'PassOffer', id: string, title: string, description: string | null, credits: number | null, validDays: number, startsWith: PassStart, tags: Array<string>, refundPercent: number, refundDays: number | null, withdrawnAt: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }> }, passesOwed: Array<{ __typename: 'PassesOwed', currency: string, passes: number, credits: number, amountMinor: number }>, passesSold: { __typename: 'PassConnection', totalCount: number, nodes: Array<{ __typename: 'Pass', id: string, title: string, status: PassStatus, credits: number | null, balance: number | null, validDays: number, startsWith: PassStart, validUntil: string | null, tags: Array<string>, refundPercent: number, refundableUntil: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, boughtAt: string, user: { __typename: 'User', id: string, displayName: string, username: string }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refund: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null };

export type StudioPassesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: PassFilter | null | undefined;
  afterOffer?: string | null | undefined;
}>;


export type StudioPassesQuery = { passes: { __typename: 'PassConnection', totalCount: number, nodes: Array<{ __typename: 'Pass', id: string, title: string, status: PassStatus, credits: number | null, balance: number | null, validDays: number, startsWith: PassStart, validUntil: string | null, tags: Array<string>, refundPercent: number, refundableUntil: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, boughtAt: string, user: { __typename: 'User', id: string, displayName: string, username: string }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refund: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } }, passesOwed: Array<{ __typename: 'PassesOwed', currency: string, passes: number, credits: number, amountMinor: number }>, passOffers: { __typename: 'PassOfferConnection', pageInfo: { __typename: 'PageInfo', endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ __typename: 'PassOffer', id: string, title: string, description: string | null, credits: number | null, validDays: number, startsWith: PassStart, tags: Array<string>, refundPercent: number, refundDays: number | null, withdrawnAt: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }> } };

export type CreateOfferMutationVariables = Exact<{
  input: PassOfferInput;
  hostId?: string | null | undefined;
}>;


export type CreateOfferMutation = { passOfferCreate:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotCreatorError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'PassOffer', id: string, title: string, description: string | null, credits: number | null, validDays: number, startsWith: PassStart, tags: Array<string>, refundPercent: number, refundDays: number | null, withdrawnAt: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }
   | null };

export type UpdateOfferMutationVariables = Exact<{
  id: string;
  input: PassOfferInput;
  reason?: string | null | undefined;
}>;


export type UpdateOfferMutation = { passOfferUpdate:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotCreatorError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'PassOffer', id: string, title: string, description: string | null, credits: number | null, validDays: number, startsWith: PassStart, tags: Array<string>, refundPercent: number, refundDays: number | null, withdrawnAt: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }
   | null };

export type WithdrawOfferMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type WithdrawOfferMutation = { passOfferWithdraw:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotCreatorError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'PassOffer', id: string, title: string, description: string | null, credits: number | null, validDays: number, startsWith: PassStart, tags: Array<string>, refundPercent: number, refundDays: number | null, withdrawnAt: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }
   | null };

export type RestoreOfferMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type RestoreOfferMutation = { passOfferRestore:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotCreatorError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'PassOffer', id: string, title: string, description: string | null, credits: number | null, validDays: number, startsWith: PassStart, tags: Array<string>, refundPercent: number, refundDays: number | null, withdrawnAt: string | null, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }
   | null };

export type ConfirmPassMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type ConfirmPassMutation = { passConfirm:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Pass', id: string, title: string, status: PassStatus, credits: number | null, balance: number | null, validDays: number, startsWith: PassStart, validUntil: string | null, tags: Array<string>, refundPercent: number, refundableUntil: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, boughtAt: string, user: { __typename: 'User', id: string, displayName: string, username: string }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refund: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }
    | { __typename: 'PassStatusError', code: string, message: string }
   | null };

export type ReturnSoldPassMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type ReturnSoldPassMutation = { passReturn:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Pass', id: string, title: string, status: PassStatus, credits: number | null, balance: number | null, validDays: number, startsWith: PassStart, validUntil: string | null, tags: Array<string>, refundPercent: number, refundableUntil: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, boughtAt: string, user: { __typename: 'User', id: string, displayName: string, username: string }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refund: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }
    | { __typename: 'PassNotReturnableError', code: string, message: string }
    | { __typename: 'PassStatusError', code: string, message: string }
   | null };

export type CorrectPassMutationVariables = Exact<{
  input: PassCorrectInput;
}>;


export type CorrectPassMutation = { passCorrect:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Pass', id: string, title: string, status: PassStatus, credits: number | null, balance: number | null, validDays: number, startsWith: PassStart, validUntil: string | null, tags: Array<string>, refundPercent: number, refundableUntil: string | null, holdExpiresAt: string | null, checkoutUrl: string | null, boughtAt: string, user: { __typename: 'User', id: string, displayName: string, username: string }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refund: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string } | null }
    | { __typename: 'PassStatusError', code: string, message: string }
   | null };

export type OpenFragment = { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, startedAt: string, pausedAt: string | null, posesCompleted: number, poses: Array<{ __typename: 'PosePractice', position: number, name: string }>, sequence: { __typename: 'Sequence', id: string, title: string, durationSeconds: number, poses: Array<{ __typename: 'SequencePose', position: number, name: string, cue: string | null, durationSeconds: number }> } | null, session: { __typename: 'Session', id: string, title: string } | null };

export type DoneFragment = { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, localDate: string, source: PracticeSource, mood: number | null, notes: string | null, posesCompleted: number, shareUrl: string | null, sequence: { __typename: 'Sequence', id: string, title: string } | null, session: { __typename: 'Session', id: string, title: string } | null };

export type StatisticsFragment = { __typename: 'PracticeStats', totalSessions: number, totalPracticeSeconds: number, averageDurationSeconds: number, completionRatePercent: number, currentStreakDays: number, longestStreakDays: number, lastPracticeDate: string | null, streakFreezesLeft: number | null, totalPosesCompleted: number, favouriteSequence: { __typename: 'Sequence', id: string, title: string } | null };

export type GoalFragment = { __typename: 'PracticeGoal', unit: PracticeGoalUnit, target: number, done: number, isMet: boolean, currentStreakWeeks: number, longestStreakWeeks: number };

export type CurrentPracticeQueryVariables = Exact<{ [key: string]: never; }>;


export type CurrentPracticeQuery = { viewer: { __typename: 'Account', id: string, currentPractice: { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, startedAt: string, pausedAt: string | null, posesCompleted: number, poses: Array<{ __typename: 'PosePractice', position: number, name: string }>, sequence: { __typename: 'Sequence', id: string, title: string, durationSeconds: number, poses: Array<{ __typename: 'SequencePose', position: number, name: string, cue: string | null, durationSeconds: number }> } | null, session: { __typename: 'Session', id: string, title: string } | null } | null } | null };

export type PracticeQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type PracticeQuery = { viewer: { __typename: 'Account', id: string, practiceWeekStart: WeekStart, practiceCalendarUrl: string | null, practiceStats: { __typename: 'PracticeStats', totalSessions: number, totalPracticeSeconds: number, averageDurationSeconds: number, completionRatePercent: number, currentStreakDays: number, longestStreakDays: number, lastPracticeDate: string | null, streakFreezesLeft: number | null, totalPosesCompleted: number, favouriteSequence: { __typename: 'Sequence', id: string, title: string } | null }, practiceGoal: { __typename: 'PracticeGoal', unit: PracticeGoalUnit, target: number, done: number, isMet: boolean, currentStreakWeeks: number, longestStreakWeeks: number } | null, practiceCalendar: Array<{ __typename: 'PracticeDay', date: string, sessions: number, practiceSeconds: number }> } | null };

export type PracticeHistoryQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PracticeHistoryQuery = { viewer: { __typename: 'Account', id: string, practiceSessions: { __typename: 'PracticeSessionConnection', totalCount: number, nodes: Array<{ __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, localDate: string, source: PracticeSource, mood: number | null, notes: string | null, posesCompleted: number, shareUrl: string | null, sequence: { __typename: 'Sequence', id: string, title: string } | null, session: { __typename: 'Session', id: string, title: string } | null }>, pageInfo: { __typename: 'PageInfo', startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null };

export type PracticeSequencesQueryVariables = Exact<{ [key: string]: never; }>;


export type PracticeSequencesQuery = { sequences: { __typename: 'SequenceConnection', nodes: Array<{ __typename: 'Sequence', id: string, title: string, level: SequenceLevel, durationSeconds: number }> } };

export type PracticeChangesSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type PracticeChangesSubscription = { practiceChanged: { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, startedAt: string, pausedAt: string | null, posesCompleted: number, poses: Array<{ __typename: 'PosePractice', position: number, name: string }>, sequence: { __typename: 'Sequence', id: string, title: string, durationSeconds: number, poses: Array<{ __typename: 'SequencePose', position: number, name: string, cue: string | null, durationSeconds: number }> } | null, session: { __typename: 'Session', id: string, title: string } | null } };

export type StartPracticeMutationVariables = Exact<{
  input: PracticeStartInput;
}>;


export type StartPracticeMutation = { practiceStart:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PracticeInProgressError', code: string, message: string }
    | { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, startedAt: string, pausedAt: string | null, posesCompleted: number, poses: Array<{ __typename: 'PosePractice', position: number, name: string }>, sequence: { __typename: 'Sequence', id: string, title: string, durationSeconds: number, poses: Array<{ __typename: 'SequencePose', position: number, name: string, cue: string | null, durationSeconds: number }> } | null, session: { __typename: 'Session', id: string, title: string } | null }
    | { __typename: 'PracticeStatusError', code: string, message: string }
   | null };

export type PausePracticeMutationVariables = Exact<{
  id: string;
}>;


export type PausePracticeMutation = { practicePause:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PracticeInProgressError', code: string, message: string }
    | { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, startedAt: string, pausedAt: string | null, posesCompleted: number, poses: Array<{ __typename: 'PosePractice', position: number, name: string }>, sequence: { __typename: 'Sequence', id: string, title: string, durationSeconds: number, poses: Array<{ __typename: 'SequencePose', position: number, name: string, cue: string | null, durationSeconds: number }> } | null, session: { __typename: 'Session', id: string, title: string } | null }
    | { __typename: 'PracticeStatusError', code: string, message: string }
   | null };

export type ResumePracticeMutationVariables = Exact<{
  id: string;
}>;


export type ResumePracticeMutation = { practiceResume:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PracticeInProgressError', code: string, message: string }
    | { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, startedAt: string, pausedAt: string | null, posesCompleted: number, poses: Array<{ __typename: 'PosePractice', position: number, name: string }>, sequence: { __typename: 'Sequence', id: string, title: string, durationSeconds: number, poses: Array<{ __typename: 'SequencePose', position: number, name: string, cue: string | null, durationSeconds: number }> } | null, session: { __typename: 'Session', id: string, title: string } | null }
    | { __typename: 'PracticeStatusError', code: string, message: string }
   | null };

export type CompletePoseMutationVariables = Exact<{
  id: string;
  position: number;
}>;


export type CompletePoseMutation = { practiceCompletePose:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PracticeInProgressError', code: string, message: string }
    | { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, startedAt: string, pausedAt: string | null, posesCompleted: number, poses: Array<{ __typename: 'PosePractice', position: number, name: string }>, sequence: { __typename: 'Sequence', id: string, title: string, durationSeconds: number, poses: Array<{ __typename: 'SequencePose', position: number, name: string, cue: string | null, durationSeconds: number }> } | null, session: { __typename: 'Session', id: string, title: string } | null }
    | { __typename: 'PracticeStatusError', code: string, message: string }
   | null };

export type CompletePracticeMutationVariables = Exact<{
  input: PracticeCompleteInput;
}>;


export type CompletePracticeMutation = { practiceComplete:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PracticeCompletePayload', practiceSession: { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, localDate: string, source: PracticeSource, mood: number | null, notes: string | null, posesCompleted: number, shareUrl: string | null, sequence: { __typename: 'Sequence', id: string, title: string } | null, session: { __typename: 'Session', id: string, title: string } | null }, statistics: { __typename: 'PracticeStats', totalSessions: number, totalPracticeSeconds: number, averageDurationSeconds: number, completionRatePercent: number, currentStreakDays: number, longestStreakDays: number, lastPracticeDate: string | null, streakFreezesLeft: number | null, totalPosesCompleted: number, favouriteSequence: { __typename: 'Sequence', id: string, title: string } | null } }
    | { __typename: 'PracticeStatusError', code: string, message: string }
   | null };

export type LogPracticeMutationVariables = Exact<{
  input: PracticeLogInput;
}>;


export type LogPracticeMutation = { practiceLog:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PracticeCompletePayload', practiceSession: { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, localDate: string, source: PracticeSource, mood: number | null, notes: string | null, posesCompleted: number, shareUrl: string | null, sequence: { __typename: 'Sequence', id: string, title: string } | null, session: { __typename: 'Session', id: string, title: string } | null }, statistics: { __typename: 'PracticeStats', totalSessions: number, totalPracticeSeconds: number, averageDurationSeconds: number, completionRatePercent: number, currentStreakDays: number, longestStreakDays: number, lastPracticeDate: string | null, streakFreezesLeft: number | null, totalPosesCompleted: number, favouriteSequence: { __typename: 'Sequence', id: string, title: string } | null } }
    | { __typename: 'PracticeStatusError', code: string, message: string }
   | null };

export type UpdatePracticeMutationVariables = Exact<{
  id: string;
  input: PracticeUpdateInput;
}>;


export type UpdatePracticeMutation = { practiceUpdate:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PracticeInProgressError', code: string, message: string }
    | { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, localDate: string, source: PracticeSource, mood: number | null, notes: string | null, posesCompleted: number, shareUrl: string | null, sequence: { __typename: 'Sequence', id: string, title: string } | null, session: { __typename: 'Session', id: string, title: string } | null }
    | { __typename: 'PracticeStatusError', code: string, message: string }
   | null };

export type DeletePracticeMutationVariables = Exact<{
  id: string;
}>;


export type DeletePracticeMutation = { practiceDelete:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PracticeDeletePayload', deletedId: string }
   | null };

export type SharePracticeMutationVariables = Exact<{
  id: string;
}>;


export type SharePracticeMutation = { practiceShare:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PracticeInProgressError', code: string, message: string }
    | { __typename: 'PracticeSession', id: string, shareUrl: string | null }
    | { __typename: 'PracticeStatusError', code: string, message: string }
   | null };

export type UnsharePracticeMutationVariables = Exact<{
  id: string;
}>;


export type UnsharePracticeMutation = { practiceUnshare:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PracticeInProgressError', code: string, message: string }
    | { __typename: 'PracticeSession', id: string, shareUrl: string | null }
    | { __typename: 'PracticeStatusError', code: string, message: string }
   | null };

export type ShareCalendarMutationVariables = Exact<{ [key: string]: never; }>;


export type ShareCalendarMutation = { practiceCalendarShare:
    | { __typename: 'Account', id: string, practiceCalendarUrl: string | null }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
   | null };

export type UnshareCalendarMutationVariables = Exact<{ [key: string]: never; }>;


export type UnshareCalendarMutation = { practiceCalendarUnshare:
    | { __typename: 'Account', id: string, practiceCalendarUrl: string | null }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
   | null };

export type UpdatePracticeSettingsMutationVariables = Exact<{
  input: PracticeSettingsInput;
}>;


export type UpdatePracticeSettingsMutation = { practiceSettingsUpdate:
    | { __typename: 'Account', id: string, practiceWeekStart: WeekStart, practiceGoal: { __typename: 'PracticeGoal', unit: PracticeGoalUnit, target: number, done: number, isMet: boolean, currentStreakWeeks: number, longestStreakWeeks: number } | null, practiceStats: { __typename: 'PracticeStats', totalSessions: number, totalPracticeSeconds: number, averageDurationSeconds: number, completionRatePercent: number, currentStreakDays: number, longestStreakDays: number, lastPracticeDate: string | null, streakFreezesLeft: number | null, totalPosesCompleted: number, favouriteSequence: { __typename: 'Sequence', id: string, title: string } | null } }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
   | null };

export type ByCodeQueryVariables = Exact<{
  code: string;
}>;


export type ByCodeQuery = { sessionByCode: { __typename: 'Session', id: string, title: string, startsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, tags: Array<string>, seatsLeft: number | null, seatsTaken: number, maxParticipants: number | null, waitlistLength: number, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string, username: string } } | null };

export type PersonFragment = { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } };

export type ItemFragment = { __typename: 'Story', id: string, title: string, description: string | null, position: number, status: StoryStatus, round: number, deck: Array<string>, estimate: string | null, result: { __typename: 'StoryResult', average: number | null, median: number | null, consensus: boolean, counts: Array<{ __typename: 'VoteCount', value: string, count: number }> } | null, votes: Array<{ __typename: 'Vote', revealedValue: string | null, user: { __typename: 'User', id: string, displayName: string } }> };

export type PlaceFragment = { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } };

export type RoomQueryVariables = Exact<{
  id: string;
}>;


export type RoomQuery = { session: { __typename: 'Session', meetingUrl: string | null, id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, location: { __typename: 'Location', text: string } | null, viewer: { __typename: 'SessionViewer', isHost: boolean, canJoin: boolean, reason: string | null, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence } | null, practice: { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number } | null } | null, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } | null };

export type WhereNowQueryVariables = Exact<{
  id: string;
}>;


export type WhereNowQuery = { session: { __typename: 'Session', id: string, meetingUrl: string | null, location: { __typename: 'Location', text: string } | null } | null };

export type RoomEventsSubscriptionVariables = Exact<{
  sessionId: string;
  after?: string | null | undefined;
}>;


export type RoomEventsSubscription = { sessionEvents:
    | { __typename: 'ParticipantJoined', cursor: string, occurredAt: string, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } }, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'ParticipantLeft', wasRemoved: boolean, cursor: string, occurredAt: string, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } }, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'ParticipantPresenceChanged', cursor: string, occurredAt: string, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } }, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'ParticipantRoleChanged', cursor: string, occurredAt: string, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } }, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'ParticipantVotingChanged', cursor: string, occurredAt: string, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } }, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'SeatsChanged', seatsTaken: number, seatsLeft: number | null, cursor: string, occurredAt: string, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'SessionChanged', status: SessionStatus, cursor: string, occurredAt: string, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'SessionSnapshot', cursor: string, occurredAt: string, participants: Array<{ __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } }>, stories: Array<{ __typename: 'Story', id: string, title: string, description: string | null, position: number, status: StoryStatus, round: number, deck: Array<string>, estimate: string | null, result: { __typename: 'StoryResult', average: number | null, median: number | null, consensus: boolean, counts: Array<{ __typename: 'VoteCount', value: string, count: number }> } | null, votes: Array<{ __typename: 'Vote', revealedValue: string | null, user: { __typename: 'User', id: string, displayName: string } }> }>, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'StoryChanged', cursor: string, occurredAt: string, story: { __typename: 'Story', id: string, title: string, description: string | null, position: number, status: StoryStatus, round: number, deck: Array<string>, estimate: string | null, result: { __typename: 'StoryResult', average: number | null, median: number | null, consensus: boolean, counts: Array<{ __typename: 'VoteCount', value: string, count: number }> } | null, votes: Array<{ __typename: 'Vote', revealedValue: string | null, user: { __typename: 'User', id: string, displayName: string } }> }, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'StoryDeleted', storyId: string, cursor: string, occurredAt: string, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'VoteCast', storyId: string, cursor: string, occurredAt: string, user: { __typename: 'User', id: string, displayName: string }, session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } } }
   };

export type JoinRoomMutationVariables = Exact<{
  sessionId?: string | null | undefined;
  code?: string | null | undefined;
  asSpectator?: boolean | null | undefined;
}>;


export type JoinRoomMutation = { sessionJoin:
    | { __typename: 'BookingRequiredError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'InvalidJoinCodeError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'RemovedFromSessionError', code: string, message: string }
    | { __typename: 'SessionFullError', code: string, message: string }
    | { __typename: 'SessionJoinPayload', session: { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } }, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } } }
    | { __typename: 'SessionLockedError', code: string, message: string }
    | { __typename: 'SessionNotOpenError', code: string, message: string }
   | null };

export type LeaveRoomMutationVariables = Exact<{
  sessionId: string;
}>;


export type LeaveRoomMutation = { sessionLeave:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'NotParticipantError', code: string, message: string }
    | { __typename: 'NotVoterError', code: string, message: string }
    | { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type StartRoomMutationVariables = Exact<{
  id: string;
}>;


export type StartRoomMutation = { sessionStart:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } }
    | { __typename: 'SessionNotOpenError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type EndRoomMutationVariables = Exact<{
  id: string;
}>;


export type EndRoomMutation = { sessionEnd:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } }
    | { __typename: 'SessionNotOpenError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type ChangeRoomMutationVariables = Exact<{
  id: string;
  input: SessionUpdateInput;
}>;


export type ChangeRoomMutation = { sessionUpdate:
    | { __typename: 'CapacityTooSmallError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type RotateCodeMutationVariables = Exact<{
  id: string;
}>;


export type RotateCodeMutation = { sessionRotateCode:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'Session', id: string, title: string, status: SessionStatus, startsAt: string, startedAt: string | null, endedAt: string | null, timeZone: string, durationMinutes: number, joinCode: string | null, participantCount: number, admission: SessionAdmission, settings: { __typename: 'SessionSettings', isLocked: boolean, autoReveal: boolean, deck: Array<string> }, host: { __typename: 'User', id: string, displayName: string } }
    | { __typename: 'SessionNotOpenError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type RemovePersonMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type RemovePersonMutation = { participantRemove:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'NotParticipantError', code: string, message: string }
    | { __typename: 'NotVoterError', code: string, message: string }
    | { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type SetPersonRoleMutationVariables = Exact<{
  id: string;
  role: ParticipantRole;
}>;


export type SetPersonRoleMutation = { participantSetRole:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'NotParticipantError', code: string, message: string }
    | { __typename: 'NotVoterError', code: string, message: string }
    | { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type SetVotingMutationVariables = Exact<{
  id: string;
  isVoter: boolean;
}>;


export type SetVotingMutation = { participantSetVoting:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'NotParticipantError', code: string, message: string }
    | { __typename: 'NotVoterError', code: string, message: string }
    | { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence, isVoter: boolean, joinedAt: string, user: { __typename: 'User', id: string, displayName: string } }
    | { __typename: 'SessionStatusError', code: string, message: string }
   | null };

export type CreateStoryMutationVariables = Exact<{
  input: StoryCreateInput;
}>;


export type CreateStoryMutation = { storyCreate:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'NotParticipantError', code: string, message: string }
    | { __typename: 'NotVoterError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
    | { __typename: 'Story', id: string, title: string, description: string | null, position: number, status: StoryStatus, round: number, deck: Array<string>, estimate: string | null, result: { __typename: 'StoryResult', average: number | null, median: number | null, consensus: boolean, counts: Array<{ __typename: 'VoteCount', value: string, count: number }> } | null, votes: Array<{ __typename: 'Vote', revealedValue: string | null, user: { __typename: 'User', id: string, displayName: string } }> }
    | { __typename: 'StoryStatusError', code: string, message: string }
   | null };

export type UpdateStoryMutationVariables = Exact<{
  id: string;
  input: StoryUpdateInput;
}>;


export type UpdateStoryMutation = { storyUpdate:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'NotParticipantError', code: string, message: string }
    | { __typename: 'NotVoterError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
    | { __typename: 'Story', id: string, title: string, description: string | null, position: number, status: StoryStatus, round: number, deck: Array<string>, estimate: string | null, result: { __typename: 'StoryResult', average: number | null, median: number | null, consensus: boolean, counts: Array<{ __typename: 'VoteCount', value: string, count: number }> } | null, votes: Array<{ __typename: 'Vote', revealedValue: string | null, user: { __typename: 'User', id: string, displayName: string } }> }
    | { __typename: 'StoryStatusError', code: string, message: string }
   | null };

export type DeleteStoryMutationVariables = Exact<{
  id: string;
}>;


export type DeleteStoryMutation = { storyDelete:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
    | { __typename: 'StoryDeletePayload', deletedId: string }
   | null };

export type StartVotingMutationVariables = Exact<{
  id: string;
}>;


export type StartVotingMutation = { storyStartVoting:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'NotParticipantError', code: string, message: string }
    | { __typename: 'NotVoterError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
    | { __typename: 'Story', id: string, title: string, description: string | null, position: number, status: StoryStatus, round: number, deck: Array<string>, estimate: string | null, result: { __typename: 'StoryResult', average: number | null, median: number | null, consensus: boolean, counts: Array<{ __typename: 'VoteCount', value: string, count: number }> } | null, votes: Array<{ __typename: 'Vote', revealedValue: string | null, user: { __typename: 'User', id: string, displayName: string } }> }
    | { __typename: 'StoryStatusError', code: string, message: string }
   | null };

export type RevealMutationVariables = Exact<{
  id: string;
}>;


export type RevealMutation = { storyReveal:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'NotParticipantError', code: string, message: string }
    | { __typename: 'NotVoterError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
    | { __typename: 'Story', id: string, title: string, description: string | null, position: number, status: StoryStatus, round: number, deck: Array<string>, estimate: string | null, result: { __typename: 'StoryResult', average: number | null, median: number | null, consensus: boolean, counts: Array<{ __typename: 'VoteCount', value: string, count: number }> } | null, votes: Array<{ __typename: 'Vote', revealedValue: string | null, user: { __typename: 'User', id: string, displayName: string } }> }
    | { __typename: 'StoryStatusError', code: string, message: string }
   | null };

export type OwnVoteQueryVariables = Exact<{
  id: string;
}>;


export type OwnVoteQuery = { node:
    | { __typename: 'Account' }
    | { __typename: 'AuditEvent' }
    | { __typename: 'Booking' }
    | { __typename: 'DeviceSession' }
    | { __typename: 'NotificationDelivery' }
    | { __typename: 'Participant' }
    | { __typename: 'Pass' }
    | { __typename: 'PassOffer' }
    | { __typename: 'Passkey' }
    | { __typename: 'Payment' }
    | { __typename: 'PracticeSession' }
    | { __typename: 'PromotionCode' }
    | { __typename: 'Sequence' }
    | { __typename: 'Series' }
    | { __typename: 'Session' }
    | { __typename: 'Story', id: string, viewerVote: string | null }
    | { __typename: 'User' }
    | { __typename: 'WebhookDelivery' }
    | { __typename: 'WebhookEndpoint' }
   | null };

export type CastVoteMutationVariables = Exact<{
  id: string;
  value: string;
}>;


export type CastVoteMutation = { storyVote:
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'NotParticipantError', code: string, message: string }
    | { __typename: 'NotVoterError', code: string, message: string }
    | { __typename: 'SessionStatusError', code: string, message: string }
    | { __typename: 'Story', id: string, title: string, description: string | null, position: number, status: StoryStatus, round: number, deck: Array<string>, estimate: string | null, result: { __typename: 'StoryResult', average: number | null, median: number | null, consensus: boolean, counts: Array<{ __typename: 'VoteCount', value: string, count: number }> } | null, votes: Array<{ __typename: 'Vote', revealedValue: string | null, user: { __typename: 'User', id: string, displayName: string } }> }
    | { __typename: 'StoryStatusError', code: string, message: string }
   | null };

export type QuoteQueryVariables = Exact<{
  sessionId: string;
  seats?: number | null | undefined;
  promotionCode?: string | null | undefined;
  payWith?: string | null | undefined;
}>;


export type QuoteQuery = { bookingQuote:
    | { __typename: 'BookingQuote', seats: number, credits: number, price: { __typename: 'Money', amountMinor: number, currency: string }, discount: { __typename: 'Money', amountMinor: number, currency: string }, amount: { __typename: 'Money', amountMinor: number, currency: string } }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PassNotUsableError', code: string, message: string }
    | { __typename: 'PromotionNotUsableError', code: string, message: string }
   };

export type OwnBookingFragment = { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> };

export type PartFragment = { __typename: 'SessionViewer', canBook: boolean, bookingReason: string | null, canJoinWaitlist: boolean, canJoin: boolean, reason: string | null, isHost: boolean, passes: Array<{ __typename: 'Pass', id: string, title: string, credits: number | null, balance: number | null, validUntil: string | null }>, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence } | null, practice: { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number } | null, booking: { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> } | null };

export type FactsFragment = { __typename: 'Session', description: string | null, admission: SessionAdmission, endsAt: string, endedAt: string | null, bookingClosesAt: string, id: string, title: string, startsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, tags: Array<string>, seatsLeft: number | null, seatsTaken: number, maxParticipants: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number, freeCancellationHours: number, bookingHoldMinutes: number, bookingClosesMinutes: number, isLocked: boolean }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string, username: string } };

export type SessionQueryVariables = Exact<{
  id: string;
}>;


export type SessionQuery = { session: { __typename: 'Session', meetingUrl: string | null, participantCount: number, description: string | null, admission: SessionAdmission, endsAt: string, endedAt: string | null, bookingClosesAt: string, id: string, title: string, startsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, tags: Array<string>, seatsLeft: number | null, seatsTaken: number, maxParticipants: number | null, waitlistLength: number, passOffers: Array<{ __typename: 'PassOffer', id: string }>, location: { __typename: 'Location', text: string } | null, sequence: { __typename: 'Sequence', id: string, title: string, level: SequenceLevel, durationSeconds: number, poses: Array<{ __typename: 'SequencePose', position: number, name: string, durationSeconds: number, cue: string | null }> } | null, host: { __typename: 'User', id: string, displayName: string, username: string, bio: string | null }, viewer: { __typename: 'SessionViewer', canBook: boolean, bookingReason: string | null, canJoinWaitlist: boolean, canJoin: boolean, reason: string | null, isHost: boolean, passes: Array<{ __typename: 'Pass', id: string, title: string, credits: number | null, balance: number | null, validUntil: string | null }>, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence } | null, practice: { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number } | null, booking: { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> } | null } | null, settings: { __typename: 'SessionSettings', joinWindowMinutes: number, freeCancellationHours: number, bookingHoldMinutes: number, bookingClosesMinutes: number, isLocked: boolean }, price: { __typename: 'Money', amountMinor: number, currency: string } } | null };

export type SessionFactsSubscriptionVariables = Exact<{
  id: string;
}>;


export type SessionFactsSubscription = { seatsChanged: { __typename: 'Session', description: string | null, admission: SessionAdmission, endsAt: string, endedAt: string | null, bookingClosesAt: string, id: string, title: string, startsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, tags: Array<string>, seatsLeft: number | null, seatsTaken: number, maxParticipants: number | null, waitlistLength: number, settings: { __typename: 'SessionSettings', joinWindowMinutes: number, freeCancellationHours: number, bookingHoldMinutes: number, bookingClosesMinutes: number, isLocked: boolean }, price: { __typename: 'Money', amountMinor: number, currency: string }, host: { __typename: 'User', id: string, displayName: string, username: string } } | null };

export type BookMutationVariables = Exact<{
  input: BookingCreateInput;
}>;


export type BookMutation = { bookingCreate:
    | { __typename: 'AlreadyBookedError', code: string, message: string }
    | { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, session: { __typename: 'Session', id: string, seatsLeft: number | null, seatsTaken: number, waitlistLength: number, viewer: { __typename: 'SessionViewer', canBook: boolean, bookingReason: string | null, canJoinWaitlist: boolean, canJoin: boolean, reason: string | null, isHost: boolean, passes: Array<{ __typename: 'Pass', id: string, title: string, credits: number | null, balance: number | null, validUntil: string | null }>, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence } | null, practice: { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number } | null, booking: { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> } | null } | null }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }
    | { __typename: 'BookingClosedError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PassNotUsableError', code: string, message: string }
    | { __typename: 'PromotionNotUsableError', code: string, message: string }
    | { __typename: 'SessionFullError', code: string, message: string }
   | null };

export type CancelBookingMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type CancelBookingMutation = { bookingCancel:
    | { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, session: { __typename: 'Session', id: string, seatsLeft: number | null, seatsTaken: number, waitlistLength: number, viewer: { __typename: 'SessionViewer', canBook: boolean, bookingReason: string | null, canJoinWaitlist: boolean, canJoin: boolean, reason: string | null, isHost: boolean, passes: Array<{ __typename: 'Pass', id: string, title: string, credits: number | null, balance: number | null, validUntil: string | null }>, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence } | null, practice: { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number } | null, booking: { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> } | null } | null }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }
    | { __typename: 'BookingStatusError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'PromotionNotUsableError', code: string, message: string }
    | { __typename: 'SessionFullError', code: string, message: string }
   | null };

export type RefundNowQueryVariables = Exact<{
  id: string;
}>;


export type RefundNowQuery = { node:
    | { __typename: 'Account' }
    | { __typename: 'AuditEvent' }
    | { __typename: 'Booking', id: string, refundQuote: { __typename: 'Money', amountMinor: number, currency: string } }
    | { __typename: 'DeviceSession' }
    | { __typename: 'NotificationDelivery' }
    | { __typename: 'Participant' }
    | { __typename: 'Pass' }
    | { __typename: 'PassOffer' }
    | { __typename: 'Passkey' }
    | { __typename: 'Payment' }
    | { __typename: 'PracticeSession' }
    | { __typename: 'PromotionCode' }
    | { __typename: 'Sequence' }
    | { __typename: 'Series' }
    | { __typename: 'Session' }
    | { __typename: 'Story' }
    | { __typename: 'User' }
    | { __typename: 'WebhookDelivery' }
    | { __typename: 'WebhookEndpoint' }
   | null };

export type RefundOfSeatsQueryVariables = Exact<{
  id: string;
  seats: number;
}>;


export type RefundOfSeatsQuery = { node:
    | { __typename: 'Account' }
    | { __typename: 'AuditEvent' }
    | { __typename: 'Booking', id: string, refundQuote: { __typename: 'Money', amountMinor: number, currency: string } }
    | { __typename: 'DeviceSession' }
    | { __typename: 'NotificationDelivery' }
    | { __typename: 'Participant' }
    | { __typename: 'Pass' }
    | { __typename: 'PassOffer' }
    | { __typename: 'Passkey' }
    | { __typename: 'Payment' }
    | { __typename: 'PracticeSession' }
    | { __typename: 'PromotionCode' }
    | { __typename: 'Sequence' }
    | { __typename: 'Series' }
    | { __typename: 'Session' }
    | { __typename: 'Story' }
    | { __typename: 'User' }
    | { __typename: 'WebhookDelivery' }
    | { __typename: 'WebhookEndpoint' }
   | null };

export type UpdateBookingMutationVariables = Exact<{
  input: BookingUpdateInput;
}>;


export type UpdateBookingMutation = { bookingUpdate:
    | { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, session: { __typename: 'Session', id: string, seatsLeft: number | null, seatsTaken: number, waitlistLength: number, viewer: { __typename: 'SessionViewer', canBook: boolean, bookingReason: string | null, canJoinWaitlist: boolean, canJoin: boolean, reason: string | null, isHost: boolean, passes: Array<{ __typename: 'Pass', id: string, title: string, credits: number | null, balance: number | null, validUntil: string | null }>, participant: { __typename: 'Participant', id: string, role: ParticipantRole, presence: Presence } | null, practice: { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number } | null, booking: { __typename: 'Booking', id: string, status: BookingStatus, seats: number, guestNames: Array<string>, checkInCode: string | null, checkedInAt: string | null, bookedAt: string, holdExpiresAt: string | null, checkoutUrl: string | null, waitlistPosition: number | null, freeCancellationUntil: string | null, passCredits: number, cancelledAt: string | null, cancellationReason: string | null, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> } | null } | null }, amount: { __typename: 'Money', amountMinor: number, currency: string }, refundQuote: { __typename: 'Money', amountMinor: number, currency: string }, refunded: { __typename: 'Money', amountMinor: number, currency: string }, pass: { __typename: 'Pass', id: string, title: string, balance: number | null, credits: number | null } | null, payments: Array<{ __typename: 'Payment', id: string, receipt: { __typename: 'Receipt', number: string, url: string } | null }> }
    | { __typename: 'BookingStatusError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, issues: Array<{ __typename: 'InputIssue', path: Array<string>, code: InputIssueCode, message: string }> }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'NotHostError', code: string, message: string }
    | { __typename: 'PromotionNotUsableError', code: string, message: string }
    | { __typename: 'SessionFullError', code: string, message: string }
   | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { __typename: 'Account', id: string, role: Role, email: string, emailVerifiedAt: string | null, totpEnabledAt: string | null, isTotpRequired: boolean, timeZone: string, user: { __typename: 'User', id: string, displayName: string, username: string } } | null };

export type ViewerEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ViewerEventsSubscription = { viewerEvents:
    | { __typename: 'AuditUpdate', cursor: string, occurredAt: string }
    | { __typename: 'BookingUpdate', cursor: string, occurredAt: string, booking: { __typename: 'Booking', id: string, status: BookingStatus, waitlistPosition: number | null, holdExpiresAt: string | null, session: { __typename: 'Session', id: string, title: string, seatsLeft: number | null, seatsTaken: number, viewer: { __typename: 'SessionViewer', canBook: boolean, canJoin: boolean, bookingReason: string | null, canJoinWaitlist: boolean, reason: string | null, booking: { __typename: 'Booking', id: string } | null } | null } } | null }
    | { __typename: 'DeviceSessionUpdate', cursor: string, occurredAt: string, deviceSession: { __typename: 'DeviceSession', id: string, isActive: boolean } | null }
    | { __typename: 'FiguresUpdate', cursor: string, occurredAt: string }
    | { __typename: 'HostSnapshot', cursor: string, occurredAt: string }
    | { __typename: 'OverviewUpdate', cursor: string, occurredAt: string }
    | { __typename: 'PassUpdate', cursor: string, occurredAt: string }
    | { __typename: 'PracticeUpdate', practiceId: string, cursor: string, occurredAt: string, practice: { __typename: 'PracticeSession', id: string, status: PracticeStatus, durationSeconds: number, pausedAt: string | null, posesCompleted: number } | null }
    | { __typename: 'SeriesUpdate', cursor: string, occurredAt: string }
    | { __typename: 'SessionCreation', cursor: string, occurredAt: string }
    | { __typename: 'SessionDeletion', cursor: string, occurredAt: string }
    | { __typename: 'SessionHandOver', cursor: string, occurredAt: string }
    | { __typename: 'SessionUpdate', cursor: string, occurredAt: string }
    | { __typename: 'StudioSnapshot', cursor: string, occurredAt: string }
    | { __typename: 'ViewerSnapshot', cursor: string, occurredAt: string, account: { __typename: 'Account', id: string } }
   };
