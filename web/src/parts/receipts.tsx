import type { ReceiptedFragment } from '../generated/types.ts';

/** Links to the receipts of a booking; nothing where nothing was paid through a provider. */
export function Receipts({ booking: { payments } }: { booking: ReceiptedFragment }) {
  return payments.map(
    ({ id, receipt }) =>
      receipt && (
        <a key={id} href={receipt.url} target="_blank" rel="noreferrer">
          Receipt {receipt.number}
        </a>
      ),
  );
}
