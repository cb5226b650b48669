// Builds what the pages are dressed in: two style sheets and two scripts into app/static/built.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)
const built = join(root, 'app', 'static', 'built')

await rm(built, { recursive: true, force: true })
await mkdir(built, { recursive: true })

for (const sheet of ['govuk', 'app']) {
  const { css } = sass.compile(join(here, 'styles', `${sheet}.scss`), {
    loadPaths: [join(root, 'node_modules')],
    style: 'compressed',
    charset: false,
    quietDeps: true
  })
  await writeFile(join(built, `${sheet}.css`), css)
}

await build({
  entryPoints: [join(here, 'scripts', 'app.js'), join(here, 'scripts', 'order.js')],
  outdir: built,
  bundle: true,
  format: 'esm',
  target: 'es2021',
  minify: true,
  legalComments: 'eof',
  logLevel: 'warning'
})
