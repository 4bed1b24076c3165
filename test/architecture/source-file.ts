import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { freeNames, identifierName } from './free-names.ts'

/** The facts about one source file that the rules need; parsed once. */
export interface SourceFile {
  /** From the root, with forward slashes: `packages/core/src/index.ts`. */
  readonly path: string
  readonly lines: number
  readonly imports: readonly string[]
  /** The names in static imports of each module; `default` and `*` for the whole module. Types do not count. */
  readonly importedNames: ReadonlyMap<string, readonly string[]>
  /** Specifiers of `import * as name from`, a subset of `imports`. */
  readonly namespaceImports: readonly string[]
  readonly exportedNames: readonly string[]
  /** Whether it exports a function or a class that it declares, and so has something to test. */
  readonly exportsLogic: boolean
  readonly exportsEverything: boolean
  readonly exportsDefault: boolean
  /** Names used as free variables, which the platform would have to define. */
  readonly freeNames: ReadonlySet<string>
  /** Calls of members: `.flat`, and `Promise.any` besides where the owner is a name. */
  readonly memberCalls: ReadonlySet<string>
  /** Errors that are given a cause, as written. */
  readonly errorCauses: readonly string[]
  /** Regular expressions as written between their slashes. */
  readonly patterns: readonly string[]
  /** Records with names from people that inherit `constructor` and the like, as written. */
  readonly inheritingRecords: readonly string[]
  /** Interfaces and names of types that the file declares. */
  readonly declaredTypes: readonly string[]
  /** Classes that extend an error of the language itself. */
  readonly bareErrors: readonly string[]
}

