import { DomainError } from '../../errors.ts';

/** What is wrong with a line of a file. */
export interface Fault {
  line: number;
  /** Null where it is not about one column. */
  column: string | null;
  message: string;
}

/** How many faults an answer lists. */
export const maximumFaults = 100;

/** The rows have faults, and nothing of the file was imported. */
export class ImportRefusedError extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly faults: Fault[];
  readonly faultCount: number;
  constructor(faults: Fault[], faultCount = faults.length) {
    super(`Nothing was imported: the file has ${faultCount === 1 ? 'a fault' : `${faultCount} faults`}.`);
    this.faults = faults.slice(0, maximumFaults);
    this.faultCount = faultCount;
  }
}

export class ImportRunningError extends DomainError {
  readonly code = 'IMPORT_RUNNING';
  constructor() {
    super('Another import is being written. Send the file again when it is done.');
  }
}

export class FileTooLargeError extends DomainError {
  readonly code = 'TOO_LARGE';
  constructor(limit: string) {
    super(`The file must have at most ${limit}.`);
  }
}

export class FileTypeError extends DomainError {
  readonly code = 'UNSUPPORTED_MEDIA_TYPE';
  constructor() {
    super('The body must be text/csv in UTF-8, and not compressed.');
  }
}
