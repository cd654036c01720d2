import { AppError } from '#shared/errors.ts'
import type { GraphNode } from '../../../graph/types.ts'
import { convolutionKernels } from './convolution.ts'
import { elementwiseKernels } from './elementwise.ts'
import type { Kernel, KernelTable } from './kernel.ts'
import { layoutKernels } from './layout.ts'
import { matrixKernels } from './matrix.ts'
import { poolingKernels } from './pooling.ts'
import { reductionKernels } from './reduction.ts'

/** Every operator that TensorFlow computes. */
export const kernels: KernelTable = {
  ...convolutionKernels,
  ...elementwiseKernels,
  ...layoutKernels,
  ...matrixKernels,
  ...poolingKernels,
  ...reductionKernels,
}

/** Throws `AppError('operator_unsupported')` naming the operator that has no kernel. */
export function findKernel({ type, domain }: GraphNode): Kernel {
  const name = domain === '' ? type : `${domain}.${type}`
  const kernel = Object.hasOwn(kernels, name) ? kernels[name] : undefined
  if (kernel === undefined) {
    throw new AppError('operator_unsupported', `The runtime tensorflow has no kernel for the operator ${name}.`, {
      details: { operator: name },
    })
  }
  return kernel
}
