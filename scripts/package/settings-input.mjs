import ts from 'typescript';

/**
 * The declarations of src/config.ts with the options of a start written out. In the source they follow from the schemas
 * of the settings, whose types are a library's.
 */
export function settingsInput(program, root, declarations) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(`${root}src/config.ts`);
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const named = (name) => exported.find((symbol) => symbol.name === name);
  const settings = checker.getTypeOfSymbolAtLocation(named('SETTINGS'), source);

  const options = checker.getDeclaredTypeOfSymbol(named('SettingsInput'));
  const lines = settings.getProperties().map(({ name }) => {
    const type = checker.getTypeOfSymbolAtLocation(options.getProperty(name), source);
    const text = checker.typeToString(type, source, ts.TypeFormatFlags.NoTruncation);
    const help = literal(settings, name, 'help');
    return `${help ? `    /** ${help} */\n` : ''}    ${name}?: ${text};`;
  });
  const written = `export interface SettingsInput {\n${lines.join('\n')}\n}`;
  const replaced = declarations.replace(/export type SettingsInput = \{[^}]*\};/, () => written);
  if (replaced === declarations) throw new Error('src/config.ts declares no SettingsInput as it did');
  return replaced;

  /** A text that the code says word for word. */
  function literal(type, ...path) {
    const found = path.reduce(
      (at, name) => checker.getTypeOfSymbolAtLocation(at.getProperty(name), source),
      type,
    );
    return found.isStringLiteral() ? found.value : null;
  }
}
