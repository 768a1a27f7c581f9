import type { OutputRecord } from '../../../protocol/output-record.ts';

/** Where the records about a program's output go, beside the output itself. */
export interface RecordSink {
  /** Whether the standard streams lead to the adapter at all. */
  readonly isOurs: boolean;
  /** Runs `write`: what first reaches a standard stream meanwhile is what the record is about. */
  during(record: OutputRecord, write: () => unknown): unknown;
  /** Sends a record with a text of its own, or none, at this very point of the output. */
  send(stream: 0 | 1, record: OutputRecord, text: string): void;
}