export function parseSource(path: string, text: string): SourceFile {
  const { module, program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const literal = (start: number, end: number) => text.slice(start, end).replaceAll(/^['"`]|['"`]$/g, '')
  const reexports = module.staticExports.flatMap((statement) => statement.entries)
  return {
    path,
    lines: text.split('\n').length - 1,
    imports: [
      ...module.staticImports.map((statement) => statement.moduleRequest.value),
      ...reexports.flatMap((entry) => (entry.moduleRequest === null ? [] : [entry.moduleRequest.value])),
      ...module.dynamicImports.map(({ moduleRequest }) => literal(moduleRequest.start, moduleRequest.end)),
      ...typeImports(program),
    ],
    importedNames: importedNames(module),
    namespaceImports: module.staticImports
      .filter((statement) =>
        statement.entries.some((entry) => kindOf(entry.importName) === 'NamespaceObject'),
      )
      .map((statement) => statement.moduleRequest.value),
    exportedNames: reexports.flatMap(({ exportName }) => exportName.name ?? []),
    exportsLogic: exportsLogic(program),
    exportsEverything: reexports.some((entry) => kindOf(entry.importName) === 'AllButDefault'),
    exportsDefault: reexports.some(
      ({ exportName }) => kindOf(exportName) === 'Default' || exportName.name === 'default',
    ),
    freeNames: freeNames(program),
    memberCalls: memberCalls(program),
    errorCauses: errorCauses(program, text),
    patterns: patterns(program),
    inheritingRecords: inheritingRecords(program, text),
    declaredTypes: declaredTypes(program),
    bareErrors: bareErrors(program),
  }
}

function importedNames({
  staticImports,
}: ReturnType<typeof parseSync>['module']): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>()
  for (const { moduleRequest, entries } of staticImports) {
    const { value } = moduleRequest
    const named = entries.filter(({ isType }) => !isType).map(({ importName }) => nameOf(importName))
    names.set(value, [...(names.get(value) ?? []), ...named])
  }
  return names
}

function nameOf(importName: { readonly kind: unknown; readonly name: string | null }): string {
  return importName.name ?? (kindOf(importName) === 'Default' ? 'default' : '*')
}

function exportsLogic({ body }: ReturnType<typeof parseSync>['program']): boolean {
  return body.some((node) => {
    if (node.type !== 'ExportNamedDeclaration') return false
    const { declaration } = node
    if (declaration?.type !== 'VariableDeclaration') return /Function|Class/.test(declaration?.type ?? '')
    return declaration.declarations.some(({ init }) => /Function/.test(init?.type ?? ''))
  })
}

/** Every TypeScript source of every package. */
export function readSources(root: string): readonly SourceFile[] {
  return readPackages(root, 'src')
}

/** Every test of every package, with what they share. */
export function readTests(root: string): readonly SourceFile[] {
  return readPackages(root, 'test')
}

/** What belongs to no package: examples, and tests of more than one package, with their programs. */
export function readOthers(root: string): readonly SourceFile[] {
  return ['examples', 'test']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file.replaceAll('\\', '/')}`,
      ),
    )
    .filter((path) => /\.(?:tsx?|mjs)$/.test(path) && !/\/(?:node_modules|dist|\.[^/]+)\//.test(path))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

function readPackages(root: string, folder: 'src' | 'test'): readonly SourceFile[] {
  const packages = join(root, 'packages')
  return readdirSync(packages, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(packages, name, folder), { recursive: true, encoding: 'utf8' })
        .map((file) => `packages/${name}/${folder}/${file.replaceAll('\\', '/')}`)
        .filter((path) => path.endsWith('.ts')),
    )
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

/** Of types such as `import('./a.ts').A`. */
function typeImports(program: Parameters<Visitor['visit']>[0]): readonly string[] {
  const found: string[] = []
  new Visitor({ TSImportType: ({ source }) => void found.push(source.value) }).visit(program)
  return found
}

function memberCalls(program: Parameters<Visitor['visit']>[0]): ReadonlySet<string> {
  const found = new Set<string>()
  new Visitor({
    CallExpression: ({ callee }) => {
      if (callee.type !== 'MemberExpression' || callee.computed) return
      const name = identifierName(callee.property)
      found.add(`.${name}`).add(`${identifierName(callee.object) ?? ''}.${name}`)
    },
  }).visit(program)
  return found
}

function errorCauses(program: Parameters<Visitor['visit']>[0], text: string): readonly string[] {
  const found: string[] = []
  new Visitor({
    NewExpression: ({ start, end, arguments: given }) => {
      const options = given[1]
      if (options?.type !== 'ObjectExpression') return
      const hasCause = options.properties.some(
        (member) => member.type === 'Property' && identifierName(member.key) === 'cause',
      )
      if (hasCause) found.push(text.slice(start, end))
    },
  }).visit(program)
  return found
}

function patterns(program: Parameters<Visitor['visit']>[0]): readonly string[] {
  const found: string[] = []
  new Visitor({
    Literal: (node) => {
      if ('regex' in node) found.push(node.regex.pattern)
    },
  }).visit(program)
  return found
}

/**
 * `Object.fromEntries`, an object literal where a `Record<string, …>` is declared, and `name in record`: each finds
 * `constructor` in an empty record.
 */
function inheritingRecords(program: Parameters<Visitor['visit']>[0], text: string): readonly string[] {
  const found: string[] = []
  const note = ({ start, end }: { start: number; end: number }): void =>
    void found.push(text.slice(start, end))
  new Visitor({
    CallExpression: ({ callee }) => {
      if (text.slice(callee.start, callee.end) === 'Object.fromEntries') note(callee)
    },
    VariableDeclarator: ({ id, init }) => {
      if (init?.type === 'ObjectExpression' && /\bRecord<string,/.test(text.slice(id.start, id.end))) note(id)
    },
    BinaryExpression: (node) => {
      if (node.operator === 'in' && node.left.type !== 'Literal') note(node)
    },
  }).visit(program)
  return found
}

function declaredTypes(program: Parameters<Visitor['visit']>[0]): readonly string[] {
  const found: string[] = []
  const note = ({ id }: { id: unknown }): void => void found.push(identifierName(id) ?? '')
  new Visitor({ TSInterfaceDeclaration: note, TSTypeAliasDeclaration: note }).visit(program)
  return found
}

function bareErrors(program: Parameters<Visitor['visit']>[0]): readonly string[] {
  const found: string[] = []
  new Visitor({
    ClassDeclaration: ({ id, superClass }) => {
      if (/^(Aggregate|Range|Syntax|Type)?Error$/.test(identifierName(superClass) ?? ''))
        found.push(identifierName(id) ?? '')
    },
  }).visit(program)
  return found
}

// The parser declares its kinds as const enums, which `isolatedModules` code cannot name.
function kindOf(name: { kind: unknown }): string {
  return String(name.kind)
}
