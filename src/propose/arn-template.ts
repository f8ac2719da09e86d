import type { Catalog } from '../domain/catalog.ts';

/** A resource type of a service: an ARN template of the service authorization reference. */
export interface ArnTemplate {
  readonly text: string;
  /** One group per placeholder. */
  readonly pattern: RegExp;
  /** Literal characters, and how many placeholders name the resource (not partition, region, account). */
  readonly literals: number;
  readonly names: number;
}

/** An ARN read by the template of its type. */
export interface TypedArn {
  readonly arn: string;
  readonly template: ArnTemplate;
  /** All before the last placeholder, e.g. `arn:aws:s3:::bucket/`. */
  readonly head: string;
  /** The last placeholder's value, e.g. an object key. */
  readonly name: string;
}

const PLACEHOLDER = /\$\{(\w+)\}/g;
const COMMON: ReadonlySet<string> = new Set(['Partition', 'Region', 'Account']);

/** Reads resource ARNs by the templates of their service. */
export class ArnTemplates {
  readonly #catalog: Catalog;
  readonly #services = new Map<string, readonly ArnTemplate[]>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /**
   * The type an ARN is of: of the templates that match, the one with the most literal text (an object ARN also fits
   * the bucket template). Null when none matches or two match alike.
   */
  read(arn: string, service: string): TypedArn | null {
    const matching = this.#of(service).filter(({ pattern }) => pattern.test(arn));
    const most = Math.max(...matching.map(({ literals }) => literals));
    const [template, other] = matching.filter(({ literals }) => literals === most);
    if (template === undefined || other !== undefined) return null;
    const name = template.pattern.exec(arn)?.at(-1) ?? '';
    return { arn, template, head: arn.slice(0, arn.length - name.length), name };
  }

  #of(service: string): readonly ArnTemplate[] {
    let templates = this.#services.get(service);
    if (templates === undefined) {
      const texts = this.#catalog
        .actionsOf(service)
        .flatMap((name) => this.#catalog.action(name)?.resourceArns ?? []);
      templates = [...new Set(texts)].sort().flatMap((text) => (text.endsWith('}') ? [parse(text)] : []));
      this.#services.set(service, templates);
    }
    return templates;
  }
}

/** A template with `*` for each placeholder, in one partition. */
export function anyOf(template: string, partition: string): string {
  return template.replace('${Partition}', () => partition).replace(PLACEHOLDER, '*');
}

function parse(text: string): ArnTemplate {
  const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  const parts = text.split(/\$\{\w+\}/);
  const pattern = parts
    .map((part, index) => {
      const literal = part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      if (index === names.length) return literal;
      // Only the last may hold separators: object keys and role paths have slashes.
      return `${literal}${index === names.length - 1 ? '(.+)' : '([^:/]*)'}`;
    })
    .join('');
  return {
    text,
    pattern: new RegExp(`^${pattern}$`, 's'),
    literals: parts.join('').length,
    names: names.filter((name) => !COMMON.has(name)).length,
  };
}
