// Writes the JSON Schema files that ship with the packages, from the schemas that check the documents.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jobReportJsonSchema } from '../packages/batch/dist/report/schema.js'
import { configJsonSchema } from '../packages/cli/dist/settings/config-schema.js'
import { formatJsonSchema } from '../packages/core/dist/schema.js'
import { templateJsonSchema } from '../packages/label/dist/template/schema.js'
import { portalJsonSchema } from '../packages/provisioning/dist/portal/portal-schema.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

write('batch', 'report', jobReportJsonSchema())
write('cli', 'config', configJsonSchema())
write('core', 'format', formatJsonSchema())
write('label', 'template', templateJsonSchema())
write('provisioning', 'portal', portalJsonSchema())

function write(name, of, schema) {
  const folder = join(root, 'packages', name, 'schemas')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${of}.schema.json`), `${JSON.stringify(schema, undefined, 2)}\n`)
}
