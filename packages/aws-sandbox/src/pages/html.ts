/** HTML that needs no escaping. */
export class Html {
  constructor(readonly text: string) {}
}

/** A value in a template: everything but {@link Html} is escaped, lists are joined, `undefined` and `false` are left out. */
export type HtmlValue =
  | Html
  | string
  | number
  | boolean
  | undefined
  | null
  | HtmlValue[];

/** A template of HTML whose values are escaped. */
export function html(
  parts: TemplateStringsArray,
  ...values: HtmlValue[]
): Html {
  return new Html(
    parts.reduce(
      (text, part, index) =>
        text + part + (index < values.length ? render(values[index]) : ''),
      '',
    ),
  );
}

function render(value: HtmlValue): string {
  if (value instanceof Html) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return value.map(render).join('');
  }
  if (value === undefined || value === null || typeof value === 'boolean') {
    return '';
  }
  return escapeHtml(String(value));
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]);
}
