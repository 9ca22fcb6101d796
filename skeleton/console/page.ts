import { ServerResponse } from 'node:http';
import script from './page/chat.client.js';
import html from './page/index.html';
import style from './page/style.css';

/** A file of the page. */
interface File {
  readonly type: string;
  readonly text: string;
}

/** The files of the page, by their path below the page's own. */
export const PAGE: Readonly<Record<string, File>> = {
  '': { type: 'text/html', text: html },
  'chat.js': { type: 'text/javascript', text: script },
  'style.css': { type: 'text/css', text: style },
};

/** What browsers are to refuse: anything that is not the page's own, and being shown inside another page. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'cache-control': 'no-store',
} as const;

/** Adds the security headers to an answer. */
export function secure(response: ServerResponse): void {
  Object.entries(SECURITY_HEADERS).forEach(([name, value]) =>
    response.setHeader(name, value),
  );
}

/** Answers with a file of the page. */
export function sendFile(response: ServerResponse, { type, text }: File): void {
  response.setHeader('content-type', `${type}; charset=utf-8`);
  response.end(text);
}
