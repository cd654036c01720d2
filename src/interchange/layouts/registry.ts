import { aptos } from './aptos.ts'
import { ddr } from './ddr.ts'
import { deepdrid } from './deepdrid.ts'
import { eyepacs } from './eyepacs.ts'
import { eyeq } from './eyeq.ts'
import { idrid } from './idrid.ts'
import type { LabelLayout } from './layout.ts'
import { messidor2 } from './messidor2.ts'
import { odir } from './odir.ts'
import { rfmid } from './rfmid.ts'

/** The layouts that are detected, in the order they are tried: of two that share columns, the one that needs more of them first.
 *  `table` needs its columns named, and `folders` has no file; both are apart. */
export const layouts: readonly LabelLayout[] = [idrid, messidor2, eyeq, deepdrid, odir, rfmid, eyepacs, ddr, aptos]
