import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A text of the source, in pieces: values are filled in between them. */
export interface Message {
  file: string;
  line: number;
  pieces: string[];
}

/** Which argument says what is wrong, where it is not the first text of several words. */
const PLACES: Readonly<Record<string, number>> = {
  invalid: 1,
  conflict: 1,
  unusable: 2,
  Error: 0,
  SettingsError: 0,
  ForbiddenHost: 0,
  ConnectFailure: 0,
  addIssue: 0,
  unreadable: 0,
  problem: 0,
  min: 1,
  TypeError: 0,
};

/** What is called with a message, among other things. */
const TOLD = new Set(['refuse', 'refuseElement', 'warn', 'error']);

/** What holds a message. */
const HOLDERS = new Set(['problem', 'warning', 'what']);

/**
 * The messages of a source file that tell of something wrong: what is thrown and refused, and, where the file is all
 * about words for that, every text that it returns.
 * @param allWords takes every text of several words
 */
export function messagesIn(path: string, file: string, allWords: boolean): Message[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Message[] = [];
  const add = (node: ts.Node) => {
    for (const pieces of piecesOf(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ file, line: line + 1, pieces });
    }
  };
  const visit = (node: ts.Node) => {
    if (allWords) {
      const isJoined = ts.isBinaryExpression(node) && piecesOf(node).length > 0;
      if ((isText(node) || isJoined) && isProse(node)) {
        add(node);
        // What stands in it is part of it.
        return;
      }
    } else if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && node.arguments) {
      const words = wordsOf(nameOf(node.expression), node.arguments);
      if (words !== undefined) add(words);
    } else if ((ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) && node.initializer) {
      if (HOLDERS.has(node.name.getText())) add(node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function wordsOf(name: string, given: ts.NodeArray<ts.Expression>): ts.Expression | undefined {
  if (TOLD.has(name)) return given.slice(0, 2).find((argument) => isText(argument) && isProse(argument));
  const place = PLACES[name];
  return place === undefined ? undefined : given[place];
}

function nameOf(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : '';
}

const isText = (
  node: ts.Node,
): node is ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression =>
  ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);

/** Not a name, a word or a pattern. */
const isProse = (node: ts.Node) =>
  (piecesOf(node)[0] ?? [])
    .join(' ')
    .split(/\s+/)
    .filter((word) => /[a-z]{2}/.test(word)).length >= 3;

/** Each text that an expression may come to, in its fixed pieces. */
function piecesOf(node: ts.Node): string[][] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [[node.text]];
  if (ts.isTemplateExpression(node))
    return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left] = piecesOf(node.left);
    const [right] = piecesOf(node.right);
    return left && right ? [[...left.slice(0, -1), left.at(-1)! + right[0]!, ...right.slice(1)]] : [];
  }
  if (ts.isConditionalExpression(node)) return [...piecesOf(node.whenTrue), ...piecesOf(node.whenFalse)];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(piecesOf);
  if (ts.isParenthesizedExpression(node)) return piecesOf(node.expression);
  return [];
}
