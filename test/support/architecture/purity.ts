import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

const FORBIDDEN_GLOBALS = new Set([
  'process',
  'console',
  'performance',
  'Intl',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'crypto',
  'randomUUID',
  'randomBytes',
  'randomInt',
  'getRandomValues',
  'webcrypto',
  'require',
  'globalThis',
]);

/** What a node does that a pure function must not, or null. */
function impurity(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.name.text;
    if (name === 'localeCompare' || name.startsWith('toLocale')) return name;
    if (ts.isIdentifier(node.expression)) {
      const access = `${node.expression.text}.${name}`;
      if (access === 'Date.now' || access === 'Math.random') return access;
    }
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date') {
    return (node.arguments?.length ?? 0) === 0 ? 'new Date()' : null;
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date') {
    return 'Date()';
  }
  if (ts.isIdentifier(node) && FORBIDDEN_GLOBALS.has(node.text) && isReference(node)) return node.text;
  return null;
}

/** An identifier that reads a variable, not the name of a property, a type member or a declaration. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isTypeNode(parent) || ts.isQualifiedName(parent)) return false;
  const named = parent as { readonly name?: ts.Node; readonly propertyName?: ts.Node };
  return ts.isShorthandPropertyAssignment(parent) || (named.name !== node && named.propertyName !== node);
}

/** Every place where a file reads the clock, chance, the locale, the environment or the console. */
export function impurities(file: SourceFile): readonly string[] {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const what = impurity(node);
    if (what !== null) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      found.push(`${file.path}:${line + 1} uses ${what}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
