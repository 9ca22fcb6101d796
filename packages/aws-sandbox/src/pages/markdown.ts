import { marked } from 'marked';
import sanitize from 'sanitize-html';
import { Html } from './html';

/** Renders Markdown as HTML: text, tables and links, but nothing that runs, loads or imitates a part of the page. */
export function markdown(text: string): Html {
  return new Html(
    sanitize(marked.parse(text, { async: false }), {
      allowedTags: sanitize.defaults.allowedTags.filter(tag => tag !== 'img'),
      allowedAttributes: { a: ['href'] },
      allowedSchemes: ['http', 'https'],
    }),
  );
}
