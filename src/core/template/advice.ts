import type { CallbackConfig } from '../callback-config.ts';
import type { Metric } from '../metrics.ts';
import type { TemplateWarning } from './source.ts';

/**
 * What is legal but unwise about the metrics that a callback uses.
 * @param uses metrics, each with the fields it stands in
 */
export function adviseOn(
  { method, types, batch }: Pick<CallbackConfig, 'method' | 'types' | 'batch'>,
  uses: ReadonlyMap<Metric, ReadonlySet<string>>,
): TemplateWarning[] {
  const warnings: TemplateWarning[] = [];
  const concerns = (some: Metric['types']) => types.length === 0 || some.some((type) => types.includes(type));

  for (const [{ name, types: available }, fields] of uses) {
    if (concerns(available)) continue;
    const warning = `{${name}} never has a value here: only ${available.join(' and ')} can have it`;
    warnings.push(...[...fields].map((field) => ({ field, warning })));
  }

  const exposed = [...uses]
    .filter(([{ personal }, fields]) => fields.has('url') && personal.length > 0 && concerns(personal))
    .map(([{ name }]) => `{${name}}`);
  if (exposed.length > 0) {
    const cure = method === 'GET' ? 'prefer POST' : 'put it in the body';
    const warning = `${exposed.join(', ')} in a URL is personal data that ends up in access logs; ${cure}`;
    warnings.push({ field: 'url', warning });
  }

  if (![...uses.keys()].some(({ name }) => name === 'ID')) {
    const warning =
      'without {ID} the receiver cannot tell which communication is meant, nor spot repetitions';
    warnings.push({ field: method === 'GET' ? 'url' : 'template', warning });
  }
  if (method === 'GET' && batch !== null) {
    warnings.push({
      field: 'batch',
      warning: 'a GET cannot be batched: each event gets a request of its own',
    });
  }
  return warnings;
}
