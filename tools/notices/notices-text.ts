import type { ShippedPackage } from './shipped-packages.ts'

const introduction = `# Third-party notices

Regrade is licensed under the Apache License 2.0 (\`LICENSE\`). It is made with the packages below, each under its own licence.
\`npm run notices\` writes this file from \`package-lock.json\`; a test holds the two against each other.

## libvips is under the LGPL

Photographs are decoded by sharp (Apache-2.0) with libvips, which is licensed under the GNU Lesser General Public License, version 3
or later, as are some of the libraries built into it (glib, pango, librsvg, libheif, libexif, fribidi). They come unchanged, as the
prebuilt packages \`@img/sharp-libvips-*\` (on Windows inside \`@img/sharp-win32-*\`), whose README.md names the licence of each library
in them.

libvips is linked dynamically: sharp's add-on opens \`libvips-cpp\` as a shared library when the application starts. The library lies as a
file of its own in \`resources/app.asar.unpacked/node_modules/@img\` of a packaged application, and in \`node_modules/@img\` of a checkout.
Whoever puts another build with the same interface in its place runs Regrade with that. Its sources are at
<https://github.com/libvips/libvips>, and the scripts that build the packages at <https://github.com/lovell/sharp-libvips>.
The texts of both licences are \`licenses/LGPL-3.0.txt\` and \`licenses/GPL-3.0.txt\`.

## Electron

A packaged application also holds Electron (MIT), with Chromium and Node.js. Their notices are the files \`LICENSE\` and
\`LICENSES.chromium.html\` beside its binary.
`

/** The notices of all packages. `licenseOf`: the text that an installed package brings, undefined where it brings none. Packages of one
 *  system only are in the table, not among the texts: the file is then the same wherever it is written. */
export function noticesText(
  packages: readonly ShippedPackage[],
  licenseOf: (folder: string) => string | undefined,
): string {
  const byText = new Map<string, ShippedPackage[]>()
  const without: ShippedPackage[] = []
  for (const one of packages) {
    if (one.optional) continue
    const text = licenseOf(one.folder)
      ?.replaceAll(/\r\n?/g, '\n')
      .replaceAll(/[ \t]+$/gm, '')
      .trim()
    if (text === undefined) without.push(one)
    else byText.set(text, [...(byText.get(text) ?? []), one])
  }
  const texts = [...byText].map(([text, those]) => `### ${namesOf(those)}\n\n${fenced(text)}`)
  return [
    introduction,
    `## Packages\n\n| package | version | licence |\n| --- | --- | --- |\n${packages.map(rowOf).join('\n')}\n`,
    `Packages that bring no text of their licence: ${namesOf(without)}.\n`,
    `## Texts\n\n${texts.join('\n\n')}\n`,
  ].join('\n')
}

/** The row of the table that a package has. */
export function rowOf({ name, version, license }: ShippedPackage): string {
  return `| ${name} | ${version} | ${license} |`
}

function namesOf(packages: readonly ShippedPackage[]): string {
  return packages.map(({ name, version }) => `${name} ${version}`).join(', ')
}

function fenced(text: string): string {
  return `\`\`\`\`text\n${text}\n\`\`\`\``
}
