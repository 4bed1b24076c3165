import { Visitor } from 'oxc-parser'

/**
 * Names that are used as variables and that the platform would have to define.
 *
 * Scopes are ignored: a name that the file binds anywhere counts as its own everywhere in it. That can only hide a
 * platform name that is also declared locally, which no file has reason to do.
 */
export function freeNames(program: Parameters<Visitor['visit']>[0]): ReadonlySet<string> {
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
    TSModuleDeclaration: (node) => bind(node.id),
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

export function identifierName(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('type' in node) || !('name' in node)) return undefined
  return node.type === 'Identifier' && typeof node.name === 'string' ? node.name : undefined
}
