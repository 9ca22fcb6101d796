import type { AwsError } from '../errors';
import { toXml, XmlValue } from './xml';

/** The parameters of a call in the Query protocol, such as `Tags.member.1.Key=a`. */
export class QueryParameters {
  readonly #parameters: URLSearchParams;

  constructor(parameters: URLSearchParams) {
    this.#parameters = parameters;
  }

  /** The operation. */
  get action(): string {
    return this.#parameters.get('Action') ?? '';
  }

  /** A text; `undefined` when it was not sent. */
  text(name: string): string | undefined {
    return this.#parameters.get(name) ?? undefined;
  }

  /** A boolean; false when it was not sent. */
  flag(name: string): boolean {
    return this.#parameters.get(name)?.toLowerCase() === 'true';
  }

  /** The items of a list of texts. */
  list(name: string): string[] {
    return this.#indexes(name).map(
      prefix => this.#parameters.get(prefix) ?? '',
    );
  }

  /** The items of a list of structures. */
  structures(name: string): QueryParameters[] {
    return this.#indexes(name).map(prefix => this.#below(prefix));
  }

  /** Whether a list or text was sent, empty or not. */
  has(name: string): boolean {
    return [...this.#parameters.keys()].some(
      key => key === name || key.startsWith(`${name}.`),
    );
  }

  /** The prefixes of the items of a list: `Name.member.1` or, for EC2, `Name.1`. */
  #indexes(name: string): string[] {
    const pattern = new RegExp(
      `^${name.replace(/\./g, '\\.')}\\.((?:member\\.)?\\d+)(?:\\.|$)`,
    );
    const found = new Set<string>();
    for (const key of this.#parameters.keys()) {
      const match = pattern.exec(key);
      if (match) {
        found.add(match[1]);
      }
    }
    const position = (index: string) => Number(index.replace('member.', ''));
    return [...found]
      .sort((a, b) => position(a) - position(b))
      .map(index => `${name}.${index}`);
  }

  #below(prefix: string): QueryParameters {
    const nested = new URLSearchParams();
    for (const [key, value] of this.#parameters) {
      if (key.startsWith(`${prefix}.`)) {
        nested.append(key.slice(prefix.length + 1), value);
      }
    }
    return new QueryParameters(nested);
  }
}

/**
 * Writes a response of the Query protocol.
 *
 * @param result - the members of the result; lists are written as `member` elements
 */
export function queryAnswer(
  action: string,
  namespace: string,
  requestId: string,
  result: { [name: string]: XmlValue },
): string {
  return toXml({
    [`${action}Response`]: {
      '@xmlns': namespace,
      [`${action}Result`]: withMembers(result),
      ResponseMetadata: { RequestId: requestId },
    },
  });
}

/** Writes an error of the Query protocol. */
export function queryError(
  error: AwsError,
  namespace: string,
  requestId: string,
): string {
  return toXml({
    ErrorResponse: {
      '@xmlns': namespace,
      Error: {
        Type: error.status < 500 ? 'Sender' : 'Receiver',
        Code: error.code,
        Message: error.message,
      },
      RequestId: requestId,
    },
  });
}

function withMembers(value: XmlValue): XmlValue {
  if (Array.isArray(value)) {
    return { member: value.map(withMembers) };
  }
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, nested]) => [
        name,
        withMembers(nested),
      ]),
    );
  }
  return value;
}
