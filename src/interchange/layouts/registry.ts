import { aptos } from './aptos.ts'
import { eyepacs } from './eyepacs.ts'
import { idrid } from './idrid.ts'
import type { LabelLayout } from './layout.ts'

/** The layouts that are detected and read, in the order they are tried. `table` needs its columns named and is apart. */
export const layouts: readonly LabelLayout[] = [idrid, eyepacs, aptos]
