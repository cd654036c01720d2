import { smallNetwork } from '#nn/testing/small-network.ts'
import { encodeTrained } from '../models/model-file.ts'
import { startingParameters } from '../models/starting-parameters.ts'

/** A network of 32 pixels with every kind of layer that EfficientNet has, dropout and stochastic depth among them. */
export const smallGrader = smallNetwork({ size: 32, classes: 5, noise: 0.2 })

/** Its model file, where a fit from scratch begins. */
export const smallModel = encodeTrained(smallGrader, startingParameters(smallGrader, 7))

/** For runs on it. They are through in a tenth of the time that EfficientNet-B0's graphs take to load. */
export const onSmallModel = { architecture: 'current', start: 'current' } as const
