import { openProject } from '#store/open.ts'

/** Child process of the lease tests: opens the project named on its command line, says so, and holds it until it is ended. */
const [folder = ''] = process.argv.slice(2)
openProject(folder, { version: '0.1.0', now: '2024-05-01T09:00:00.000Z' })
process.send?.('held')
setInterval(() => undefined, 60_000)
