import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';
import type pg from 'pg';

type Done = (error?: Error | null) => void;

// The type of the message that ends a session.
const goodbye = 'X'.charCodeAt(0);

/**
 * Connects pg's clients to PGlite, which speaks PostgreSQL's protocol: statements are prepared, pipelined and parsed as those
 * to a server are. PGlite has one session, so a client is connected once the one before has ended.
 */
export function overPGlite(pglite: PGlite): pg.ClientConfig {
  let before = Promise.resolve();
  const stream = () => {
    const opened = new PGliteStream(pglite, before);
    before = new Promise((resolve) => opened.once('close', resolve));
    return opened;
  };
  return { user: 'postgres', database: 'postgres', ssl: false, stream };
}

/** What a client writes is executed at once; what PGlite answers is read in the next turn, so that other work goes on in between. */
class PGliteStream extends Duplex {
  readonly #pglite: PGlite;
  readonly #before: Promise<void>;

  constructor(pglite: PGlite, before: Promise<void>) {
    super();
    this.#pglite = pglite;
    this.#before = before;
  }

  connect(): this {
    this.#renewSession().then(
      () => this.emit('connect'),
      (error) => this.destroy(error),
    );
    return this;
  }

  /** PostgreSQL would have ended what the client before left open, and forgotten its prepared statements. */
  async #renewSession(): Promise<void> {
    await this.#before;
    await this.#pglite.exec('ROLLBACK; DEALLOCATE ALL');
  }

  override _writev(messages: { chunk: Buffer }[], done: Done): void {
    // A goodbye would end PGlite, and not the session alone.
    const said = messages.map(({ chunk }) => chunk).filter(([type]) => type !== goodbye);
    const answer: Buffer[] = [];
    // The bytes are PGlite's own memory.
    const onRawData = (bytes: Uint8Array) => void answer.push(Buffer.from(bytes));
    this.#pglite.execProtocolRawStream(Buffer.concat(said), { syncToFs: false, onRawData }).then(
      () =>
        setImmediate(() => {
          for (const part of answer) this.push(part);
          done();
        }),
      done,
    );
  }

  override _final(done: Done): void {
    this.push(null);
    done();
  }

  override _read(): void {}

  // What a socket has, and there is nothing to do for.
  setNoDelay(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
