import type { Catalog } from '../domain/catalog.ts';
import { includes, intersects } from '../iam/index.ts';
import { RESOURCES } from './region.ts';

/** Tells which of an event's resource keys an action is about, by the ARN templates of its resource types. */
export class ResourceTypes {
  readonly #catalog: Catalog;
  readonly #templates = new Map<string, readonly string[]>();
  readonly #types = new Map<string, readonly string[]>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Whether the action has a resource type at all; true for an action the catalog does not know. */
  takesResource(action: string): boolean {
    return (this.#catalog.action(action)?.resourceArns.length ?? 1) > 0;
  }

  /**
   * Whether a key can be the resource of the action. The most specific types of the service that contain the key
   * decide: the template of an S3 bucket matches its objects' ARNs too, but those are objects.
   */
  belongs(action: string, key: string): boolean {
    const own = (this.#catalog.action(action)?.resourceArns ?? []).map(templatePattern);
    const types = this.#typesOf(action.split(':')[0] ?? '', key);
    if (types.length > 0) return types.some((type) => own.includes(type));
    return own.some((type) => intersects(type, key, RESOURCES));
  }

  #typesOf(namespace: string, key: string): readonly string[] {
    const cacheKey = `${namespace}\0${key}`;
    const known = this.#types.get(cacheKey);
    if (known !== undefined) return known;
    const matching = this.#templatesOf(namespace).filter((type) => includes([type], key, RESOURCES).included);
    const types = matching.filter(
      (type) => !matching.some((other) => other !== type && isNarrower(other, type)),
    );
    this.#types.set(cacheKey, types);
    return types;
  }

  #templatesOf(namespace: string): readonly string[] {
    const known = this.#templates.get(namespace);
    if (known !== undefined) return known;
    const templates = this.#catalog
      .actionsOf(namespace)
      .flatMap((action) => this.#catalog.action(action)?.resourceArns ?? []);
    const made = [...new Set(templates.map(templatePattern))];
    this.#templates.set(namespace, made);
    return made;
  }
}

/** `arn:${Partition}:s3:::${BucketName}` as the pattern `arn:*:s3:::*`. */
function templatePattern(template: string): string {
  return template.replace(/\$\{[^}]*\}/g, '*').replace(/\*+/g, '*');
}

function isNarrower(narrow: string, wide: string): boolean {
  return includes([wide], narrow, RESOURCES).included && !includes([narrow], wide, RESOURCES).included;
}
