import { type FormEvent, useState } from 'react';
import { Check } from '../parts/form.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { count } from '../parts/words.ts';
import { AdminPage } from './admin-frame.tsx';

import { type ImportAnswer, sendImport } from './send-import.ts';

const kinds = [
  ['accounts', 'People'],
  ['sessions', 'Sessions'],
  ['bookings', 'Bookings'],
] as const;

/** Imports a CSV file: first tried, then written. */
export default function ImportPage() {
  const [answer, setAnswer] = useState<ImportAnswer | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { submitter } = event.nativeEvent as SubmitEvent;
    const dryRun = submitter?.getAttribute('value') !== 'write';
    setBusy(true);
    setAnswer(null);
    setAnswer(await sendImport(form, dryRun));
    setBusy(false);
  };
  // What was tried is not what is chosen now.
  const isTried = answer?.dryRun === true && answer.code === undefined;
  return (
    <AdminPage title="Import">
      <form className="card form" onSubmit={send} onChange={() => setAnswer(null)}>
        <p>
          A CSV file of people first, then of their sessions, then of the bookings. All of a file is imported, or
          nothing. The same file again changes nothing.
        </p>
        <label className="field">
          <span className="label">What the file has</span>
          <select name="kind">
            {kinds.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="label">File</span>
          <input type="file" name="file" accept=".csv,text/csv" required />
        </label>
        <label className="field">
          <span className="label">Reason, for the audit</span>
          <input name="reason" required maxLength={500} />
        </label>
        <Check name="mail" label="Mail new people a link to set a password" />
        <div className="actions">
          <button type="submit" value="try" className="primary" disabled={isBusy}>
            {isBusy ? 'Reading…' : 'Try it first'}
          </button>
          <button type="submit" value="write" disabled={isBusy || !isTried}>
            Import
          </button>
        </div>
      </form>
      <div role="status">{answer && <Result answer={answer} />}</div>
    </AdminPage>
  );
}

function Result({ answer }: { answer: ImportAnswer }) {
  const { code, message, dryRun, rows, created, updated, unchanged, faults = [], faultCount = 0 } = answer;
  if (code === undefined)
    return (
      <section className="card stack" aria-labelledby="result">
        <h2 id="result">{dryRun ? 'The file can be imported' : 'Imported'}</h2>
        <p>
          {count(rows, 'row')}: {created} new, {updated} changed, {unchanged} as before.
        </p>
      </section>
    );
  return (
    <section className="card stack" aria-labelledby="result">
      <h2 id="result">Nothing was imported</h2>
      <p>{message}</p>
      {faults.length > 0 && (
        <Scroll label="Faults by line">
          <table>
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">Column</th>
                <th scope="col">Fault</th>
              </tr>
            </thead>
            <tbody>
              {faults.map(({ line, column, message: fault }) => (
                <tr key={`${line} ${column} ${fault}`}>
                  <th scope="row">{line}</th>
                  <td>{column ?? '–'}</td>
                  <td>{fault}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {faultCount > faults.length && <p className="muted">And {faultCount - faults.length} more.</p>}
    </section>
  );
}
