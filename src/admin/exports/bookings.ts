import { BookingStatus, Prisma } from '../../database/generated/client.ts';
import { anyOf, forAdmins, nodeId, type Table, time, unlessDeleted } from './table.ts';

const bookings: Table = {
  from: Prisma.sql`"Booking" JOIN "Account" ON "Account"."id" = "Booking"."accountId"
    JOIN "Session" ON "Session"."id" = "Booking"."sessionId" JOIN "Account" host ON host."id" = "Session"."hostId"`,
  key: Prisma.sql`"Booking"."bookedAt"`,
  id: Prisma.sql`"Booking"."id"`,
  columns: {
    id: nodeId('Booking', Prisma.sql`"Booking"."id"`),
    status: Prisma.sql`"Booking"."status"::text`,
    bookedAt: time(Prisma.sql`"Booking"."bookedAt"`),
    confirmedAt: time(Prisma.sql`"Booking"."confirmedAt"`),
    cancelledAt: time(Prisma.sql`"Booking"."cancelledAt"`),
    cancellationReason: unlessDeleted('Account', Prisma.sql`"Booking"."cancellationReason"`),
    seats: Prisma.sql`"Booking"."seats"`,
    seatsBooked: Prisma.sql`"Booking"."seatsBooked"`,
    guestNames: unlessDeleted('Account', Prisma.sql`array_to_string("Booking"."guestNames", ', ')`),
    amountMinor: Prisma.sql`"Booking"."amountMinor"`,
    refundMinor: Prisma.sql`"Booking"."refundMinor"`,
    discountMinor: Prisma.sql`"Booking"."discountMinor"`,
    passCredits: Prisma.sql`"Booking"."passCredits"`,
    currency: Prisma.sql`"Booking"."currency"`,
    checkedInAt: time(Prisma.sql`"Booking"."checkedInAt"`),
    arrived: Prisma.sql`"Booking"."arrived"`,
    attendedSeconds: Prisma.sql`"Booking"."attendedSeconds"`,
    accountId: nodeId('Account', Prisma.sql`"Account"."id"`),
    username: unlessDeleted('Account', Prisma.sql`"Account"."username"`),
    email: unlessDeleted('Account', Prisma.sql`"Account"."email"`),
    sessionId: nodeId('Session', Prisma.sql`"Session"."id"`),
    sessionTitle: Prisma.sql`"Session"."title"`,
    sessionStartsAt: time(Prisma.sql`"Session"."startsAt"`),
    hostUsername: unlessDeleted('host', Prisma.sql`host."username"`),
  },
};

export const openBookings = forAdmins(bookings, { status: anyOf(BookingStatus) }, ({ status }) =>
  status ? [Prisma.sql`"Booking"."status" = ANY(${status}::"BookingStatus"[])`] : [],
);
