import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** The facts about one source file that the rules need; parsed once. */
export interface SourceFile {
  /** From the root, with forward slashes: `packages/core/src/index.ts`. */
  readonly path: string
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
    imports: [
      ...module.staticImports.map((statement) => statement.moduleRequest.value),
      ...reexports.flatMap((entry) => (entry.moduleRequest === null ? [] : [entry.moduleRequest.value])),
      ...module.dynamicImports.map(({ moduleRequest }) => literal(moduleRequest.start, moduleRequest.end)),
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

// Scopes are ignored: a name that the file binds anywhere counts as its own everywhere in it. That can only hide a
// platform name that is also declared locally, which no file has reason to do.
function freeNames(program: Parameters<Visitor['visit']>[0]): ReadonlySet<string> {
  const used = new Map<string, number>()
  const notVariables = new Map<string, number>()
  const bound = new Set<string>()
  const bind = (pattern: unknown): void => boundNames(pattern).forEach((name) => bound.add(name))
  const bindAll = (parameters: readonly unknown[]): void => parameters.forEach(bind)
  new Visitor({
    Identifier: (node) => count(used, node),
    MemberExpression: (node) => {
      if (!node.computed) count(notVariables, node.property)
    },
    Property: (node) => {
      if (!node.computed && !node.shorthand) count(notVariables, node.key)
    },
    PropertyDefinition: (node) => {
      if (!node.computed) count(notVariables, node.key)
    },
    MethodDefinition: (node) => {
      if (!node.computed) count(notVariables, node.key)
    },
    TSPropertySignature: (node) => {
      if (!node.computed) count(notVariables, node.key)
    },
    TSMethodSignature: (node) => {
      if (!node.computed) count(notVariables, node.key)
      bindAll(node.params)
    },
    VariableDeclarator: (node) => bind(node.id),
    FunctionDeclaration: (node) => bindAll([node.id, ...node.params]),
    FunctionExpression: (node) => bindAll(node.params),
    ArrowFunctionExpression: (node) => bindAll(node.params),
    TSFunctionType: (node) => bindAll(node.params),
    ClassDeclaration: (node) => bind(node.id),
    TSInterfaceDeclaration: (node) => bind(node.id),
    TSTypeAliasDeclaration: (node) => bind(node.id),
    ImportSpecifier: (node) => bind(node.local),
    ImportNamespaceSpecifier: (node) => bind(node.local),
  }).visit(program)
  return new Set(
    [...used]
      .filter(([name, times]) => !bound.has(name) && times > (notVariables.get(name) ?? 0))
      .map(([name]) => name),
  )
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

/** The names that a parameter or the left side of a declaration binds, at any depth. */
function boundNames(pattern: unknown): readonly string[] {
  if (typeof pattern !== 'object' || pattern === null || !('type' in pattern)) return []
  const part = (key: string): unknown => (pattern as unknown as Readonly<Record<string, unknown>>)[key]
  const parts = (key: string): readonly string[] => [part(key)].flat().flatMap(boundNames)
  switch (pattern.type) {
    case 'Identifier':
      return [identifierName(pattern) ?? '']
    case 'AssignmentPattern':
      return parts('left')
    case 'RestElement':
      return parts('argument')
    case 'ArrayPattern':
      return parts('elements')
    case 'ObjectPattern':
      return parts('properties')
    case 'Property':
      return parts('value')
    default:
      return []
  }
}

function count(names: Map<string, number>, node: unknown): void {
  const name = identifierName(node)
  if (name !== undefined) names.set(name, (names.get(name) ?? 0) + 1)
}

function identifierName(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('type' in node) || !('name' in node)) return undefined
  return node.type === 'Identifier' && typeof node.name === 'string' ? node.name : undefined
}

// The parser declares its kinds as const enums, which `isolatedModules` code cannot name.
function kindOf(name: { kind: unknown }): string {
  return String(name.kind)
}
