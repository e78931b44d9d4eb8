import { setImmediate as nextTurn } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import { CloseCode, MessageType } from 'graphql-ws';

/** Operations of a socket that are executed at the same time; a stream counts until it has begun. */
const executingAtOnce = 5;
/** Operations of a socket that wait, are executed, or are streams. */
export const maximumOperations = 100;
/** Milliseconds that operations of sockets may take before the event loop serves others. */
const slice = 5;

/** A socket with operations that wait. */
interface Line {
  /** Begins the next operation; returns whether another one may begin. */
  startNext(): boolean;
}

/** Lets the sockets of a node take turns, with one operation each, however many operations one of them has sent. */
export function createRotation() {
  const lines = new Set<Line>();
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    while (lines.size > 0) {
      const end = performance.now() + slice;
      do {
        const [line] = lines as Set<Line> & [Line];
        lines.delete(line);
        if (line.startNext()) lines.add(line);
        // What an operation does before it waits for the database, it does in microtasks.
        await new Promise<void>(process.nextTick);
      } while (lines.size > 0 && performance.now() < end);
      await nextTurn();
    }
    isRunning = false;
  }

  return {
    enter(line: Line): void {
      lines.add(line);
      if (!isRunning) void run();
    },
  };
}

interface Operation {
  id: string;
  message: object;
  isExecuting: boolean;
  /** Whether the client has ended it, so that its ID may be used again. */
  isCompleted: boolean;
  done(): void;
}

interface Peer {
  /** Handles a message of the protocol; resolves when its operation has ended. */
  handle(message: object): Promise<void>;
  /** Answers an operation with an error. */
  refuse(id: string, error: GraphQLError): Promise<void>;
  close(code: number, reason: string): void;
}

export type OperationQueue = ReturnType<typeof queueOperations>;

/** Queues the operations of a socket, which are executed a few at a time. Other messages are handled at once. */
export function queueOperations(rotation: ReturnType<typeof createRotation>, { handle, refuse, close }: Peer) {
  const waiting = new Map<string, Operation>();
  const started = new Map<string, Operation>();
  let executing = 0;

  // An ID may be used again while its last operation still ends: the next one waits for that.
  const next = () => {
    if (executing < executingAtOnce) for (const one of waiting.values()) if (!started.has(one.id)) return one;
    return undefined;
  };
  const line: Line = {
    startNext() {
      const operation = next();
      if (operation) start(operation);
      return next() !== undefined;
    },
  };
  const proceed = () => {
    if (next()) rotation.enter(line);
  };

  function start(operation: Operation): void {
    const { id, message } = operation;
    waiting.delete(id);
    started.set(id, operation);
    operation.isExecuting = true;
    executing += 1;
    void handle(message).finally(() => {
      executed(id);
      started.delete(id);
      operation.done();
      proceed();
    });
  }

  function executed(id: string): void {
    const operation = started.get(id);
    if (!operation?.isExecuting) return;
    operation.isExecuting = false;
    executing -= 1;
    proceed();
  }

  function subscribe(id: string, message: object): Promise<void> {
    if (waiting.has(id) || started.get(id)?.isCompleted === false) {
      close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id.slice(0, 32)} already exists`);
      return Promise.resolve();
    }
    const refusal = waiting.size + started.size >= maximumOperations ? tooManyOperations() : faultOf(message);
    if (refusal) return refuse(id, refusal);
    return new Promise((done) => {
      waiting.set(id, { id, message, isExecuting: false, isCompleted: false, done });
      proceed();
    });
  }

  function complete(id: string, message: object): Promise<void> {
    const operation = waiting.get(id);
    if (operation) {
      waiting.delete(id);
      operation.done();
      return Promise.resolve();
    }
    const running = started.get(id);
    if (running) running.isCompleted = true;
    return handle(message);
  }

  return {
    /** Handles a message of the client; `isOpen` is whether the connection was acknowledged. */
    async receive(text: string, isOpen: boolean): Promise<void> {
      const message = parse(text);
      if (!message) return close(CloseCode.BadRequest, 'Invalid message received');
      const { type, id } = message;
      if (isOpen && typeof id === 'string' && id !== '') {
        if (type === MessageType.Subscribe) return subscribe(id, message);
        if (type === MessageType.Complete) return complete(id, message);
      }
      return handle(message);
    },
    /** Notes that an operation was executed, or that its stream has begun. */
    executed,
    /** Drops the operations that wait, since the socket has closed. */
    clear() {
      for (const { done } of waiting.values()) done();
      waiting.clear();
    },
  };
}

const ofClients: unknown[] = [
  ...[MessageType.ConnectionInit, MessageType.Ping, MessageType.Pong],
  ...[MessageType.Subscribe, MessageType.Complete],
];

/** Returns the message of a client; null for any other text. */
function parse(text: string): { type?: unknown; id?: unknown } | null {
  try {
    const message = JSON.parse(text);
    return ofClients.includes(message?.type) ? message : null;
  } catch {
    return null;
  }
}

/** Returns the error of an operation whose parameters have the wrong form: the protocol would close the whole socket. */
function faultOf(message: { payload?: unknown }): GraphQLError | null {
  const { payload } = message;
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  const badRequest = (what: string) => new GraphQLError(`${what}.`, { extensions: { code: 'BAD_REQUEST' } });
  if (!isObject(payload)) return badRequest('`payload` must be an object');
  const { query, variables, operationName, extensions } = payload as Record<string, unknown>;
  if (typeof query !== 'string') return badRequest('`query` must be a string');
  if (variables != null && !isObject(variables)) return badRequest('`variables` must be an object');
  if (operationName != null && typeof operationName !== 'string') return badRequest('`operationName` must be a string');
  return extensions != null && !isObject(extensions) ? badRequest('`extensions` must be an object') : null;
}

function tooManyOperations(): GraphQLError {
  const message = `A socket may have at most ${maximumOperations} operations at once.`;
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_OPERATIONS' } });
}
