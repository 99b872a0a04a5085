/** A page as the answer to a form, or to where the form led. */
interface Submitted {
  status: number;
  /** Where it leads; null: it shows a page itself. */
  location: string | null;
  html: string;
}

/** The pages of a platform, as a browser without scripts has them. */
export function pagesOf({ httpUrl }: { httpUrl: string }) {
  const get = (path: string) => fetch(`${httpUrl}${path}`);
  const html = async (path: string) => (await get(path)).text();
  return {
    get,
    html,
    async submit(
      path: string,
      form: Record<string, string>,
      headers: Record<string, string> = {},
    ): Promise<Submitted> {
      const response = await fetch(`${httpUrl}${path}`, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers,
        redirect: 'manual',
      });
      return {
        status: response.status,
        location: response.headers.get('location'),
        html: await response.text(),
      };
    },
    /** What a form would send, unchanged. */
    async form(path: string, id: string): Promise<Record<string, string>> {
      const page = await html(path);
      const form = page.slice(page.indexOf(`id="${id}"`));
      const fields: Record<string, string> = {};
      for (const [, tag, attributes = '', inside = ''] of form
        .slice(0, form.indexOf('</form>'))
        .matchAll(/<(input|textarea|select)\b([^>]*)>(?:((?:(?!<\/?\1)[\s\S])*)<\/\1>)?/g)) {
        const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
        const name = attribute('name');
        if (name === undefined) continue;
        if (tag === 'textarea') fields[name] = plain(inside);
        else if (tag === 'select') {
          const option =
            /<option value="([^"]*)" selected/.exec(inside) ?? /<option value="([^"]*)"/.exec(inside);
          fields[name] = plain(option?.[1] ?? '');
        } else if (!/checkbox|radio/.test(attribute('type') ?? ''))
          fields[name] = plain(attribute('value') ?? '');
        else if (/\bchecked\b/.test(attributes)) fields[name] = plain(attribute('value') ?? 'on');
      }
      return fields;
    },
  };
}

const plain = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
