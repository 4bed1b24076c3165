import { jobReportJsonSchema } from '@claimtag/batch/report-schema'
import { formatJsonSchema } from '@claimtag/core/schema'
import { parseTemplate, templateJsonSchema } from '@claimtag/label/schema'
import { portalJsonSchema } from '@claimtag/provisioning/portal'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { configJsonSchema } from '../src/settings/config-schema.ts'
import { claimtag, emptyFolder } from './command.ts'

test.each([
  ['batch', 'report', jobReportJsonSchema()],
  ['cli', 'config', configJsonSchema()],
  ['core', 'format', formatJsonSchema()],
  ['label', 'template', templateJsonSchema()],
  ['provisioning', 'portal', portalJsonSchema()],
])('%s ships the schema of a %s (node .config/schemas.mjs writes it)', (folder, of, schema) => {
  const path = fileURLToPath(new URL(`../../${folder}/schemas/${of}.schema.json`, import.meta.url))
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(schema)
})

test('a configuration to start from names the schema of the project, or of the command', async () => {
  const cwd = emptyFolder()
  const schemaOf = async (): Promise<string> => {
    expect(await claimtag(['init', '--force'], { cwd })).toMatchObject({ code: 0 })
    const config = JSON.parse(readFileSync(join(cwd, 'claimtag.config.json'), 'utf8')) as { $schema: string }
    return config.$schema
  }
  const installed = await schemaOf()
  expect(JSON.parse(readFileSync(fileURLToPath(installed), 'utf8'))).toMatchObject({
    title: 'claimtag configuration',
  })
  const schemas = join(cwd, 'node_modules/claimtag/schemas')
  mkdirSync(schemas, { recursive: true })
  writeFileSync(join(schemas, 'config.schema.json'), '{}')
  expect(await schemaOf()).toBe('./node_modules/claimtag/schemas/config.schema.json')
  expect(await claimtag(['plan'], { cwd })).toMatchObject({ code: 0 })
})

test('a template to start from names the schema of templates, and is one', async () => {
  const cwd = emptyFolder()
  const shown = async () => {
    const { out } = await claimtag(['templates', '--show', 'device-50x25'], { cwd })
    return JSON.parse(out) as { readonly $schema: string }
  }
  const { $schema: installed, ...template } = await shown()
  expect(parseTemplate({ ...template, $schema: installed })).toMatchObject({ name: 'device-50x25' })
  expect(JSON.parse(readFileSync(fileURLToPath(installed), 'utf8'))).toMatchObject({
    title: 'claimtag label template',
  })
  const schemas = join(cwd, 'node_modules/@claimtag/label/schemas')
  mkdirSync(schemas, { recursive: true })
  writeFileSync(join(schemas, 'template.schema.json'), '{}')
  expect((await shown()).$schema).toBe('./node_modules/@claimtag/label/schemas/template.schema.json')
})
