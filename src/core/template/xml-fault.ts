import { SaxesParser } from 'saxes';

/** Where a text stops being well-formed XML, and why. */
export interface XmlFault {
  offset: number;
  reason: string;
}

/** What `xmlFault` insists on besides well-formedness. */
export interface XmlDemands {
  /** True: prefixes must be declared. False for an item whose envelope may declare them. */
  namespaces: boolean;
}

const DOCTYPE_WITHOUT_SUBSET =
  /^\s+[^\s"'[\]]+(?:\s+(?:PUBLIC\s+("|').*?\1|SYSTEM)\s+(?:"[^"]*"|'[^']*'))?\s*$/s;

/** Finds the first place at which a text is not a well-formed XML 1.0 document in UTF-8; null when it is. */
export function xmlFault(text: string, { namespaces }: XmlDemands): XmlFault | null {
  const lone = text.search(/\p{Surrogate}/u);
  if (lone !== -1) return { offset: lone, reason: 'half a character (a lone surrogate) stands here' };

  const parser = new SaxesParser({ xmlns: namespaces });
  let fault: XmlFault | null = null;
  const found = (offset: number, reason: string) => {
    fault ??= { offset: Math.max(0, Math.min(offset, text.length)), reason };
  };
  // The parser has read the offending character when it reports it, and puts line and column before the words.
  parser.on('error', ({ message }) => found(parser.position - 1, message.replace(/^\d+:\d+: |\.$/g, '')));
  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== undefined && version !== '1.0') found(0, 'only XML 1.0 is supported');
    if (encoding !== undefined && !/^utf-8$/i.test(encoding)) found(0, 'requests are sent in UTF-8');
  });
  parser.on('doctype', (doctype) => {
    if (!DOCTYPE_WITHOUT_SUBSET.test(doctype)) {
      found(text.indexOf('<!DOCTYPE'), 'a DOCTYPE may only name an external definition');
    }
  });
  parser.write(text).close();
  return fault;
}

/** Whether a text can be the name of an element. */
export function isElementName(name: string): boolean {
  let root = '';
  const parser = new SaxesParser();
  parser.on('error', () => {});
  parser.on('opentag', (tag) => {
    root ||= tag.name;
  });
  parser.write(`<${name}/>`).close();
  return root === name && name !== '';
}
