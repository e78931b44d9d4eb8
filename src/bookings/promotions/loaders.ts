import type { Context } from '../../context.ts';

/** The promotion code of each booking; null without one. */
export async function codesByBooking(bookingIds: string[], { app: { database } }: Context): Promise<(string | null)[]> {
  const rows = await database.rows<{ bookingId: string; code: string }>`
    SELECT "bookingId", "code" FROM "PromotionUse" JOIN "PromotionCode" ON "PromotionCode"."id" = "codeId"
    WHERE "bookingId" = ANY(${bookingIds}::uuid[])`;
  const byBooking = new Map(rows.map(({ bookingId, code }) => [bookingId, code]));
  return bookingIds.map((id) => byBooking.get(id) ?? null);
}
