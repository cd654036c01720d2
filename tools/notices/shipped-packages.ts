import { z } from 'zod'

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
})

export interface ShippedPackage {
  readonly name: string
  readonly version: string
  /** SPDX expression, as the lock file names it. */
  readonly license: string
  /** Folder from the project's root. */
  readonly folder: string
  /** Whether it is of one system only, and so not installed everywhere. */
  readonly optional: boolean
}

/** Packages of the lock file that the application is made of, by name and version: all but those for development. */
export function shippedPackages(lockFile: string): ShippedPackage[] {
  const { packages } = lockSchema.parse(JSON.parse(lockFile))
  return Object.entries(packages)
    .filter(([folder, { dev, devOptional }]) => folder !== '' && !dev && !devOptional)
    .map(([folder, { version = '', license = 'not named', optional = false }]) => ({
      ...{ name: folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length), version, license },
      ...{ folder, optional },
    }))
    .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))
}
