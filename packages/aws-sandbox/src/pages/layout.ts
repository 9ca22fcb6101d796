import { Html, html, HtmlValue } from './html';
import { STYLES } from './styles';

/** The account and region of a page. */
export interface PagePlace {
  readonly account: string;
  readonly region: string;
}

/** The content of a page. */
export interface Page {
  readonly title: string;
  readonly content: HtmlValue;
  /** Absent on pages without an account and region. */
  readonly place?: PagePlace;
  /** The section of the navigation, such as `stacks`. */
  readonly section?: Section;
  /** Whether the page reloads regularly, because something is in progress. */
  readonly refreshes?: boolean;
}

/** The sections of the pages of an account and region, with their addresses. */
const SECTIONS = {
  stacks: ['Stacks', 'cloudformation/stacks'],
  dashboards: ['Dashboards', 'cloudwatch/dashboards'],
  logs: ['Logs', 'cloudwatch/logs'],
  agents: ['Agents', 'agentcore'],
  budgets: ['Budgets', 'billing/budgets'],
  balancers: ['Load balancers', 'ec2/load-balancers'],
} as const;

/** The name of a section. */
export type Section = keyof typeof SECTIONS;

/** How often a page with work in progress reloads, in seconds. */
const REFRESH_SECONDS = 2;

/** A whole page. */
export function renderPage(page: Page): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${page.refreshes &&
        html`<meta http-equiv="refresh" content="${REFRESH_SECONDS}" />`}
        <title>${page.title} - AWS sandbox</title>
        <link rel="icon" href="data:," />
        <style>
          ${new Html(STYLES)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <div class="banner" role="note">
          This is the AgentInfra sandbox. Nothing here is on AWS, and nothing
          here costs money.
        </div>
        <header class="top">${navigation(page)}</header>
        <main id="content">
          ${page.content}
          ${page.refreshes &&
          html`<p class="quiet small" role="status">
            Work is in progress: this page reloads every ${REFRESH_SECONDS}
            seconds.
          </p>`}
        </main>
      </body>
    </html>`.text;
}

/** The address of a page below an account and region. */
export function address(
  { account, region }: PagePlace,
  ...path: string[]
): string {
  return `/${['console', account, region, ...path]
    .map(encodeURIComponent)
    .join('/')}`;
}

function navigation({ place, section }: Page): Html {
  return html`<nav aria-label="Main">
    <a class="home" href="/">AWS sandbox</a>
    ${place &&
    html`<span class="quiet">${place.account} &middot; ${place.region}</span>${(
        Object.keys(SECTIONS) as Section[]
      ).map(key => {
        const [title, path] = SECTIONS[key];
        return html`<a
          href="${address(place, ...path.split('/'))}"
          ${key === section && html` aria-current="page"`}
          >${title}</a
        >`;
      })}`}
  </nav>`;
}

/** A status in words, with a color for its meaning. */
export function statusLabel(status: string): Html {
  return html`<span class="status ${statusKind(status)}">${status}</span>`;
}

function statusKind(status: string): string {
  if (status.endsWith('IN_PROGRESS')) {
    return 'busy';
  }
  if (status.endsWith('FAILED') || status.includes('ROLLBACK')) {
    return 'bad';
  }
  return status.startsWith('DELETE') ? 'still' : 'good';
}

/** A table, or a note if it has no rows. */
export function table(
  headings: string[],
  rows: HtmlValue[][],
  whenEmpty: string,
): Html {
  if (rows.length === 0) {
    return html`<p class="empty">${whenEmpty}</p>`;
  }
  return html`<div class="table">
    <table>
      <thead>
        <tr>
          ${headings.map(heading => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          row =>
            html`<tr>
              ${row.map(cell => html`<td>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A time for people, in UTC. */
export function moment(iso: string | undefined): HtmlValue {
  return (
    iso !== undefined &&
    html`<time datetime="${iso}"
      >${iso.slice(0, 19).replace('T', ' ')} UTC</time
    >`
  );
}
