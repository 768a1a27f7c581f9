import type { Rows } from '../../report/print.ts';
import type { Runner } from '../../report/rounds.ts';
import type { Bench } from './bench.ts';

/** Something that is measured of every contender, in rounds of its own. */
export interface Measure<Key extends string = string> {
  /** By which it is chosen on the command line. */
  readonly name: string;
  readonly rows: Rows<Key>;
  /** Whose column the ratios are to. */
  readonly reference: string;
  runners(bench: Bench): Runner<Key>[];
}

/** Lets measures with different rows stand in one list. */
export const measure = <Key extends string>(it: Measure<Key>): Measure => it as unknown as Measure;
